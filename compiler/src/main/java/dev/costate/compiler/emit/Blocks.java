package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Printed text as JavaPoet takes it: never as a format, and with the types in it as types, so that JavaPoet writes the
 * imports and qualifies a name that the model has taken.
 */
final class Blocks {
    /** Stands before a type in printed text; no user's text can contain it. */
    private static final char TYPE = '\uF8FF';

    private static final String RUNTIME = "dev.costate.runtime";

    private static final Map<String, ClassName> JAVA = Map.of(
            "Math", ClassName.get("java.lang", "Math"),
            "System", ClassName.get("java.lang", "System"),
            "Arrays", ClassName.get("java.util", "Arrays"),
            "Objects", ClassName.get("java.util", "Objects"));

    private Blocks() {}

    /** The name of a type of Java or of the runtime, to be put into printed text. */
    static String type(String simpleName) {
        return TYPE + simpleName;
    }

    static ClassName className(String simpleName) {
        ClassName java = JAVA.get(simpleName);
        return java != null ? java : ClassName.get(RUNTIME, simpleName);
    }

    /** The text, for a method body or a comment. */
    static CodeBlock of(String text) {
        StringBuilder format = new StringBuilder();
        List<Object> arguments = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(TYPE); at >= 0; at = text.indexOf(TYPE, start)) {
            int end = at + 1;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                end++;
            }
            format.append("$L$T");
            arguments.add(text.substring(start, at));
            arguments.add(className(text.substring(at + 1, end)));
            start = end;
        }
        format.append("$L");
        arguments.add(text.substring(start));
        return CodeBlock.of(format.toString(), arguments.toArray());
    }
}
