package dev.costate.compiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Programs as text, one equation a line and each shared operation on a line of its own below, so that the text stays
 * linear in the size of the graph.
 */
public final class ProgramPrinter {
    private final StringBuilder out = new StringBuilder();

    private ProgramPrinter() {}

    public static String print(List<Equation> equations) {
        ProgramPrinter printer = new ProgramPrinter();
        equations.forEach(printer::equation);
        return printer.out.toString();
    }

    private void equation(Equation e) {
        out.append(e.target().name()).append(subscripts(e.subscripts()));
        out.append(' ').append(e.reduction().symbol()).append(' ');
        Map<Expr, String> names = new HashMap<>();
        StringBuilder shared = new StringBuilder();
        List<Expr> roots = e.guard() == null ? List.of(e.value()) : List.of(e.value(), e.guard());
        Map<Expr, Integer> uses = new HashMap<>();
        List<Expr> nodes = Graph.ascending(roots);
        nodes.forEach(n -> n.operands().forEach(o -> uses.merge(o, 1, Integer::sum)));
        for (Expr node : nodes) {
            String text = text(node, names);
            if ((uses.getOrDefault(node, 0) > 1 || text.length() > 100)
                    && !node.operands().isEmpty()) {
                shared.append("    ").append(node).append(" = ").append(text).append('\n');
                text = node.toString();
            }
            names.put(node, text);
        }
        out.append(names.get(e.value()));
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

    private static String text(Expr node, Map<Expr, String> names) {
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
