package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Guards;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives each distinct reduction an equation of its own over its free indices and what it reduces over. Afterwards no
 * reduction is left within an expression. A reduction within a branch is computed only where that branch is taken.
 */
public final class Flattening {
    private final Exprs make;
    private final Map<Unreduced.Key, Expr.Head.Read> known = new HashMap<>();
    private final Map<String, Integer> counters = new HashMap<>();
    private final List<Equation> flat = new ArrayList<>();

    private Flattening(Exprs make) {
        this.make = make;
    }

    /** The flat program, not in order yet: {@link LoopDistribution} finds one. */
    public static Program flatten(Program program) {
        Flattening flattening = new Flattening(program.make());
        program.equations().forEach(flattening::all);
        return program.with(flattening.flat);
    }

    /** Flattens one equation, and before it those that its reductions become, innermost first. */
    private void all(Equation equation) {
        Deque<Equation> open = new ArrayDeque<>(List.of(equation));
        while (!open.isEmpty()) {
            Equation top = open.pop();
            if (top.roots().stream().noneMatch(Expr::isReducing)) {
                flat.add(top);
                continue;
            }
            List<Equation> made = new ArrayList<>();
            open.push(new Unreduced(top, make, key -> known.computeIfAbsent(key, k -> define(k, equation, made)))
                    .equation());
            Collections.reverse(made);
            made.forEach(open::push);
        }
    }

    private Expr.Head.Read define(Unreduced.Key key, Equation within, List<Equation> made) {
        Expr.Head.Reduce reduce = (Expr.Head.Reduce) key.reduction().head();
        List<Poly> shape = new ArrayList<>();
        List<Poly> subscripts = new ArrayList<>();
        for (Range range : key.ranges()) {
            shape.add(PolyBounds.size(range, key.ranges()));
            subscripts.add(Poly.of(range.index()).minus(PolyBounds.origin(range, key.ranges())));
        }
        Tensor target = make.tensors().temporary(name(within, reduce.reduction()), shape, within.span());
        List<Range> domain = new ArrayList<>(key.ranges());
        domain.addAll(reduce.ranges());
        Expr guard = reduce.guarded() ? key.reduction().operand(1) : null;
        if (key.guard() != null) {
            guard = Guards.before(make, key.guard(), guard);
        }
        Expr body = key.reduction().operand(0);
        made.add(new Equation(target, subscripts, domain, guard, reduce.reduction(), body, within.span()));
        return new Expr.Head.Read(target, subscripts);
    }

    /** {@code lossSum}, and of several in one quantity {@code lossSum2}. */
    private String name(Equation within, Reduction reduction) {
        String kind = reduction.name().toLowerCase(Locale.ROOT);
        String name = within.target().name() + Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
        int number = counters.merge(name, 1, Integer::sum);
        return number == 1 ? name : name + number;
    }
}
