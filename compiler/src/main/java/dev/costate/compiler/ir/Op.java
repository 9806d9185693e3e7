package dev.costate.compiler.ir;

import dev.costate.runtime.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the compiler knows of one elementary operation. Package {@code op} defines each in a paragraph
 * of its own; passes know only this class.
 */
public abstract class Op {
    /** What a value is: a number, a condition, or the set of the inputs that something depends on. */
    public enum Kind {
        REAL,
        CONDITION,
        SET
    }

    /** Comparisons of two numbers. */
    public enum Relation {
        LESS,
        LESS_OR_EQUAL,
        EQUAL,
        NOT_EQUAL
    }

    /** What an operation counts as: a product and the sum that takes it are one, {@code a b ± c}. */
    public enum Arithmetic {
        /** Nothing: a condition or choice, or what just passes on an operand. */
        NONE,
        /** Takes a product along. */
        SUM,
        PRODUCT,
        FUNCTION
    }

    /** How an operation is written in Java. */
    public sealed interface Form {
        /** {@code a + b}. */
        record Infix(String symbol) implements Form {}

        /** {@code -a}. */
        record Prefix(String symbol) implements Form {}

        /** {@code Math.exp(a)}: the class by its simple name, one of {@code Math} and the runtime's. */
        record Call(String owner, String method) implements Form {}

        /** Just its first operand. */
        record Transparent() implements Form {}
    }

    /**
     * How kernels of the runtime's {@code Rows} compute it of a row: one of the row of operands; of two the first looks
     * at how large these are whatever their sign, and the second at both rows, or at that of the first.
     *
     * @param operand what the row of operands is made by, null for the operand itself
     * @param inTurn whether the second of two kernels looks at what the first made alone
     */
    public record RowForm(List<String> kernels, @Nullable Op operand, boolean inTurn) {
        public RowForm {
            kernels = List.copyOf(kernels);
        }
    }

    private final String name;
    private final int arity;

    protected Op(String name, int arity) {
        this.name = name;
        this.arity = arity;
    }

    /** Its name in the language, or for what the language has no name for, one in the same style. */
    public final String name() {
        return name;
    }

    public final int arity() {
        return arity;
    }

    public Kind kind() {
        return Kind.REAL;
    }

    /** The kind of every operand. */
    public Kind operandKind() {
        return Kind.REAL;
    }

    public Arithmetic arithmetic() {
        return kind() == Kind.CONDITION || java() instanceof Form.Transparent ? Arithmetic.NONE : Arithmetic.FUNCTION;
    }

    /** Whether the two operands may be exchanged without changing a bit of the result. */
    public boolean commutative() {
        return false;
    }

    /** The value, conditions being 1 and 0. */
    public abstract double value(double... a);

    /**
     * The partial derivative with respect to operand {@code k}, reusing {@code result} where that is cheaper.
     *
     * @return null where it is zero everywhere
     */
    public abstract @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make);

    /**
     * The partial derivative with respect to an operand but the first, over that with respect to the first, where the
     * product of the two takes fewer operations than the partial derivative; else null.
     */
    public @Nullable Expr ratio(int k, List<Expr> a, Expr result, Exprs make) {
        return null;
    }

    /**
     * The product of a factor and a partial derivative, where an operation has it that takes fewer than that product; 0
     * where the factor or the partial derivative is, and NaN where the value is. Else null.
     */
    public @Nullable Expr along(int k, Expr factor, List<Expr> a, Exprs make) {
        return null;
    }

    /**
     * What is known of the Taylor series of a function at 0.
     *
     * @param remainder the operation R(k, n, x) of two whole constants that is the n-th derivative of what the function
     *     is more than the first k ≥ 1 terms, divided by xᵏ; the other operands of the function, constants, come last
     * @param near an operand beyond which, either way, such differences lose no digits as they are written
     */
    public record Taylor(Op remainder, double near) {}

    /** Null where nothing is known of it. */
    public @Nullable Taylor taylor() {
        return null;
    }

    /** The coefficients of a power series. */
    public interface Coefficients {
        /** That of an order, from 0 on, of an expression. */
        Expr of(Expr node, int order);
    }

    /**
     * The coefficient of an order, from 1 on, of its series by those of the operands, and its own of lower orders; null
     * if it is to be found by the series of the partial derivatives.
     */
    public @Nullable Expr coefficient(int order, List<Expr> a, Expr result, Coefficients known, Exprs make) {
        return null;
    }

    /**
     * Whether a partial derivative can be infinite or undefined where the value is not: then an adjoint of zero gives
     * a contribution of zero, whatever the partial derivative.
     */
    public boolean singular() {
        return false;
    }

    /**
     * Whether a partial derivative can be infinite where the value is finite: the adjoint of an operand may be
     * infinite.
     */
    public boolean steep() {
        return false;
    }

    /**
     * Whether it grows so fast that at moderate operands it is infinite, and a partial derivative too, though both are
     * finite numbers in mathematics.
     */
    public boolean overflows() {
        return false;
    }

    /**
     * Whether it may take no notice of an operand that is infinite: its value is finite, and a partial derivative is 0.
     */
    public boolean saturates() {
        return true;
    }

    /**
     * A number at or below all its values, for operands between these.
     *
     * @param least at or below all values of each operand
     * @param greatest at or above them
     */
    public double least(double[] least, double[] greatest) {
        return Double.NEGATIVE_INFINITY;
    }

    /** A number at or above all its values, as {@link #least}. */
    public double greatest(double[] least, double[] greatest) {
        return Double.POSITIVE_INFINITY;
    }

    /** Whether its value is a finite number for all finite operands between these. */
    public boolean finite(double[] least, double[] greatest) {
        return regular(least) && !overflows();
    }

    /**
     * Whether it is 0 on a whole piece, as a relu is below its threshold, for operands of which this is known; else it
     * is 0 at isolated points, or where it is too small for a number.
     */
    public boolean vanishes(boolean... operands) {
        return false;
    }

    /**
     * Whether all partial derivatives are finite, for operands of which this is known, where the value is.
     *
     * @param least the number that is at or below all values of each operand
     */
    public boolean regular(double... least) {
        return !singular() && !steep();
    }

    /**
     * A simpler expression that is equal, or null. Called for each new node with operands in their final form. No rule
     * may turn a finite value into one that is not, or cost more than a few ulp.
     */
    public @Nullable Expr simplify(List<Expr> a, Exprs make) {
        return null;
    }

    /**
     * For a connective that looks at its second operand only where the first has a certain value: that value. Null for
     * all others.
     */
    public @Nullable Boolean secondOnlyIf() {
        return null;
    }

    /** For a comparison of two numbers: which one. Null for all others. */
    public @Nullable Relation relation() {
        return null;
    }

    /** Whether it is the opposite of its operand, a condition. */
    public boolean negates() {
        return false;
    }

    /**
     * By how much a value that was computed is more than the exact one of these operands, where that is a number that
     * can be computed: of the arithmetic operations; else NaN.
     */
    public double rounding(double computed, double... operands) {
        return Double.NaN;
    }

    /** What to do about a value that is NaN or infinite though the operands are not; null for nothing. */
    public @Nullable Advice advice() {
        return null;
    }

    public abstract Form java();

    /** The same, written so that it has the same bits in every Java and on every machine; itself, if it has. */
    public abstract Op strict();

    /** How it is computed of rows, null if it is not. */
    public @Nullable RowForm rows() {
        return null;
    }

    /** About how many additions it takes the time of. */
    public abstract int cost();

    @Override
    public final String toString() {
        return name;
    }
}
