package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Expression;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is an expression of literals and constants: a tie of max or min with it has derivative 0. */
final class ConstantOperands {
    private final Meaning meaning;

    ConstantOperands(Meaning meaning) {
        this.meaning = meaning;
    }

    boolean isConstant(Expression e, Env env) {
        if (e instanceof Expression.Literal) {
            return true;
        } else if (e instanceof Expression.Name name) {
            Env.Item local = env.local(name.name());
            return local instanceof CallArgument argument
                    ? isConstant(argument.expression, argument.caller)
                    : local == null && (env.file.isConstant(name.name()) || env.file.find(name.name()) == null);
        } else if (e instanceof Expression.Chain || e instanceof Expression.Negate || e instanceof Expression.Power) {
            return e.children().stream().allMatch(part -> isConstant(part, env));
        } else if (e instanceof Expression.Call call) {
            Declared.Function own = env.function(call.name().name());
            if (own == null) {
                return call.arguments().stream().allMatch(a -> isConstant(a, env));
            }
            Expression value = own.declaration().value();
            return value != null && isConstant(value, new Calls(meaning).body(own, call, env));
        } else if (e instanceof Expression.Subscripted subscripted) {
            long[] place = place(subscripted, env);
            return place != null && isConstant(subscripted.base(), env, place);
        }
        return false;
    }

    /** The subscripts, if all are single ones that are constant; of a constant any will do. */
    private long @Nullable [] place(Expression.Subscripted e, Env env) {
        boolean table = e.base() instanceof Expression.Name name
                && env.local(name.name()) == null
                && env.file.isConstant(name.name());
        long[] place = new long[e.subscripts().size()];
        for (int k = 0; k < place.length; k++) {
            if (!(e.subscripts().get(k) instanceof Expression.Subscript.At at)
                    || !(table || isConstant(at.value(), env))) {
                return null;
            }
            place[k] = new ExactIntegers(meaning).value(at.value(), env);
        }
        return place;
    }

    /** Whether an element of an array is constant. */
    private boolean isConstant(Expression array, Env env, long... place) {
        if (place.length == 0) {
            return isConstant(array, env);
        } else if (array instanceof Expression.ArrayLiteral literal) {
            Expression part = literal.elements().get((int) place[0]);
            return isConstant(part, env, Arrays.copyOfRange(place, 1, place.length));
        } else if (array instanceof Expression.Name name) {
            Env.Item local = env.local(name.name());
            return local instanceof CallArgument argument
                    ? isConstant(argument.expression, argument.caller, place)
                    : local == null && env.file.isConstant(name.name());
        } else if (array instanceof Expression.Call call) {
            Declared.Function own = env.function(call.name().name());
            Expression value = own == null ? null : own.declaration().value();
            return own != null && value != null && isConstant(value, new Calls(meaning).body(own, call, env), place);
        }
        return false;
    }
}
