package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts conditions on what is evaluated before it is known to be needed. What several branches need is evaluated once,
 * before any of them (see {@link Regions}): of {@code (if i > 0 then x[i - 1] else 0) + (if i > 1 then x[i - 1] else 0)}
 * the read of {@code x}, also where i is 0. There it must not fail, so it becomes a choice by whether its subscripts are
 * in range, unless they always are.
 */
public final class Precaution {
    private final Exprs make;
    private final Prover prover;
    private final Assumptions assumptions;

    private Precaution(Program program, Prover prover) {
        this.make = program.make();
        this.prover = prover;
        this.assumptions = new Assumptions(prover);
    }

    /** The program with these conditions. */
    public static Program take(Program program, Prover prover) {
        Precaution precaution = new Precaution(program, prover);
        return program.with(
                program.equations().stream().map(precaution::careful).toList());
    }

    private Equation careful(Equation e) {
        Facts facts = Facts.NONE;
        for (Range range : e.domain()) {
            facts = facts.withRange(range);
        }
        if (e.guard() == null) {
            return e.with(null, careful(e.value(), facts));
        }
        return e.with(careful(e.guard(), facts), careful(e.value(), assumptions.assume(facts, e.guard(), true)));
    }

    private Expr careful(Expr root, Facts outer) {
        Regions regions = new Regions(List.of(root));
        List<Expr> nodes = Graph.ascending(List.of(root));
        List<Expr> early = nodes.stream().filter(regions::isEarly).toList();
        if (early.isEmpty()) {
            return root;
        }
        Facts facts = withRanges(outer, nodes);
        Map<Expr, Expr> done = new HashMap<>();
        for (Expr node : early) {
            List<Expr> conditions = new ArrayList<>();
            if (node.head() instanceof Expr.Head.Read read) {
                inRange(read.tensor(), read.subscripts(), assumptions.within(facts, regions.home(node)), conditions);
            } else if (node.head() instanceof Expr.Head.Integer integer) {
                defined(integer.value(), assumptions.within(facts, regions.home(node)), conditions);
            }
            if (!conditions.isEmpty()) {
                done.put(node, make.choose(all(conditions), node, make.number(Double.NaN)));
            }
        }
        return done.isEmpty() ? root : Graph.rebuild(root, make::rebuild, done);
    }

    private Expr all(List<Expr> conditions) {
        return conditions.stream().reduce((a, b) -> make.apply(Ops.AND, a, b)).orElseThrow();
    }

    /** The facts and the ranges of bound indices, of those that have one range only. */
    private static Facts withRanges(Facts outer, List<Expr> nodes) {
        Map<Atom.Index, Set<Range>> ranges = new HashMap<>();
        List<Range> order = new ArrayList<>();
        for (int k = nodes.size() - 1; k >= 0; k--) {
            if (nodes.get(k).head() instanceof Expr.Head.Reduce reduce) {
                for (Range range : reduce.ranges()) {
                    if (ranges.computeIfAbsent(range.index(), i -> new HashSet<>())
                            .add(range)) {
                        order.add(range);
                    }
                }
            }
        }
        Facts facts = outer;
        for (Range range : order) {
            if (ranges.getOrDefault(range.index(), Set.of()).size() == 1) {
                facts = facts.withRange(range);
            }
        }
        return facts;
    }

    private void inRange(Tensor tensor, List<Poly> subscripts, Facts known, List<Expr> conditions) {
        for (int axis = 0; axis < subscripts.size(); axis++) {
            Poly subscript = subscripts.get(axis);
            if (subscript.asAtom() instanceof Atom.Checked checked) {
                subscript = checked.value();
            }
            defined(subscript, known, conditions);
            atLeastZero(subscript, known, conditions);
            atLeastZero(tensor.shape().get(axis).minus(subscript).plus(-1), known, conditions);
        }
    }

    private void atLeastZero(Poly value, Facts known, List<Expr> conditions) {
        if (!prover.nonNegative(value, known)) {
            conditions.add(isNonNegative(value));
        }
    }

    /** What must hold for an integer to have a value. */
    private void defined(Poly integer, Facts known, List<Expr> conditions) {
        for (Atom atom : integer.atoms()) {
            if (atom instanceof Atom.Element element) {
                inRange(element.tensor(), element.subscripts(), known, conditions);
            } else if (atom instanceof Atom.Checked checked) {
                defined(checked.value(), known, conditions);
                atLeastZero(checked.value(), known, conditions);
                atLeastZero(checked.size().minus(checked.value()).plus(-1), known, conditions);
            } else if (atom instanceof Atom.Integral integral) {
                if (integral.function() == Atom.Function.CHOICE) {
                    chosen(integral, known, conditions);
                    continue;
                }
                integral.operands().forEach(operand -> defined(operand, known, conditions));
                divisible(integral, known, conditions);
            }
        }
    }

    private void divisible(Atom.Integral integral, Facts known, List<Expr> conditions) {
        if (integral.function() == Atom.Function.MIN || integral.function() == Atom.Function.MAX) {
            return;
        }
        Poly dividend = integral.operands().get(0);
        Poly divisor = integral.operands().get(1);
        Expr zero = make.integer(Poly.ZERO);
        if (!prover.nonNegative(divisor.plus(-1), known)) {
            conditions.add(make.apply(Ops.NE, zero, make.integer(divisor)));
        }
        if (integral.function() == Atom.Function.QUOTIENT) {
            Poly rest = Poly.apply(Atom.Function.MOD, dividend, divisor);
            conditions.add(make.apply(Ops.EQ, zero, make.integer(rest)));
        }
    }

    /** Of the two integers only the one that is chosen must have a value. */
    private void chosen(Atom.Integral choice, Facts known, List<Expr> conditions) {
        Poly first = choice.operands().get(0);
        Poly not = first.negate().plus(-1);
        defined(first, known, conditions);
        List<Expr> then = new ArrayList<>();
        defined(choice.operands().get(1), known.with(List.of(first)), then);
        List<Expr> otherwise = new ArrayList<>();
        defined(choice.operands().get(2), known.with(List.of(not)), otherwise);
        if (!then.isEmpty()) {
            conditions.add(make.apply(Ops.OR, isNonNegative(not), all(then)));
        }
        if (!otherwise.isEmpty()) {
            conditions.add(make.apply(Ops.OR, isNonNegative(first), all(otherwise)));
        }
    }

    private Expr isNonNegative(Poly value) {
        return make.apply(Ops.LE, make.integer(Poly.ZERO), make.integer(value));
    }
}
