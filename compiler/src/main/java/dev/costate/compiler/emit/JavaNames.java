package dev.costate.compiler.emit;

import java.util.Set;
import javax.lang.model.SourceVersion;

/** What Java accepts as a name, by the rules of the release that the emitted code is written in, whatever JDK runs. */
public final class JavaNames {
    private static final SourceVersion RELEASE = SourceVersion.RELEASE_17;

    /** Words that are reserved in some places only; a class must not bear most of them, so nothing does. */
    private static final Set<String> CONTEXTUAL = Set.of("var", "yield", "record", "sealed", "permits", "when");

    private JavaNames() {}

    /** A name that Java accepts: itself, or with an underscore if it is one of Java's own words. */
    static String legal(String name) {
        String identifier = identifier(name);
        return SourceVersion.isName(identifier, RELEASE) && !CONTEXTUAL.contains(identifier)
                ? identifier
                : identifier + "_";
    }

    /**
     * The name with an underscore for each character that a model may use and Java may not, such as enclosing marks.
     */
    private static String identifier(String name) {
        if (name.chars().allMatch(Character::isJavaIdentifierPart)) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        name.codePoints().forEach(c -> text.appendCodePoint(Character.isJavaIdentifierPart(c) ? c : '_'));
        return text.toString();
    }

    /**
     * Whether classes can be in a package of this name: it consists of Java's identifiers, and is none that belongs to
     * Java itself. The unnamed package, which is empty, is one.
     */
    public static boolean isPackage(String name) {
        return name.isEmpty() || (SourceVersion.isName(name, RELEASE) && !(name + ".").startsWith("java."));
    }
}
