package dev.costate.compiler.format;

import dev.costate.compiler.names.Sources;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.Severity;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Lexeme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The canonical layout of a file: a declaration a line, or several where it is long; at most one empty line between;
 * names, equals signs and comments of neighbouring lines below each other. Which tokens and comments there are, and in
 * which order, is not touched, and lines within a comment are only indented.
 */
public final class CanonicalLayout {
    private static final int STEP = 2;

    private CanonicalLayout() {}

    /**
     * The text in its canonical layout, or nothing after errors of syntax were reported.
     *
     * @param libraries where imports are looked for, since an imported name may be that of a binder; one that is not
     *     found is no error here
     */
    public static Optional<String> format(SourceFile source, LibraryFinder libraries, Diagnostics diagnostics) {
        Diagnostics found = new Diagnostics();
        List<Lexeme> lexemes = lexemes(source, libraries, found);
        found.sorted().stream().filter(d -> prevents(d, source)).forEach(diagnostics::report);
        if (diagnostics.hasErrors()) {
            return Optional.empty();
        }
        String text = text(lexemes);
        List<String> after = texts(lexemes(new SourceFile(source.name(), text, source.path()), libraries, found));
        if (!after.equals(texts(lexemes))) {
            throw new CompilerBug("format", "the layout changes " + source.name());
        }
        return Optional.of(text);
    }

    private static List<Lexeme> lexemes(SourceFile source, LibraryFinder libraries, Diagnostics found) {
        Sources sources = Sources.read(source, libraries, found);
        sources.parse();
        boolean wrong = found.sorted().stream().anyMatch(d -> prevents(d, source));
        return wrong ? List.of() : sources.lexemes();
    }

    /** Whether it is an error of syntax. */
    private static boolean prevents(Diagnostic diagnostic, SourceFile source) {
        return diagnostic.severity() == Severity.ERROR
                && diagnostic.span().file().equals(source)
                && diagnostic.code().compareTo(DiagnosticCode.MODEL_NAME) < 0;
    }

    private static List<String> texts(List<Lexeme> lexemes) {
        return lexemes.stream()
                .map(l -> l.isComment() ? l.text().replaceAll("\\s+", " ").strip() : l.text())
                .toList();
    }

    private static String text(List<Lexeme> lexemes) {
        List<Item> items = Item.of(lexemes);
        Map<Lexeme, Integer> extra = Columns.of(items);
        List<Line> lines = new ArrayList<>();
        for (Item item : items) {
            Breaking.layOut(item, extra, STEP * item.depth, lines);
        }
        CommentText.align(lines);
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.apart ? "\n" : "").append(line.code).append('\n');
        }
        return text.toString();
    }
}
