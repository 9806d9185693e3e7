package dev.costate.compiler.names;

import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
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
            return reporter.report(
                    DiagnosticCode.NOT_A_LIBRARY,
                    span(place),
                    "`" + library.name() + "` is no library, and only libraries can be imported",
                    List.of(new Note(new Span(library.source(), 0, 0), "this is the file that was found")),
                    "Move what the models share into a file that starts with `library` and its name.");
        }
        return done.contains(library) ? library : circle(library);
    }

    private @Nullable SourceFile find(SourceModule file, Declaration.Import place) {
        List<String> name = place.path().stream().map(Identifier::name).toList();
        LibraryFinder.Library library = finder.find(file.source(), name);
        if (library != null) {
            return library.read(diagnostics.withoutWarnings());
        }
        String text = String.join(".", name);
        List<String> places = finder.places(file.source(), name);
        String last = places.get(places.size() - 1);
        String others = String.join(", ", places.subList(0, places.size() - 1));
        return reporter.report(
                DiagnosticCode.UNKNOWN_LIBRARY,
                span(place),
                "there is no library `" + text + "`: looked for " + String.join("/", name) + ".model " + others
                        + (others.isEmpty() ? "" : " and ") + last,
                Spelling.hint(text, finder.names(file.source(), name)));
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
        StringBuilder way = new StringBuilder();
        List<Note> notes = new ArrayList<>();
        for (int i = 0; i < circle.size(); i++) {
            SourceModule from = circle.get(i);
            SourceModule to = circle.get((i + 1) % circle.size());
            way.append(from.name()).append(" → ");
            if (i > 0) {
                String message = "`" + from.name() + "` imports `" + to.name() + "` here";
                notes.add(new Note(span(from.lastImport()), message));
            }
        }
        return reporter.report(
                DiagnosticCode.IMPORT_CIRCLE,
                span(first.lastImport()),
                "`" + first.name() + "` imports itself: " + way + first.name(),
                notes,
                circle.size() == 1 ? null : "Move what they share into a further library.");
    }
}
