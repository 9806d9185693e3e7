package dev.costate.compiler.names;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Lexeme;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file whose imports lead to the files they name. */
public final class SourceModule {
    private final SourceFile source;
    private final ModelParser parser;
    private final Map<Declaration.Import, SourceModule> imports = new LinkedHashMap<>();
    private boolean complete;

    private @Nullable ModelFile tree;
    private int next;

    SourceModule(SourceFile source, ModelParser parser) {
        this.source = source;
        this.parser = parser;
        this.complete = parser.knowsImports();
    }

    SourceFile source() {
        return source;
    }

    /** The name of the model or library, as far as it can be read. */
    String name() {
        return parser.name();
    }

    boolean isLibrary() {
        return parser.isLibrary();
    }

    List<Lexeme> lexemes() {
        return parser.lexemes();
    }

    void forgetTokens() {
        parser.forgetTokens();
    }

    /** The libraries it imports, in order. */
    public Map<Declaration.Import, SourceModule> imports() {
        return imports;
    }

    /** Whether every import was found and is right. */
    public boolean isComplete() {
        return complete;
    }

    /** Notes the library that an import names; null if there is none. */
    void resolve(Declaration.Import place, @Nullable SourceModule library) {
        if (library == null) {
            complete = false;
        } else {
            imports.put(place, library);
        }
    }

    /** The first import that was not asked for before, or null. */
    Declaration.@Nullable Import nextImport() {
        List<Declaration.Import> all = parser.imports();
        return next < all.size() ? all.get(next++) : null;
    }

    /** The import that was asked for last. */
    Declaration.Import lastImport() {
        return parser.imports().get(next - 1);
    }

    /** Parses what the file declares. The libraries it imports come before it. */
    void parse() {
        Set<String> imported = new HashSet<>();
        imports.values().forEach(library -> imported.addAll(library.names()));
        tree = parser.file(imported);
    }

    /** The tree, or null if there is nothing in the file. */
    public @Nullable ModelFile tree() {
        return tree;
    }

    /** The names that an import of this file brings. */
    private Set<String> names() {
        Set<String> names = new HashSet<>();
        if (tree != null) {
            names.addAll(tree.unparsed());
            for (Declaration declaration : tree.declarations()) {
                if (declaration instanceof Declaration.Function function) {
                    names.add(function.name().name());
                } else if (declaration instanceof Declaration.Const constant) {
                    names.add(constant.name().name());
                } else if (declaration instanceof Declaration.Dim dim) {
                    names.add(dim.name().name());
                }
            }
        }
        return names;
    }
}
