package dev.costate.compiler;

import dev.costate.compiler.format.CanonicalLayout;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import java.util.Optional;

/** Lays models and libraries out the one way. Any number of threads may format at once. */
public final class ModelFormatter {
    private ModelFormatter() {}

    /**
     * The text of a file in its canonical layout, with line feeds at the ends of lines; nothing if the file has errors
     * of syntax, which are reported. Formatting what was formatted changes nothing.
     *
     * @param libraries where imports are looked for: an imported name may be that of a binder
     */
    public static Optional<String> format(SourceFile source, LibraryFinder libraries, Diagnostics diagnostics) {
        return DeepStack.run("costate " + source.name(), () -> CanonicalLayout.format(source, libraries, diagnostics));
    }
}
