package dev.costate.compiler.testing;

import dev.costate.compiler.ModelCompiler;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of generated Java. */
public final class Generated {
    private Generated() {}

    /** The text of a nested class of the model's, such as {@code Backward}. */
    public static String nested(ModelCompiler.Result result, String name) {
        String text = result.files().get(0).text();
        Matcher matcher = Pattern.compile("(?ms)^    (public )?static final class " + name + "\\b[^\n]*\\{$.*?^    }$")
                .matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no class " + name + " in:\n" + text);
        }
        return matcher.group();
    }
}
