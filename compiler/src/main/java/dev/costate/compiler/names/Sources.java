package dev.costate.compiler.names;

import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Lexeme;
import dev.costate.compiler.syntax.ModelFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file with all the libraries that it imports, from their texts to their trees. */
public final class Sources {
    private final List<SourceModule> files;
    private final SourceModule last;
    private final Diagnostics diagnostics;

    private Sources(List<SourceModule> files, Diagnostics diagnostics) {
        this.files = files;
        this.last = files.get(files.size() - 1);
        this.diagnostics = diagnostics;
    }

    /** Reads a file and what it imports; reports imports that lead nowhere. */
    public static Sources read(SourceFile source, LibraryFinder finder, Diagnostics diagnostics) {
        return new Sources(ModuleLoader.link(source, finder, diagnostics), diagnostics);
    }

    /** The libraries, each after those it imports. */
    public List<SourceFile> libraries() {
        return files.subList(0, files.size() - 1).stream()
                .map(SourceModule::source)
                .toList();
    }

    /** Parses all files; gives the tree of the one that was asked for, or null if it holds nothing. */
    public @Nullable ModelFile parse() {
        files.forEach(SourceModule::parse);
        return last.tree();
    }

    /**
     * The tokens and comments of the file that was asked for, if it has no error of syntax. Follows {@link #parse}, and
     * comes before {@link #modules}.
     */
    public List<Lexeme> lexemes() {
        return last.lexemes();
    }

    /**
     * The files as parsed, each after those it imports, the one that was asked for last. Follows {@link #parse}; nobody
     * needs their tokens after it.
     */
    public List<SourceModule> modules() {
        files.forEach(SourceModule::forgetTokens);
        return files;
    }

    /** Who is told of what is wrong. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }
}
