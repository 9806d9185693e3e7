package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.check.Checker;
import dev.costate.compiler.eval.Derivation;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.model.Term.Binder;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.syntax.ModelParser;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.Corpus;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.GradientCheck;
import dev.costate.runtime.GradientReport;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The models written by hand, one or more for each construct of the language. */
@Tag("slow")
class CorpusTest {
    private static final Map<String, Corpus> MODELS = Corpus.all();
    private static final double TOLERANCE = 1e-13;

    private static Stream<DynamicTest> each(Consumer<Corpus> test) {
        return MODELS.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> test.accept(entry.getValue())));
    }

    private static Model check(Corpus corpus) {
        Diagnostics diagnostics = new Diagnostics();
        Checked model = Checker.check(requireNonNull(ModelParser.parse(corpus.source(), diagnostics)), diagnostics);
        assertThat(model).as("%s", diagnostics.sorted()).isNotNull();
        return requireNonNull(model).model();
    }

    /** All models with the same options, which one run of javac compiles. */
    private static final class Compiled {
        private final Map<String, LoadedModel> models = new HashMap<>();

        Compiled(ModelCompiler.Options options) {
            LoadedModel.load(
                            MODELS.values().stream()
                                    .map(corpus -> ModelCompiler.compile(corpus.source(), options))
                                    .toList(),
                            List.of())
                    .forEach(loaded -> models.put(loaded.model().source().name(), loaded));
        }

        Agreement agreement(Corpus corpus) {
            LoadedModel loaded = requireNonNull(models.get(corpus.source().name()));
            Model model = loaded.model();
            return Agreement.of(model.name(), loaded, corpus.dims(model), corpus.arrays(model), TOLERANCE);
        }
    }

    /** As users compile them. */
    private static final Compiled PLAIN = new Compiled(ModelCompiler.Options.of(""));

    /** Each function is compiled and run with its row of the reference, by LanguageTablesTest. */
    @Test
    void everyBinderOccurs() {
        String all = String.join(
                "\n", MODELS.values().stream().map(c -> c.source().text()).toList());
        assertThat(Binder.values())
                .allSatisfy(binder ->
                        assertThat(all).containsPattern("\\b" + binder.name().toLowerCase(Locale.ROOT) + "\\([a-z]"));
        assertThat(MODELS).hasSizeGreaterThanOrEqualTo(25);
    }

    @TestFactory
    Stream<DynamicTest> interpretedIsWhatWasComputedByOtherMeans() {
        return each(corpus -> {
            Model model = check(corpus);
            Map<String, double[]> values = Interpreter.values(model, corpus.dims(model), corpus.arrays(model));
            Agreement against = PLAIN.agreement(corpus);
            corpus.expected().forEach((name, expected) -> {
                List<String> parts = List.of(name.split(" / ", -1));
                double[] got = parts.size() == 1 ? values.get(name) : gradient(model, corpus, parts);
                against.compare(name + " as interpreted", requireNonNull(got), expected);
            });
        });
    }

    private static double[] gradient(Model model, Corpus corpus, List<String> clauseAndInput) {
        Derivative derivative = model.derivatives().stream()
                .filter(d -> d.clause().equals(clauseAndInput.get(0)))
                .findFirst()
                .orElseThrow();
        Tensor input = derivative.wrt().stream()
                .filter(t -> t.name().equals(clauseAndInput.get(1)))
                .findFirst()
                .orElseThrow();
        return Derivation.gradient(
                model,
                corpus.dims(model),
                corpus.arrays(model),
                derivative.output().name(),
                input.name());
    }

    @TestFactory
    Stream<DynamicTest> compiledIsAsInterpreted() {
        return each(corpus -> PLAIN.agreement(corpus).values().derivatives());
    }

    @TestFactory
    Stream<DynamicTest> compiledAsWrittenIsAsInterpreted() {
        Compiled literal = new Compiled(ModelCompiler.Options.of("").literal());
        return each(corpus -> literal.agreement(corpus).values().derivatives());
    }

    /** Of the interpreter alone: forward-mode derivatives against differences of its values. */
    @TestFactory
    Stream<DynamicTest> interpretedDerivativesAreThoseOfTheValues() {
        return each(corpus -> {
            Model model = check(corpus);
            for (Derivative derivative : corpus.differences() ? model.derivatives() : List.<Derivative>of()) {
                for (Tensor input : derivative.wrt()) {
                    differences(model, corpus, derivative.output().name(), input);
                }
            }
        });
    }

    private static void differences(Model model, Corpus corpus, String output, Tensor input) {
        double[] at = corpus.arrays(model).get(input.name());
        if (at == null || at.length == 0) {
            return;
        }
        GradientReport report = GradientCheck.of(at.length)
                .at(new InterpretedFunction(model, corpus.dims(model), corpus.arrays(model), output, input), at);
        assertThat(report.passed())
                .as("%s: %s by %s: %s", model.name(), output, input, report)
                .isTrue();
    }

    /** A scalar output as a function of one input. */
    private record InterpretedFunction(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, String output, Tensor input)
            implements DifferentiableFunction {
        @Override
        public int dimension() {
            return requireNonNull(inputs.get(input.name())).length;
        }

        private Map<String, double[]> moved(double[] x) {
            Map<String, double[]> moved = new HashMap<>(inputs);
            moved.put(input.name(), Arrays.copyOf(x, x.length));
            return moved;
        }

        @Override
        public double value(double[] x) {
            return requireNonNull(Interpreter.values(model, dims, moved(x)).get(output))[0];
        }

        @Override
        public double valueAndGradient(double[] x, double[] gradient) {
            double[] result = Derivation.gradient(model, dims, moved(x), output, input.name());
            System.arraycopy(result, 0, gradient, 0, result.length);
            return value(x);
        }
    }
}
