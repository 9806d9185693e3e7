package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.eval.Derivation;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import dev.costate.runtime.DomainException;
import dev.costate.runtime.Unconstrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Params that say where they live: their transforms, and what classes know of them. Long, since domains are many. */
class DomainsTest {
    private static final double ULP = 0x1p-52;

    private static ModelCompiler.Result compile(String text) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Demo.model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as(() -> result.diagnostics().toString()).isFalse();
        return result;
    }

    private static ModelInstance instance(String text, Map<String, Integer> dims) {
        return LoadedModel.load(compile(text)).create(dims);
    }

    private static Unconstrained free(ModelInstance instance) {
        return (Unconstrained) instance.unconstrained().get(0).object();
    }

    private static double[] constrained(ModelInstance instance, double... u) {
        double[] theta = new double[instance.theta().length];
        free(instance).constrain(u, theta);
        return theta;
    }

    /** A row of the table of values with many digits. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Values(String kind, int n, double a, double b, double[] u, double[] theta, double logJacobian) {
        private static double[] numbers(String text) {
            return text.isEmpty()
                    ? new double[0]
                    : Arrays.stream(text.split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
        }

        static Values of(String line) {
            String[] cells = line.split(";", -1);
            return new Values(
                    cells[0],
                    Integer.parseInt(cells[1]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3]),
                    numbers(cells[4]),
                    numbers(cells[5]),
                    Double.parseDouble(cells[6]));
        }

        /** Bounds are data, so that one model serves all rows of a kind. */
        String model() {
            String axes = kind.equals("cholesky correlation") ? "[N, N] " : "[N] ";
            String subscripts = kind.equals("cholesky correlation") ? "(i in N, j in N) x[i, j]" : "(i) x[i]";
            return "model Demo\ndim N\ndata a\ndata b\nparam x" + axes + kind + "\noutput y = sum" + subscripts
                    + "\nderive gradient of y\n";
        }

        @Override
        public String toString() {
            return kind + " " + a + " " + b + " " + Arrays.toString(u);
        }
    }

    static Stream<String> kinds() throws IOException {
        return values().map(Values::kind).distinct();
    }

    private static Stream<Values> values() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/domains/values.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Values::of);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void valuesHaveTheirDigits(String kind) throws IOException {
        List<Values> rows = values().filter(v -> v.kind().equals(kind)).toList();
        LoadedModel loaded = LoadedModel.load(compile(rows.get(0).model()));
        for (Values v : rows) {
            ModelInstance instance =
                    loaded.create(Map.of("N", v.n())).set("a", v.a()).set("b", v.b());
            Unconstrained free = free(instance);
            assertThat(free.dimension()).isEqualTo(v.u().length);
            double condition =
                    1 + Arrays.stream(v.u()).map(Math::abs).max().orElse(0) + Math.abs(v.a()) + Math.abs(v.b());
            double[] theta = constrained(instance, v.u());
            double scale = Arrays.stream(theta).map(Math::abs).max().orElse(0);
            for (int k = 0; k < theta.length; k++) {
                double exact = v.theta()[k];
                double size = kind.equals("simplex") || kind.equals("cholesky correlation") ? Math.abs(exact) : scale;
                assertThat(theta[k])
                        .as("%s, element %d", v, k)
                        .isCloseTo(exact, Offset.offset(4 * ULP * condition * size));
            }
            assertThat(free.logJacobian(v.u()))
                    .as("logarithm of the Jacobian of %s", v)
                    .isCloseTo(v.logJacobian(), Offset.offset(4 * ULP * condition * (1 + Math.abs(v.logJacobian()))));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void freeNumbersComeBack(String kind) throws IOException {
        for (Values v : values().filter(v -> v.kind().equals(kind)).toList()) {
            double largest = Arrays.stream(v.u()).map(Math::abs).max().orElse(0);
            if (largest > 6 || kind.equals("unit")) {
                continue;
            }
            ModelInstance instance =
                    instance(v.model(), Map.of("N", v.n())).set("a", v.a()).set("b", v.b());
            double[] theta = constrained(instance, v.u());
            double[] u = new double[v.u().length];
            free(instance).unconstrain(theta, u);
            assertThat(u).as("%s", v).containsExactly(v.u(), Offset.offset(1e-10));
            Reflection.call(
                    instance.object().getClass(),
                    instance.object(),
                    "check",
                    new Class<?>[] {double[].class},
                    new Object[] {theta});
        }
    }

    private static final String ALL = """
            model Demo
            dim B
            dim K
            data y[K]
            data hi[K]
            data lo
            param a > lo
            param b in a .. 3
            param up[K] < hi
            param c[B, K] ordered
            param d[K] positive ordered
            param w[B, K] simplex
            param z[B, K] sum to zero
            param v[K] unit
            param L[B, K, K] cholesky correlation
            param x[K]
            let s = a * 2
            param e >= s
            param f in -2 .. 7
            param unit in -1 .. 1
            output lp = -0.5 * sum(k) (x[k] - up[k])^2 - a^2 - b^2 + log(1 - unit^2)
                + sum(i, k) ((k + 1) * log(w[i, k]) + c[i, k] * z[i, k]) + sum(k) d[k] * v[k]
                + sum(i in B, k in K) log(L[i, k, k]) + sum(h in B, i in K, k in K) L[h, i, k] * y[i] * x[k]
                - e^2 + log(7 - f)
            derive gradient of lp
            derive hessian of lp
            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void compiledAgreesWithInterpreted(int k) {
        ModelCompiler.Result result = compile(ALL);
        Model model = requireNonNull(result.model());
        Map<String, Integer> dims = Map.of("B", 2, "K", k);
        ModelInstance instance = LoadedModel.load(result).create(dims);
        Map<String, double[]> inputs = new LinkedHashMap<>();
        inputs.put("y", Arrays.copyOf(new double[] {0.3, 1.2, -0.4}, k));
        inputs.put("hi", Arrays.copyOf(new double[] {0.3, 1.2, Double.POSITIVE_INFINITY}, k));
        inputs.put("lo", new double[] {-0.5});
        if (k == 1) {
            inputs.put("lo", new double[] {Double.NEGATIVE_INFINITY});
        }
        inputs.forEach(instance::set);
        ModelInstance free = instance.unconstrained().get(0);
        Random random = new Random(k);
        for (int trial = 0; trial < 5; trial++) {
            List<Double> u = new ArrayList<>();
            for (Tensor param : model.params()) {
                int size = (int) model.freeShape(param).stream()
                        .mapToLong(axis -> axis.evaluate(atom -> dims.getOrDefault(atom.name(), 0)))
                        .reduce(1, (p, q) -> p * q);
                double[] own = random.doubles(size, -2, 2).toArray();
                inputs.put(param.name(), own);
                Arrays.stream(own).forEach(u::add);
            }
            double[] all = u.stream().mapToDouble(x -> x).toArray();
            System.arraycopy(all, 0, free.theta(), 0, all.length);
            Interpreter.Constrained expected = Interpreter.constrain(model, dims, inputs);
            double[] natural = model.params().stream()
                    .flatMapToDouble(p -> Arrays.stream(expected.natural().get(p.name())))
                    .toArray();
            assertThat(constrained(instance, all)).containsExactly(natural, Offset.offset(1e-13));
            assertThat(free(instance).logJacobian(all)).isCloseTo(expected.logJacobian(), Offset.offset(1e-11));
            for (Model.Derivative d : model.derivatives()) {
                double[] exact = Derivation.unconstrained(model, d, dims, inputs, 0);
                double[] computed = free.derivative(d.clause());
                for (int at = 0; at < exact.length; at++) {
                    assertThat(computed[at])
                            .as("%s, %d", d.clause(), at)
                            .isCloseTo(exact[at], Offset.offset(1e-10 * (1 + Math.abs(exact[at]))));
                }
            }
        }
    }

    /** Where each param stands in theta is proved to be in range, whatever its axes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dim A\ndim K >= 2\nparam a[A, A, K]\nparam b[K - 1]\nparam c[A*A, K*A] positive ordered",
                "dim A\ndim K = A*(A-1)/2\nparam a[A, K]\nparam b[K, A] > 0\nparam c[2*A + 1, A]",
                "dim A\ndim K >= 3\nparam a[A, K - 2]\nparam b[K - 1, A, K - 2] > 0\nparam c[A*K - 1, A, A, K]"
            })
    void paramsOfAllShapesHaveTheirPlace(String declarations) {
        ModelCompiler.Result result =
                compile("model Demo\n" + declarations + "\nparam s > 0\noutput lp = log(s)\nderive gradient of lp\n");
        assertThat(result.files()).isNotEmpty();
    }

    @Test
    void logarithmsKeepTheirDigitsFarOut() {
        ModelInstance instance = instance("""
                model Demo
                param p in 0 .. 1
                param w[3] simplex
                param L[2, 2] cholesky correlation
                param rho in -1 .. 1
                output lp = log(1 - p) + 2 * log(p) + log(w[0]) + log(w[2]) + log(L[1, 1]) + log(1 - rho^2)
                derive gradient of lp
                """, Map.of());
        ModelInstance free = instance.unconstrained().get(0);
        double[] u = {700, 0, 700, -700, 700};
        System.arraycopy(u, 0, free.theta(), 0, u.length);
        double log = free(instance).logJacobian(u);
        // log(1 - σ(u)) = -u; log w₂ = -log 2 - log 2 - log(1 + e^700) + …; log sech u = log 2 - |u|.
        double lpd = free.output("lp")[0] - log;
        double w0 = -Math.log(3);
        double w2 = Math.log(2.0 / 3) - 700;
        double rho = 2 * (Math.log(2) - 350);
        assertThat(lpd).isCloseTo(-700 + w0 + w2 + Math.log(2) - 700 + rho, Offset.offset(1e-11));
        double[] gradient = free.derivative("gradient of lp");
        // With the logarithm of the Jacobian: 1 - 2σ; for the second u of the simplex z(1 - z); -2 tanh; and twice.
        assertThat(gradient[0]).isEqualTo(-2);
        assertThat(gradient[2]).isCloseTo(-2, Offset.offset(1e-14));
        assertThat(gradient[3]).isCloseTo(3, Offset.offset(1e-14));
        assertThat(gradient[4]).isCloseTo(-2, Offset.offset(1e-14));
    }

    /** Where a param is its bound to the last digit, its distance to that still has all digits. */
    @Test
    void distancesToBoundsKeepTheirDigitsFarOut() {
        ModelInstance instance = instance("""
                model Demo
                data c
                data d
                param p in 2 .. 5
                param q[2] in c .. d
                param r > c
                param t > r
                output lp = log(5 - p) + log(d - q[0]) + log(q[1] - c) + log(r - c) + log(t - r)
                derive gradient of lp
                """, Map.of());
        instance.set("c", 2).set("d", 5);
        ModelInstance free = instance.unconstrained().get(0);
        double[] u = {500, 500, -500, -400, -300};
        System.arraycopy(u, 0, free.theta(), 0, u.length);
        double lp = free.output("lp")[0] - free(instance).logJacobian(u);
        assertThat(lp).isCloseTo(3 * (Math.log(3) - 500) - 700, Offset.offset(1e-11));
        // With the logarithm of the Jacobian, whose derivatives are as those of the logarithms of the distances.
        assertThat(free.derivative("gradient of lp")).containsExactly(-2, -2, 2, 2, 2);
    }

    @Test
    void pointsAreChecked() {
        ModelInstance instance = instance("""
                model Demo
                dim K
                param a > 0
                param b in 0 .. a
                param w[2, K] simplex
                output y = a + b + sum(i in 2, k) w[i, k]
                derive gradient of y
                """, Map.of("K", 2));
        assertThat(checked(instance, 2, 1, 0.5, 0.5, 0.25, 0.75)).isEmpty();
        assertThat(checked(instance, 2, 2, 0, 1, 0.25, 0.75)).isEmpty();
        assertThat(checked(instance, 0, 0, 0.5, 0.5, 0.25, 0.75)).isEqualTo("a is 0.0, and its domain is `> 0`");
        assertThat(checked(instance, 2, 3, 0.5, 0.5, 0.25, 0.75)).isEqualTo("b is 3.0, and its domain is `in 0 .. a`");
        assertThat(checked(instance, 2, Double.NaN, 0.5, 0.5, 0.25, 0.75))
                .isEqualTo("b is NaN, and its domain is `in 0 .. a`");
        assertThat(checked(instance, 2, 1, 0.5, 0.5, -0.25, 1.25))
                .isEqualTo("w[1, 0] is -0.25, and its domain is `simplex`");
        assertThat(checked(instance, 2, 1, 0.5, 0.25, 0.25, 0.75))
                .isEqualTo("the sum of w from w[0, 0] on is 0.75, and its domain is `simplex`");
        double[] theta = new double[6];
        call(instance, "start", theta);
        assertThat(theta).containsExactly(1, 0.5, 0.5, 0.5, 0.5, 0.5);
        assertThat(Arrays.stream(instance.object().getClass().getMethods()).map(m -> m.getName()))
                .doesNotContain("lowerBounds");
    }

    private static void call(ModelInstance instance, String method, double... theta) {
        Object object = instance.object();
        Reflection.call(object.getClass(), object, method, new Class<?>[] {double[].class}, new Object[] {theta});
    }

    private static String checked(ModelInstance instance, double... theta) {
        try {
            call(instance, "check", theta);
            return "";
        } catch (DomainException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void boundsThatDataSayAreThoseOfTheMoment() {
        ModelInstance instance = instance("""
                model Demo
                data lo
                data hi
                let  half = hi / 2
                param a in lo .. hi
                param b < half
                output y = a + b
                derive gradient of y
                """, Map.of());
        assertThatThrownBy(() -> constrained(instance, 0, 0)).hasMessageContaining("data lo is not bound");
        instance.set("lo", 1).set("hi", 3);
        assertThat(constrained(instance, 0, 0)).containsExactly(2, 0.5);
        assertThat(bounds(instance, "lowerBounds")).containsExactly(1, Double.NEGATIVE_INFINITY);
        assertThat(bounds(instance, "upperBounds")).containsExactly(3, Math.nextDown(1.5));
        Unconstrained free = free(instance);
        instance.set("hi", 5);
        double[] theta = new double[2];
        free.constrain(new double[2], theta);
        assertThat(theta).containsExactly(3, 1.5);
        instance.set("lo", 7);
        assertThatThrownBy(() -> bounds(instance, "lowerBounds"))
                .isInstanceOf(DomainException.class)
                .hasMessage("the lower end of the domain of a is 7.0, and the upper end is 5.0");
        assertThatThrownBy(() -> free.constrain(new double[2], theta)).isInstanceOf(DomainException.class);
        assertThatThrownBy(() -> instance.output("y")).isInstanceOf(DomainException.class);
    }

    private static double[] bounds(ModelInstance instance, String method) {
        Object object = instance.object();
        return (double[]) Reflection.call(object.getClass(), object, method, new Class<?>[0], new Object[0]);
    }

    @Test
    void modelsWithoutDomainsHaveNothingOfThem() {
        ModelCompiler.Result result = compile("model Demo\nparam unit\noutput y = unit^2\nderive gradient of y\n");
        assertThat(result.files()).hasSize(1);
        assertThat(result.files().get(0).text()).doesNotContain("onstrained", "Domains", "void check(", "start(");
    }

    private static final String DATA = """
            model Demo
            dim N
            dim J
            data hi
            data y[N] >= 0
            data g[N] : int in 1 .. J
            data rate > 0 = 0.1
            let  top = 2 * hi
            data s[N] in 0 .. top
            param x[J]
            output lp = sum(i) (y[i] + s[i]) * x[g[i] - 1] * rate
            output first = x[0]
            derive gradient of lp
            """;

    @Test
    void dataIsCheckedWhenItIsBound() {
        ModelInstance instance = instance(DATA, Map.of("N", 2, "J", 3));
        assertThatThrownBy(() -> instance.set("y", 1, -1))
                .isInstanceOf(DomainException.class)
                .hasMessage("y[1] is -1.0, and its domain is `>= 0`");
        assertThatThrownBy(() -> instance.set("y", Double.NaN, 1)).hasMessageContaining("y[0] is NaN");
        assertThatThrownBy(() -> instance.set("g", 1, 4)).hasMessage("g[1] is 4, and must be at least 1 and at most 3");
        assertThatThrownBy(() -> instance.set("rate", 0)).hasMessageContaining("its domain is `> 0`");
        instance.set("y", 0, 1).set("g", 1, 3).set("rate", 2);
        // Its bound may come later.
        instance.set("s", 1, 5);
        assertThat(instance.output("first")).containsExactly(0);
        instance.set("hi", 2);
        assertThatThrownBy(() -> instance.output("lp")).hasMessage("s[1] is 5.0, and its domain is `in 0 .. top`");
        instance.set("hi", 3);
        instance.theta()[0] = 1;
        assertThat(instance.output("lp")).containsExactly(2);
        instance.set("hi", 2);
        assertThatThrownBy(() -> instance.gradient("gradient of lp")).isInstanceOf(DomainException.class);
    }

    /** Bounds of integers that are no sizes are held against at the first call; arrays of integers bound params. */
    @Test
    void integersHaveComputedBounds() {
        ModelInstance instance = instance("""
                model Demo
                const most = 4
                dim N
                data k : int
                data trials[N] : int >= 0
                data hits[N] : int in 0 .. trials
                data group[N] : int in 1 .. k
                data few : int <= most
                let  all : int = max(i) trials[i]
                data best : int < 2 * all
                param x[N] > trials
                output y = sum(i) (hits[i] * x[i] * few * best + x[group[i] - 1])
                derive gradient of y
                """, Map.of("N", 2));
        instance.set("k", 2).set("trials", 0, 3).set("hits", 0, 2).set("group", 1, 2);
        instance.set("few", 4).set("best", 5);
        assertThat(constrained(instance, 0, 0)).containsExactly(1, 4);
        System.arraycopy(constrained(instance, 0, 0), 0, instance.theta(), 0, 2);
        assertThat(instance.output("y")).containsExactly(165);
        refuses(instance.set("hits", 1, 2), "hits[0] is 1.0, and its domain is `in 0 .. trials`");
        refuses(instance.set("hits", 0, 2).set("group", 1, 3), "group[1] is 3.0, and its domain is `in 1 .. k`");
        refuses(instance.set("group", 1, 2).set("few", 5), "few is 5.0, and its domain is `<= most`");
        refuses(instance.set("few", 4).set("best", 6), "best is 6.0, and its domain is `< 2 * all`");
    }

    private static void refuses(ModelInstance instance, String message) {
        assertThatThrownBy(() -> instance.output("y"))
                .isInstanceOf(DomainException.class)
                .hasMessage(message);
    }

    @Test
    void boundsOfIntegersCountInProofs() {
        assertThat(compile(DATA).files().get(0).text()).doesNotContain("Checks.subscript");
    }

    @Test
    void whatDependsOnDataAloneIsComputedAnewWhenThatIsBound() {
        ModelInstance instance = instance("""
                model Demo
                dim N
                data x[N]
                data y[N]
                let  center = mean(i) x[i]
                let  far[i] = exp(x[i] - center)
                param b > 0
                output lp = -sum(i) (y[i] - b * far[i])^2
                derive gradient of lp
                """, Map.of("N", 2));
        instance.set("x", 1, 1).set("y", 2, 2);
        ModelInstance free = instance.unconstrained().get(0);
        assertThat(free.output("lp")).containsExactly(-2);
        instance.set("x", 0, 2);
        double expected = -(Math.pow(2 - Math.exp(-1), 2) + Math.pow(2 - Math.exp(1), 2));
        assertThat(free.output("lp")[0]).isCloseTo(expected, Offset.offset(1e-14));
        assertThat(free.object().getClass().getDeclaredClasses())
                .anyMatch(nested -> nested.getSimpleName().startsWith("Prepared"));
    }
}
