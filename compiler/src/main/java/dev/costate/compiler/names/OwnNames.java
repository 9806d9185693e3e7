package dev.costate.compiler.names;

import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions of the compiler's own libraries, for who calls one without an import. Read when first asked. */
final class OwnNames {
    private static final Map<String, String> LIBRARIES = read();

    private OwnNames() {}

    /** A hint for a function that one of the libraries has, or null. */
    static @Nullable String hint(String function) {
        String library = LIBRARIES.get(function);
        return library == null ? null : "It is in the library `" + library + "`: `import " + library + "`.";
    }

    private static Map<String, String> read() {
        Map<String, String> libraries = new TreeMap<>();
        SourceFile nowhere = new SourceFile("", "");
        for (String library : LibraryFinder.OWN.names(nowhere, List.of(""))) {
            Diagnostics unread = new Diagnostics();
            LibraryFinder.Library found = LibraryFinder.OWN.find(nowhere, List.of(library));
            SourceFile source = found == null ? null : found.read(unread);
            ModelFile tree = source == null ? null : ModelParser.parse(source, unread);
            if (tree != null) {
                tree.declarations().stream()
                        .filter(Declaration.Function.class::isInstance)
                        .forEach(f -> libraries.putIfAbsent(
                                ((Declaration.Function) f).name().name(), library));
            }
        }
        return libraries;
    }
}
