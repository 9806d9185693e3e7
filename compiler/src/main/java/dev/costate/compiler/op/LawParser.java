package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;

/**
 * Parses the sides of laws, which are formulas as of the language, {@code 1 - tanh(u)^2}: u, v and w stand for any
 * expression, x, y, p and q for any but a constant, and all operations are called by their names. What is written is
 * what is looked for: no law is applied to laws, {@code -1} is a constant and {@code -u} the opposite of an expression.
 */
final class LawParser {
    private static final java.util.regex.Pattern TOKEN =
            java.util.regex.Pattern.compile("\\s*(\\d[\\d.]*|\\w+|\\^2|\\S)");

    private final Map<String, Op> operations = new HashMap<>();
    private List<String> tokens = List.of();
    private int next;

    LawParser(List<Op> all) {
        all.forEach(op -> operations.put(op.name(), op));
    }

    Law law(String left, String right) {
        return new Law((Pattern.Node) formula(left), formula(right), left + " → " + right);
    }

    Pattern formula(String text) {
        tokens = new ArrayList<>();
        for (Matcher matcher = TOKEN.matcher(text); matcher.find(); ) {
            tokens.add(matcher.group(1));
        }
        next = 0;
        Pattern formula = sum();
        if (next < tokens.size()) {
            throw new IllegalArgumentException("'" + tokens.get(next) + "' is not expected in " + text);
        }
        return formula;
    }

    private Pattern sum() {
        Pattern sum = product();
        while (at("+") || at("-")) {
            sum = node(tokens.get(next++), sum, product());
        }
        return sum;
    }

    private Pattern product() {
        Pattern product = factor();
        while (at("*") || at("/")) {
            product = node(tokens.get(next++), product, factor());
        }
        return product;
    }

    private Pattern factor() {
        if (!accept("-")) {
            return square();
        }
        Pattern of = square();
        return of instanceof Pattern.Constant constant ? new Pattern.Constant(-constant.value()) : node("neg", of);
    }

    private Pattern square() {
        Pattern base = primary();
        return accept("^2") ? node("square", base) : base;
    }

    private Pattern primary() {
        String token = tokens.get(next++);
        if (token.equals("(")) {
            Pattern inner = sum();
            expect(")");
            return inner;
        }
        if (Character.isDigit(token.charAt(0))) {
            return new Pattern.Constant(Double.parseDouble(token));
        }
        return switch (token) {
            case "u", "v", "w" -> new Pattern.Hole(token);
            case "x", "y", "p", "q" -> new Pattern.Unknown(token);
            default -> call(token);
        };
    }

    private Pattern call(String name) {
        List<Pattern> operands = new ArrayList<>();
        expect("(");
        do {
            operands.add(sum());
        } while (accept(","));
        expect(")");
        return node(name, operands.toArray(Pattern[]::new));
    }

    private Pattern node(String name, Pattern... operands) {
        Op op = Objects.requireNonNull(operations.get(name), () -> "no operation " + name);
        if (op.arity() != operands.length) {
            throw new IllegalArgumentException(name + " takes " + op.arity() + " operands");
        }
        return new Pattern.Node(op, List.of(operands));
    }

    private boolean at(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private boolean accept(String token) {
        boolean at = at(token);
        next += at ? 1 : 0;
        return at;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException(token + " is missing in " + String.join(" ", tokens));
        }
    }
}
