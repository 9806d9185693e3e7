package dev.costate.compiler.syntax;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that bind indices when a parenthesis follows, since the grammar knows none.
 *
 * @param reducing their body is the rest of the product
 * @param alsoFunctions those of {@code reducing} that are functions too, such as {@code max}: what follows decides
 * @param normalizing their body is one power, such as {@code softmax}
 * @param counting those without a body, such as {@code count}
 */
public record Binders(Set<String> reducing, Set<String> alsoFunctions, Set<String> normalizing, Set<String> counting) {
    /** The binders of the language. */
    public static final Binders STANDARD = new Binders(
            Set.of("sum", "mean", "prod", "max", "min", "logsumexp", "norm"),
            Set.of("max", "min"),
            Set.of("softmax", "logsoftmax"),
            Set.of("count"));

    /** What to say where a binder of other languages is used that this one has not; or null. */
    public static @Nullable String elsewhere(String name) {
        String extreme = name.equals("argmax") ? "max" : name.equals("argmin") ? "min" : null;
        return extreme == null
                ? null
                : "There is no `" + name + "`, since an index has no derivative; the value is `" + extreme
                        + "(i) x[i]`.";
    }
}
