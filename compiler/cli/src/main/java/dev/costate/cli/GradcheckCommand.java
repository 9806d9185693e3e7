package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.ir.HalfFormat;
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
    private HalfOption half;

    @Override
    Options computing(Options plain) {
        return plain.withHalf(half.format());
    }

    @Override
    public Integer call() throws IOException, DataException {
        Bound bound = bound();
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
            Map<String, double[]> inputs = new LinkedHashMap<>();
            data.values().forEach((input, elements) -> inputs.put(input.name(), elements));
            DerivativeCheck check = new DerivativeCheck(model, instance, inputs, seed);
            boolean passed = true;
            for (Derivative d : derivatives) {
                if (Detaching.isIn(model, d.output())) {
                    out().println(d.clause() + " is not held against values: " + d.outputName()
                            + " depends on `detach`, which derivatives count as constant");
                    continue;
                }
                GradientReport report = check.check(d, data.given().getOrDefault(d, new double[0][]));
                out().println(report.of(d.clause()));
                passed &= report.passed();
            }
            for (DerivativeCheck.Pair pair : check.pairs(derivatives)) {
                out().println(pair.first().clause() + " and " + pair.second().clause() + ": " + pair.result());
                passed &= pair.result().passed();
            }
            return passed && (single == null || passed(model, derivatives, data, single, instance));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    private static ModelInstance instance(Result compiled, Binding data) {
        ModelInstance instance = LoadedModel.load(compiled).create(data.arguments());
        data.bind(instance);
        return instance;
    }

    /** Differences of values in {@code float} show few digits: what they are held against is the model in double. */
    private boolean passed(
            Model model, List<Derivative> derivatives, Binding data, ModelInstance single, ModelInstance reference) {
        boolean passed = true;
        @Nullable HalfFormat kept = model.precision() == Precision.MIXED ? half.format() : null;
        for (Derivative d : derivatives) {
            FloatComparison comparison =
                    FloatComparison.of(d, single, reference, kept, data.given().getOrDefault(d, new double[0][]), seed);
            out().println(d.clause() + " in " + (kept == null ? "float" : "float and " + kept) + ": " + comparison);
            passed &= comparison.passed();
        }
        return passed;
    }
}
