package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Expression;

/** An argument of a function: an expression where the call stands, evaluated if the body asks for it. */
final class Argument extends Env.Lazy {
    final Expression expression;
    final Env caller;

    Argument(Evaluator evaluator, Expression expression, Env caller) {
        super(() -> evaluator.value(expression, caller));
        this.expression = expression;
        this.caller = caller;
    }
}
