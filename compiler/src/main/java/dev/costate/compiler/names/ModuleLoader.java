package dev.costate.compiler.names;

import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.source.Spelling;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Identifier;
import dev.costate.compiler.syntax.ModelParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file and all the libraries that it imports, directly or not. Each file is read once; does not recurse. */
final class ModuleLoader {
    private final LibraryFinder finder;
    private final Diagnostics diagnostics;
    private final Reporter reporter;
    private final Map<String, SourceModule> known = new HashMap<>();
    /** The files whose imports are being followed, each imported by the one before. */
    private final Deque<SourceModule> open = new ArrayDeque<>();

    private final Set<SourceModule> done = new LinkedHashSet<>();

    private ModuleLoader(LibraryFinder finder, Diagnostics diagnostics) {
        this.finder = finder;
        this.diagnostics = diagnostics;
        this.reporter = new Reporter(diagnostics);
    }

    /** The files, each after those it imports, the given one last. They are not parsed yet beyond their imports. */
    static List<SourceModule> link(SourceFile source, LibraryFinder finder, Diagnostics diagnostics) {
        ModuleLoader linker = new ModuleLoader(finder, diagnostics);
        linker.open.addLast(linker.read(source, diagnostics));
        while (!linker.open.isEmpty()) {
            linker.step();
        }
        return List.copyOf(linker.done);
    }

    private SourceModule read(SourceFile source, Diagnostics own) {
        SourceModule file = new SourceModule(source, new ModelParser(source, own));
        known.put(source.identity(), file);
        return file;
    }

    private void step() {
        SourceModule file = open.getLast();
        Declaration.Import next = file.nextImport();
        if (next == null) {
            open.removeLast();
            done.add(file);
            return;
        }
        file.resolve(next, library(file, next));
    }

    /** The library that an import names, or null after an error. */
    private @Nullable SourceModule library(SourceModule file, Declaration.Import place) {
        SourceFile source = find(file, place);
        if (source == null) {
            return null;
        }
        SourceModule library = known.get(source.identity());
        if (library == null) {
            // Warnings of a library are told where it is checked itself.
            library = read(source, diagnostics.withoutWarnings());
            if (library.isLibrary()) {
                open.addLast(library);
                return library;
            }
        }
        if (!library.isLibrary()) {
            reporter.report(NameMessages.notALibrary(library.name(), library.source(), span(place)));
            return null;
        }
        return done.contains(library) ? library : circle(library);
    }

    private @Nullable SourceFile find(SourceModule file, Declaration.Import place) {
        List<String> name = place.path().stream().map(Identifier::name).toList();
        LibraryFinder.Library library = finder.find(file.source(), name);
        if (library != null) {
            return library.read(diagnostics.withoutWarnings());
        }
        reporter.report(NameMessages.unknownLibrary(
                name,
                finder.places(file.source(), name),
                span(place),
                Spelling.hint(String.join(".", name), finder.names(file.source(), name))));
        return null;
    }

    private static Span span(Declaration.Import place) {
        List<Identifier> path = place.path();
        return path.get(0).span().to(path.get(path.size() - 1).span());
    }

    /** The same report wherever on the circle one starts. */
    private @Nullable SourceModule circle(SourceModule library) {
        List<SourceModule> circle = new ArrayList<>(open);
        circle.subList(0, circle.indexOf(library)).clear();
        SourceModule first =
                Collections.min(circle, Comparator.comparing(f -> f.source().name()));
        Collections.rotate(circle, -circle.indexOf(first));
        List<String> way = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        for (int i = 0; i < circle.size(); i++) {
            SourceModule from = circle.get(i);
            SourceModule to = circle.get((i + 1) % circle.size());
            way.add(from.name());
            if (i > 0) {
                String message = "`" + from.name() + "` imports `" + to.name() + "` here";
                notes.add(new Note(span(from.lastImport()), message));
            }
        }
        way.add(first.name());
        reporter.report(NameMessages.importCircle(way, span(first.lastImport()), notes));
        return null;
    }
}
