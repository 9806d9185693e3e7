package dev.costate.compiler.check;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.names.Callee;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Arguments that are functions, handed over by their names. */
final class HandedFunctions {
    private final Context context;
    private final Scope scope;

    HandedFunctions(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    /**
     * The function that an argument names, or null after an error.
     *
     * @param taker the function that takes it
     */
    @Nullable
    Callee handed(Symbol taker, Declaration.Parameter parameter, Expression argument) {
        String name = argument instanceof Expression.Name n ? n.name() : "";
        Callee callee = scope.callee(name, context.symbols());
        Symbol symbol = callee.symbol();
        boolean own = scope.own().contains(name) && !scope.functions().containsKey(name);
        if (own || scope.indices().containsKey(name) || !isFunction(callee)) {
            return none(taker, parameter, argument, name, symbol);
        } else if (symbol != null && symbol.isBroken()) {
            return null;
        }
        Signature signature = symbol == null ? null : symbol.signature();
        if (signature != null && signature.takesFunctions()) {
            return refuse(taker, parameter, argument, "`" + name + "` takes functions itself", null);
        }
        int arity = arity(callee);
        return arity == parameter.takes()
                ? callee
                : refuse(taker, parameter, argument, "`" + name + "` takes " + Phrases.arguments(arity), null);
    }

    private static boolean isFunction(Callee callee) {
        return callee.symbol() == null
                ? Builtins.isFunction(callee.name())
                : callee.symbol().kind() == Symbol.Kind.FUNCTION;
    }

    private static int arity(Callee callee) {
        if (callee.symbol() != null) {
            return callee.symbol().signature() == null
                    ? 0
                    : callee.symbol().signature().arity();
        }
        Op op = Ops.function(callee.name());
        return op == null ? 1 : op.arity();
    }

    private @Nullable Callee none(
            Symbol taker, Declaration.Parameter parameter, Expression argument, String name, @Nullable Symbol symbol) {
        if (symbol == null && !name.isEmpty() && context.symbols().isUnparsed(name)) {
            return null;
        }
        List<String> functions = new ArrayList<>(Builtins.functionNames());
        Stream.concat(context.symbols().all().stream(), context.symbols().imports().all().stream())
                .filter(s -> s.kind() == Symbol.Kind.FUNCTION)
                .forEach(s -> functions.add(s.text()));
        boolean called = argument instanceof Expression.Call call
                && functions.contains(call.name().name());
        String hint = called
                ? "Hand the function over by its name alone: `" + ((Expression.Call) argument).name() + "`."
                : name.isEmpty() || symbol != null
                        ? "Declare one with `fn` and write its name."
                        : context.symbols().hint(name, functions);
        return refuse(
                taker,
                parameter,
                argument,
                "`" + argument.span().text() + "` is "
                        + (symbol != null ? symbol.kind().text() : called ? "the value of one" : "none"),
                hint);
    }

    private @Nullable Callee refuse(
            Symbol taker, Declaration.Parameter parameter, Expression argument, String but, @Nullable String hint) {
        context.reporter().report(CallMessages.functionExpected(taker, parameter, argument, but, hint));
        return null;
    }
}
