package dev.costate.compiler.names;

import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a function and the sizes of their axes. An axis that is just a name gives that name the size it has
 * in the argument; all other axes must then be of the sizes that their formulas say.
 *
 * @param sizes the names of sizes, each with the place that gives it its value
 */
public record Signature(Declaration.Function function, Map<String, Span> sizes) {
    public int arity() {
        return function.parameters().size();
    }

    /** A parameter. */
    public Declaration.Parameter at(int k) {
        return function.parameters().get(k);
    }

    /** The name of a parameter. */
    public String parameter(int k) {
        return function.parameters().get(k).name().name();
    }

    /** Whether there is any function among the parameters. */
    public boolean takesFunctions() {
        return function.parameters().stream().anyMatch(Declaration.Parameter::isFunction);
    }

    /** Whether there is any array among the parameters, so that sizes may shrink from call to call. */
    public boolean takesArrays() {
        return function.parameters().stream().anyMatch(p -> !p.axes().isEmpty());
    }

    /** The name to which an axis of a parameter gives its size, or null if the axis has a formula. */
    public @Nullable String named(Expression axis) {
        return axis instanceof Expression.Name name && sizes.containsKey(name.name()) ? name.name() : null;
    }
}
