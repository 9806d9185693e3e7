package dev.costate.compiler.check;

import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Callee;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.syntax.Expression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an expression asks of the functions it calls, whose bodies are made of expressions in turn. */
interface FunctionCalls {
    /**
     * The call of a function of the model or of a library, or null after an error.
     *
     * @param arguments those of the call that are values, checked
     * @param handed those that are functions, by the parameters they are for
     * @param e the call
     * @param caller what is known at the call
     */
    @Nullable
    Term call(Symbol symbol, List<Term> arguments, Map<String, Callee> handed, Expression.Call e, Scope caller);

    /**
     * Notes that a call is in error by what it hands over, so that it is not known what the body is to be checked for.
     */
    void misused(Symbol symbol);
}
