package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Law;
import dev.costate.compiler.op.LogExponentials;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Pattern;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Reductions;
import dev.costate.compiler.op.Roots;
import dev.costate.compiler.op.Sigmoids;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.op.Trigonometric;
import dev.costate.compiler.op.WholePowers;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies the laws of all operations, operands first, until none applies. A law sees through the names of lets: in
 * {@code log(p[i])} with {@code let p[i] = 1/(1 + exp(-z[i]))} the logarithm of a sigmoid is found. It does so where
 * one equation says what the name stands for at every index ({@link Definitions}).
 *
 * <p>It ends: operands are in their final form before an expression is looked at, and what a law builds has at most as
 * many operations as its right side, of which each is looked at once and one deeper, down to {@link #DEEPEST}. No law
 * has its own left side on its right but as a part that is left as it is.
 *
 * <p>Long, since matching and rewriting work on one state.
 */
public final class Stabilisation {
    /** How many laws may apply one within what the other has built: each may have looked through a name. */
    private static final int DEEPEST = 64;

    private static final Map<Op, List<Law>> BY_OP = new HashMap<>();

    static {
        for (Law law : Ops.LAWS) {
            BY_OP.computeIfAbsent(law.left().op(), op -> new ArrayList<>()).add(law);
        }
    }

    /** What the laws are about that no pattern describes, by the operation that leads to them. */
    private static final Map<Op, String> COMPOUND = Map.of(
            Quotients.DIV, "a share of a sum of exponentials, or what cancels in a quotient",
            Arithmetic.MUL, "what cancels in a product with a quotient",
            Arithmetic.ADD, "weights in a logsumexp, which may be 0",
            LogExponentials.LOGADDEXP, "weights in a logaddexp, which may be 0",
            Exponentials.EXP, "the exponential of a logarithm of a softmax",
            Roots.SQRT, "a Euclidean norm",
            Arithmetic.SUB, "a difference that cancels: of squares or moments, or the logarithm of a share",
            Logarithms.LOG, "the logarithm of a sum of exponentials, of a power or of a share");

    private final Exprs make;
    private final Reductions reductions;
    private final ExponentialSums exponentials;
    private final Softmaxes softmaxes;
    private final NodeMap<Expr> done = new NodeMap<>();
    private final Definitions definitions;
    private final Matcher matcher;
    private final RemovableQuotients removable;
    private final Moments moments;
    private final GammaSums gammas;
    private final Set<String> applied = new LinkedHashSet<>();
    private @Nullable Span place;
    private int opened;
    private int depth;

    private Stabilisation(Program program) {
        this.make = program.make();
        this.reductions = new Reductions(make, ranges -> false);
        this.definitions = new Definitions(program);
        this.matcher = new Matcher(definitions::seen);
        this.removable = new RemovableQuotients(make, definitions, matcher, (to, holes) -> build(to, holes, null));
        this.moments = new Moments(make, reductions, definitions, this::open);
        this.gammas = new GammaSums(make, definitions::seen);
        LogWeights weights = new LogWeights(make, definitions::seen);
        this.exponentials = new ExponentialSums(make, definitions::seen, weights, this::logarithmByLaw);
        this.softmaxes = new Softmaxes(make, reductions, this::open, weights);
    }

    /** The program with its values rewritten; reductions are still within expressions. */
    public static Program stabilise(Program program) {
        return program.with(new Stabilisation(program).rewrite(program.equations()));
    }

    /** What is rewritten in a program, a line each: the place in the model, and the law. */
    public static String report(Program program) {
        Stabilisation pass = new Stabilisation(program);
        pass.rewrite(program.equations());
        return String.join("\n", pass.applied);
    }

    private List<Equation> rewrite(List<Equation> equations) {
        List<Equation> rewritten = new ArrayList<>();
        for (Equation equation : equations) {
            place = equation.span();
            Equation e = equation.with(
                    equation.guard() == null ? null : rewrite(equation.guard()), rewrite(equation.value()));
            rewritten.add(e);
            definitions.add(e);
        }
        return rewritten;
    }

    private void report(String law) {
        applied.add(place == null ? law : place + ": " + law);
    }

    private Expr rewrite(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !done.contains(n) && !isReduce(n))) {
            if (!done.contains(node)) {
                done.put(node, isReduce(node) ? reduce(node) : improve(make.rebuild(node, images(node))));
            }
        }
        return whole(Objects.requireNonNull(done.get(root)));
    }

    private List<Expr> images(Expr node) {
        return isSum(node)
                ? node.images(done::get)
                : node.images(operand -> whole(Objects.requireNonNull(done.get(operand))));
    }

    private static boolean isSum(Expr node) {
        return node.op() == Arithmetic.ADD || node.op() == Arithmetic.SUB || node.op() == Arithmetic.NEG;
    }

    /** An expression that is no part of a sum, with all its terms in their final form. */
    private Expr whole(Expr node) {
        Expr sum = isSum(node) ? gammas.of(node) : node;
        if (sum != node) {
            report("logarithms of gamma functions, and logarithms, that cancel");
        }
        return sum;
    }

    private static boolean isReduce(Expr node) {
        return node.head() instanceof Expr.Head.Reduce;
    }

    /** Rewrites the body of a reduction with its indices renamed, so that lets can be unfolded in it. */
    private Expr reduce(Expr node) {
        Opened open = open(node);
        Expr where = open.where() == null ? null : rewrite(open.where());
        Expr.Head.Reduce reduce = (Expr.Head.Reduce) node.head();
        return make.reduce(reduce.reduction(), open.ranges(), where, rewrite(open.body()));
    }

    record Opened(List<Range> ranges, @Nullable Expr where, Expr body) {}

    Opened open(Expr node) {
        Expr.Head.Reduce reduce = (Expr.Head.Reduce) node.head();
        Map<Atom.Index, Poly> names = new HashMap<>();
        for (Range range : reduce.ranges()) {
            names.put(range.index(), Poly.of(new Atom.Index(range.index().name(), Atom.Index.Kind.OPENED, opened++)));
        }
        Substitution opening = new Substitution(make, names);
        List<Range> ranges = new ArrayList<>();
        reduce.ranges().forEach(range -> ranges.add(opening.renamed(range)));
        Expr where = reduce.guarded() ? opening.apply(node.operand(1)) : null;
        return new Opened(ranges, where, opening.apply(node.operand(0)));
    }

    /** The node, whose operands are in their final form, in its own. */
    private Expr improve(Expr node) {
        if (node.op() == null || depth == DEEPEST) {
            return node;
        }
        depth++;
        Expr improved = applied(node);
        depth--;
        return improved;
    }

    private Expr applied(Expr node) {
        if (node.op() == Arithmetic.NEG) {
            // Where a sign was put before what it is of, that is a new node.
            return make.apply(Arithmetic.NEG, improve(node.operand(0)));
        }
        Expr compound = compound(node);
        if (compound != null) {
            report(Objects.requireNonNull(COMPOUND.get(node.op())));
            return compound;
        }
        for (Law law : BY_OP.getOrDefault(node.op(), List.of())) {
            Map<Pattern, Expr> holes = matcher.match(law.left(), node);
            if (holes != null) {
                report(law.text());
                return build(law.right(), holes, node);
            }
        }
        return node;
    }

    /** The laws about sums and powers, which no pattern describes. */
    private @Nullable Expr compound(Expr node) {
        if (node.op() == Quotients.DIV) {
            Expr share = quotient(definitions.seen(node.operand(0)), definitions.seen(node.operand(1)));
            return share == null ? removable.without(node) : share;
        }
        if (node.op() == Arithmetic.MUL) {
            return node.operands().stream().anyMatch(o -> definitions.seen(o).op() == Quotients.DIV)
                    ? removable.without(node)
                    : null;
        }
        if (node.op() == Arithmetic.ADD) {
            return softmaxes.weighted(node);
        }
        if (node.op() == LogExponentials.LOGADDEXP) {
            return exponentials.weighted(node);
        }
        if (node.op() == Exponentials.EXP) {
            return softmaxes.ofLogarithm(definitions.seen(node.operand(0)));
        }
        if (node.op() == Roots.SQRT && sumOf(Arithmetic.SQUARE, definitions.seen(node.operand(0))) != null) {
            return make.apply(Roots.NORM_ROOT, node.operand(0));
        }
        if (node.op() == Arithmetic.SUB) {
            Expr subtrahend = Surrogates.value(definitions.seen(node.operand(1)));
            if (subtrahend.op() == LogExponentials.LOGADDEXP) {
                return exponentials.lessLogAddExp(node.operand(0), subtrahend);
            }
            Expr logSoftmax = softmaxes.lessLogSumExp(node.operand(0), subtrahend);
            if (logSoftmax == null) {
                Expr negative = softmaxes.lessLogSumExp(node.operand(1), definitions.seen(node.operand(0)));
                logSoftmax = negative == null ? null : make.apply(Arithmetic.NEG, negative);
            }
            if (logSoftmax != null) {
                return logSoftmax;
            }
            Expr central = moments.central(node.operand(0), node.operand(1));
            return central == null ? difference(node) : central;
        }
        return node.op() == Logarithms.LOG ? logarithm(definitions.seen(node.operand(0))) : null;
    }

    /** An exponential, or a product with one, over a sum of exponentials. */
    private @Nullable Expr quotient(Expr of, Expr by) {
        if (of.op() == Exponentials.EXP) {
            return share(of.operand(0), by);
        }
        Opened sum = of.op() == Arithmetic.MUL ? sumOf(Exponentials.EXP, by) : null;
        ExponentialSums.Weighted product = sum == null ? null : exponentials.factors(of);
        return sum == null || product == null
                ? null
                : make.apply(
                        Arithmetic.MUL,
                        product.weight(),
                        softmaxes.softmax(sum, sum.body().operand(0), product.exponent()));
    }

    /** An exponential over a sum of such: a softmax, or where the terms are written out a sigmoid. */
    private @Nullable Expr share(Expr exponent, Expr of) {
        Opened sum = sumOf(Exponentials.EXP, of);
        if (sum != null) {
            return softmaxes.softmax(sum, sum.body().operand(0), exponent);
        }
        Expr log = exponentials.logOfShare(exponent, of);
        if (log == null) {
            return null;
        }
        boolean sigmoid = log.op() == Arithmetic.NEG && log.operand(0).op() == Sigmoids.SOFTPLUS;
        return sigmoid
                ? make.apply(
                        Sigmoids.SIGMOID,
                        make.apply(Arithmetic.NEG, log.operand(0).operand(0)))
                : make.apply(Exponentials.EXP, log);
    }

    /** Differences that cancel, by their factors, with the derivative of what was written. */
    private @Nullable Expr difference(Expr node) {
        Expr a = node.operand(0);
        Expr b = node.operand(1);
        Expr one = make.number(1);
        if ((a.op() == Arithmetic.SQUARE || a.isNumber(1)) && (b.op() == Arithmetic.SQUARE || b.isNumber(1))) {
            Expr u = a.isNumber(1) ? one : a.operand(0);
            Expr v = b.isNumber(1) ? one : b.operand(0);
            Op known = definitions.seen(v).op();
            if (known == Hyperbolic.TANH || (u == one && (known == Trigonometric.COS || known == Trigonometric.SIN))) {
                return null;
            }
            Expr product =
                    make.apply(Arithmetic.MUL, make.apply(Arithmetic.SUB, u, v), make.apply(Arithmetic.ADD, u, v));
            return make.apply(Surrogates.SURROGATE, product, node);
        }
        if (a.op() == Roots.SQRT && b.isNumber(1) && a.operand(0).op() == Arithmetic.ADD) {
            Expr sum = a.operand(0);
            Expr u = sum.operand(0).isNumber(1) ? sum.operand(1) : sum.operand(0);
            Expr quotient = make.apply(Quotients.DIV, u, make.apply(Arithmetic.ADD, one, a));
            return sum.operands().contains(one) ? make.apply(Surrogates.SURROGATE, quotient, node) : null;
        }
        return null;
    }

    private @Nullable Expr logarithm(Expr of) {
        WholePowers.Power power = WholePowers.of(of);
        if (power.exponent() > 1) {
            boolean even = power.exponent() % 2 == 0;
            Expr base = even ? improve(make.apply(Arithmetic.ABS, power.base())) : power.base();
            return make.apply(
                    Arithmetic.MUL, make.number((double) power.exponent()), improve(make.apply(Logarithms.LOG, base)));
        }
        Expr sum = logarithmOfSum(of);
        if (sum != null) {
            return sum;
        }
        boolean scaled = of.op() == Quotients.DIV || of.op() == Arithmetic.MUL;
        for (int k = 0; scaled && k < 2; k++) {
            Expr scale = of.operand(1 - k);
            boolean positive = scale.head() instanceof Expr.Head.Whole || (scale.isNumber() && scale.number() > 0);
            sum = positive && (k == 0 || of.op() == Arithmetic.MUL)
                    ? logarithmOfSum(definitions.seen(of.operand(k)))
                    : null;
            if (sum != null) {
                return make.apply(
                        of.op() == Quotients.DIV ? Arithmetic.SUB : Arithmetic.ADD,
                        sum,
                        make.apply(Logarithms.LOG, scale));
            }
        }
        return softmaxes.logarithm(of);
    }

    /** The logarithm of an operation, if there is a law for that, or null. */
    private @Nullable Expr logarithmByLaw(Expr of) {
        Expr plain = make.apply(Logarithms.LOG, of);
        Expr logarithm = improve(plain);
        return logarithm == plain ? null : logarithm;
    }

    /** The logarithm of a sum of exponentials, or null for any other expression. */
    private @Nullable Expr logarithmOfSum(Expr of) {
        if (!isReduce(of)) {
            return exponentials.logarithm(of);
        }
        if (((Expr.Head.Reduce) of.head()).reduction() != Reduction.SUM) {
            return null;
        }
        Opened open = open(of);
        ExponentialSums.Weighted factors = exponentials.factors(open.body());
        if (factors == null) {
            return null;
        }
        return factors.weight().isNumber(1)
                ? reductions.logSumExp(open.ranges(), open.where(), factors.exponent())
                : reductions.logOfWeighted(open.ranges(), open.where(), factors.weight(), factors.exponent());
    }

    /** The parts of a sum of values of this operation, or null if the node is none. */
    private @Nullable Opened sumOf(Op op, Expr node) {
        if (!(node.head() instanceof Expr.Head.Reduce reduce) || reduce.reduction() != Reduction.SUM) {
            return null;
        }
        Opened open = open(node);
        Expr body = definitions.seen(open.body());
        return body.op() == op ? new Opened(open.ranges(), open.where(), body) : null;
    }

    /** @param matched what matched the other side: where a law keeps it as a part, it is left as it is */
    private Expr build(Pattern pattern, Map<Pattern, Expr> holes, @Nullable Expr matched) {
        if (pattern instanceof Pattern.Constant constant) {
            return make.number(constant.value());
        } else if (pattern instanceof Pattern.Node node) {
            Expr made = make.apply(
                    node.op(),
                    node.operands().stream().map(p -> build(p, holes, matched)).toList());
            return made == matched ? made : improve(made);
        }
        return Objects.requireNonNull(holes.get(pattern), () -> "not matched: " + pattern);
    }
}
