package dev.costate.compiler.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The laws of all operations, on operands of every shape they look at: what they make of them, and that it is the same
 * value.
 */
class LawTest {
    private static final double[] CONSTANTS = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        2,
        -2,
        3,
        -3,
        7,
        16,
        10,
        -10,
        0.1,
        1e300,
        1e-300,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private static final double[] SPECIAL = {0, -0.0, 1, -1, 1e-310, 1e-170, 1e170, -1e300, 1 / 0.0, -1 / 0.0, 0 / 0.0};

    private final Scalars scalars = new Scalars();
    private final Exprs make = scalars.make;
    private final Expr x = scalars.input(0);
    private final Expr y = scalars.input(1);

    static List<Op> all() {
        return Ops.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void noLawChangesAValue(Op op) {
        List<Expr> shapes = op.operandKind() == Op.Kind.REAL ? numbers() : conditions();
        Random random = new Random(op.name().hashCode());
        int[] choice = new int[op.arity()];
        int combinations = (int) Math.pow(shapes.size(), Math.min(2, op.arity()));
        for (int i = 0; i < combinations; i++) {
            choice[0] = i % shapes.size();
            for (int k = 1; k < choice.length; k++) {
                choice[k] = k == 1 ? i / shapes.size() : random.nextInt(shapes.size());
            }
            List<Expr> operands = Arrays.stream(choice).mapToObj(shapes::get).toList();
            Expr simplified = make.apply(op, operands);
            if (simplified.op() != op || !simplified.operands().equals(operands)) {
                compare(op, operands, simplified, random);
            }
        }
    }

    private void compare(Op op, List<Expr> operands, Expr simplified, Random random) {
        for (int i = 0; i < 40; i++) {
            double[] at = i % 2 == 0
                    ? new double[] {
                        random.nextGaussian() * 3, random.nextGaussian() * Math.exp(random.nextGaussian() * 20)
                    }
                    : new double[] {SPECIAL[random.nextInt(SPECIAL.length)], SPECIAL[random.nextInt(SPECIAL.length)]};
            double[] values = new double[op.arity()];
            for (int k = 0; k < values.length; k++) {
                values[k] = scalars.value(operands.get(k), at);
            }
            double literal = op.value(values);
            double got = scalars.value(simplified, at);
            if (Double.isNaN(literal)) {
                assertThat(got).as("%s%s", op, Arrays.toString(values)).isNaN();
            }
            if (Double.isFinite(literal) && !(op == Powers.POW && values[0] == Double.NEGATIVE_INFINITY)) {
                // What underflows within the operands is lost; what is constant there is at most 1e300.
                double lost = op == Arithmetic.MUL ? scale(values) * Double.MIN_VALUE : Double.MIN_VALUE;
                double ulps = op == Powers.POW && !Double.isNaN(values[1]) ? Math.abs(values[1]) + 2 : 2;
                assertThat(Math.abs(got - literal) <= ulps * Math.ulp(literal) + lost)
                        .as("%s%s at %s: %s, not %s", op, Arrays.toString(values), Arrays.toString(at), got, literal)
                        .isTrue();
            }
        }
    }

    private static double scale(double... values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(1) + 1;
    }

    private List<Expr> numbers() {
        List<Expr> shapes = new ArrayList<>(List.of(x, y));
        for (double c : CONSTANTS) {
            shapes.add(make.number(c));
        }
        for (Op op : List.of(
                Arithmetic.NEG, Arithmetic.SQUARE, Arithmetic.ABS, Exponentials.EXP, Surrogates.DETACH, Roots.SQRT)) {
            shapes.add(make.apply(op, x));
        }
        shapes.add(make.apply(Arithmetic.NEG, y));
        for (Op op : List.of(
                Arithmetic.ADD,
                Arithmetic.SUB,
                Arithmetic.MUL,
                Quotients.DIV,
                Extremes.MAX,
                Extremes.MIN,
                Powers.POW)) {
            shapes.add(make.apply(op, x, y));
            shapes.add(make.apply(op, x, make.number(3)));
            shapes.add(make.apply(op, make.number(-5), x));
        }
        return shapes;
    }

    private List<Expr> conditions() {
        List<Expr> shapes =
                new ArrayList<>(List.of(Comparisons.constant(true, make), Comparisons.constant(false, make)));
        for (Op op : List.of(Comparisons.LT, Comparisons.LE, Comparisons.EQ, Comparisons.NE)) {
            shapes.add(make.apply(op, x, y));
            shapes.add(make.apply(Connectives.NOT, make.apply(op, x, y)));
        }
        shapes.add(make.apply(Connectives.AND, shapes.get(2), shapes.get(3)));
        return shapes;
    }

    @Test
    void arithmetic() {
        same(of(Arithmetic.ADD, x, n(0)), x);
        same(of(Arithmetic.ADD, x, neg(y)), of(Arithmetic.SUB, x, y));
        same(of(Arithmetic.ADD, neg(y), x), of(Arithmetic.SUB, x, y));
        same(of(Arithmetic.ADD, n(-1), x), of(Arithmetic.SUB, x, n(1)));
        same(of(Arithmetic.SUB, x, n(0)), x);
        same(of(Arithmetic.SUB, n(0), x), neg(x));
        same(of(Arithmetic.SUB, x, neg(y)), of(Arithmetic.ADD, x, y));
        same(of(Arithmetic.SUB, x, n(-2)), of(Arithmetic.ADD, x, n(2)));
        same(of(Arithmetic.SUB, neg(x), y), neg(of(Arithmetic.ADD, x, y)));
        same(of(Arithmetic.MUL, x, n(1)), x);
        same(of(Arithmetic.MUL, n(-1), x), neg(x));
        same(of(Arithmetic.MUL, x, neg(y)), neg(of(Arithmetic.MUL, x, y)));
        same(of(Arithmetic.MUL, neg(x), neg(y)), of(Arithmetic.MUL, x, y));
        same(of(Arithmetic.MUL, n(2), of(Arithmetic.MUL, n(3), x)), of(Arithmetic.MUL, n(6), x));
        same(of(Arithmetic.MUL, x, x), of(Arithmetic.SQUARE, x));
        same(of(Quotients.DIV, x, n(1)), x);
        same(of(Quotients.DIV, x, n(4)), of(Arithmetic.MUL, x, n(0.25)));
        same(of(Quotients.DIV, x, neg(y)), neg(of(Quotients.DIV, x, y)));
        same(neg(neg(x)), x);
        same(neg(of(Arithmetic.SUB, x, y)), of(Arithmetic.SUB, y, x));
        same(neg(of(Arithmetic.MUL, n(2), x)), of(Arithmetic.MUL, n(-2), x));
    }

    @Test
    void whatMayNotBeSimplifiedIsNot() {
        assertThat(of(Arithmetic.MUL, x, n(0)).op()).isEqualTo(Arithmetic.MUL);
        assertThat(of(Arithmetic.SUB, x, x).op()).isEqualTo(Arithmetic.SUB);
        assertThat(of(Quotients.DIV, x, x).op()).isEqualTo(Quotients.DIV);
        assertThat(of(Quotients.DIV, x, n(10)).op()).isEqualTo(Quotients.DIV);
        assertThat(of(Arithmetic.MUL, n(1e300), of(Arithmetic.MUL, n(1e300), x)).isNumber())
                .isFalse();
        assertThat(of(Connectives.NOT, of(Comparisons.LT, x, y)).op()).isEqualTo(Connectives.NOT);
    }

    @Test
    void powers() {
        same(of(Powers.POW, x, n(0)), n(1));
        same(of(Powers.POW, x, n(1)), x);
        same(of(Powers.POW, x, n(2)), of(Arithmetic.MUL, x, x));
        same(of(Powers.POW, x, n(3)), of(Arithmetic.MUL, x, of(Arithmetic.SQUARE, x)));
        same(of(Powers.POW, x, n(-1)), of(Quotients.DIV, n(1), x));
        same(of(Powers.POW, x, n(0.5)), of(Roots.SQRT, x));
        same(of(Arithmetic.SQUARE, neg(x)), of(Arithmetic.SQUARE, x));
        same(of(Arithmetic.SQUARE, of(Arithmetic.ABS, x)), of(Arithmetic.SQUARE, x));
        assertThat(of(Powers.POW, x, n(17)).op()).isEqualTo(Powers.POW);
        for (int k = 2; k <= 16; k++) {
            assertThat(WholePowers.of(of(Powers.POW, x, n(k)))).isEqualTo(new WholePowers.Power(x, k));
        }
        assertThat(WholePowers.of(of(Arithmetic.MUL, x, of(Arithmetic.SQUARE, y)))
                        .exponent())
                .isOne();
    }

    @Test
    void conditionsThatAreKnown() {
        Expr yes = Comparisons.constant(true, make);
        Expr no = Comparisons.constant(false, make);
        Expr less = of(Comparisons.LT, x, y);
        same(of(Comparisons.LT, n(1), n(2)), yes);
        same(of(Comparisons.LE, n(3), n(2)), no);
        same(of(Comparisons.LT, x, x), no);
        same(of(Connectives.AND, yes, less), less);
        same(of(Connectives.AND, no, less), no);
        same(of(Connectives.OR, no, less), less);
        same(of(Connectives.OR, yes, less), yes);
        same(of(Connectives.NOT, of(Connectives.NOT, less)), less);
        same(of(Connectives.NOT, of(Comparisons.EQ, x, y)), of(Comparisons.NE, x, y));
        same(make.choose(yes, x, y), x);
        same(make.choose(no, x, y), y);
    }

    @Test
    void extremesAndDetached() {
        same(of(Extremes.MAX, x, x), x);
        same(of(Extremes.MIN, x, n(Double.POSITIVE_INFINITY)), x);
        same(of(Arithmetic.ABS, neg(x)), of(Arithmetic.ABS, x));
        same(of(Surrogates.DETACH, of(Surrogates.DETACH, x)), of(Surrogates.DETACH, x));
        same(of(ZeroProducts.MUL_NO_NAN, n(0), x), n(0));
        same(of(ZeroProducts.MUL_NO_NAN, n(1), x), x);
    }

    private Expr of(Op op, Expr... operands) {
        return make.apply(op, operands);
    }

    private Expr neg(Expr operand) {
        return make.apply(Arithmetic.NEG, operand);
    }

    private Expr n(double value) {
        return make.number(value);
    }

    private static void same(Expr got, Expr expected) {
        assertThat(got).isSameAs(expected);
    }
}
