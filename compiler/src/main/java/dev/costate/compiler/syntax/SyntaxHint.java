package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what was meant where a declaration leaves the grammar; knows the habits of other languages. Long, since each
 * habit is a guess of its own.
 */
final class SyntaxHint {
    private static final List<String> KEYWORDS =
            List.of("import", "dim", "const", "param", "data", "noise", "fn", "let", "output", "derive", "for");
    /** What declarations begin with in languages whose variables have types. */
    private static final Set<String> TYPES = Set.of(
            "real",
            "double",
            "float",
            "int",
            "vector",
            "row_vector",
            "matrix",
            "array",
            "simplex",
            "ordered",
            "positive_ordered",
            "unit_vector",
            "cholesky_factor_corr",
            "corr_matrix",
            "cov_matrix");

    private static final Set<String> ELSE_IFS = Set.of("elif", "elsif", "elseif");
    private static final List<String> BINDERS = new ArrayList<>();

    static {
        BINDERS.addAll(Binders.STANDARD.reducing());
        BINDERS.addAll(Binders.STANDARD.normalizing());
        BINDERS.addAll(Binders.STANDARD.counting());
        BINDERS.sort(null);
    }

    private final List<Token> tokens;
    private final Token found;
    private final int index;
    private final IntervalSet expected;

    private SyntaxHint(List<Token> tokens, Token found, IntervalSet expected) {
        this.tokens = tokens;
        this.found = found;
        this.index = found.getType() == Token.EOF ? tokens.size() : tokens.indexOf(found);
        this.expected = expected;
    }

    /** A hint, or null. */
    static @Nullable String of(List<Token> tokens, Token found, IntervalSet expected) {
        SyntaxHint hint = new SyntaxHint(tokens, found, expected);
        return hint.index == 0 ? null : hint.hint();
    }

    private @Nullable String hint() {
        String wanted = wanted();
        String binder = wanted == null ? unnamedIndex() : null;
        if (binder != null) {
            return "`" + binder + "` names its index first: `" + binder + "(i) …`.";
        } else if (wanted != null) {
            return wanted;
        } else if (startsLine()
                && expected.contains(Token.EOF)
                && found.getText().equals("int")) {
            return "The type of integers stands behind: `data n[N] : int`, `let first[i] : int = …`.";
        } else if (startsLine()
                && expected.contains(Token.EOF)
                && found.getText().equals("precision")) {
            return "In which numbers the model is computed stands on the line after `model`.";
        } else if (startsLine() && expected.contains(Token.EOF) && TYPES.contains(found.getText())) {
            return "Numbers need no type: a param is declared as `param s`, data as `data y[N]`, and where it lives"
                    + " behind "
                    + "that: `param s > 0`.";
        } else if (startsLine() && expected.contains(Token.EOF)) {
            String keyword = MisspeltBlock.isFunction(found.getText())
                    ? MisspeltBlock.FUNCTION_HINT
                    : Spelling.hint(found.getText(), KEYWORDS);
            return keyword == null ? "Does this line lack a keyword such as `let`?" : keyword;
        }
        String form = form(type(0));
        return form == null ? operand() : form;
    }

