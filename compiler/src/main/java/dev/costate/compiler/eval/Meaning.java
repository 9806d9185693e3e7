package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Relation;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What expressions mean: asked by the parts of the interpreter, each of which gives a kind of them its meaning. */
interface Meaning {
    Value value(Expression e, Env env);

    default Jet real(Expression e, Env env) {
        return value(e, env).real();
    }

    boolean holds(Expression condition, Env env);

    /** Does something for all values of the indices of a binder for which its conditions hold. */
    void each(Expression.Binder binder, Env env, Consumer<Env> action);

    /** Whether this is {@code max} or {@code min} of the language, of two arguments. */
    boolean isExtreme(Expression.Call call, Env env);

    /**
     * Whether a condition holds, by what its comparisons say; what the first operands decide, the others are not asked.
     */
    static boolean holds(Expression e, Predicate<Expression.Comparison> comparison) {
        if (e instanceof Expression.Not not) {
            return !holds(not.operand(), comparison);
        } else if (e instanceof Expression.Logical logical) {
            return logical.and()
                    ? logical.operands().stream().allMatch(o -> holds(o, comparison))
                    : logical.operands().stream().anyMatch(o -> holds(o, comparison));
        }
        return comparison.test((Expression.Comparison) e);
    }

    static boolean holds(Relation relation, double left, double right) {
        return switch (relation) {
            case LESS -> left < right;
            case LESS_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_EQUAL -> left >= right;
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
        };
    }
}
