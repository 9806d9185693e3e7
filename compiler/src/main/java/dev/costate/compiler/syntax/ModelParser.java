package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.grammar.ModelGrammarParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * From the text of a file to its syntax tree.
 *
 * <p>The tokens are split into declarations and each is parsed on its own: one that is wrong gets one error and is left
 * out of the tree. Its name is kept in {@link ModelFile#unparsed()}, so that later phases do not miss it.
 */
public final class ModelParser {
    private final SourceFile source;
    private final Diagnostics diagnostics;
    private final Binders binders;
    private final Tokens tokens;
    private final Set<String> unparsed = new LinkedHashSet<>();

    private ModelParser(SourceFile source, Diagnostics diagnostics, Binders binders) {
        this.source = source;
        this.diagnostics = diagnostics;
        this.binders = binders;
        this.tokens = TokenReader.read(source, diagnostics);
    }

    /** The tree of what could be parsed, or null if there is nothing. */
    public static @Nullable ModelFile parse(SourceFile source, Diagnostics diagnostics) {
        return parse(source, diagnostics, Binders.STANDARD);
    }

    public static @Nullable ModelFile parse(SourceFile source, Diagnostics diagnostics, Binders binders) {
        return new ModelParser(source, diagnostics, binders).file();
    }

    private @Nullable ModelFile file() {
        if (tokens.list().isEmpty()) {
            diagnostics.report(
                    Code.EMPTY_FILE,
                    new Span(source, 0, 0),
                    "the file holds no model",
                    "A model starts with `model` and its name.");
            return null;
        }
        List<Section> sections = Sections.split(tokens, diagnostics);
        Header header = Header.of(sections, source, diagnostics);
        Set<String> hidden = new HashSet<>();
        sections.forEach(section -> DeclaredNames.collect(section, hidden));
        List<Declaration> declarations = new ArrayList<>();
        for (Section section : sections) {
            if (section != header.section() && !header.ignored().contains(section)) {
                add(section, hidden, declarations);
            }
        }
        ContinuationLines.check(tokens, sections, diagnostics);
        return header.name() == null && declarations.isEmpty()
                ? null
                : new ModelFile(source, header.library(), header.nameOr(source), header.doc(), declarations, unparsed);
    }

    private void add(Section section, Set<String> hidden, List<Declaration> declarations) {
        Declaration declaration = declaration(section, hidden);
        if (declaration != null) {
            declarations.add(declaration);
        } else {
            DeclaredNames.collect(section, unparsed);
        }
    }

    private @Nullable Declaration declaration(Section section, Set<String> hidden) {
        List<Declaration> body = new ArrayList<>();
        if (section.depth < Nesting.LIMIT) {
            Set<String> inside = hidden;
            if (section.keyword() == FN && !section.children.isEmpty()) {
                inside = new HashSet<>(hidden);
                for (Section child : section.children) {
                    DeclaredNames.collect(child, inside);
                }
            }
            for (Section child : section.children) {
                add(child, inside, body);
            }
        }
        if (section.isDamaged()) {
            return null;
        }
        int[] partner = Brackets.match(section.tokens, source, diagnostics);
        if (partner == null) {
            section.fail();
            return null;
        }
        Words.classify(binders, hidden, section.tokens, partner);
        Token tooDeep = Nesting.beyondLimit(section);
        if (tooDeep != null) {
            diagnostics.report(
                    Code.NESTING,
                    Tokens.span(source, tooDeep),
                    "this is nested more than " + Nesting.LIMIT + " levels deep",
                    "Give a part of it a name with `let`.");
            section.fail();
            return null;
        }
        return parse(section, new DeclarationBuilder(source, section.doc, body));
    }

    private @Nullable Declaration parse(Section section, DeclarationBuilder builder) {
        try {
            if (section.depth > 0) {
                return builder.statement(SectionParser.parse(section.tokens, ModelGrammarParser::statementSection)
                        .statement());
            }
            return builder.declaration(SectionParser.parse(section.tokens, ModelGrammarParser::declarationSection)
                    .declaration());
        } catch (SectionParser.Mismatch e) {
            diagnostics.report(SyntaxError.diagnostic(source, section.tokens, e));
            section.fail();
            return null;
        }
    }
}
