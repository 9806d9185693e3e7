package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.names.Detaching;
import dev.costate.compiler.run.DerivativeCheck;
import dev.costate.compiler.run.FloatComparison;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.syntax.Precision;
import dev.costate.runtime.GradientReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code costate gradcheck}: derivatives held against values. */
@Command(
        name = "gradcheck",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description =
                "Holds every derivative of a model against differences of its values, for the data in a JSON file.")
final class GradcheckCommand extends DataCommand {
    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Of the random choices: directions, and which derivatives of many are tried.")
    private long seed = 1;

    @Mixin
    private ArithmeticOptions arithmetic;

    @Override
    Options computing(Options plain) {
        return arithmetic.of(plain);
    }

    @Override
    public Integer call() throws IOException, DataException {
        Bound bound = bound(Binding::ofEither);
        if (bound == null) {
            return Costate.WRONG;
        }
        List<Derivative> derivatives = selected(bound.model());
        if (derivatives.isEmpty()) {
            err().println("note: the model has no derivatives");
        }
        boolean passed = passed(bound, derivatives);
        out().flush();
        return passed ? 0 : Costate.WRONG;
    }

    private boolean passed(Bound bound, List<Derivative> derivatives) throws DataException {
        Model model = bound.model();
        Binding data = bound.data();
        try {
            ModelInstance single = model.isFloat() ? instance(bound.compiled(), data) : null;
            Result compiled = single == null ? bound.compiled() : compile(bound.file(), Options::inDouble);
            ModelInstance instance = instance(compiled, data);
            boolean passed = true;
            List<Derivative> natural = new ArrayList<>(derivatives);
            if (data.isUnconstrained()) {
                List<ModelInstance> all = instance.constrain(data.freeNumbers());
                List<ModelInstance> singles = single == null ? List.of() : single.constrain(data.freeNumbers());
                data.params(instance.theta()).forEach(data::natural);
                for (int k = 0; k < all.size(); k++) {
                    List<Derivative> own = new ArrayList<>(all.get(k).model().derivatives());
                    own.removeIf(d -> !removed(natural, d.clause()));
                    passed &= passed(new Subject(
                            own,
                            all.get(k),
                            single == null ? null : singles.get(k),
                            inputs(data.free()),
                            Map.of(),
                            " by free numbers"));
                }
            }
            passed &= passed(new Subject(natural, instance, single, inputs(data.values()), data.given(), ""));
            return passed;
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    private static boolean removed(List<Derivative> derivatives, String clause) {
        return derivatives.removeIf(d -> d.clause().equals(clause));
    }

    private static ModelInstance instance(Result compiled, Binding data) {
        ModelInstance instance = LoadedModel.load(compiled).create(data.arguments());
        data.bind(instance);
        return instance;
    }

    private static Map<String, double[]> inputs(Map<Tensor, double[]> values) {
        Map<String, double[]> inputs = new LinkedHashMap<>();
        values.forEach((input, elements) -> inputs.put(input.name(), elements));
        return inputs;
    }

    /**
     * An object whose derivatives are held against its values: the model, or the same over free numbers.
     *
     * @param single the same in {@code float}, of a model that is computed so
     * @param inputs what it is derived by
     * @param where what is said behind each clause
     */
    private record Subject(
            List<Derivative> derivatives,
            ModelInstance instance,
            @Nullable ModelInstance single,
            Map<String, double[]> inputs,
            Map<Derivative, double[][]> given,
            String where) {
        double[][] given(Derivative d) {
            return given.getOrDefault(d, new double[0][]);
        }

        String name(Derivative d) {
            return d.clause() + where;
        }
    }

    private boolean passed(Subject subject) {
        Model model = subject.instance().model();
        DerivativeCheck check = new DerivativeCheck(model, subject.instance(), subject.inputs(), seed);
        boolean passed = true;
        for (Derivative d : subject.derivatives()) {
            if (Detaching.isIn(model, d.output())) {
                out().println(subject.name(d) + " is not held against values: " + d.outputName()
                        + " depends on `detach`, which derivatives count as constant");
                continue;
            }
            GradientReport report = check.check(d, subject.given(d));
            out().println(report.of(subject.name(d)));
            passed &= report.passed();
        }
        for (DerivativeCheck.Pair pair : check.pairs(subject.derivatives())) {
            out().println(subject.name(pair.first()) + " and " + subject.name(pair.second()) + ": " + pair.result());
            passed &= pair.result().passed();
        }
        return passed && isAsInDouble(subject);
    }

    /** Differences of values in {@code float} show few digits: what they are held against is the model in double. */
    private boolean isAsInDouble(Subject subject) {
        ModelInstance single = subject.single();
        if (single == null) {
            return true;
        }
        boolean passed = true;
        @Nullable HalfFormat kept = single.model().precision() == Precision.MIXED ? arithmetic.half() : null;
        for (Derivative d : subject.derivatives()) {
            FloatComparison comparison =
                    FloatComparison.of(d, single, subject.instance(), kept, subject.given(d), seed);
            out().println(subject.name(d) + " in " + (kept == null ? "float" : "float and " + kept) + ": "
                    + comparison);
            passed &= comparison.passed();
        }
        return passed;
    }
}
