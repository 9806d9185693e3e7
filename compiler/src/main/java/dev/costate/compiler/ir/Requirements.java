package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * What must hold for a read or an integer to have a value: subscripts are in range, divisors are not zero, quotients
 * whole. Of these, what is not known to hold where it is evaluated.
 */
public final class Requirements {
    /** Something that must hold. */
    public sealed interface Requirement {
        record NonNegative(Poly value) implements Requirement {}

        record NotZero(Poly divisor) implements Requirement {}

        /** The dividend is a multiple of the divisor. */
        record Whole(Poly dividend, Poly divisor) implements Requirement {}

        /** All of these, where the polynomial is not negative. */
        record Where(Poly nonNegative, List<Requirement> all) implements Requirement {}
    }

    /** How many integers of 32 bits are sure to have a sum of less than 64. */
    private static final int FEW = 1 << 20;

    private final Prover prover;
    private final boolean all;
    private final List<Requirement> open = new ArrayList<>();

    private Requirements(Prover prover, boolean all) {
        this.prover = prover;
        this.all = all;
    }

    /** What is not known to hold, each after those without which it has no meaning. */
    public static List<Requirement> of(Expr node, Facts known, Prover prover) {
        return of(node, known, prover, true);
    }

    /** The same, but for what is checked when the model runs and told if it does not hold. */
    public static List<Requirement> unchecked(Expr node, Facts known, Prover prover) {
        return of(node, known, prover, false);
    }

    /** What is not known to hold where an element is written, but for what is checked when the model runs. */
    static List<Requirement> unchecked(Tensor target, List<Poly> subscripts, Facts known, Prover prover) {
        Requirements requirements = new Requirements(prover, false);
        requirements.inRange(target, subscripts, known);
        return requirements.open;
    }

    private static List<Requirement> of(Expr node, Facts known, Prover prover, boolean all) {
        Requirements requirements = new Requirements(prover, all);
        if (node.head() instanceof Expr.Head.Read read) {
            requirements.inRange(read.tensor(), read.subscripts(), known);
        } else if (node.head() instanceof Expr.Head.Whole integer) {
            requirements.defined(integer.value(), known);
        }
        return requirements.open;
    }

    /** Whether what the model runs with may make that an integer has no value: then it is told at run time. */
    public static boolean mayFail(Poly poly) {
        if (mayOverflow(poly)) {
            return true;
        }
        for (Atom atom : poly.atoms()) {
            if (atom instanceof Atom.Checked) {
                return true;
            } else if (atom instanceof Atom.Element element) {
                if (element.subscripts().stream().anyMatch(Requirements::mayFail)) {
                    return true;
                }
            } else if (atom instanceof Atom.Integral integral) {
                boolean divides = switch (integral.function()) {
                    case QUOTIENT -> true;
                    case DIV, MOD -> !integral.operands().get(1).isConstant();
                    case MIN, MAX, CHOICE -> false;
                };
                if (divides || integral.operands().stream().anyMatch(Requirements::mayFail)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it may leave 64 bits; multiples of single integers are far from that. */
    private static boolean mayOverflow(Poly poly) {
        return poly.terms().stream().anyMatch(t -> t.atoms().size() > 1 || Math.abs(t.coefficient()) > FEW)
                && !Interval.isLong(poly, atom -> null);
    }

    /** Whether that may be so of a bound of a range. */
    public static boolean mayFail(List<Range> ranges) {
        return ranges.stream().anyMatch(range -> mayFail(range.from()) || mayFail(range.to()));
    }

    /** Whether evaluating a node itself, its operands aside, may fail in that way. */
    public static boolean mayFail(Expr node) {
        return (node.head() instanceof Expr.Head.Reduce reduce && mayFail(reduce.ranges()))
                || (node.head() instanceof Expr.Head.Whole integer && mayFail(integer.value()))
                || (node.head() instanceof Expr.Head.Read read
                        && read.subscripts().stream().anyMatch(Requirements::mayFail));
    }

    /**
     * The axes that a derivative has beside those of its tensor are over all directions or outputs, and are subscripted
     * by their numbers: of these there is nothing to prove. So are the colours of directions, which a class hands over.
     */
    private void inRange(Tensor tensor, List<Poly> subscripts, Facts known) {
        if (tensor.role() == Tensor.Role.ARGUMENT && tensor.type() == Tensor.Type.INTEGER) {
            return;
        }
        Tensor of = tensor;
        while (of.of() != null) {
            of = of.of();
        }
        for (int axis = 0; axis < of.shape().size(); axis++) {
            Poly subscript = subscripts.get(axis);
            defined(subscript, known);
            if (!(subscript.asAtom() instanceof Atom.Checked)) {
                between(subscript, tensor.shape().get(axis), known);
            }
        }
    }

    /** There is room for all elements of what is as long as integer data say, see {@link Atom.Widest}. */
    private void between(Poly value, Poly size, Facts known) {
        nonNegative(value, known);
        if (size.atoms().stream().noneMatch(atom -> atom instanceof Atom.Widest)) {
            nonNegative(size.minus(value).plus(-1), known);
        }
    }

    private void nonNegative(Poly value, Facts known) {
        if (!prover.nonNegative(value, known)) {
            open.add(new Requirement.NonNegative(value));
        }
    }

    private void defined(Poly integer, Facts known) {
        for (Atom atom : integer.atoms()) {
            if (atom instanceof Atom.Element element) {
                inRange(element.tensor(), element.subscripts(), known);
            } else if (atom instanceof Atom.Checked checked) {
                defined(checked.value(), known);
                if (all) {
                    between(checked.value(), checked.size(), known);
                }
            } else if (atom instanceof Atom.Integral integral && integral.function() == Atom.Function.CHOICE) {
                chosen(integral, known);
            } else if (atom instanceof Atom.Integral integral) {
                integral.operands().forEach(operand -> defined(operand, known));
                if (all) {
                    divisible(integral, known);
                }
            }
        }
    }

    private void divisible(Atom.Integral integral, Facts known) {
        if (integral.function() == Atom.Function.MIN || integral.function() == Atom.Function.MAX) {
            return;
        }
        Poly divisor = integral.operands().get(1);
        if (!prover.nonNegative(divisor.plus(-1), known)) {
            open.add(new Requirement.NotZero(divisor));
        }
        if (integral.function() == Atom.Function.QUOTIENT) {
            open.add(new Requirement.Whole(integral.operands().get(0), divisor));
        }
    }

    /** Of the two integers only the one that is chosen must have a value. */
    private void chosen(Atom.Integral choice, Facts known) {
        Poly first = choice.operands().get(0);
        defined(first, known);
        where(first, choice.operands().get(1), known);
        where(first.negate().plus(-1), choice.operands().get(2), known);
    }

    private void where(Poly nonNegative, Poly value, Facts known) {
        Requirements inner = new Requirements(prover, all);
        Facts chosen = known.with(List.of(nonNegative));
        inner.defined(value, chosen);
        if (!inner.open.isEmpty() && !prover.contradictory(chosen)) {
            open.add(new Requirement.Where(nonNegative, inner.open));
        }
    }
}
