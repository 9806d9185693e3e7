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
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * The line {@code model Name} or {@code library Name}.
 *
 * @param section its tokens, or null if there is none
 * @param ignored sections that were reported here: what stands before it, and further headers
 */
record Header(
        @Nullable Section section,
        boolean library,
        @Nullable Identifier name,
        Set<Section> ignored) {
    private static final String SUFFIX = ".model";

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
        Identifier name = header == null ? null : name(header, source, diagnostics);
        return new Header(header, header != null && header.keyword() == LIBRARY, name, ignored);
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

    private static @Nullable Identifier name(Section header, SourceFile source, Diagnostics diagnostics) {
        if (header.isDamaged()) {
            return null;
        }
        try {
            Token token = SectionParser.parse(header.tokens, ModelGrammarParser::headerSection)
                    .header()
                    .NAME()
                    .getSymbol();
            Identifier name = new Identifier(token.getText(), Tokens.span(source, token));
            String file = fileName(source);
            if (source.name().endsWith(SUFFIX) && !name.name().equals(Characters.normalize(file))) {
                diagnostics.report(
                        DiagnosticCode.MODEL_NAME,
                        name.span(),
                        "`" + name + "` stands in the file `" + file + SUFFIX + "`",
                        "Name the file `" + name + SUFFIX + "`, or this `" + file + "`.");
            }
            return name;
        } catch (SectionParser.Mismatch e) {
            diagnostics.report(SyntaxError.diagnostic(source, header.tokens, e));
            header.fail();
            return null;
        }
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
