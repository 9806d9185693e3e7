package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Corpus;
import dev.costate.compiler.testing.Golden;
import dev.costate.runtime.Activation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is compiled to be reproducible has the bits of a golden file, in every Java and on every machine that runs this:
 * values and gradients of each function of the language, and of a few models. They are computed by a JVM of their own,
 * since one JVM has one kind of functions.
 */
@Tag("slow")
class ReproducibleBitsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/reproducible/bits.txt");
    private static final List<String> MODELS =
            List.of("Attention", "Cholesky", "HiddenMarkov", "Portfolio", "Recurrent", "SeveralLosses");
    private static final double[] POINTS = {0.3, 0.9, 1.7, 4.2, -0.6, -3.1};

    /** This JVM has used other functions, for other tests. */
    @BeforeAll
    static void otherFunctions() {
        assertThat(Activation.sigmoid(0.5)).isPositive();
    }

    private static List<Op> functions() {
        return Ops.FUNCTIONS.stream()
                .filter(op -> op.kind() == Op.Kind.REAL && op.operandKind() == Op.Kind.REAL)
                .toList();
    }

    /** Each function of a param of its own, so that its derivatives are those by that. */
    private static String functionsOfTheLanguage() {
        StringBuilder text = new StringBuilder("model AllFunctions\ndim N\n");
        List<String> names = new ArrayList<>();
        for (Op op : functions()) {
            String name = op.name();
            String arguments = IntStream.range(0, op.arity())
                    .mapToObj(k -> k == 0 ? "x_" + name + "[i]" : "(x_" + name + "[i] * 0.4 + 0." + k + ")")
                    .collect(Collectors.joining(", "));
            text.append("param x_").append(name).append("[N]\n");
            text.append("output y_").append(name).append("[i] = ");
            text.append(name).append('(').append(arguments).append(")\n");
            names.add("y_" + name + "[i]");
        }
        text.append("output all = sum(i) (").append(String.join(" + ", names)).append(")\n");
        return text.append("derive gradient of all\n").toString();
    }

    private static ModelCompiler.Result compiled(SourceFile source) {
        ModelCompiler.Result result =
                ModelCompiler.compile(source, ModelCompiler.Options.of("").withReproducible());
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static void bits(PrintStream out, SourceFile source, Map<String, double[]> inputs) {
        ModelCompiler.Result result = compiled(source);
        Model model = requireNonNull(result.model());
        Map<String, Integer> dims = new LinkedHashMap<>();
        model.dims().stream()
                .filter(Model.Dimension::given)
                .forEach(d -> dims.put(
                        d.dim().name(), (int) requireNonNull(inputs.get(d.dim().name()))[0]));
        ModelInstance instance = LoadedModel.load(result).create(dims);
        model.inputs().stream()
                .filter(input -> inputs.containsKey(input.name()))
                .forEach(input -> instance.set(input.name(), requireNonNull(inputs.get(input.name()))));
        for (Tensor output : model.outputs()) {
            print(out, model.name() + " " + output.name(), instance.output(output.name()));
        }
        for (Model.Derivative derivative : model.derivatives()) {
            instance.gradient(derivative.clause())
                    .forEach((name, values) -> print(out, derivative.clause() + " by " + name, values));
        }
    }

    private static void print(PrintStream out, String what, double[] values) {
        out.print(what + ":");
        for (double value : values) {
            out.print(" " + Long.toHexString(Double.doubleToLongBits(value)));
        }
        out.print("\n");
    }

    /** What another JVM runs: writes the bits into a file. */
    public static void main(String[] arguments) throws IOException {
        try (PrintStream out = new PrintStream(arguments[0], StandardCharsets.UTF_8)) {
            Map<String, double[]> inputs = new LinkedHashMap<>(Map.of("N", new double[] {POINTS.length}));
            functions().forEach(op -> inputs.put("x_" + op.name(), POINTS));
            bits(out, new SourceFile("AllFunctions.model", functionsOfTheLanguage()), inputs);
            for (String name : MODELS) {
                Corpus corpus = requireNonNull(Corpus.all().get(name));
                bits(out, corpus.source(), corpus.inputs());
            }
        }
    }

    @Test
    void bitsAreThoseOfTheGoldenFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("bits");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process other = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReproducibleBitsTest.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        assertThat(other.waitFor()).isZero();
        Golden.hold(GOLDEN, Files.readString(file));
    }

    @Test
    void nothingIsLeftThatMayDiffer() {
        String java = compiled(new SourceFile("AllFunctions.model", functionsOfTheLanguage()))
                .files()
                .get(0)
                .text();
        assertThat(java).contains("StrictMath.exp(").doesNotContainPattern("\\bMath\\.(exp|log|pow|sin|cos|tan)");
    }

    @Test
    void whatComesTooLateIsTold() {
        LoadedModel late =
                LoadedModel.load(compiled(new SourceFile("Late.model", "model Late\nparam x\noutput y = exp(x)\n")));
        assertThatThrownBy(() -> late.create(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start Java with -Dcostate.reproducible=true, or make an object of Late first");
    }
}
