package dev.costate.compiler.names;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of names that mean nothing, or two things, and of the files they come from: a method a message. */
final class NameMessages {
    private NameMessages() {}

    static Diagnostic undeclared(String name, Span span, @Nullable String hint) {
        return new Diagnostic(DiagnosticCode.UNDECLARED, span, "`" + name + "` is not declared").withHint(hint);
    }

    static Diagnostic declaredTwice(Symbol first, Symbol second) {
        return new Diagnostic(DiagnosticCode.DUPLICATE_NAME, second.span(), "`" + second + "` is declared twice")
                .withNote(first.span(), "it is declared here as " + first.kind().text());
    }

    /**
     * That a declaration hides a name of the language.
     *
     * @param builtin what the language calls the name
     */
    static Diagnostic hidesBuiltin(Symbol symbol, String builtin) {
        return new Diagnostic(
                DiagnosticCode.HIDES_BUILTIN,
                symbol.span(),
                "`" + symbol + "` hides the " + builtin + " of that name in the whole model");
    }

    /** The same of a name that an import brings. */
    static Diagnostic importHidesBuiltin(Symbol symbol, String library, Span place, String builtin) {
        return new Diagnostic(
                DiagnosticCode.HIDES_BUILTIN,
                place,
                "`" + symbol + "` of `" + library + "` hides the " + builtin + " of that name in the whole model");
    }

    static Diagnostic importedTwice(String library, Span second, Span first) {
        return new Diagnostic(DiagnosticCode.REPEATED_IMPORT, second, "`" + library + "` is imported twice")
                .withNote(first, "the first import is here");
    }

    static Diagnostic declaredAndImported(Symbol own, Symbol imported, Span place) {
        String library = "`" + imported.declaredIn().file() + "`";
        return new Diagnostic(
                        DiagnosticCode.IMPORT_CLASH,
                        own.span(),
                        "`" + own + "` is declared here and also imported from " + library)
                .withNote(place, "it is imported here")
                .withNote(
                        imported.span(),
                        "in " + library + " it is " + imported.kind().text())
                .withHint("Give it another name here.");
    }

    static Diagnostic importedFromTwo(Symbol first, Symbol second, Span place) {
        return new Diagnostic(
                        DiagnosticCode.IMPORT_CLASH,
                        place,
                        "`" + second + "` is in `" + second.declaredIn().file() + "` and in `"
                                + first.declaredIn().file() + "`, which is imported too")
                .withNote(first.span(), "the first is " + first.kind().text())
                .withNote(second.span(), "the second is " + second.kind().text())
                .withHint("Import one of the two, or rename in one of them.");
    }

    static Diagnostic unusedImport(String library, Span place) {
        return new Diagnostic(DiagnosticCode.UNUSED, place, "nothing of `" + library + "` is used");
    }

    static Diagnostic unused(Symbol symbol) {
        return new Diagnostic(DiagnosticCode.UNUSED, symbol.span(), "`" + symbol + "` is never used");
    }

    static Diagnostic paramWithoutEffect(Symbol symbol) {
        return new Diagnostic(
                DiagnosticCode.PARAM_WITHOUT_EFFECT, symbol.span(), "no output depends on param `" + symbol + "`");
    }

    /**
     * That a declaration has no place in a library.
     *
     * @param what what the declaration is, as a clause
     */
    static Diagnostic notInLibrary(Span span, String what, String hint) {
        return new Diagnostic(
                        DiagnosticCode.LIBRARY_CONTENT,
                        span,
                        "a library holds constants, constant dims and functions only, and " + what)
                .withHint(hint + " A file with data, params and outputs starts with `model`.");
    }

    static Diagnostic notALibrary(String name, SourceFile file, Span place) {
        return new Diagnostic(
                        DiagnosticCode.NOT_A_LIBRARY,
                        place,
                        "`" + name + "` is no library, and only libraries can be imported")
                .withNote(new Span(file, 0, 0), "this is the file that was found")
                .withHint("Move what the models share into a file that starts with `library` and its name.");
    }

    /**
     * That an import leads nowhere.
     *
     * @param places where it was looked for, at least one
     */
    static Diagnostic unknownLibrary(List<String> path, List<String> places, Span place, @Nullable String hint) {
        String last = places.get(places.size() - 1);
        String others = String.join(", ", places.subList(0, places.size() - 1));
        return new Diagnostic(
                        DiagnosticCode.UNKNOWN_LIBRARY,
                        place,
                        "there is no library `" + String.join(".", path) + "`: looked for " + String.join("/", path)
                                + ".model " + others + (others.isEmpty() ? "" : " and ") + last)
                .withHint(hint);
    }

    /**
     * That libraries import each other.
     *
     * @param way their names along the circle, the first again at the end
     * @param notes where each of them but the first imports the next
     */
    static Diagnostic importCircle(List<String> way, Span place, List<Note> notes) {
        return new Diagnostic(
                        DiagnosticCode.IMPORT_CIRCLE,
                        place,
                        "`" + way.get(0) + "` imports itself: " + String.join(" → ", way))
                .withNotes(notes)
                .withHint(way.size() == 2 ? null : "Move what they share into a further library.");
    }
}
