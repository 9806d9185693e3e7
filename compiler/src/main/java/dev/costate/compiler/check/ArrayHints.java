package dev.costate.compiler.check;

import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Proposes the equation that was meant where an array stands for a number. */
final class ArrayHints {
    private static final List<String> INDICES = List.of("i", "j", "k", "l", "m", "n");
    /** The length up to which an equation is quoted in a hint. */
    private static final int QUOTED = 60;

    private final Context context;
    private final Scope scope;

    ArrayHints(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    /** {@code let z = exp(w)} with an array w: {@code let z[i] = exp(w[i])}. */
    String element(String name, int axes, Span span) {
        Declaration.Equation equation = scope.equation();
        String proposed = equation != null
                        && !equation.output()
                        && equation.subscripts().isEmpty()
                        && scope.indices().isEmpty()
                        && span.text().equals(name)
                ? equation(equation, List.of(), fresh(axes), span)
                : null;
        return proposed == null
                ? "Say which element, as in `" + name + "[i]`."
                : "An equation for each element has an index on its left: `" + proposed + "`.";
    }

    /**
     * With an f that returns an array, for {@code let z[i] = f(x)} the equation {@code let z[i] = f(x)[i]}, and for
     * {@code let z[n] = f(x[n])} the equation {@code let z[n, i] = f(x[n])[i]}.
     */
    @Nullable
    String result(int axes, Span span) {
        Declaration.Equation equation = scope.equation();
        if (equation == null
                || equation.subscripts().isEmpty()
                || !equation.value().span().equals(span)) {
            return null;
        }
        List<String> left =
                equation.subscripts().stream().map(e -> e.span().text()).toList();
        List<String> unused =
                left.stream().filter(i -> !mentions(span.text(), i)).toList();
        String proposed = unused.size() == axes && scope.indices().keySet().containsAll(unused)
                ? equation(equation, left, unused, span)
                : equation(equation, left, fresh(axes), span);
        return proposed == null ? null : "The left side has an index for each axis: `" + proposed + "`.";
    }

    private static boolean mentions(String text, String name) {
        return List.of(text.split("[^\\p{L}\\p{Nd}\\p{M}_]+")).contains(name);
    }

    private List<String> fresh(int count) {
        return INDICES.stream()
                .filter(i ->
                        !scope.indices().containsKey(i) && context.symbols().find(i) == null)
                .limit(count)
                .toList();
    }

    /** The equation with these indices on its left and behind the span; null if it is long or there are too few. */
    private static @Nullable String equation(
            Declaration.Equation equation, List<String> left, List<String> indices, Span span) {
        Span value = equation.value().span();
        int at = span.end() - value.start();
        String text = value.text();
        List<String> all = Stream.concat(left.stream(), indices.stream().filter(i -> !left.contains(i)))
                .toList();
        String proposed = (equation.output() ? "output " : "let ")
                + equation.name().name() + all + " = " + text.substring(0, at) + indices + text.substring(at);
        return indices.isEmpty() || proposed.length() > QUOTED || proposed.contains("\n") ? null : proposed;
    }
}
