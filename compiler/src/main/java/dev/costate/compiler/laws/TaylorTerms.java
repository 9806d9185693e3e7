package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Law;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Pattern;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.op.Trigonometric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sum multiplied out to products of powers, with what laws have made of functions that have a Taylor series as it was
 * before: x - sin(x) as two terms, also where it is sin_less(x). Long, since what an operation stands for is known of
 * several kinds of them.
 */
final class TaylorTerms {
    /** Sums that give more products, on the way to them, are left as they are. */
    private static final int MOST = 48;

    private static final Set<Op> ARITHMETIC =
            Set.of(Arithmetic.ADD, Arithmetic.SUB, Arithmetic.NEG, Arithmetic.MUL, Arithmetic.SQUARE, Quotients.DIV);
    /** What operations are by law, in terms of functions that have a series. */
    private static final Map<Op, Pattern> DEFINITIONS = definitions();
    /** The functions by their remainders. */
    private static final Map<Op, Op> FUNCTIONS = functions();

    private final Rewriting rewriting;
    private final Exprs make;
    /** What has been made here of what. */
    private final Map<Expr, Expr> origins = new HashMap<>();

    private final OnePlus onePlus;
    /** Whether powers of 1 + v are functions of v. */
    private boolean asPowers;
    /** Whether one of them is not what was written far from 0. */
    private boolean partial;

    TaylorTerms(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.onePlus = new OnePlus(rewriting);
        this.make = rewriting.make();
    }

    private static Map<Op, Op> functions() {
        Map<Op, Op> functions = new HashMap<>();
        for (Op op : Ops.ALL) {
            Op.Taylor taylor = op.taylor();
            if (taylor != null) {
                functions.put(taylor.remainder(), op);
            }
        }
        return functions;
    }

    private static Map<Op, Pattern> definitions() {
        Map<Op, Pattern> definitions = new HashMap<>();
        int known = -1;
        while (known < definitions.size()) {
            known = definitions.size();
            for (Law law : Ops.LAWS) {
                if (law.right() instanceof Pattern.Node right
                        && right.op().taylor() == null
                        && right.operands().size() == 1
                        && right.operands().get(0) instanceof Pattern.Hole hole
                        && !ARITHMETIC.contains(right.op())
                        && isSeries(law.left(), hole, definitions)) {
                    definitions.putIfAbsent(right.op(), law.left());
                }
            }
        }
        return definitions;
    }

    /** Whether it is made of constants, powers of the operand and functions of it that have a series. */
    private static boolean isSeries(Pattern pattern, Pattern operand, Map<Op, Pattern> known) {
        if (!(pattern instanceof Pattern.Node node)) {
            return pattern instanceof Pattern.Constant || pattern.equals(operand);
        }
        Op op = node.op();
        boolean series = ARITHMETIC.contains(op) || op.taylor() != null || known.containsKey(op);
        boolean quotient = op != Quotients.DIV || isPower(node.operands().get(1));
        return series && quotient && node.operands().stream().allMatch(part -> isSeries(part, operand, known));
    }

    private static boolean isPower(Pattern pattern) {
        return pattern instanceof Pattern.Node node
                ? (node.op() == Arithmetic.MUL || node.op() == Arithmetic.SQUARE)
                        && node.operands().stream().allMatch(TaylorTerms::isPower)
                : true;
    }

    /** Notes what an expression has been made of, so that it can be multiplied out where it is part of another. */
    void note(Expr made, Expr origin) {
        origins.put(made, origin);
    }

    /** The node with operands as they were before something was made of them here. */
    Expr before(Expr node) {
        return make.rebuild(node, node.images(operand -> origins.getOrDefault(rewriting.seen(operand), operand)));
    }

    /** The series of a function, or null. */
    static Op.@Nullable Taylor seriesOf(Expr node) {
        boolean constants =
                node.op() != null && node.operands().stream().skip(1).allMatch(Expr::isNumber);
        return constants ? Objects.requireNonNull(node.op()).taylor() : null;
    }

