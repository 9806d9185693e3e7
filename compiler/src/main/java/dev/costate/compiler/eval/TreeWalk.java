package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

/** The names in expressions, and the equations of blocks. */
final class TreeWalk {
    private TreeWalk() {}

    /** The names in an expression, also those of functions. */
    static List<String> names(Expression e) {
        List<String> names = new ArrayList<>();
        add(e, names);
        return names;
    }

    private static void add(Expression e, List<String> names) {
        if (e instanceof Expression.Name name) {
            names.add(name.name());
        } else if (e instanceof Expression.Call call) {
            names.add(call.name().name());
        }
        e.children().forEach(part -> add(part, names));
    }

    /** The equations among these, also those in blocks, each with the clause of its blocks. */
    static List<Declaration.Equation> equations(List<Declaration> declarations) {
        List<Declaration.Equation> equations = new ArrayList<>();
        for (Declaration declaration : declarations) {
            if (declaration instanceof Declaration.Equation equation) {
                equations.add(equation);
            } else if (declaration instanceof Declaration.Results results) {
                equations.addAll(results.equations());
            } else if (declaration instanceof Declaration.ForBlock block) {
                for (Declaration.Equation e : equations(block.body())) {
                    List<Declaration.IndexRange> ranges = new ArrayList<>(block.ranges());
                    ranges.addAll(e.ranges());
                    equations.add(new Declaration.Equation(
                            e.output(), e.name(), e.subscripts(), e.integer(), e.value(), ranges, e.doc(), e.span()));
                }
            }
        }
        return equations;
    }
}
