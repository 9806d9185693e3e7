package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.PartialNodes;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.ir.Requirements.Requirement;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Sets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Guards what is evaluated speculatively, before it is known to be needed. What several branches need is evaluated
 * once, before any of them (see {@link Regions}): of {@code (if i > 0 then x[i - 1] else 0) + (if i > 1 then x[i - 1]
 * else 0)} the read of {@code x}, also where i is 0. There it must not fail, so it becomes a choice by whether its
 * subscripts are in range, unless they always are. Where it is checked at run time, it becomes a choice by whether some
 * branch needs it, so that it fails there and only there. What has no name in the model is computed for more elements
 * than are needed, and guarded likewise.
 *
 * <p>To be taken whenever a pass may have brought branches together.
 */
public final class Speculation {
    private final Exprs make;
    private final Prover prover;
    private final Assumptions assumptions;
    /** Whether what is checked at run time has been so before these equations run. */
    private final boolean checked;

    private Speculation(Exprs make, Prover prover, boolean checked) {
        this.make = make;
        this.prover = prover;
        this.assumptions = new Assumptions(prover);
        this.checked = checked;
    }

    /** The equations of a model, with these conditions. */
    public static List<Equation> guard(Exprs make, List<Equation> equations, Prover prover) {
        Speculation speculation = new Speculation(make, prover, false);
        return equations.stream().map(speculation::guarded).toList();
    }

    /** The equations of a derivative, which run after those of the model, with these conditions. */
    public static List<Equation> guardDerivative(Exprs make, List<Equation> equations, Prover prover) {
        Speculation speculation = new Speculation(make, prover, true);
        return equations.stream().map(speculation::guarded).toList();
    }

    private Equation guarded(Equation e) {
        Facts facts = Assumptions.of(e.domain());
        boolean more = e.target().isIntermediate();
        if (e.guard() == null) {
            return e.with(null, guarded(e.value(), facts, more));
        }
        return e.with(
                guarded(e.guard(), facts, more), guarded(e.value(), assumptions.assume(facts, e.guard(), true), more));
    }

    private Expr guarded(Expr root, Facts facts, boolean more) {
        List<Expr> nodes = PartialNodes.in(root);
        if (nodes.isEmpty()) {
            return root;
        }
        Regions regions = new Regions(List.of(root));
        Map<Expr, Expr> done = new HashMap<>();
        for (Expr node : nodes) {
            boolean speculative = regions.isSpeculative(node);
            if (speculative || more) {
                List<Expr> conditions = new ArrayList<>();
                if (speculative && !checked && Requirements.mayFail(node)) {
                    conditions.add(Needs.of(node, regions, make));
                }
                Facts known = assumptions.within(facts, regions.dominator(node));
                (speculative && checked
                                ? Requirements.of(node, known, prover)
                                : Requirements.unchecked(node, known, prover))
                        .forEach(r -> conditions.add(condition(r)));
                if (!conditions.isEmpty()) {
                    done.put(node, make.choose(all(conditions), node, otherwise(node)));
                }
            }
        }
        return done.isEmpty() ? root : Graph.rebuild(root, make::rebuild, done);
    }

    /** What is evaluated where nothing needs it. */
    private Expr otherwise(Expr node) {
        return node.kind() == Op.Kind.SET ? make.apply(Sets.NONE) : make.number(Double.NaN);
    }

    private Expr all(List<Expr> conditions) {
        return conditions.stream()
                .reduce((a, b) -> make.apply(Connectives.AND, a, b))
                .orElseThrow();
    }

    private Expr condition(Requirement requirement) {
        Expr zero = make.integer(Poly.ZERO);
        if (requirement instanceof Requirement.NonNegative r) {
            return make.apply(Comparisons.LE, zero, make.integer(r.value()));
        } else if (requirement instanceof Requirement.NotZero r) {
            return make.apply(Comparisons.NE, zero, make.integer(r.divisor()));
        } else if (requirement instanceof Requirement.Whole r) {
            Poly rest = Poly.apply(Atom.Function.MOD, r.dividend(), r.divisor());
            return make.apply(Comparisons.EQ, zero, make.integer(rest));
        }
        Requirement.Where where = (Requirement.Where) requirement;
        Expr not = make.apply(
                Comparisons.LE, zero, make.integer(where.nonNegative().negate().plus(-1)));
        return make.apply(
                Connectives.OR,
                not,
                all(where.all().stream().map(this::condition).toList()));
    }
}
