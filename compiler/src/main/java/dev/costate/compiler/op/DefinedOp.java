package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operation that answers by its definition, which nothing changes any more. */
final class DefinedOp extends Op {
    /** The methods of Math that are arithmetic, and so exact. */
    private static final Set<String> EXACT =
            Set.of("abs", "ceil", "floor", "max", "min", "rint", "signum", "sqrt", "copySign", "fma");

    private final OpDefinition definition;
    private final Form java;
    private final Op strict;

    DefinedOp(OpDefinition definition) {
        this(definition, definition.java);
    }

    private DefinedOp(OpDefinition definition, Form java) {
        super(definition.name, definition.arity);
        this.definition = definition;
        this.java = java;
        this.strict = java instanceof Form.Call call && call.owner().equals("Math") && !EXACT.contains(call.method())
                ? new DefinedOp(definition, new Form.Call("StrictMath", call.method()))
                : this;
    }

    /** Where an operand is, if all are, the operation is smooth. */
    OpDefinition.Smooth smooth(int operand) {
        return definition.smooth[operand];
    }

    List<OpDefinition.LawText> laws() {
        return definition.laws;
    }

    @Override
    public Kind kind() {
        return definition.kind;
    }

    @Override
    public Kind operandKind() {
        return definition.operandKind;
    }

    @Override
    public Arithmetic arithmetic() {
        return definition.arithmetic == null ? super.arithmetic() : definition.arithmetic;
    }

    @Override
    public boolean commutative() {
        return definition.commutative;
    }

    @Override
    public double value(double... a) {
        return definition.value.applyAsDouble(a);
    }

    @Override
    public @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make) {
        Rule.Partial rule = definition.partials[k];
        if (rule == null) {
            throw new IllegalStateException("No derivative of " + name() + " with respect to operand " + k + '.');
        }
        return rule.of(a, result, make);
    }

    @Override
    public @Nullable Expr ratio(int k, List<Expr> a, Expr result, Exprs make) {
        return definition.ratio == null ? null : definition.ratio.of(k, a, result, make);
    }

    @Override
    public @Nullable Expr along(int k, Expr factor, List<Expr> a, Exprs make) {
        return definition.along == null ? null : definition.along.of(k, factor, a, make);
    }

    @Override
    public @Nullable Expr coefficient(int order, List<Expr> a, Expr result, Coefficients known, Exprs make) {
        return definition.coefficient == null ? null : definition.coefficient.of(order, a, result, known, make);
    }

    @Override
    public @Nullable Taylor taylor() {
        return definition.taylor;
    }

    @Override
    public boolean singular() {
        return definition.singular;
    }

    @Override
    public boolean steep() {
        return definition.steep;
    }

    @Override
    public boolean overflows() {
        return definition.overflows;
    }

    @Override
    public boolean saturates() {
        return definition.saturates;
    }

    @Override
    public double least(double[] least, double[] greatest) {
        return definition.least.of(least, greatest);
    }

    @Override
    public double greatest(double[] least, double[] greatest) {
        return definition.greatest.of(least, greatest);
    }

    @Override
    public boolean finite(double[] least, double[] greatest) {
        return definition.finite == null ? super.finite(least, greatest) : definition.finite.holds(least, greatest);
    }

    @Override
    public double rounding(double computed, double... operands) {
        return definition.rounding.of(computed, operands);
    }

    @Override
    public @Nullable Advice advice() {
        return definition.advice;
    }

    @Override
    public boolean vanishes(boolean... operands) {
        return definition.vanishes.holds(operands);
    }

    @Override
    public boolean regular(double... least) {
        return definition.regular == null ? super.regular(least) : definition.regular.holds(least);
    }

    @Override
    public @Nullable Expr simplify(List<Expr> a, Exprs make) {
        return definition.simplification == null ? null : definition.simplification.of(a, make);
    }

    @Override
    public @Nullable Boolean secondOnlyIf() {
        return definition.secondOnlyIf;
    }

    @Override
    public @Nullable Relation relation() {
        return definition.relation;
    }

    @Override
    public boolean negates() {
        return definition.negates;
    }

    @Override
    public Form java() {
        return java;
    }

    @Override
    public Op strict() {
        return strict;
    }

    @Override
    public @Nullable RowForm rows() {
        return definition.rows;
    }

    @Override
    public int cost() {
        return definition.cost;
    }
}
