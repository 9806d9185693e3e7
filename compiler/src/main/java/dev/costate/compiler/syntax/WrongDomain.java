package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;
import static java.util.Map.entry;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Recognises the domains of other languages, and what is no domain, where a declaration leaves the grammar. */
final class WrongDomain {
    private static final Set<Integer> RELATIONS = Set.of(LESS, LESS_EQUAL, GREATER, GREATER_EQUAL);
    private static final Set<String> TYPES = Set.of("double", "real", "float", "int", "vector", "matrix");
    private static final Set<String> MODIFIERS = Set.of("lower", "upper", "offset", "multiplier");

    /** What the domains of other languages are here. */
    private static final Map<String, String> OWN_WORDS = Map.ofEntries(
            entry("positive_ordered", "positive ordered"),
            entry("sum_to_zero", "sum to zero"),
            entry("sum_to_zero_vector", "sum to zero"),
            entry("unit_vector", "unit"),
            entry("cholesky_factor_corr", "cholesky correlation"),
            entry("positive", "> 0"),
            entry("nonnegative", ">= 0"),
            entry("negative", "< 0"),
            entry("probability", "in 0 .. 1"));

    private final List<Token> tokens;
    private final int index;

    private WrongDomain(List<Token> tokens, Token found) {
        this.tokens = tokens;
        this.index = found.getType() == Token.EOF ? tokens.size() : tokens.indexOf(found);
    }

    /** The error, if what is found where the grammar ends is meant as a domain. */
    static @Nullable Diagnostic diagnostic(SourceFile source, List<Token> tokens, Token found) {
        String[] told = new WrongDomain(tokens, found).told();
        return told.length == 0
                ? null
                : new Diagnostic(DiagnosticCode.DOMAIN, Tokens.span(source, found), told[0], List.of(), told[1]);
    }

    /** The error, if an input is declared as in Stan, {@code param real<lower=0> s}; much of that parses otherwise. */
    static @Nullable Diagnostic typed(SourceFile source, List<Token> tokens) {
        int declared = tokens.get(0).getType();
        if (declared != PARAM && declared != DATA) {
            return null;
        }
        int less = tokens.size() > 1 && tokens.get(1).getType() == LESS ? 1 : 2;
        boolean typed = tokens.size() > less + 2
                && tokens.get(less).getType() == LESS
                && tokens.get(less + 2).getType() == ASSIGN
                && MODIFIERS.contains(tokens.get(less + 1).getText());
        String keyword = tokens.get(0).getText();
        return typed
                ? new Diagnostic(
                        DiagnosticCode.DOMAIN,
                        Tokens.span(source, tokens.get(less)),
                        "a domain stands behind the name",
                        List.of(),
                        "Write `" + keyword + " s > 0`, `" + keyword + " p in 0 .. 1`.")
                : null;
    }

    /** What is wrong and what to write; nothing if it is no domain. */
    private String[] told() {
        int first = type(0);
        if (first == LET || first == OUTPUT) {
            return isBehindLeft() && startsDomain()
                    ? told(
                            "a " + text(0) + " has no domain: it is what its equation says",
                            "A domain says where a param or data lives: `param p in 0 .. 1`.")
                    : new String[0];
        } else if (first != PARAM && first != DATA) {
            return new String[0];
        } else if (index == 1 && RELATIONS.contains(type(2))) {
            return told(
                    "the name comes first, and an interval is `in a .. b`",
                    RELATIONS.contains(type(4)) && type(3) == NAME
                            ? "Write `" + text(0) + " " + text(3) + " in " + text(1) + " .. " + rest(5) + "`."
                            : "Write `" + text(0) + " p in 0 .. 1`.");
        }
        int in = in();
        if (in > 0 && (type(index) == COMMA || type(index) == UP_TO)) {
            String lower = text(in + 1).equals("(") ? rest(in + 2, index) : rest(in + 1, index);
            return told(
                    "an interval is `in a .. b`, its ends included",
                    type(index) == UP_TO
                            ? "Write `in " + lower + " .. " + rest(index + 1) + "`."
                            : "Write `in " + lower + " .. " + rest(index + 1).replaceFirst("[)\\]]$", "") + "`.");
        }
        boolean sameLine = index < tokens.size() && index > 1 && !startsLine();
        boolean joined = type(index) == AND || type(index) == COMMA;
        if (sameLine && hasDomain() && (joined || startsDomain())) {
            boolean bounds = tokens.subList(0, index).stream().anyMatch(t -> RELATIONS.contains(t.getType()));
            return told(
                    "an input has one domain",
                    bounds || joined || in > 0
                            ? "Between two bounds it is `in a .. b`."
                            : "Choose one; numbers that are positive and increase are `positive ordered`.");
        }
        boolean typed = index == 2 && TYPES.contains(text(1));
        return sameLine && !typed && type(index) == NAME && (type(index - 1) == CLOSE_BRACKET || index == 2)
                ? told(
                        "there is no domain `" + text(index) + "`",
                        OWN_WORDS.containsKey(text(index))
                                ? "It is `" + OWN_WORDS.get(text(index)) + "` here."
                                : "Domains are `> a`, `>= a`, `< b`, `<= b`, `in a .. b`, `ordered`, "
                                        + "`positive ordered`, `simplex`, `sum to zero`, `unit` and "
                                        + "`cholesky correlation`.")
                : new String[0];
    }

    private static String[] told(String what, String hint) {
        return new String[] {what, hint};
    }

    private boolean startsDomain() {
        int type = type(index);
        boolean word = type == NAME && DomainExpression.Kind.of(text(index)) != null;
        return RELATIONS.contains(type) || type == IN || type == DOMAIN || word;
    }

    private boolean isBehindLeft() {
        return index == 2 || (type(2) == OPEN_BRACKET && type(index - 1) == CLOSE_BRACKET);
    }

    /** Whether a domain stands before. */
    private boolean hasDomain() {
        for (int k = 2; k < index; k++) {
            if (RELATIONS.contains(type(k)) || type(k) == IN || type(k) == DOMAIN) {
                return true;
            }
        }
        return false;
    }

    /** Where {@code in} stands before, or 0. */
    private int in() {
        for (int k = 2; k < index; k++) {
            if (type(k) == IN) {
                return k;
            }
        }
        return 0;
    }

    private boolean startsLine() {
        return tokens.get(index - 1).getLine() < tokens.get(index).getLine();
    }

    private String rest(int from) {
        return rest(from, tokens.size());
    }

    private String rest(int from, int to) {
        return tokens.subList(Math.min(from, to), to).stream()
                .map(Token::getText)
                .collect(Collectors.joining());
    }

    private int type(int k) {
        return k >= 0 && k < tokens.size() ? tokens.get(k).getType() : Token.EOF;
    }

    private String text(int k) {
        return k >= 0 && k < tokens.size() ? tokens.get(k).getText() : "";
    }
}
