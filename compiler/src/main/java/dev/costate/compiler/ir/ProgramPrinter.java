package dev.costate.compiler.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Map<Expr, Formula> names = new HashMap<>();

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

    /** A small expression, all of it. */
    public static String formula(Expr root) {
        ProgramPrinter printer = new ProgramPrinter();
        Graph.ascending(List.of(root), node -> true)
                .forEach(node -> printer.names.computeIfAbsent(node, printer::formulaOf));
        return printer.named(root).text();
    }

    private void equation(Equation e) {
        StringBuilder shared = new StringBuilder();
        for (Expr node : Graph.ascending(e.roots(), n -> !names.containsKey(n))) {
            if (!names.containsKey(node)) {
                Formula formula = formulaOf(node);
                if ((uses.getOrDefault(node, 0) > 1 || formula.text().length() > LONG)
                        && !node.operands().isEmpty()) {
                    shared.append("    " + node + " = " + formula + "\n");
                    formula = Formula.primary(node.toString());
                }
                names.put(node, formula);
            }
        }
        out.append(Formula.element(e.target().name(), e.subscripts()));
        out.append(' ').append(e.reduction().symbol()).append(' ').append(named(e.value()));
        if (!e.domain().isEmpty()) {
            out.append("  for ");
            out.append(e.domain().stream().map(Range::toString).collect(Collectors.joining(", ")));
        }
        if (e.guard() != null) {
            out.append("  where ").append(named(e.guard()));
        }
        out.append('\n').append(shared);
    }

    private Formula formulaOf(Expr node) {
        List<Formula> operands = node.operands().stream().map(this::named).toList();
        if (node.head() instanceof Expr.Head.Constant number) {
            return Formula.number(number.value());
        } else if (node.head() instanceof Expr.Head.Whole integer) {
            return Formula.integer(integer.value());
        } else if (node.head() instanceof Expr.Head.Read read) {
            return Formula.element(read.tensor().name(), read.subscripts());
        } else if (node.head() instanceof Expr.Head.Apply apply) {
            return Formula.apply(apply.op(), operands);
        } else if (node.head() instanceof Expr.Head.Choice) {
            return Formula.choice(operands.get(0), operands.get(1), operands.get(2));
        }
        Expr.Head.Reduce reduce = (Expr.Head.Reduce) node.head();
        String ranges = reduce.ranges().stream().map(Range::toString).collect(Collectors.joining(", "));
        String where = reduce.guarded() ? " where " + operands.get(1) : "";
        return Formula.reduce(reduce.reduction(), ranges + where, operands.get(0));
    }

    private Formula named(Expr node) {
        return Objects.requireNonNull(names.get(node));
    }
}
