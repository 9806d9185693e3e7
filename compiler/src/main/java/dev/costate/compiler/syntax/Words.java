package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Decides what the words of a section are: binders, the operators {@code div} and {@code mod}, and the words that are
 * keywords only where they stand.
 */
final class Words {
    private final Binders binders;
    private final Set<String> hidden;
    private final List<Token> tokens;
    private final int[] partner;
    /** The parentheses that end the indices of a binder: an operand follows them, no operator. */
    private final Set<Integer> headEnds = new HashSet<>();

    private Words(Binders binders, Set<String> hidden, List<Token> tokens, int[] partner) {
        this.binders = binders;
        this.hidden = hidden;
        this.tokens = tokens;
        this.partner = partner;
    }

    /**
     * @param hidden declared names, which hide binders
     * @param partner the matching bracket of each bracket
     */
    static void classify(Binders binders, Set<String> hidden, List<Token> tokens, int[] partner) {
        Words words = new Words(binders, hidden, tokens, partner);
        if (tokens.get(0).getType() == DERIVE) {
            words.derive();
            return;
        }
        if (tokens.get(0).getType() == FOR) {
            words.retype(0, BLOCK_FOR);
        }
        for (int i = 1; i < tokens.size(); i++) {
            words.classify(i);
        }
        if (tokens.get(0).getType() == PARAM || tokens.get(0).getType() == DATA) {
            words.domain();
        }
    }

    /** The words of a domain, behind the name and its axes and on one line with them. */
    private void domain() {
        int start = type(2) == OPEN_BRACKET ? partner[2] + 1 : 2;
        start = type(start) == COLON && type(start + 1) == INT ? start + 2 : start;
        StringBuilder phrase = new StringBuilder();
        for (int i = start; type(i) == NAME && !startsLine(i); i++) {
            phrase.append(i == start ? "" : " ").append(text(i));
            if (DomainExpression.Kind.of(phrase.toString()) != null) {
                for (int k = start; k <= i; k++) {
                    retype(k, DOMAIN);
                }
            }
        }
    }

    private boolean startsLine(int index) {
        return tokens.get(index - 1).getLine() < tokens.get(index).getLine();
    }

    private void classify(int index) {
        int type = type(index);
        if (type == IF && type(index - 1) == ELSE) {
            retype(index, ELSE_IF);
        } else if (type == NAME) {
            String name = text(index);
            if (operatorMayStand(index) && (name.equals("div") || name.equals("mod"))) {
                retype(index, name.equals("div") ? DIV : MOD);
            } else if (name.equals("uniform") && index > 1 && type(0) == NOISE) {
                retype(index, UNIFORM);
            } else if (name.equals("_") && isPlaceholder(index)) {
                retype(index, PLACEHOLDER);
            } else if (type(index - 1) == COLON && name.equals("int")) {
                retype(index, INT);
            } else if (type(index + 1) == OPEN_PARENTHESIS && !hidden.contains(name) && index > 1) {
                binder(index, name);
            }
        }
    }

    /** Whether it stands for an argument of a function that is a parameter, as in {@code fn rk4(f(_, _), y[n])}. */
    private boolean isPlaceholder(int index) {
        return tokens.get(0).getType() == FN
                && index < partner[2]
                && (type(index - 1) == OPEN_PARENTHESIS
                        ? index > 3
                        : type(index - 1) == COMMA && type(index - 2) == PLACEHOLDER);
    }

    private void binder(int index, String name) {
        int end = partner[index + 1];
        if (binders.counting().contains(name)) {
            retype(index, COUNTER);
        } else if (binders.normalizing().contains(name)) {
            retype(index, NORMALIZER);
            headEnds.add(end);
        } else if (binders.reducing().contains(name)
                && (!binders.alsoFunctions().contains(name) || startsBody(end + 1))) {
            retype(index, BINDER);
            headEnds.add(end);
        }
    }

    /** Whether after {@code max(…)} there is a body, so that it is no call. */
    private boolean startsBody(int index) {
        int type = type(index);
        boolean operator =
                type == NAME && (text(index).equals("div") || text(index).equals("mod"));
        return type == NUMBER || type == OPEN_PARENTHESIS || (type == NAME && !operator);
    }

    private boolean operatorMayStand(int index) {
        return Tokens.endsOperand(type(index - 1)) && !headEnds.contains(index - 1);
    }

    private void derive() {
        int of = 1;
        while (of < tokens.size() && !text(of).equals("of")) {
            of++;
        }
        if (of < tokens.size()) {
            retype(of, OF);
            if (type(of + 2) == NAME && text(of + 2).equals("wrt")) {
                retype(of + 2, WRT);
            }
        }
    }

    private int type(int index) {
        return index < tokens.size() ? tokens.get(index).getType() : Token.EOF;
    }

    private String text(int index) {
        return tokens.get(index).getText();
    }

    private void retype(int index, int type) {
        ((CommonToken) tokens.get(index)).setType(type);
    }
}
