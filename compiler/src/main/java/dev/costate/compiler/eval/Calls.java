package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Value.Whole;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.List;

/** Calls of functions that are declared: the body where the parameters stand for the arguments. */
final class Calls {
    private final Meaning meaning;

    Calls(Meaning meaning) {
        this.meaning = meaning;
    }

    Value value(Declared.Function function, Expression.Call call, Env caller) {
        Env body = body(function, call, caller);
        Expression value = function.declaration().value();
        return value != null
                ? meaning.value(value, body)
                : body.get(result(function, call)).value();
    }

    /** The shape of the result, for which its elements need not be known. */
    long[] shape(Declared.Function function, Expression.Call call, Env caller) {
        Env body = body(function, call, caller);
        Expression value = function.declaration().value();
        return value != null
                ? new Extents(meaning).shape(value, body)
                : new Extents(meaning).shape(result(function, call), body);
    }

    /** The name of the quantity of its block that is the result. */
    private static String result(Declared.Function function, Expression.Call call) {
        int which = call.result() == null ? 0 : call.result().number();
        return function.declaration().results().get(which).name().name();
    }

    /** What can be named in the body: parameters, the sizes of their axes, and the quantities of its block. */
    Env body(Declared.Function function, Expression.Call call, Env caller) {
        List<Declaration.Parameter> parameters = function.declaration().parameters();
        Env env = new Env(function.file());
        for (int k = 0; k < parameters.size(); k++) {
            if (parameters.get(k).isFunction()) {
                String name = ((Expression.Name) call.arguments().get(k)).name();
                env = env.with(parameters.get(k).name().name(), caller.callee(name));
                continue;
            }
            CallArgument argument = new CallArgument(meaning, call.arguments().get(k), caller);
            env = env.with(parameters.get(k).name().name(), argument);
            List<Expression> axes = parameters.get(k).axes();
            for (int axis = 0; axis < axes.size(); axis++) {
                if (axes.get(axis) instanceof Expression.Name name
                        && env.local(name.name()) == null
                        && !env.file.isConstant(name.name())) {
                    int which = axis;
                    env = env.with(name.name(), new Env.Lazy(() -> Whole.of(shape(argument)[which])));
                }
            }
        }
        return Quantity.declare(
                meaning, TreeWalk.equations(function.declaration().body()), env);
    }

    private long[] shape(CallArgument argument) {
        return new Extents(meaning).shape(argument.expression, argument.caller);
    }
}
