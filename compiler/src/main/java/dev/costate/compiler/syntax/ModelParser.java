package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.grammar.ModelGrammarParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final List<Section> sections;
    private final @Nullable Header header;
    private final Map<Section, Declaration.Import> imports = new LinkedHashMap<>();
    private final Set<String> unparsed = new LinkedHashSet<>();
    private final Set<String> reservedNames = new HashSet<>();

    /** Reads the header and the imports of a file. */
    public ModelParser(SourceFile source, Diagnostics diagnostics) {
        this(source, diagnostics, Binders.STANDARD);
    }

    private ModelParser(SourceFile source, Diagnostics diagnostics, Binders binders) {
        this.source = source;
        this.diagnostics = diagnostics;
        this.binders = binders;
        this.tokens = TokenReader.read(source, diagnostics);
        this.sections = Sections.split(tokens, diagnostics);
        this.header = sections.isEmpty() ? null : Header.of(sections, source, diagnostics);
        for (Section section : sections) {
            if (section.keyword() == IMPORT && declaration(section, Set.of()) instanceof Declaration.Import found) {
                imports.put(section, found);
            }
        }
    }

    /** The tree of what could be parsed, or null if there is nothing. Nothing is known of what is imported. */
    public static @Nullable ModelFile parse(SourceFile source, Diagnostics diagnostics) {
        return parse(source, diagnostics, Binders.STANDARD);
    }

    public static @Nullable ModelFile parse(SourceFile source, Diagnostics diagnostics, Binders binders) {
        return new ModelParser(source, diagnostics, binders).file(Set.of());
    }

    /** Whether the file starts with {@code library}. */
    public boolean isLibrary() {
        return header != null && header.library();
    }

    /** The name in the header, or that of the file where there is none. */
    public String name() {
        return header == null ? source.name() : header.nameOr(source).name();
    }

    /** Whether every import could be parsed. */
    public boolean knowsImports() {
        return imports.size()
                == sections.stream().filter(s -> s.keyword() == IMPORT).count();
    }

    /** The imports, in order; one that could not be parsed is not among them. */
    public List<Declaration.Import> imports() {
        return List.copyOf(imports.values());
    }

    /**
     * The tree of what could be parsed, or null if there is nothing. To be called once.
     *
     * @param imported the names that the imports bring, which like declared ones hide binders
     */
    public @Nullable ModelFile file(Set<String> imported) {
        if (header == null) {
            diagnostics.report(
                    DiagnosticCode.EMPTY_FILE,
                    new Span(source, 0, 0),
                    "the file holds no model",
                    "A model starts with `model` and its name.");
            return null;
        }
        if (header.precision() != Precision.DOUBLE) {
            tokens.list().stream().filter(token -> token.getType() == NUMBER).forEach(this::holdInFloat);
        }
        Set<String> hidden = new HashSet<>(imported);
        sections.forEach(section -> DeclaredNames.collect(section, hidden));
        sections.forEach(section -> DeclaredNames.collectReserved(section, reservedNames));
        List<Declaration> declarations = new ArrayList<>();
        if (header.section() != null) {
            DeclaredNames.collectLost(header.section(), unparsed);
        }
        for (Section section : sections) {
            if (section != header.section() && !header.ignored().contains(section)) {
                add(section, hidden, declarations);
            }
        }
        ContinuationLines.check(tokens, sections, diagnostics);
        return header.name() == null && declarations.isEmpty()
                ? null
                : new ModelFile(
                        source,
                        header.library(),
                        header.nameOr(source),
                        header.doc(),
                        header.precision(),
                        declarations,
                        unparsed);
    }

    /** Reports a number that is 0 or infinite in {@code float}, and not in {@code double}. */
    private void holdInFloat(Token number) {
        double value = Double.parseDouble(number.getText());
        float rounded = (float) value;
        if (value != 0 && !Double.isInfinite(value) && (rounded == 0 || Float.isInfinite(rounded))) {
            diagnostics.report(
                    DiagnosticCode.MALFORMED_NUMBER,
                    Tokens.span(source, number),
                    "this number is " + (rounded == 0 ? "0" : "infinite") + " in float, and the model computes in that",
                    "Numbers of float are between 1.4e-45 and 3.4e38.");
        }
    }

    /** The tokens and comments of a file without errors of syntax, whose {@link #file tree} has been made. */
    public List<Lexeme> lexemes() {
        return Lexemes.of(tokens, sections);
    }

    /** Lets the tokens go, where only the {@link #file tree} is wanted any more. */
    public void forgetTokens() {
        tokens.list().clear();
        tokens.comments().clear();
        sections.clear();
    }

    private void add(Section section, Set<String> hidden, List<Declaration> declarations) {
        Declaration declaration = section.keyword() == IMPORT ? imports.get(section) : declaration(section, hidden);
        if (declaration != null) {
            declarations.add(declaration);
        } else {
            boolean named = DeclaredNames.isNamed(section) && !DeclaredNames.isDoubtful(section);
            if (!named || section.keyword() == CLOSE_BRACE) {
                unparsed.add(ModelFile.NAMELESS);
            }
            DeclaredNames.collect(section, unparsed);
            DeclaredNames.collectLost(section, unparsed);
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
        if (section.depth > 0 && Tokens.isTopKeyword(section.keyword())) {
            Token keyword = section.tokens.get(0);
            diagnostics.report(
                    DiagnosticCode.SYNTAX,
                    Tokens.span(source, keyword),
                    "a block holds equations, `let` and `output`, and `for` blocks of them, and this is a `"
                            + keyword.getText() + "`",
                    "Put it outside of the block.");
            section.fail();
            return null;
        }
        // What has failed lacks what is on another line, perhaps its brackets.
        int[] partner = Brackets.match(section.tokens, source, section.hasFailed() ? new Diagnostics() : diagnostics);
        if (partner == null) {
            section.fail();
            return null;
        }
        Words.classify(binders, hidden, section.tokens, partner);
        Token tooDeep = Nesting.beyondLimit(section);
        if (tooDeep != null) {
            diagnostics.report(
                    DiagnosticCode.NESTING,
                    Tokens.span(source, tooDeep),
                    "this is nested more than " + Nesting.LIMIT + " levels deep",
                    "Give a part of it a name with `let`.");
            section.fail();
            return null;
        }
        return parse(section, new DeclarationBuilder(source, section.doc(), body));
    }

    /** Whether this is a use of a reserved word that is told where a declaration makes it a name. */
    private boolean isMeantAsName(Section section, Token found) {
        return reservedNames.contains(found.getText()) && section.tokens.indexOf(found) != 1;
    }

    private @Nullable Declaration parse(Section section, DeclarationBuilder builder) {
        Diagnostic typed = WrongDomain.typed(source, section.tokens);
        if (typed != null) {
            diagnostics.report(typed);
            unparsed.add(ModelFile.NAMELESS);
            section.fail();
            return null;
        }
        try {
            if (section.depth > 0) {
                return builder.statement(
                        SectionParser.parse(section.tokens, ModelGrammarParser::statementSection, builder.listener())
                                .statement());
            }
            return builder.declaration(
                    SectionParser.parse(section.tokens, ModelGrammarParser::declarationSection, builder.listener())
                            .declaration());
        } catch (SectionParser.Mismatch e) {
            if (!section.hasFailed() && !isMeantAsName(section, e.found())) {
                diagnostics.report(SyntaxError.diagnostic(source, section.tokens, e));
            }
            section.fail();
            return null;
        }
    }
}
