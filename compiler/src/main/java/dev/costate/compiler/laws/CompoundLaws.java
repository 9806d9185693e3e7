package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.LogExponentials;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Reductions;
import dev.costate.compiler.op.Roots;
import dev.costate.compiler.op.Surrogates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The laws that no pattern says, by the operation that leads to each. */
public final class CompoundLaws {
    /** What a law makes of an operation, or null where it says nothing of it. */
    private interface Rule {
        @Nullable
        Expr of(Expr node);
    }

    /** A law: what it is about, in words, and what it says. */
    private record Compound(String about, Rule rule) {}

    /**
     * What a law has made of an operation.
     *
     * @param about what the law is about, in words
     */
    public record Rewritten(Expr expression, String about) {}

    private final Rewriting rewriting;
    private final Exprs make;
    private final ExponentialSums exponentials;
    private final Softmaxes softmaxes;
    private final ExponentialShares shares;
    private final RemovableQuotients removable;
    private final TaylorQuotients series;
    private final NormalTails tails;
    private final Growths growths;
    private final Moments moments;
    private final Cancellations cancellations;
    private final ExtremeLogarithms extremes;
    private final List<Compound> sums;
    private final Map<Op, Compound> laws = new HashMap<>();
    private final Compound extremeProduct;
    private final Compound nearOne;

    public CompoundLaws(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
        Reductions reductions = new Reductions(make, ranges -> false);
        LogWeights weights = new LogWeights(rewriting);
        this.exponentials = new ExponentialSums(rewriting, weights);
        this.softmaxes = new Softmaxes(rewriting, reductions, weights);
        this.shares = new ExponentialShares(rewriting, exponentials, softmaxes);
        this.removable = new RemovableQuotients(rewriting);
        this.series = new TaylorQuotients(rewriting);
        this.tails = new NormalTails(rewriting);
        this.growths = new Growths(rewriting);
        this.moments = new Moments(rewriting, reductions);
        this.cancellations = new Cancellations(rewriting);
        SumLogarithms logarithms = new SumLogarithms(rewriting, reductions, exponentials, softmaxes);
        this.sums = List.of(
                new Compound(
                        "logarithms of gamma functions, and logarithms, that cancel", new GammaSums(rewriting)::of),
                new Compound("terms x log(x/y) that cancel", new RelativeEntropies(rewriting)::of),
                new Compound(
                        "an exponential or a softplus of which the beginning cancels",
                        new ExponentialDifferences(rewriting)::of),
                new Compound("quotients whose poles cancel", series::sum));
        add(Quotients.DIV, "a share of a sum of exponentials, or what cancels in a quotient", this::quotient);
        add(
                Arithmetic.MUL,
                "what cancels in a product with a quotient, or a number times the logarithm of a product",
                this::product);
        add(Arithmetic.ADD, "weights in a logsumexp, which may be 0", softmaxes::weighted);
        add(LogExponentials.LOGADDEXP, "weights in a logaddexp, which may be 0", exponentials::weighted);
        add(
                Exponentials.EXP,
                "the exponential of a logarithm",
                node -> exponential(node, rewriting.seen(node.operand(0))));
        add(Roots.SQRT, "a Euclidean norm", this::root);
        add(Powers.COMPOUND, "a power of nearly 1 with a large exponent", growths::power);
        add(
                Arithmetic.SUB,
                "a difference that cancels: of squares or moments, or the logarithm of a share",
                this::difference);
        this.extremes = new ExtremeLogarithms(rewriting);
        add(Logarithms.LOG, "the logarithm of a sum of exponentials, of a power or of a share", node -> {
            Expr of = rewriting.seen(node.operand(0));
            Expr logarithm = logarithms.logarithm(of);
            return logarithm == null ? extremes.logarithm(of) : logarithm;
        });
        add(
                LogExponentials.LOG1MEXP,
                "an exponential of an exponential that underflows",
                extremes::ofDoubleExponential);
        this.extremeProduct = new Compound(
                "the logarithm of a product that a law knows",
                node -> extremes.ofProduct(rewriting.seen(node.operand(0))));
        this.nearOne = new Compound("the logarithm of what is near 1", this::logarithmNearOne);
    }

    private void add(Op op, String about, Rule rule) {
        laws.put(op, new Compound(about, rule));
    }

    /** What a law makes of an operation whose operands are in their final form, or null if none applies. */
    public @Nullable Rewritten apply(Expr node) {
        return apply(laws.get(node.op()), node);
    }

    /** What a law makes of an operation of which no other law says anything, or null if none applies. */
    public @Nullable Rewritten applyLast(Expr node) {
        if (node.op() != Logarithms.LOG) {
            return null;
        }
        Rewritten product = apply(extremeProduct, node);
        return product == null ? apply(nearOne, node) : product;
    }

    /** What a law makes of a sum that is no part of another, or null if none applies. */
    public @Nullable Rewritten applyToSum(Expr sum) {
        for (Compound law : sums) {
            Rewritten rewritten = apply(law, sum);
            if (rewritten != null) {
                return rewritten;
            }
        }
        return null;
    }

