package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.grammar.ModelGrammarLexer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Says in the user's words where a declaration leaves the grammar. */
final class SyntaxError {
    private static final Set<Integer> OPERATORS = Set.of(
            PLUS,
            MINUS,
            STAR,
            SLASH,
            DIV,
            MOD,
            CARET,
            LESS,
            LESS_EQUAL,
            GREATER,
            GREATER_EQUAL,
            EQUAL,
            NOT_EQUAL,
            AND,
            OR);
    private static final Set<Integer> OPERAND_STARTS =
            Set.of(NAME, NUMBER, MINUS, OPEN_PARENTHESIS, OPEN_BRACKET, BINDER, NORMALIZER, COUNTER, IF, NOT);

    private final SourceFile source;
    private final List<Token> tokens;
    private final SectionParser.Mismatch mismatch;
    private final Token found;
    private final List<Integer> expected;

    private SyntaxError(SourceFile source, List<Token> tokens, SectionParser.Mismatch mismatch) {
        this.source = source;
        this.tokens = tokens;
        this.mismatch = mismatch;
        this.found = mismatch.found();
        this.expected = mismatch.expected().toList();
    }

    static Diagnostic diagnostic(SourceFile source, List<Token> tokens, SectionParser.Mismatch mismatch) {
        return new SyntaxError(source, tokens, mismatch).diagnostic();
    }

    private Diagnostic diagnostic() {
        int type = found.getType();
        Diagnostic domain = WrongDomain.diagnostic(source, tokens, found);
        if (domain != null) {
            return domain;
        }
        if (Tokens.isReserved(type) && expected.contains(NAME) && isMeantAsName(type)) {
            return error(
                    DiagnosticCode.RESERVED_WORD,
                    Tokens.span(source, found),
                    "`" + found.getText() + "` is a reserved word and cannot be a name",
                    type == FOR && previous() != null && previous().getType() == COMMA
                            ? "One `for` states all ranges: `for i in N, j in 0 ..< i`."
                            : "Choose another name, such as `" + found.getText() + "_`.");
        }
        String wanted = names();
        String hint = SyntaxHint.of(tokens, found, mismatch.expected());
        Token previous = previous();
        if (type == Token.EOF && previous != null) {
            int end = previous.getStopIndex() + 1;
            return error(
                    DiagnosticCode.SYNTAX,
                    new Span(source, end, end),
                    wanted + " is missing after `" + previous.getText() + "`",
                    hint);
        }
        return error(
                DiagnosticCode.SYNTAX,
                Tokens.span(source, found),
                "found " + describe(found) + (wanted.isEmpty() ? "" : ", expected " + wanted),
                hint);
    }

    private boolean isMeantAsName(int type) {
        return Tokens.isDeclarationKeyword(type) || !expected.contains(NUMBER);
    }

    private static Diagnostic error(DiagnosticCode code, Span span, String message, @Nullable String hint) {
        return new Diagnostic(code, span, message, List.of(), hint);
    }

    private @Nullable Token previous() {
        int index = found.getType() == Token.EOF ? tokens.size() : tokens.indexOf(found);
        return index > 0 ? tokens.get(index - 1) : null;
    }

    private String names() {
        Token previous = previous();
        boolean afterOperand = previous != null && Tokens.endsOperand(previous.getType());
        boolean operator = expected.contains(STAR) || expected.contains(CARET);
        boolean operand = !(afterOperand && operator) && expected.contains(NUMBER) && expected.contains(NAME);
        boolean domain = expected.contains(DOMAIN);
        boolean comparison = !operator && expected.contains(NOT_EQUAL);
        TreeSet<String> names = new TreeSet<>();
        for (int type : expected) {
            if (operand && OPERAND_STARTS.contains(type)) {
                names.add("an expression");
            } else if (operator && OPERATORS.contains(type)) {
                names.add("an operator");
            } else if (comparison && OPERATORS.contains(type)) {
                names.add("a comparison");
            } else if (domain && (type == IN || OPERATORS.contains(type))) {
                names.add(name(DOMAIN));
            } else if (type > 0 || type == Token.EOF) {
                boolean opensMore = operator && (type == OPEN_PARENTHESIS || type == OPEN_BRACKET);
                if (!opensMore) {
                    names.add(name(type));
                }
            }
        }
        if (names.size() > 1 && found.getType() == Token.EOF) {
            names.remove("an operator");
        }
        if (names.size() > 1) {
            names.remove("`(`"); // the rarest of what could stand there
            if (tokens.get(0).getType() == LET || tokens.get(0).getType() == OUTPUT) {
                names.remove("`:`"); // of what is seldom of integers
            }
        }
        List<String> list = List.copyOf(names);
        return list.size() < 2
                ? String.join("", list)
                : String.join(", ", list.subList(0, list.size() - 1)) + " or " + list.get(list.size() - 1);
    }

    private static String name(int type) {
        return switch (type) {
            case Token.EOF -> "the end of the declaration";
            case NAME -> "a name";
            case NUMBER -> "a number";
            case INT -> "`int`";
            case DOMAIN -> "a domain";
            case OF -> "`of`";
            case WRT -> "`wrt`";
            case PLACEHOLDER -> "`_`";
            case UNIFORM -> "`uniform`";
            case NOISE -> "`noise`";
            case PRECISION -> "`precision`";
            case DIV -> "`div`";
            case MOD -> "`mod`";
            case BINDER, NORMALIZER, COUNTER -> "a binder";
            case ELSE_IF -> "`if`";
            case BLOCK_FOR -> "`for`";
            default -> ModelGrammarLexer.VOCABULARY.getDisplayName(type).replace('\'', '`');
        };
    }

    private static String describe(Token token) {
        String text = "`" + token.getText() + "`";
        if (token.getType() == Token.EOF) {
            return "the end of the declaration";
        }
        return Tokens.isReserved(token.getType()) ? "the reserved word " + text : text;
    }
}