    /** For what is written otherwise in other languages. */
    private @Nullable String wanted() {
        int type = found.getType();
        int previous = type(index - 1);
        boolean assigns = (type == ASSIGN || type == COLON) && !expected.contains(DOMAIN);
        if (startsLine() && found.getText().equals("target") && type(index + 1) == PLUS) {
            return "A log density is an output, the sum of all its terms: `output lp = …`.";
        } else if (type == ASSIGN && expected.contains(EQUAL)) {
            return "To compare, write `==`.";
        } else if (assigns && expected.contains(IN) && expected.contains(CLOSE_PARENTHESIS)) {
            return "A range is stated with `in`: `i in 0 .. n`.";
        } else if (assigns && type == ASSIGN && expected.contains(IN)) {
            return "A range is stated with `in`.";
        } else if (expected.contains(THROUGH)
                && (type == COLON || found.getText().equals("to"))) {
            return "A range is written `a .. b`, or `a ..< b` without `b`.";
        } else if ((expected.contains(ASSIGN) && type(index + 1) == ASSIGN) || (type == ASSIGN && previous == COLON)) {
            return "An equation is written with `=`.";
        } else if (type == STAR && previous == STAR) {
            return "For a power write `^`.";
        } else if (type == COMMA && previous == NUMBER && type(index + 1) == NUMBER) {
            return "A number has a decimal point: `0.5`.";
        } else if (type == OPEN_BRACKET && previous == CLOSE_BRACKET) {
            String extreme = extremeBefore(index - 1);
            return extreme != null
                    ? "Here `" + extreme + "(…)` is a call; parenthesise a body that starts with a bracket: `" + extreme
                            + "(i) (…)`."
                    : "Several subscripts stand in one pair of brackets: `a[i, j]`.";
        } else if (type == GREATER && previous == LESS) {
            return "For unequal write `!=`.";
        } else if (type == IF && expected.contains(NUMBER)) {
            return "A choice that is an operand stands in parentheses: `(if … then … else …)`.";
        } else if (expected.contains(ELSE) && ELSE_IFS.contains(found.getText())) {
            return "A further case starts with `else if`.";
        } else if (expected.contains(THEN)
                && type != Token.EOF
                && !found.getText().equals("{")) {
            return "Between the condition and the value stands `then`: `if … then … else …`.";
        } else if (expected.contains(THEN) || (expected.contains(ELSE) && type != Token.EOF)) {
            return "A choice is written `if … then … else …`.";
        } else if (type == OPEN_BRACE && expected.contains(NUMBER) && previous != IN) {
            return "Group with parentheses.";
        } else if (expected.contains(INT)) {
            String meant = Spelling.hint(found.getText(), List.of("int"));
            return meant == null ? "Real numbers need no type." : meant;
        }
        return null;
    }

    /** Whether it stands before {@code =}. */
    private boolean isOnLeft() {
        return tokens.subList(0, index).stream().noneMatch(t -> t.getType() == ASSIGN);
    }

    /** Whether it is within the arguments of a call behind {@code =}. */
    private boolean isInCall() {
        int depth = 0;
        for (int k = 1; k < index; k++) {
            depth += type(k) == OPEN_PARENTHESIS ? 1 : type(k) == CLOSE_PARENTHESIS ? -1 : 0;
        }
        return depth > 0 && !isOnLeft();
    }

    /** For a declaration that is built otherwise. */
    private @Nullable String form(int keyword) {
        int type = found.getType();
        boolean equation = keyword == LET || keyword == OUTPUT;
        boolean ended = expected.contains(Token.EOF);
        if (keyword == NOISE) {
            return "Noise is `noise z[N]`, standard normal, or `noise u[N] uniform`, between 0 and 1; it is drawn,"
                    + " so it has "
                    + "no value.";
        } else if (keyword == DERIVE) {
            return "As in `derive gradient of loss wrt w`.";
        } else if (keyword == FN) {
            return function(type);
        } else if (equation && type(1) == OPEN_PARENTHESIS && !isInCall()) {
            return "Several names in parentheses are for the results of a function: `let (a, b) = f(x)`.";
        } else if (type == COMMA && index == 2 && ended) {
            return "Every declaration has a line of its own.";
        } else if (type == OPEN_PARENTHESIS && index == 2) {
            String name = text(1);
            return equation
                    ? "Subscripts stand in brackets, `" + name + "[…]`; a function is declared with `fn`."
                    : "Sizes stand in brackets: `" + name + "[…]`.";
        } else if (equation && type == IN) {
            return "Ranges follow the equation: `… for i in …`.";
        } else if (equation && type == COLON && isOnLeft()) {
            return "On the left stands an index, as in `a[i] = b[i]`.";
        } else if (equation && type == WHERE && expected.contains(UP_TO)) {
            return "Each element has one equation, and a condition would leave some without: state the range, "
                    + "`for i in a ..< b`, or choose, `if … then … else …`.";
        } else if (equation && ended && (type == IF || type == WHERE)) {
            return "A case is a range, `… for i in …`, or a choice, `if … then … else …`.";
        } else if (equation && previousIsIndexOfRange() && narrows(type)) {
            return narrowed(type);
        }
        return null;
    }

    private boolean previousIsIndexOfRange() {
        int before = type(index - 2);
        return type(index - 1) == NAME && (before == FOR || before == COMMA) && expected.contains(IN);
    }

    private static boolean narrows(int type) {
        return type == LESS || type == LESS_EQUAL || type == GREATER || type == GREATER_EQUAL || type == NOT_EQUAL;
    }

