package dev.costate.compiler.run;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.report.Benchmark;
import dev.costate.compiler.report.Benchmark.Timing;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * What declared domains cost: each as the compiler writes its transform and the logarithm of its Jacobian, by turns
 * with a model in which these are written by hand, as a formula of the domain's table. Both sum the squares of what is
 * left to some data, the least that a model does with a param. The arguments are the numbers of entries.
 */
final class DomainsBenchmark {
    private static final double CLOSE = 1e-9;

    private DomainsBenchmark() {}

    /**
     * A domain.
     *
     * @param param the declaration of p behind its name, with the axes
     * @param data declarations of data
     * @param free the axes of the free numbers u
     * @param byHand lets that make p and {@code logs}, the logarithm of the Jacobian
     */
    private record Case(String name, String param, String data, String free, String byHand) {
        private static final String VECTOR = "\noutput lp = -0.5 * (sum(i) (p[i] - y[i])^2)";
        private static final String MATRIX = "\noutput lp = -0.5 * (sum(i, j) (p[i, j] - y[i, j])^2)";

        private String body() {
            boolean matrix = param.startsWith("[N, N]");
            return "\ndata y" + (matrix ? "[N, N]" + MATRIX : "[N]" + VECTOR);
        }

        String declared() {
            return "model Declared\ndim N\n" + data + "\nparam p" + param + body() + "\nderive gradient of lp\n";
        }

        String written() {
            return "model Written\ndim N\n" + data + "\nparam u" + free + "\n" + byHand + body() + " + logs"
                    + "\nderive gradient of lp\n";
        }
    }

    private static final String EXP = "\nlet logs = sum(i) u[i]";
    private static final String SIGMOID = " - (sum(i) (softplus(u[i]) + softplus(-u[i])))";
    private static final List<Case> CASES = List.of(
            new Case("`> 0`", "[N] > 0", "", "[N]", "let p[i] = exp(u[i])" + EXP),
            new Case("`> a`", "[N] > a", "data a", "[N]", "let p[i] = a + exp(u[i])" + EXP),
            new Case("`< b`, an array", "[N] < b", "data b[N]", "[N]", "let p[i] = b[i] - exp(u[i])" + EXP),
            new Case("`in 0 .. 1`", "[N] in 0 .. 1", "", "[N]", "let p[i] = sigmoid(u[i])\nlet logs = 0" + SIGMOID),
            new Case(
                    "`in -1 .. 1`",
                    "[N] in -1 .. 1",
                    "",
                    "[N]",
                    "let p[i] = 2 * sigmoid(u[i]) - 1\nlet logs = N * log(2)" + SIGMOID),
            new Case(
                    "`in -2 .. 5`",
                    "[N] in -2 .. 5",
                    "",
                    "[N]",
                    "let p[i] = -2 + 7 * sigmoid(u[i])\nlet logs = N * log(7)" + SIGMOID),
            new Case(
                    "`in a .. b`",
                    "[N] in a .. b",
                    "data a\ndata b",
                    "[N]",
                    "let p[i] = a + (b - a) * sigmoid(u[i])\nlet logs = N * log(b - a)" + SIGMOID),
            new Case(
                    "`in a .. b`, arrays",
                    "[N] in a .. b",
                    "data a[N]\ndata b[N]",
                    "[N]",
                    "let p[i] = a[i] + (b[i] - a[i]) * sigmoid(u[i])\nlet logs = (sum(i) log(b[i] - a[i]))" + SIGMOID),
            new Case(
                    "`ordered`",
                    "[N] ordered",
                    "",
                    "[N]",
                    "let p[0] = u[0]\nlet p[k] = p[k - 1] + exp(u[k]) for k in 1 ..< N\nlet logs = sum(k in 1 ..< N) u[k]"),
            new Case(
                    "`positive ordered`",
                    "[N] positive ordered",
                    "",
                    "[N]",
                    "let p[0] = exp(u[0])\nlet p[k] = p[k - 1] + exp(u[k]) for k in 1 ..< N" + EXP),
            new Case("`simplex`", "[N] simplex", "", "[N - 1]", """
                    let z[k] = sigmoid(u[k] - log(N - 1 - k)) for k in N - 1
                    let r[0] = 1
                    let r[k + 1] = r[k] * (1 - z[k]) for k in N - 1
                    let p[k] = r[k] * z[k] for k in N - 1
                    let p[N - 1] = r[N - 1]
                    let logs = sum(k in N - 1) log(r[k] * z[k] * (1 - z[k]))"""),
            new Case("`sum to zero`", "[N] sum to zero", "", "[N - 1]", """
                    let v[0] = 0
                    let v[j] = u[j - 1] / sqrt(j * (j + 1)) for j in 1 ..< N
                    let s[N - 1] = 0
                    let s[k - 1] = s[k] + v[k] for k in 1 ..< N
                    let p[0] = s[0]
                    let p[k] = s[k] - k * v[k] for k in 1 ..< N
                    let logs = 0"""),
            new Case("`unit`", "[N] unit", "", "[N]", """
                    let r = norm(i) u[i]
                    let p[i] = u[i] / r
                    let logs = -0.5 * (sum(i) u[i]^2)"""),
            new Case("`cholesky correlation`", "[N, N] cholesky correlation", "", "[N * (N - 1) / 2]", """
                    let z[i, j] = if j < i then tanh(u[i * (i - 1) / 2 + j]) else 0 for i in N, j in N
                    let r[i, 0] = 1 for i in N
                    let r[i, j + 1] = if j < i then r[i, j] - p[i, j]^2 else 0 for i in N, j in N
                    let p[i, j] = z[i, j] * sqrt(r[i, j]) for i in N, j in 0 ..< i
                    let p[i, i] = sqrt(r[i, i]) for i in N
                    let p[i, j] = 0 for i in N, j in i + 1 ..< N
                    let logs = -(sum(i in 1 ..< N, j in 0 ..< i) (i - j + 1) * log_cosh(u[i * (i - 1) / 2 + j]))"""));

