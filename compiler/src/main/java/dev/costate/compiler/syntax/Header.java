package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.grammar.ModelGrammarParser;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * The line {@code model Name} or {@code library Name}, and {@code precision float} on the next.
 *
 * @param section its tokens, or null if there is none
 * @param precision in which numbers the model is computed
 * @param ignored sections that were reported here: what stands before it, and further headers
 */
record Header(
        @Nullable Section section,
        boolean library,
        @Nullable Identifier name,
        Precision precision,
        Set<Section> ignored) {
    private static final String SUFFIX = ".model";
    private static final String PRECISION_WORD = "precision";

    static Header of(List<Section> sections, SourceFile source, Diagnostics diagnostics) {
        Section header = null;
        Set<Section> ignored = new HashSet<>();
        for (Section section : sections) {
            if (section.keyword() == MODEL || section.keyword() == LIBRARY) {
                if (header == null) {
                    header = section;
                } else {
                    ignored.add(section);
                    diagnostics.report(
                            DiagnosticCode.HEADER,
                            Tokens.span(source, section.tokens.get(0)),
                            "a file holds one model or library, and this is the second",
                            "Move it to a file of its own.");
                }
            }
        }
        Section first = sections.get(0);
        if (first != header) {
            reportLate(first, header, source, diagnostics);
            if (!Tokens.isDeclarationKeyword(first.keyword())) {
                ignored.add(first);
            }
        }
        HeaderContext line = header == null ? null : line(header, source, diagnostics);
        return new Header(
                header,
                header != null && header.keyword() == LIBRARY,
                line == null ? null : name(line, source, diagnostics),
                line == null ? Precision.DOUBLE : precision(line, source, diagnostics),
                ignored);
    }

    private static void reportLate(
            Section first, @Nullable Section header, SourceFile source, Diagnostics diagnostics) {
        if (first.isDamaged()) {
            return;
        }
        diagnostics.report(
                DiagnosticCode.HEADER,
                Tokens.span(source, first.tokens.get(0)),
                header == null
                        ? "a file starts with `model` or `library` and a name"
                        : "`" + header.tokens.get(0).getText() + "` must come first in the file",
                "Start the file with a line such as `model "
                        + (source.name().endsWith(SUFFIX) ? fileName(source) : "Name") + "`.");
    }

    private static @Nullable HeaderContext line(Section header, SourceFile source, Diagnostics diagnostics) {
        if (header.isDamaged()) {
            return null;
        }
        List<Token> tokens = header.tokens;
        boolean formatted = tokens.size() > 2
                && tokens.get(2).getText().equals(PRECISION_WORD)
                && tokens.get(2).getLine() > tokens.get(1).getLine();
        if (formatted) {
            ((CommonToken) tokens.get(2)).setType(PRECISION);
        }
        try {
            return SectionParser.parse(tokens, ModelGrammarParser::headerSection)
                    .header();
        } catch (SectionParser.Mismatch e) {
            diagnostics.report(SyntaxError.diagnostic(source, tokens, e));
            header.fail();
            return null;
        }
    }

    private static Identifier name(HeaderContext line, SourceFile source, Diagnostics diagnostics) {
        Identifier name = new Identifier(line.name.getText(), Tokens.span(source, line.name));
        String file = fileName(source);
        if (source.name().endsWith(SUFFIX) && !name.name().equals(Characters.normalize(file))) {
            diagnostics.report(
                    DiagnosticCode.MODEL_NAME,
                    name.span(),
                    "`" + name + "` stands in the file `" + file + SUFFIX + "`",
                    "Name the file `" + name + SUFFIX + "`, or this `" + file + "`.");
        }
        return name;
    }

    private static Precision precision(HeaderContext line, SourceFile source, Diagnostics diagnostics) {
        if (line.format == null) {
            return Precision.DOUBLE;
        }
        Precision precision = Precision.of(line.format.getText()).orElse(null);
        if (precision == null) {
            diagnostics.report(
                    DiagnosticCode.PRECISION,
                    Tokens.span(source, line.format),
                    "`" + line.format.getText() + "` is no precision",
                    "A model is computed in one of " + Precision.words() + ".");
        } else if (line.kind.getType() == LIBRARY) {
            diagnostics.report(
                    DiagnosticCode.PRECISION,
                    new Span(source, line.PRECISION().getSymbol().getStartIndex(), line.format.getStopIndex() + 1),
                    "a library has no precision of its own: it takes that of the model that imports it",
                    "Leave the line out.");
        }
        return precision == null ? Precision.DOUBLE : precision;
    }

    private static String fileName(SourceFile source) {
        String name = source.name();
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    /** The name, or that of the file where there is none. */
    Identifier nameOr(SourceFile source) {
        return name != null ? name : new Identifier(Characters.normalize(fileName(source)), new Span(source, 0, 0));
    }

    @Nullable
    String doc() {
        return section == null ? null : section.doc();
    }
}
