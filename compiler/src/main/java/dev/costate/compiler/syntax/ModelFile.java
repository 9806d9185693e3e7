package dev.costate.compiler.syntax;

import dev.costate.compiler.source.SourceFile;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The syntax tree of one file.
 *
 * @param library whether it starts with {@code library} rather than {@code model}
 * @param name the name after that word
 * @param doc the documentation comment before it, without its delimiters, or null
 * @param precision in which numbers it is computed; of a library it is not known
 * @param unparsed names whose declarations have errors and are left out: no later phase should call them undeclared
 */
public record ModelFile(
        SourceFile source,
        boolean library,
        Identifier name,
        @Nullable String doc,
        Precision precision,
        List<Declaration> declarations,
        Set<String> unparsed) {
    /** Among {@link #unparsed} if there is a declaration whose name is unknown: any name may be that one. */
    public static final String NAMELESS = "=";

    public ModelFile {
        declarations = List.copyOf(declarations);
        unparsed = Collections.unmodifiableSet(new LinkedHashSet<>(unparsed));
    }
}
