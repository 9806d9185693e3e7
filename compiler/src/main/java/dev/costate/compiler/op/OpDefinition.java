package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The paragraph that defines an operation: its name, its value, how Java computes it, its partial derivatives, and
 * whatever else is not as it is of most operations. What the words mean is told where {@link Op} is asked for them.
 *
 * <p>Where a method of the runtime computes the operation, it is named with its class, {@code "Math.log"}. Long, since
 * each thing that can be said of an operation is a method.
 */
final class OpDefinition {
    /** Two sides of a law, not parsed yet: they name operations that may not be defined yet. */
    record LawText(String left, String right) {}

    /** An interval in which an operation is smooth. */
    record Smooth(double from, double to) {}

    private static final Rule.Partial ZERO = (a, result, make) -> null;

    final String name;
    final int arity;
    final ToDoubleFunction<double[]> value;
    final Op.Form java;
    final Rule.@Nullable Partial[] partials;
    final Smooth[] smooth;
    Op.Kind kind = Op.Kind.REAL;
    Op.Kind operandKind = Op.Kind.REAL;
    Op.@Nullable Arithmetic arithmetic;
    boolean commutative;
    Rule.@Nullable Ratio ratio;
    Rule.@Nullable Along along;
    Rule.@Nullable Coefficient coefficient;
    Rule.@Nullable Simplification simplification;
    boolean singular;
    boolean steep;
    boolean overflows;
    boolean saturates = true;
    Rule.@Nullable Regular regular;
    Rule.@Nullable Finite finite;
    Rule.End least = (from, to) -> Double.NEGATIVE_INFINITY;
    Rule.End greatest = (from, to) -> Double.POSITIVE_INFINITY;
    Rule.Vanishing vanishes = operands -> false;

    Rule.Rounding rounding = (computed, operands) -> Double.NaN;

    @Nullable
    Advice advice;

    @Nullable
    Boolean secondOnlyIf;

    Op.@Nullable Relation relation;
    boolean negates;
    Op.@Nullable RowForm rows;

    Op.@Nullable Taylor taylor;

    int cost = 1;
    final List<LawText> laws = new ArrayList<>();

    private OpDefinition(String name, int arity, ToDoubleFunction<double[]> value, Op.Form java) {
        this.name = name;
        this.arity = arity;
        this.value = value;
        this.java = java;
        this.partials = new Rule.Partial[arity];
        this.smooth = new Smooth[arity];
        Arrays.fill(smooth, new Smooth(-3, 3));
    }

    // ---- How a paragraph begins ----

    static OpDefinition unary(String name, DoubleUnaryOperator value, String java) {
        return new OpDefinition(name, 1, a -> value.applyAsDouble(a[0]), call(java));
    }

    static OpDefinition binary(String name, DoubleBinaryOperator value, String java) {
        return new OpDefinition(name, 2, a -> value.applyAsDouble(a[0], a[1]), call(java));
    }

    static OpDefinition ternary(String name, Rule.TernaryOperator value, String java) {
        return new OpDefinition(name, 3, a -> value.applyAsDouble(a[0], a[1], a[2]), call(java));
    }

    /** Of more operands. */
    static OpDefinition of(String name, int arity, ToDoubleFunction<double[]> value, String java) {
        return new OpDefinition(name, arity, value, call(java));
    }

    /** The language and Java write it with the same symbol. */
    static OpDefinition infix(String symbol, DoubleBinaryOperator value) {
        return infix(symbol, symbol, value);
    }

    /** Java writes it with a symbol. */
    static OpDefinition infix(String name, String symbol, DoubleBinaryOperator value) {
        return new OpDefinition(name, 2, a -> value.applyAsDouble(a[0], a[1]), new Op.Form.Infix(symbol));
    }

    static OpDefinition prefix(String name, String symbol, DoubleUnaryOperator value) {
        return new OpDefinition(name, 1, a -> value.applyAsDouble(a[0]), new Op.Form.Prefix(symbol));
    }

    /** Its value is that of its first operand. */
    static OpDefinition transparent(String name, int arity) {
        return new OpDefinition(name, arity, a -> a[0], new Op.Form.Transparent())
                .flatIn(0)
                .between((from, to) -> from[0], (from, to) -> to[0])
                .vanishes(operand -> operand[0])
                .cost(0);
    }