    private static @Nullable Rewritten apply(@Nullable Compound law, Expr node) {
        Expr made = law == null ? null : law.rule.of(node);
        return law == null || made == null ? null : new Rewritten(made, law.about);
    }

    private @Nullable Expr quotient(Expr node) {
        Expr share = shares.quotient(rewriting.seen(node.operand(0)), rewriting.seen(node.operand(1)));
        return share == null ? removable(node) : share;
    }

    private @Nullable Expr product(Expr node) {
        List<Expr> factors = node.operands().stream().map(rewriting::seen).toList();
        Expr sum = growths.product(node);
        for (int k = 0; k < 2 && sum == null; k++) {
            sum = extremes.times(node.operand(1 - k), factors.get(k));
        }
        if (sum != null) {
            return sum;
        }
        if (factors.stream().anyMatch(this::divides) || factors.stream().anyMatch(this::isOfQuotient)) {
            return removable(node);
        }
        return factors.stream().anyMatch(NormalTails::isTail) ? tails.product(node) : null;
    }

    /** Whether it is a quotient or a negative power. */
    private boolean divides(Expr factor) {
        boolean product = factor.op() == Arithmetic.MUL || factor.op() == Arithmetic.SQUARE;
        return factor.op() == Quotients.DIV
                || (factor.op() == Powers.POW && factor.operand(1).isNumber())
                || (product && factor.operands().stream().allMatch(CompoundLaws::isReciprocal));
    }

    private boolean isOfQuotient(Expr factor) {
        // Of log1p(x/y) times y there is an operation, which sums of logarithms know.
        boolean quotients = RemovableQuotients.has(factor) && factor.op() != Logarithms.LOG1P;
        Expr of = quotients ? rewriting.seen(factor.operand(0)) : factor;
        return of != factor && divides(of.op() == Arithmetic.NEG ? rewriting.seen(of.operand(0)) : of);
    }

    private static boolean isReciprocal(Expr node) {
        Expr of = node.op() == Arithmetic.SQUARE ? node.operand(0) : node;
        return of.op() == Quotients.DIV && of.operand(0).isNumber(1);
    }

    private @Nullable Expr removable(Expr node) {
        Expr tail = tails.product(node);
        if (tail != null) {
            return tail;
        }
        Expr share = shares.product(node);
        if (share != null) {
            return rewriting.improve(share);
        }
        Expr made = removable.without(node);
        return made == null ? series.quotient(node) : rewriting.improve(made);
    }

    /** log(f) with the value of log1p(-(1 - f)) where a law knows that difference. */
    private @Nullable Expr logarithmNearOne(Expr node) {
        Expr of = rewriting.seen(node.operand(0));
        Expr plain = make.apply(Arithmetic.SUB, make.number(1), of.op() == Arithmetic.ABS ? of.operand(0) : of);
        if (of.op() == null || of.op().arithmetic() != Op.Arithmetic.FUNCTION) {
            return null;
        }
        Expr byLaw = rewriting.improve(plain);
        Expr difference = byLaw == plain ? series.sum(plain) : byLaw;
        if (difference == null) {
            return null;
        }
        Expr near = make.apply(Comparisons.LT, make.apply(Arithmetic.ABS, difference), make.number(0.5));
        Expr logarithm = make.apply(Logarithms.LOG1P, make.apply(Arithmetic.NEG, difference));
        Expr value = make.choose(near, rewriting.improve(logarithm), node);
        return make.apply(Surrogates.SURROGATE, value, node);
    }

    /** e^log(x), where x is not negative, and the exponential of the logarithm of a softmax. */
    private @Nullable Expr exponential(Expr node, Expr of) {
        Expr logarithm = of.op() == Arithmetic.NEG ? rewriting.seen(of.operand(0)) : of;
        if (logarithm.op() != Logarithms.LOG) {
            return softmaxes.ofLogarithm(of);
        }
        Expr x = logarithm.operand(0);
        Expr inverse = logarithm == of ? x : make.apply(Quotients.DIV, make.number(1), x);
        return make.choose(make.apply(Comparisons.LE, make.number(0), x), inverse, node);
    }

    private @Nullable Expr root(Expr node) {
        boolean norm = rewriting.sumOf(Arithmetic.SQUARE, rewriting.seen(node.operand(0))) != null;
        return norm ? make.apply(Roots.NORM_ROOT, node.operand(0)) : null;
    }

    private @Nullable Expr difference(Expr node) {
        Expr subtrahend = Surrogates.value(rewriting.seen(node.operand(1)));
        if (subtrahend.op() == LogExponentials.LOGADDEXP) {
            return exponentials.lessLogAddExp(node.operand(0), subtrahend);
        }
        Expr logSoftmax = softmaxes.lessLogSumExp(node.operand(0), subtrahend);
        if (logSoftmax != null) {
            return logSoftmax;
        }
        Expr negative = softmaxes.lessLogSumExp(node.operand(1), rewriting.seen(node.operand(0)));
        if (negative != null) {
            return make.apply(Arithmetic.NEG, negative);
        }
        Expr central = moments.central(node.operand(0), node.operand(1));
        return central == null ? cancellations.difference(node) : central;
    }
}
