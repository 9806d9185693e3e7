package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.laws.Rewriting.Opened;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Reductions;
import dev.costate.compiler.op.Surrogates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways in which a softmax and its logarithm are written by way of each other and of a logsumexp. */
final class Softmaxes {
    /** How many places are tried for an expression among the elements. */
    private static final int MOST = 16;

    private final Rewriting rewriting;
    private final Exprs make;
    private final Reductions reductions;
    private final LogWeights weights;

    Softmaxes(Rewriting rewriting, Reductions reductions, LogWeights weights) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
        this.weights = weights;
        this.reductions = reductions;
    }

    /** The share of an exponential in the sum of others. */
    Expr softmax(Opened sum, Expr body, Expr exponent) {
        return reductions.softmax(sum.ranges(), sum.where(), body, element(sum, body, exponent));
    }

    /** {@code exponent - logsumexp(…)} where the exponent is one of those, or null. */
    @Nullable
    Expr lessLogSumExp(Expr exponent, Expr logSumExp) {
        Opened elements = logSumExp.op() == Arithmetic.ADD ? elements(logSumExp.operands()) : null;
        if (elements == null || (plain(elements) != logSumExp && weighted(elements) != logSumExp)) {
            return null;
        }
        Reductions.Element here = element(elements, elements.body(), exponent);
        return here.counted()
                ? reductions.logSoftmax(elements.ranges(), elements.where(), elements.body(), here)
                : null;
    }

    private Expr plain(Opened elements) {
        return reductions.logSumExp(elements.ranges(), elements.where(), elements.body());
    }

    /** Its elements having logarithms among their terms, {@code log(w[k]) + z[k]}, as weights; or null. */
    private @Nullable Expr weighted(Opened elements) {
        LogWeights.Weighted body = weights.of(elements.body());
        return body == null
                ? null
                : reductions.logSumExp(
                        elements.ranges(), elements.where(), elements.body(), body.weight(), body.exponent());
    }

    /** A logsumexp whose elements have logarithms among their terms, with those as weights; or null. */
    @Nullable
    Expr weighted(Expr logSumExp) {
        Opened elements = elements(logSumExp.operands());
        return elements == null || plain(elements) != logSumExp ? null : weighted(elements);
    }

    /** The softmax of which the node is the logarithm, or null. */
    @Nullable
    Expr ofLogarithm(Expr node) {
        boolean difference = node.op() == Surrogates.SURROGATE
                && node.operand(0).op() == Arithmetic.SUB
                && node.operand(0).operand(0).op() == Arithmetic.SUB;
        Opened elements = difference ? elements(node.operand(0).operand(0).operands()) : null;
        if (elements == null) {
            return null;
        }
        for (Reductions.Element here :
                candidates(elements, node.operand(0).operand(0).operand(0))) {
            if (reductions.logSoftmax(elements.ranges(), elements.where(), elements.body(), here) == node) {
                return reductions.softmax(elements.ranges(), elements.where(), elements.body(), here);
            }
        }
        return null;
    }

    /** The logarithm of a softmax, or null for any other expression. */
    @Nullable
    Expr logarithm(Expr of) {
        boolean share = of.op() == Quotients.DIV
                && of.operand(0).op() == Exponentials.EXP_ALONG
                && of.operand(0).operand(0).op() == Exponentials.EXP_DIFF;
        Opened elements = share ? elements(of.operand(0).operand(0).operands()) : null;
        if (elements == null) {
            return null;
        }
        for (Reductions.Element here :
                candidates(elements, of.operand(0).operand(0).operand(0))) {
            if (reductions.softmax(elements.ranges(), elements.where(), elements.body(), here) == of) {
                return reductions.logSoftmax(elements.ranges(), elements.where(), elements.body(), here);
            }
        }
        return null;
    }

    /** As what a value may have been taken where the softmax was made. */
    private List<Reductions.Element> candidates(Opened elements, Expr value) {
        return List.of(
                element(elements, elements.body(), value),
                new Reductions.Element(value, true, null),
                new Reductions.Element(value, false, null));
    }

    /** The elements of which one of the operands is the largest, taken as a constant; or null. */
    private @Nullable Opened elements(List<Expr> operands) {
        for (Expr operand : operands) {
            boolean largest = operand.op() == Surrogates.DETACH
                    && operand.operand(0).head() instanceof Expr.Head.Reduce reduce
                    && reduce.reduction() == Reduction.MAX;
            if (largest) {
                return rewriting.open(operand.operand(0));
            }
        }
        return null;
    }

    /** The expression as one of the elements, if there are values of the indices at which it is. */
    private Reductions.Element element(Opened elements, Expr body, Expr value) {
        List<Map<Atom.Index, Poly>> places = new ArrayList<>(List.of(Map.of()));
        for (Range range : elements.ranges()) {
            List<Map<Atom.Index, Poly>> longer = new ArrayList<>();
            for (Poly at : places(range, body, value)) {
                for (Map<Atom.Index, Poly> place : places) {
                    Map<Atom.Index, Poly> next = new HashMap<>(place);
                    next.put(range.index(), at);
                    longer.add(next);
                }
            }
            places = longer.subList(0, Math.min(longer.size(), MOST));
        }
        for (Map<Atom.Index, Poly> place : places) {
            Substitution there = new Substitution(make, place);
            if (there.apply(body) == value) {
                return new Reductions.Element(
                        value, true, elements.where() == null ? null : there.apply(elements.where()));
            }
        }
        return new Reductions.Element(value, false, null);
    }

    /**
     * What may stand in the value where the body has the index: the subscripts in an axis that has just the values of
     * the range, so that they are values of the index.
     */
    private static Set<Poly> places(Range range, Expr body, Expr value) {
        Map<Tensor, Integer> axes = new HashMap<>();
        for (Expr node : body.reads()) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            int axis = read.subscripts().indexOf(Poly.of(range.index()));
            boolean whole = axis >= 0
                    && range.from().isZero()
                    && read.tensor().shape().get(axis).equals(range.to());
            if (whole) {
                axes.putIfAbsent(read.tensor(), axis);
            }
        }
        Set<Poly> places = new LinkedHashSet<>();
        for (Expr node : value.reads()) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            Integer axis = axes.get(read.tensor());
            if (axis != null) {
                places.add(read.subscripts().get(axis));
            }
        }
        return places;
    }
}