    /** A set of inputs, and so no number. */
    static OpDefinition set(String name, int arity) {
        return new OpDefinition(name, arity, a -> Double.NaN, call("IndexSet." + name))
                .kind(Op.Kind.SET)
                .operandKind(Op.Kind.SET);
    }

    private static Op.Form call(String java) {
        int dot = java.indexOf('.');
        return new Op.Form.Call(java.substring(0, dot), java.substring(dot + 1));
    }

    /** The operation as it is known to nothing but its users: no part of a family, nor of the catalogue. */
    DefinedOp uncatalogued() {
        return new DefinedOp(this);
    }

    // ---- Its kind ----

    /** What is no number has no derivative. */
    OpDefinition kind(Op.Kind is) {
        kind = is;
        Arrays.fill(partials, ZERO);
        return this;
    }

    OpDefinition operandKind(Op.Kind is) {
        operandKind = is;
        return this;
    }

    OpDefinition arithmetic(Op.Arithmetic is) {
        arithmetic = is;
        return this;
    }

    OpDefinition commutative() {
        commutative = true;
        return this;
    }

    OpDefinition relation(Op.Relation is) {
        relation = is;
        return this;
    }

    OpDefinition secondOnlyIf(boolean first) {
        secondOnlyIf = first;
        return this;
    }

    OpDefinition negates() {
        negates = true;
        return this;
    }

    // ---- Its derivative ----

    /** The derivative by the operand and the result. */
    OpDefinition derivative(Rule.Of2 rule) {
        return partial(0, (a, result, make) -> rule.of(a.get(0), result, make));
    }

    /** The derivative is another operation of the operand. */
    OpDefinition derivative(Supplier<Op> op) {
        return byFirst(op);
    }

    /** The partial derivative with respect to the first operand. */
    OpDefinition byFirst(Rule.Of3 rule) {
        return partial(0, of(rule));
    }

    OpDefinition byFirst(Rule.Of4 rule) {
        return partial(0, of(rule));
    }

    /** The partial derivative is another operation of the same operands. */
    OpDefinition byFirst(Supplier<Op> op) {
        return partial(0, of(op));
    }

    /** The partial derivative with respect to the second operand. */
    OpDefinition bySecond(Rule.Of3 rule) {
        return partial(1, of(rule));
    }

    OpDefinition bySecond(Rule.Of4 rule) {
        return partial(1, of(rule));
    }

    OpDefinition bySecond(Supplier<Op> op) {
        return partial(1, of(op));
    }

    OpDefinition byThird(Rule.Of4 rule) {
        return partial(2, of(rule));
    }

    /** The partial derivative with respect to operand {@code k}, from 0 on, is zero everywhere. */
    OpDefinition flatIn(int k) {
        return partial(k, ZERO);
    }

    /** All partial derivatives are zero everywhere. */
    OpDefinition flat() {
        Arrays.fill(partials, ZERO);
        return this;
    }

    /** The partial derivative with respect to operand {@code k}, from 0 on. */
    OpDefinition partial(int k, Rule.Partial rule) {
        partials[k] = rule;
        return this;
    }

    private static Rule.Partial of(Supplier<Op> op) {
        return (a, result, make) -> make.apply(op.get(), a);
    }

    private static Rule.Partial of(Rule.Of3 rule) {
        return (a, result, make) -> rule.of(a.get(0), a.get(1), result, make);
    }

    private static Rule.Partial of(Rule.Of4 rule) {
        return (a, result, make) -> rule.of(a.get(0), a.get(1), a.get(2), result, make);
    }

    OpDefinition ratio(Rule.Ratio rule) {
        ratio = rule;
        return this;
    }

    OpDefinition along(Rule.Along rule) {
        along = rule;
        return this;
    }

    OpDefinition coefficient(Rule.Coefficient rule) {
        coefficient = rule;
        return this;
    }

    /** What {@link Op#taylor} is; the remainder is singular and overflows where that has been said of the function. */
    OpDefinition taylor(double near, Rule.TernaryOperator value, String java) {
        return taylor(near, ternary(name + "_remainder", value, java));
    }

