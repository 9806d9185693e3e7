package dev.costate.compiler.check;

import dev.costate.compiler.model.Checked;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Lexeme;
import dev.costate.compiler.syntax.ModelFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file with all the libraries that it imports, from their texts to the checked model. */
public final class Sources {
    private final List<Linked> files;
    private final Linked last;
    private final Diagnostics diagnostics;

    private Sources(List<Linked> files, Diagnostics diagnostics) {
        this.files = files;
        this.last = files.get(files.size() - 1);
        this.diagnostics = diagnostics;
    }

    /** Reads a file and what it imports; reports imports that lead nowhere. */
    public static Sources read(SourceFile source, LibraryFinder finder, Diagnostics diagnostics) {
        return new Sources(Linker.link(source, finder, diagnostics), diagnostics);
    }

    /** The libraries, each after those it imports. */
    public List<SourceFile> libraries() {
        return files.subList(0, files.size() - 1).stream().map(f -> f.source).toList();
    }

    /** Parses all files; gives the tree of the one that was asked for, or null if it holds nothing. */
    public @Nullable ModelFile parse() {
        files.forEach(Linked::parse);
        return last.tree();
    }

    /**
     * The tokens and comments of the file that was asked for, if it has no error of syntax. Follows {@link #parse}, and
     * comes before {@link #check}.
     */
    public List<Lexeme> lexemes() {
        return last.parser.lexemes();
    }

    /** The checked model, or null if there is any error or the file is a library. Follows {@link #parse}. */
    public @Nullable Checked check() {
        files.forEach(file -> file.parser.forgetTokens());
        Map<Linked, Symbols> checked = new HashMap<>();
        Libraries libraries = new Libraries();
        for (Linked file : files) {
            ModelFile tree = file.tree();
            if (tree == null) {
                continue;
            }
            Map<Declaration.Import, Symbols> imports = new LinkedHashMap<>();
            file.imports.forEach((place, library) -> {
                if (checked.containsKey(library)) {
                    imports.put(place, checked.get(library));
                }
            });
            boolean complete = file.complete && imports.size() == file.imports.size();
            Imports names = new Imports(imports, complete);
            if (file == last) {
                return Checker.check(tree, libraries, names, diagnostics);
            }
            checked.put(file, Checker.library(tree, libraries, names, diagnostics.withoutWarnings()));
        }
        return null;
    }
}
