package dev.costate.compiler.check;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file whose imports lead to the files they name. */
final class Linked {
    final SourceFile source;
    final ModelParser parser;
    /** The libraries it imports, in order. */
    final Map<Declaration.Import, Linked> imports = new LinkedHashMap<>();
    /** Whether every import was found and is right. */
    boolean complete;

    private @Nullable ModelFile tree;
    private int next;

    Linked(SourceFile source, ModelParser parser) {
        this.source = source;
        this.parser = parser;
        this.complete = parser.knowsImports();
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
    @Nullable
    ModelFile tree() {
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