    /** A range that is narrowed by another index, as binders may be and clauses may not. */
    private String narrowed(int type) {
        String name = text(index - 1);
        String limit = type(index + 1) == NAME || type(index + 1) == NUMBER ? text(index + 1) : "i";
        return switch (type) {
            case LESS -> "A clause states the range: `" + name + " in 0 ..< " + limit + "`.";
            case LESS_EQUAL -> "A clause states the range: `" + name + " in 0 .. " + limit + "`.";
            case GREATER -> "A clause states the range: `" + name + " in " + limit + " + 1 ..< n`.";
            case GREATER_EQUAL -> "A clause states the range: `" + name + " in " + limit + " ..< n`.";
            default -> "A clause states one range; choose within it: `if " + name + " != " + limit + " then … else …`.";
        };
    }

    private @Nullable String function(int type) {
        if (expected.contains(PLACEHOLDER)) {
            return "A parameter that is a function has `_` for each argument: `f(_, _)`.";
        } else if (type == OPEN_BRACE) {
            return "A block of equations needs a named result: `fn f(…) -> r { … }`.";
        } else if (type == NAME && expected.contains(LET)) {
            return "Equations start with `let`; the result is the one named after `->`.";
        } else if ((type == COLON || type == ASSIGN) && expected.contains(CLOSE_PARENTHESIS)) {
            return "A parameter is a name, with its sizes if it is an array: `x`, `a[n]`.";
        }
        return operand();
    }

    /** For an operand right after another one. */
    private @Nullable String operand() {
        int previous = type(index - 1);
        boolean starts = found.getType() == NAME || found.getType() == NUMBER || found.getType() == OPEN_PARENTHESIS;
        if (!starts || !Tokens.endsOperand(previous) || !expected.contains(STAR)) {
            return null;
        }
        String before = text(index - 1);
        if (previous == NAME && BINDERS.contains(before)) {
            return "`" + before + "` names its index in parentheses: `" + before + "(i) …`.";
        }
        String called = called(index - 1);
        if (called != null && Binders.elsewhere(called) != null) {
            return Binders.elsewhere(called);
        }
        String binder = called == null ? null : binder(called);
        if (binder != null) {
            return binder.equals(called)
                    ? "`" + binder + "` names its index in parentheses: `" + binder + "(i) …`."
                    : "Did you mean `" + binder + "`?";
        }
        return found.getType() == OPEN_PARENTHESIS ? null : "For a product write `*`.";
    }

    private static @Nullable String binder(String name) {
        return switch (name) {
            case "Σ" -> "sum";
            case "Π" -> "prod";
            default -> Spelling.nearest(name, BINDERS);
        };
    }

    /** The binder within whose parentheses there is an expression instead of an index. */
    private @Nullable String unnamedIndex() {
        Set<Integer> binders = Set.of(BINDER, NORMALIZER, COUNTER);
        int open = index - 1;
        if (type(open) == NAME) {
            open--;
        } else if (type(open) == CLOSE_PARENTHESIS && !expected.contains(STAR) && type(open - 2) == OPEN_PARENTHESIS) {
            open -= 2;
        }
        boolean within = type(open) == OPEN_PARENTHESIS && binders.contains(type(open - 1));
        boolean operates = found.getType() != NAME && found.getType() != COMMA;
        return within && operates ? text(open - 1) : null;
    }

    /** The {@code max} or {@code min} whose parentheses stand before the bracket that this one closes; or null. */
    private @Nullable String extremeBefore(int close) {
        int open = close;
        for (int depth = 0; open > 0; open--) {
            depth += type(open) == CLOSE_BRACKET ? 1 : type(open) == OPEN_BRACKET ? -1 : 0;
            if (depth == 0) {
                break;
            }
        }
        String called = type(open - 1) == CLOSE_PARENTHESIS ? called(open - 1) : null;
        return Binders.STANDARD.alsoFunctions().contains(called == null ? "" : called) ? called : null;
    }

    /** What stands before the parenthesis or bracket that this one closes, if it is a name. */
    private @Nullable String called(int close) {
        int depth = 0;
        for (int k = close; k > 0; k--) {
            if (type(k) == CLOSE_PARENTHESIS || type(k) == CLOSE_BRACKET) {
                depth++;
            } else if (type(k) == OPEN_PARENTHESIS || type(k) == OPEN_BRACKET) {
                depth--;
            }
            if (depth == 0) {
                return k < close && type(k - 1) == NAME ? text(k - 1) : null;
            }
        }
        return null;
    }

    private boolean startsLine() {
        return index < tokens.size() && tokens.get(index - 1).getLine() < found.getLine();
    }

    private int type(int k) {
        return k >= 0 && k < tokens.size() ? tokens.get(k).getType() : Token.EOF;
    }

    private String text(int k) {
        return tokens.get(k).getText();
    }
}