    /** Whether something is known of the series of an operation, be it for some operands. */
    static boolean knows(Op op) {
        return op.taylor() != null || DEFINITIONS.containsKey(op);
    }

    /** Whether it is a sum or {@link #hasSeries has a series}. */
    boolean isCandidate(Expr node) {
        return node.op() == Arithmetic.ADD
                || node.op() == Arithmetic.SUB
                || node.op() == Surrogates.SURROGATE
                || hasSeries(node);
    }

    /** Whether it is a function with a series, or was made of such. */
    boolean hasSeries(Expr node) {
        return seriesOf(node) != null
                || origins.containsKey(node)
                || DEFINITIONS.containsKey(node.op())
                || (node.op() == Powers.COMPOUNDM1 && node.operand(1).isNumber())
                || FUNCTIONS.containsKey(node.op());
    }

    /** Whether powers of 1 + v are taken as functions of v from now on. */
    void asPowers(boolean is) {
        asPowers = is;
        partial = false;
    }

    /** Whether what functions have been taken for is different far from 0. */
    boolean isPartial() {
        return partial;
    }

    /** The products that the node is a sum of; null where there are too many. */
    @Nullable
    List<Factors> of(Expr node) {
        Factors whole = new Factors(rewriting);
        return whole.times(node, 1) ? of(whole) : null;
    }

    /** The products that a product is a sum of; null where there are too many. */
    @Nullable
    List<Factors> of(Factors whole) {
        Deque<Factors> open = new ArrayDeque<>(List.of(whole));
        List<Factors> products = new ArrayList<>();
        for (int steps = 0; !open.isEmpty(); steps++) {
            Factors product = open.pop();
            if (steps > MOST || !expand(product, open, products)) {
                return null;
            }
        }
        return products;
    }

    /** Replaces a factor by what it is a sum or product of; whether that is small enough. */
    private boolean expand(Factors product, Deque<Factors> open, List<Factors> products) {
        for (Map.Entry<Expr, Integer> power : product.powers().entrySet()) {
            Expr base = power.getKey();
            int exponent = power.getValue();
            Factors compound = asPowers ? compound(product, base, exponent) : null;
            if (compound != null) {
                return open.offerLast(compound);
            }
            if (exponent == 1 && (base.op() == Arithmetic.ADD || base.op() == Arithmetic.SUB)) {
                Factors first = product.with(base, base.operand(0), 1);
                Factors second = product.with(base, base.operand(1), 1);
                return first != null
                        && second != null
                        && open.offerLast(first)
                        && open.offerLast(base.op() == Arithmetic.SUB ? second.negated() : second);
            }
            Expr square = exponent == 2 ? square(base) : null;
            Expr plain = square == null ? plain(base) : square;
            if (plain != null && (square != null || exponent == 1 || isProduct(plain))) {
                Factors next = product.with(base, plain, square == null ? exponent : 1);
                return next != null && open.offerLast(next);
            }
        }
        return products.add(product);
    }

    /** Replaces a power of 1 + v by a function of v, or null if it is none. */
    private @Nullable Factors compound(Factors product, Expr base, int exponent) {
        boolean plain = exponent == 1
                && (base.op() == Powers.COMPOUND || base.op() == Arithmetic.ADD || base.op() == Arithmetic.SUB);
        OnePlus.Power power = plain ? null : onePlus.of(base, exponent);
        if (power == null || !isPlain(power.v())) {
            return null;
        }
        partial |= !power.everywhere();
        double total = power.exponent();
        Factors rest = product;
        for (Map.Entry<Expr, Integer> other : product.powers().entrySet()) {
            Expr function = other.getKey();
            if (function.op() == Powers.COMPOUND && function.operand(0) == power.v() && seriesOf(function) != null) {
                total += other.getValue() * function.operand(1).number();
                rest = Objects.requireNonNull(rest.with(function, make.number(1), 1));
            }
        }
        return rest.with(base, make.apply(Powers.COMPOUND, power.v(), make.number(total)), 1);
    }

