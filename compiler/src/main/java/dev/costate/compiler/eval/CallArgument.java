package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Expression;

/** An argument of a function: an expression where the call stands, evaluated if the body asks for it. */
final class CallArgument extends Env.Lazy {
    final Expression expression;
    final Env caller;

    CallArgument(Meaning meaning, Expression expression, Env caller) {
        super(() -> meaning.value(expression, caller));
        this.expression = expression;
        this.caller = caller;
    }
}