    /** The same for a function of two operands, of which the second is a constant. */
    OpDefinition taylor(double near, ToDoubleFunction<double[]> value, String java) {
        return taylor(near, of(name + "_remainder", 4, value, java).flatIn(3));
    }

    private OpDefinition taylor(double near, OpDefinition remainder) {
        remainder.flatIn(0).flatIn(1).cost(100);
        remainder.singular = singular;
        remainder.overflows = overflows;
        DefinedOp op = remainder.uncatalogued();
        remainder.partial(2, (a, result, make) -> {
            List<Expr> operands = new ArrayList<>(a);
            operands.set(1, make.number(a.get(1).number() + 1));
            return make.apply(op, operands);
        });
        taylor = new Op.Taylor(op, near);
        return this;
    }

    OpDefinition singular() {
        singular = true;
        return this;
    }

    OpDefinition steep() {
        steep = true;
        return this;
    }

    OpDefinition overflows() {
        overflows = true;
        return this;
    }

    /** It takes notice of an infinite operand: the opposite of {@link Op#saturates}. */
    OpDefinition neverSaturates() {
        saturates = false;
        return this;
    }

    OpDefinition regular(Rule.Regular where) {
        regular = where;
        return this;
    }

    // ---- Its value ----

    /** By the least values of the operands. */
    OpDefinition least(Rule.Bound bound) {
        least = (from, to) -> bound.of(from);
        return this;
    }

    OpDefinition least(double bound) {
        return least(operands -> bound);
    }

    /** By the greatest values of the operands. */
    OpDefinition greatest(Rule.Bound bound) {
        greatest = (from, to) -> bound.of(to);
        return this;
    }

    OpDefinition greatest(double bound) {
        return greatest(operands -> bound);
    }

    OpDefinition between(Rule.End from, Rule.End to) {
        least = from;
        greatest = to;
        return this;
    }

    OpDefinition finite(Rule.Finite where) {
        finite = where;
        return this;
    }

    /** It is finite for finite operands, also where a partial derivative is not. */
    OpDefinition finite() {
        return finite((from, to) -> true);
    }

    OpDefinition rounding(Rule.Rounding rule) {
        rounding = rule;
        return this;
    }

    /** What {@link Op#advice} is. */
    OpDefinition advice(Advice text) {
        advice = text;
        return this;
    }

    OpDefinition vanishes(Rule.Vanishing when) {
        vanishes = when;
        return this;
    }

    OpDefinition vanishes() {
        return vanishes(operands -> true);
    }

    OpDefinition simplify(Rule.Of1 rule) {
        simplification = (a, make) -> rule.of(a.get(0), make);
        return this;
    }

    OpDefinition simplify(Rule.Of2 rule) {
        simplification = (a, make) -> rule.of(a.get(0), a.get(1), make);
        return this;
    }

    OpDefinition simplify(Rule.Of3 rule) {
        simplification = (a, make) -> rule.of(a.get(0), a.get(1), a.get(2), make);
        return this;
    }

    /** A law that brings it in, or has its like on both sides: in the words of {@link LawParser}. */
    OpDefinition law(String left, String right) {
        laws.add(new LawText(left, right));
        return this;
    }

    /** Kernels compute it of rows. */
    OpDefinition rows(String... kernels) {
        rows = new Op.RowForm(List.of(kernels), null, false);
        return this;
    }

    /** The second kernel computes it of rows that the first makes of those of how large operands are. */
    OpDefinition rowsInTurn(String first, String second) {
        rows = new Op.RowForm(List.of(first, second), null, true);
        return this;
    }

    /** A kernel computes it of rows of what another operation makes of the operands. */
    OpDefinition rowsOf(Op operand, String kernel) {
        rows = new Op.RowForm(List.of(kernel), operand, false);
        return this;
    }

    OpDefinition cost(int additions) {
        cost = additions;
        return this;
    }

    /**
     * Where it is smooth, if all operands are within their intervals: there tests hold its derivatives against finite
     * differences. From −3 to 3 unless it says so.
     *
     * @param bounds of one interval for all operands, or of one for each
     */
    OpDefinition smoothOn(double... bounds) {
        for (int k = 0; k < arity; k++) {
            int at = bounds.length == 2 ? 0 : 2 * k;
            smooth[k] = new Smooth(bounds[at], bounds[at + 1]);
        }
        return this;
    }
}
