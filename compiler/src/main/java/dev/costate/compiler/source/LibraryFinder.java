package dev.costate.compiler.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where {@code import} looks. May be asked by several threads at once. */
public interface LibraryFinder {
    /** The compiler's own libraries and no others. */
    LibraryFinder OWN = new OwnLibraries();

    /**
     * The nearest library of a name, or null if there is none.
     *
     * @param importer the file with the {@code import}
     * @param name the words of the import: {@code com}, {@code acme}, {@code Name}
     */
    @Nullable
    Library find(SourceFile importer, List<String> name);

    /** Where a library of this name is looked for, as it stands in a sentence, nearest first: {@code in lib}. */
    List<String> places(SourceFile importer, List<String> name);

    /** The names of the libraries that there are at these places, as they would be imported. */
    List<String> names(SourceFile importer, List<String> name);

    /** A library that is there. */
    interface Library {
        /** Its text, or null after an error was reported. */
        @Nullable
        SourceFile read(Diagnostics diagnostics);
    }
}