    /** Whether it is a product without sums and functions that have a series. */
    private boolean isPlain(Expr v) {
        Factors factors = new Factors(rewriting);
        return factors.times(v, 1) && factors.bases().stream().noneMatch(this::isCandidate);
    }

    private static boolean isProduct(Expr node) {
        return node.op() == Arithmetic.MUL || node.op() == Quotients.DIV;
    }

    /** sin² and sinh² by the functions of twice the operand. */
    private @Nullable Expr square(Expr base) {
        boolean circular = base.op() == Trigonometric.SIN;
        if (!circular && base.op() != Hyperbolic.SINH) {
            return null;
        }
        Expr twice = make.apply(Arithmetic.MUL, make.number(2), base.operand(0));
        Expr one = make.number(1);
        Expr difference = circular
                ? make.apply(Arithmetic.SUB, one, make.apply(Trigonometric.COS, twice))
                : make.apply(Arithmetic.SUB, make.apply(Hyperbolic.COSH, twice), one);
        return make.apply(Arithmetic.MUL, make.number(0.5), difference);
    }

    /** What an expression was before laws, in terms of functions that have a series; null where that is unknown. */
    private @Nullable Expr plain(Expr node) {
        Expr origin = origins.get(node);
        Op op = node.op();
        if (op == Surrogates.SURROGATE) {
            return node.operand(1);
        }
        if (op == Powers.COMPOUNDM1 && node.operand(1).isNumber()) {
            return make.apply(Arithmetic.SUB, make.apply(Powers.COMPOUND, node.operands()), make.number(1));
        }
        if (origin != null || op == null) {
            return origin;
        }
        Pattern definition = DEFINITIONS.get(op);
        if (definition != null) {
            return build(definition, node.operand(0));
        }
        Op function = FUNCTIONS.get(op);
        return function == null || !node.operand(1).isNumber(0) ? null : plain(function, node);
    }

    /** What a remainder is as it is written. */
    private Expr plain(Op function, Expr node) {
        Expr x = node.operand(2);
        Expr rest =
                make.apply(function, node.operands().subList(2, node.operands().size()));
        Expr power = make.number(1);
        Expr whole = rest;
        for (int j = 0; j < node.operand(0).number(); j++) {
            Expr term = make.apply(Arithmetic.MUL, make.number(coefficient(whole, j)), power);
            rest = make.apply(Arithmetic.SUB, rest, term);
            power = make.apply(Arithmetic.MUL, power, x);
        }
        return make.apply(Quotients.DIV, rest, power);
    }

    /** That of the j-th power in the series of the function; 0 where it has none. */
    static double coefficient(Expr function, int j) {
        Op.Taylor taylor = seriesOf(function);
        if (taylor == null || function.op() == null) {
            return 0;
        }
        double[] operands = new double[function.operands().size() + (j == 0 ? 0 : 2)];
        operands[0] = j;
        for (int k = 1; k < function.operands().size(); k++) {
            operands[operands.length - function.operands().size() + k] =
                    function.operand(k).number();
        }
        return j == 0 ? function.op().value(operands) : taylor.remainder().value(operands);
    }

    /** The remainder behind the first terms of the function, over the power of its operand that is left out. */
    static Expr remainder(Expr function, int terms, Exprs make) {
        List<Expr> operands = new ArrayList<>(List.of(make.number((double) terms), make.number(0)));
        operands.addAll(function.operands());
        return make.apply(Objects.requireNonNull(seriesOf(function)).remainder(), operands);
    }

    private Expr build(Pattern pattern, Expr operand) {
        if (pattern instanceof Pattern.Constant constant) {
            return make.number(constant.value());
        }
        if (!(pattern instanceof Pattern.Node node)) {
            return operand;
        }
        return make.apply(
                node.op(),
                node.operands().stream().map(part -> build(part, operand)).toList());
    }
}
