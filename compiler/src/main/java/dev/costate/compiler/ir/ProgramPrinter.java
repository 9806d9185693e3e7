package dev.costate.compiler.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Programs as text, one equation a line and each shared operation on a line of its own below, so that the text stays
 * linear in the size of the graph.
 */
public final class ProgramPrinter {
    /** Texts longer than this get a line of their own. */
    private static final int LONG = 100;

    private final StringBuilder out = new StringBuilder();
    private final Map<Expr, Integer> uses = new HashMap<>();
    private final Map<Expr, String> names = new HashMap<>();

    private ProgramPrinter() {}

    /** The equations, each node once. */
    public static String print(List<Equation> equations) {
        ProgramPrinter printer = new ProgramPrinter();
        Set<Expr> seen = new HashSet<>();
        for (Equation e : equations) {
            for (Expr node : Graph.ascending(e.roots(), n -> !seen.contains(n))) {
                if (seen.add(node)) {
                    node.operands().forEach(o -> printer.uses.merge(o, 1, Integer::sum));
                }
            }
        }
        equations.forEach(printer::equation);
        return printer.out.toString();
    }

    private void equation(Equation e) {
        StringBuilder shared = new StringBuilder();
        for (Expr node : Graph.ascending(e.roots(), n -> !names.containsKey(n))) {
            if (!names.containsKey(node)) {
                String text = text(node);
                if ((uses.getOrDefault(node, 0) > 1 || text.length() > LONG)
                        && !node.operands().isEmpty()) {
                    shared.append("    ")
                            .append(node)
                            .append(" = ")
                            .append(text)
                            .append('\n');
                    text = node.toString();
                }
                names.put(node, text);
            }
        }
        out.append(e.target().name()).append(subscripts(e.subscripts()));
        out.append(' ').append(e.reduction().symbol()).append(' ').append(names.get(e.value()));
        if (!e.domain().isEmpty()) {
            out.append("  for ");
            out.append(e.domain().stream().map(Range::toString).collect(Collectors.joining(", ")));
        }
        if (e.guard() != null) {
            out.append("  where ").append(names.get(e.guard()));
        }
        out.append('\n').append(shared);
    }

    private static String subscripts(List<Poly> subscripts) {
        return subscripts.isEmpty() ? "" : subscripts.toString();
    }

    private String text(Expr node) {
        String operands = node.operands().stream().map(names::get).collect(Collectors.joining(", "));
        if (node.head() instanceof Expr.Head.Number number) {
            return Double.toString(number.value());
        }
        if (node.head() instanceof Expr.Head.Integer integer) {
            return "(" + integer.value() + ")";
        }
        if (node.head() instanceof Expr.Head.Read read) {
            return read.tensor().name() + subscripts(read.subscripts());
        }
        if (node.head() instanceof Expr.Head.Choice) {
            return "choose(" + operands + ")";
        }
        if (node.head() instanceof Expr.Head.Reduce reduce) {
            String ranges = reduce.ranges().stream().map(Range::toString).collect(Collectors.joining(", "));
            return "reduce" + reduce.reduction().symbol() + "(" + ranges + "; " + operands + ")";
        }
        return node.op() + "(" + operands + ")";
    }
}
