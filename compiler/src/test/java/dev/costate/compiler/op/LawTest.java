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
            if (Double.isFinite(literal) && !(op == Ops.POW && values[0] == Double.NEGATIVE_INFINITY)) {
                // What underflows within the operands is lost; what is constant there is at most 1e300.
                double lost = op == Ops.MUL ? scale(values) * Double.MIN_VALUE : Double.MIN_VALUE;
                double ulps = op == Ops.POW && !Double.isNaN(values[1]) ? Math.abs(values[1]) + 2 : 2;
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
        for (Op op : List.of(Ops.NEG, Ops.SQUARE, Ops.ABS, Ops.EXP, Ops.DETACH, Ops.SQRT)) {
            shapes.add(make.apply(op, x));
        }
        shapes.add(make.apply(Ops.NEG, y));
        for (Op op : List.of(Ops.ADD, Ops.SUB, Ops.MUL, Ops.DIV, Ops.MAX, Ops.MIN, Ops.POW)) {
            shapes.add(make.apply(op, x, y));
            shapes.add(make.apply(op, x, make.number(3)));
            shapes.add(make.apply(op, make.number(-5), x));
        }
        return shapes;
    }

    private List<Expr> conditions() {
        List<Expr> shapes =
                new ArrayList<>(List.of(Comparisons.constant(true, make), Comparisons.constant(false, make)));
        for (Op op : List.of(Ops.LT, Ops.LE, Ops.EQ, Ops.NE)) {
            shapes.add(make.apply(op, x, y));
            shapes.add(make.apply(Ops.NOT, make.apply(op, x, y)));
        }
        shapes.add(make.apply(Ops.AND, shapes.get(2), shapes.get(3)));
        return shapes;
    }

    @Test
    void arithmetic() {
        same(of(Ops.ADD, x, n(0)), x);
        same(of(Ops.ADD, x, neg(y)), of(Ops.SUB, x, y));
        same(of(Ops.ADD, neg(y), x), of(Ops.SUB, x, y));
        same(of(Ops.ADD, n(-1), x), of(Ops.SUB, x, n(1)));
        same(of(Ops.SUB, x, n(0)), x);
        same(of(Ops.SUB, n(0), x), neg(x));
        same(of(Ops.SUB, x, neg(y)), of(Ops.ADD, x, y));
        same(of(Ops.SUB, x, n(-2)), of(Ops.ADD, x, n(2)));
        same(of(Ops.SUB, neg(x), y), neg(of(Ops.ADD, x, y)));
        same(of(Ops.MUL, x, n(1)), x);
        same(of(Ops.MUL, n(-1), x), neg(x));
        same(of(Ops.MUL, x, neg(y)), neg(of(Ops.MUL, x, y)));
        same(of(Ops.MUL, neg(x), neg(y)), of(Ops.MUL, x, y));
        same(of(Ops.MUL, n(2), of(Ops.MUL, n(3), x)), of(Ops.MUL, n(6), x));
        same(of(Ops.MUL, x, x), of(Ops.SQUARE, x));
        same(of(Ops.DIV, x, n(1)), x);
        same(of(Ops.DIV, x, n(4)), of(Ops.MUL, x, n(0.25)));
        same(of(Ops.DIV, x, neg(y)), neg(of(Ops.DIV, x, y)));
        same(neg(neg(x)), x);
        same(neg(of(Ops.SUB, x, y)), of(Ops.SUB, y, x));
        same(neg(of(Ops.MUL, n(2), x)), of(Ops.MUL, n(-2), x));
    }

    @Test
    void whatMayNotBeSimplifiedIsNot() {
        assertThat(of(Ops.MUL, x, n(0)).op()).isEqualTo(Ops.MUL);
        assertThat(of(Ops.SUB, x, x).op()).isEqualTo(Ops.SUB);
        assertThat(of(Ops.DIV, x, x).op()).isEqualTo(Ops.DIV);
        assertThat(of(Ops.DIV, x, n(10)).op()).isEqualTo(Ops.DIV);
        assertThat(of(Ops.MUL, n(1e300), of(Ops.MUL, n(1e300), x)).isNumber()).isFalse();
        assertThat(of(Ops.NOT, of(Ops.LT, x, y)).op()).isEqualTo(Ops.NOT);
    }

    @Test
    void powers() {
        same(of(Ops.POW, x, n(0)), n(1));
        same(of(Ops.POW, x, n(1)), x);
        same(of(Ops.POW, x, n(2)), of(Ops.MUL, x, x));
        same(of(Ops.POW, x, n(3)), of(Ops.MUL, x, of(Ops.SQUARE, x)));
        same(of(Ops.POW, x, n(-1)), of(Ops.DIV, n(1), x));
        same(of(Ops.POW, x, n(0.5)), of(Ops.SQRT, x));
        same(of(Ops.SQUARE, neg(x)), of(Ops.SQUARE, x));
        same(of(Ops.SQUARE, of(Ops.ABS, x)), of(Ops.SQUARE, x));
        assertThat(of(Ops.POW, x, n(17)).op()).isEqualTo(Ops.POW);
        for (int k = 2; k <= 16; k++) {
            assertThat(WholePowers.of(of(Ops.POW, x, n(k)))).isEqualTo(new WholePowers.Power(x, k));
        }
        assertThat(WholePowers.of(of(Ops.MUL, x, of(Ops.SQUARE, y))).exponent()).isOne();
    }

    @Test
    void conditionsThatAreKnown() {
        Expr yes = Comparisons.constant(true, make);
        Expr no = Comparisons.constant(false, make);
        Expr less = of(Ops.LT, x, y);
        same(of(Ops.LT, n(1), n(2)), yes);
        same(of(Ops.LE, n(3), n(2)), no);
        same(of(Ops.LT, x, x), no);
        same(of(Ops.AND, yes, less), less);
        same(of(Ops.AND, no, less), no);
        same(of(Ops.OR, no, less), less);
        same(of(Ops.OR, yes, less), yes);
        same(of(Ops.NOT, of(Ops.NOT, less)), less);
        same(of(Ops.NOT, of(Ops.EQ, x, y)), of(Ops.NE, x, y));
        same(make.choose(yes, x, y), x);
        same(make.choose(no, x, y), y);
    }

    @Test
    void extremesAndDetached() {
        same(of(Ops.MAX, x, x), x);
        same(of(Ops.MIN, x, n(Double.POSITIVE_INFINITY)), x);
        same(of(Ops.ABS, neg(x)), of(Ops.ABS, x));
        same(of(Ops.DETACH, of(Ops.DETACH, x)), of(Ops.DETACH, x));
        same(of(Ops.STRONG_MUL, n(0), x), n(0));
        same(of(Ops.STRONG_MUL, n(1), x), x);
    }

    private Expr of(Op op, Expr... operands) {
        return make.apply(op, operands);
    }

    private Expr neg(Expr operand) {
        return make.apply(Ops.NEG, operand);
    }

    private Expr n(double value) {
        return make.number(value);
    }

    private static void same(Expr got, Expr expected) {
        assertThat(got).isSameAs(expected);
    }
}