    public static void main(String[] sizes) {
        System.out.println(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + "\n");
        System.out.println("| domain | N | value | by hand | ratio | gradient | by hand | ratio |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|");
        for (Case c : CASES) {
            if (!c.name().contains(System.getProperty("costate.domain", ""))) {
                continue;
            }
            for (String size : sizes) {
                // Classes of their own, so that no size is compiled for another one.
                List<LoadedModel> models = LoadedModel.load(
                        List.of(compiled("Declared", c.declared()), compiled("Written", c.written())), List.of());
                boolean matrix = c.name().contains("cholesky");
                int n = Integer.parseInt(size);
                measure(c.name(), models, matrix ? Math.min(n, 50) : n);
            }
        }
    }

    private static ModelCompiler.Result compiled(String name, String text) {
        return ModelCompiler.compile(new SourceFile(name + ".model", text), ModelCompiler.Options.of(""));
    }

    private static void measure(String name, List<LoadedModel> models, int n) {
        ModelInstance natural = bound(models.get(0), n);
        ModelInstance declared = natural.unconstrained().get(0);
        ModelInstance written = bound(models.get(1), n);
        Random random = new Random(2);
        for (int k = 0; k < declared.theta().length; k++) {
            declared.theta()[k] = random.nextDouble() * 2 - 1;
            written.theta()[k] = declared.theta()[k];
        }
        same(declared.output("lp"), written.output("lp"));
        same(declared.derivative("gradient of lp"), written.derivative("gradient of lp"));
        StringBuilder row = new StringBuilder("| " + name + " | " + n);
        for (String what : List.of("lp", "gradient of lp")) {
            Map<String, DoubleSupplier> both = new LinkedHashMap<>();
            both.put("declared", declared.evaluation(what));
            both.put("written", written.evaluation(what));
            double seconds = Double.parseDouble(System.getProperty("costate.seconds", "1"));
            List<Timing> times =
                    new ArrayList<>(Benchmark.measure(both, seconds).values());
            double a = times.get(0).least();
            double b = times.get(1).least();
            row.append(String.format(Locale.ROOT, " | %.4g ns | %.4g ns | %.2f", a, b, a / b));
        }
        System.out.println(row.append(" |"));
    }

    private static ModelInstance bound(LoadedModel model, int n) {
        ModelInstance instance = model.create(Map.of("N", n));
        Random random = new Random(1);
        for (Tensor input : requireNonNull(instance.model()).inputs()) {
            if (input.role() == Tensor.Role.DATA) {
                double[] values =
                        new double[instance.shape(input.name()).stream().reduce(1, (a, b) -> a * b)];
                for (int k = 0; k < values.length; k++) {
                    values[k] = input.name().equals("b") ? 3 : input.name().equals("a") ? -1 : random.nextDouble();
                }
                instance.set(input.name(), values);
            }
        }
        return instance;
    }

    private static void same(double[] a, double[] b) {
        for (int k = 0; k < a.length; k++) {
            if (!(Math.abs(a[k] - b[k]) <= CLOSE * (1 + Math.abs(b[k])))) {
                throw new IllegalStateException("not the same: " + a[k] + " and " + b[k] + " at " + k);
            }
        }
    }
}
