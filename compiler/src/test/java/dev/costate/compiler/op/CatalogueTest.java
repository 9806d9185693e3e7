package dev.costate.compiler.op;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        2,
        -2,
        1e-310,
        1e-160,
        -1e-160,
        1e160,
        -1e160,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    static List<Op> all() {
        return Ops.ALL;
    }

    /** Whatever is defined is in the catalogue, once, and every family is. */
    @Test
    void everyConstantOfAFamilyIsListedOnce() throws IOException, ReflectiveOperationException {
        List<Op> constants = new ArrayList<>();
        for (Class<?> family : families()) {
            for (Field field : family.getFields()) {
                if (field.getType() == Op.class) {
                    constants.add((Op) requireNonNull(field.get(null)));
                }
            }
        }
        assertThat(Ops.ALL).containsExactlyInAnyOrderElementsOf(constants);
        assertThat(Ops.ALL).extracting(Op::name).doesNotHaveDuplicates();
    }

    /** The classes that have a family. */
    private static List<Class<?>> families() throws IOException, ReflectiveOperationException {
        List<Class<?>> families = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/costate/compiler/op"))) {
            for (Path file : files.sorted().toList()) {
                String name = requireNonNull(file.getFileName()).toString().replace(".java", "");
                if (Files.readString(file).contains("Family FAMILY")) {
                    families.add(Class.forName(Ops.class.getPackageName() + '.' + name));
                }
            }
        }
        return families;
    }

    @Test
    void namesOnlyTheFunctionsOfTheLanguage() {
        assertThat(Ops.FUNCTIONS)
                .allSatisfy(op -> assertThat(Ops.function(op.name())).isSameAs(op));
        assertThat(Ops.FUNCTIONS).extracting(Op::name).allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
        assertThat(Ops.function("+")).isNull();
        assertThat(Ops.function("sech2")).isNull();
    }

    @ParameterizedTest
    @MethodSource("all")
    void valueIsWhatTheJavaFormComputes(Op op) throws ReflectiveOperationException {
        for (double[] operands : samples(op)) {
            assertThat(bits(op.value(operands)))
                    .as("%s%s", op, Arrays.toString(operands))
                    .isEqualTo(bits(java(op, operands)));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void commutativeOperationsAreSoToTheBit(Op op) {
        if (op.commutative()) {
            for (double[] operands : samples(op)) {
                assertThat(bits(op.value(operands[1], operands[0])))
                        .as("%s%s", op, Arrays.toString(operands))
                        .isEqualTo(bits(op.value(operands)));
            }
        }
    }

    /** What the reverse and forward sweeps choose their products by. */
    @ParameterizedTest
    @MethodSource("all")
    void whatMayHaveAnInfiniteDerivativeSaysSo(Op op) {
        double[] points = {0, 1, -1, 0.5, 2, -2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        Scalars scalars = new Scalars();
        List<Expr> inputs = List.of(scalars.inputs(op.arity()));
        Expr result = scalars.make.apply(op, inputs.toArray(Expr[]::new));
        int count = op.kind() == Op.Kind.CONDITION || op.operandKind() == Op.Kind.CONDITION
                ? 0
                : (int) Math.pow(points.length, op.arity());
        for (int n = 0; n < count; n++) {
            double[] at = new double[op.arity()];
            int rest = n;
            for (int k = 0; k < at.length; k++) {
                at[k] = points[rest % points.length];
                rest /= points.length;
            }
            for (int k = 0; k < at.length && Double.isFinite(op.value(at)); k++) {
                Expr partial = op.partial(k, inputs, result, scalars.make);
                double derivative = partial == null ? 0 : scalars.value(partial, at);
                boolean finite = Arrays.stream(at).allMatch(Double::isFinite);
                assertThat(Double.isFinite(derivative) || op.singular())
                        .as("singular: %s%s by %s is %s", op, Arrays.toString(at), k, derivative)
                        .isTrue();
                assertThat(Double.isFinite(derivative) || !finite || op.steep())
                        .as("steep: %s%s by %s is %s", op, Arrays.toString(at), k, derivative)
                        .isTrue();
            }
        }
    }

    /** What may be infinite at moderate operands, and what takes no notice of it. */
    @ParameterizedTest
    @MethodSource("all")
    void whatOverflowsOrSaturatesSaysSo(Op op) {
        if (op.arity() != 1 || op.kind() == Op.Kind.CONDITION || op.operandKind() == Op.Kind.CONDITION) {
            return;
        }
        Scalars scalars = new Scalars();
        List<Expr> inputs = List.of(scalars.inputs(1));
        Expr result = scalars.make.apply(op, inputs.toArray(Expr[]::new));
        Expr partial = op.partial(0, inputs, result, scalars.make);
        for (double x : new double[] {1000.5, -1000.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            double derivative = partial == null ? 0 : scalars.value(partial, x);
            if (Double.isFinite(x)) {
                assertThat(Double.isFinite(derivative) || Double.isNaN(op.value(x)) || op.overflows())
                        .as("%s(%s) moves by %s", op, x, derivative)
                        .isTrue();
            } else {
                assertThat(derivative != 0 || !Double.isFinite(op.value(x)) || op.saturates())
                        .as("%s(%s) does not move", op, x)
                        .isTrue();
            }
        }
    }

    /** Where a value is NaN since an operand is, so are the derivatives that depend on that operand. */
    @ParameterizedTest
    @MethodSource("all")
    void derivativesOfWhatIsNoNumberAreNone(Op op) {
        if (op.kind() == Op.Kind.CONDITION || op.operandKind() == Op.Kind.CONDITION) {
            return;
        }
        Scalars scalars = new Scalars();
        List<Expr> inputs = List.of(scalars.inputs(op.arity()));
        Expr result = scalars.make.apply(op, inputs.toArray(Expr[]::new));
        Random random = new Random(7);
        for (int k = 0; k < op.arity(); k++) {
            Expr partial = op.partial(k, inputs, result, scalars.make);
            for (int j = 0; j < op.arity() && partial != null; j++) {
                for (int trial = 0; trial < 20 && moves(partial, j, scalars, op); trial++) {
                    double[] at = random.doubles(op.arity(), 0.1, 0.9).toArray();
                    at[j] = Double.NaN;
                    if (Double.isNaN(op.value(at))) {
                        assertThat(scalars.value(partial, at))
                                .as("%s%s by operand %s", op, Arrays.toString(at), k)
                                .isNaN();
                    }
                }
            }
        }
    }

    /** Whether an expression of the operands depends on one of them. */
    private static boolean moves(Expr partial, int k, Scalars scalars, Op op) {
        Random random = new Random(8);
        for (int trial = 0; trial < 50; trial++) {
            double[] at = random.doubles(op.arity(), -2, 2).toArray();
            double before = scalars.value(partial, at);
            at[k] += random.nextGaussian();
            double now = scalars.value(partial, at);
            if (before != now && !Double.isNaN(before) && !Double.isNaN(now)) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("all")
    void takesTime(Op op) {
        assertThat(op.cost()).isBetween(op.java() instanceof Op.Form.Transparent ? 0 : 1, 100);
    }

    /** One NaN for all, but two zeros. */
    private static long bits(double x) {
        return Double.doubleToLongBits(x);
    }

    private static List<double[]> samples(Op op) {
        Random random = new Random(op.name().hashCode());
        List<double[]> samples = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            double[] operands = new double[op.arity()];
            for (int k = 0; k < operands.length; k++) {
                operands[k] = switch (i % 3) {
                    case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                    case 1 -> random.nextGaussian() * 3;
                    default -> random.nextGaussian() * Math.exp(random.nextGaussian() * 50);
                };
                if (op.operandKind() == Op.Kind.CONDITION) {
                    operands[k] = operands[k] > 0 ? 1 : 0;
                }
            }
            samples.add(operands);
        }
        return samples;
    }

    private static double java(Op op, double... a) throws ReflectiveOperationException {
        Op.Form form = op.java();
        if (form instanceof Op.Form.Infix infix) {
            return infix(infix.symbol(), a[0], a[1]);
        }
        if (form instanceof Op.Form.Prefix prefix) {
            return prefix.symbol().equals("!") ? 1 - a[0] : -a[0];
        }
        if (form instanceof Op.Form.Call call) {
            Class<?> owner =
                    call.owner().equals("Math") ? Math.class : Class.forName("dev.costate.runtime." + call.owner());
            Class<?>[] types = new Class<?>[a.length];
            Arrays.fill(types, double.class);
            return (double) owner.getMethod(call.method(), types)
                    .invoke(null, Arrays.stream(a).boxed().toArray());
        }
        return a[0];
    }

    private static double infix(String symbol, double a, double b) {
        return switch (symbol) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "<" -> a < b ? 1 : 0;
            case "<=" -> a <= b ? 1 : 0;
            case "==" -> a == b ? 1 : 0;
            case "!=" -> a != b ? 1 : 0;
            case "&&" -> a * b;
            case "||" -> Math.max(a, b);
            default -> throw new AssertionError(symbol);
        };
    }
}
