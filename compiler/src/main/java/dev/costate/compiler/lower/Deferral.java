package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Puts definitions that may fail at run time, as {@code let first = x[at]} may, where they are read, if some read is in a
 * branch: a definition has no effect where only branches that are not taken read it. Those with reductions stay, as they would
 * be computed again for each read, and so do those that would become long.
 */
final class Deferral {
    /** How many nodes a definition may have with all that is put into it. */
    private static final int LONGEST = 500;

    private final Exprs make;
    private final Map<Tensor, Integer> lengths = new HashMap<>();
    private final Map<Tensor, Equation> candidates = new HashMap<>();
    /** Those that are read in a branch, or by one that is. */
    private final Set<Tensor> deferred = new HashSet<>();

    private Deferral(Exprs make) {
        this.make = make;
    }

    static Program defer(Program program) {
        Deferral deferral = new Deferral(program.make());
        deferral.findCandidates(program);
        if (deferral.candidates.isEmpty()) {
            return program;
        }
        deferral.findDeferred(program.equations());
        return program.with(deferral.rewritten(program.equations()));
    }

    private void findCandidates(Program program) {
        Map<Tensor, Integer> writers = new HashMap<>();
        program.equations().forEach(e -> writers.merge(e.target(), 1, Integer::sum));
        for (Equation e : program.equations()) {
            boolean plain = writers.getOrDefault(e.target(), 0) == 1
                    && e.guard() == null
                    && e.reduction() == Reduction.SET
                    && e.target().role() == Tensor.Role.LET
                    && e.subscripts()
                            .equals(e.domain().stream()
                                    .map(Range::index)
                                    .map(Poly::of)
                                    .toList());
            if (plain && mayFail(e)) {
                candidates.put(e.target(), e);
            }
        }
    }

    /** Whether evaluating it may fail, also by what is put into it, and is short: without reductions and reads of itself. */
    private boolean mayFail(Equation e) {
        boolean fails = false;
        List<Expr> nodes = Graph.ascending(List.of(e.value()));
        int length = nodes.size();
        for (Expr node : nodes) {
            if (node.head() instanceof Expr.Head.Reduce) {
                return false;
            } else if (node.head() instanceof Expr.Head.Read read) {
                if (read.tensor().equals(e.target())) {
                    return false;
                }
                length += lengths.getOrDefault(read.tensor(), 0);
                fails |= candidates.containsKey(read.tensor())
                        || read.subscripts().stream().anyMatch(Deferral::mayFail);
            } else if (node.head() instanceof Expr.Head.Integer integer) {
                fails |= mayFail(integer.value());
            }
        }
        if (!fails || length > LONGEST) {
            return false;
        }
        lengths.put(e.target(), length);
        return true;
    }

    private static boolean mayFail(Poly poly) {
        for (Atom atom : poly.atoms()) {
            if (atom instanceof Atom.Checked) {
                return true;
            } else if (atom instanceof Atom.Element element) {
                if (element.subscripts().stream().anyMatch(Deferral::mayFail)) {
                    return true;
                }
            } else if (atom instanceof Atom.Integral integral) {
                boolean divides = switch (integral.function()) {
                    case QUOTIENT -> true;
                    case DIV, MOD -> !integral.operands().get(1).isConstant();
                    case MIN, MAX, CHOICE -> false;
                };
                if (divides || integral.operands().stream().anyMatch(Deferral::mayFail)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** From the last equation to the first, so that it is known of each whether it is deferred itself. */
    private void findDeferred(List<Equation> equations) {
        for (int k = equations.size() - 1; k >= 0; k--) {
            Equation e = equations.get(k);
            List<Expr> nodes = Graph.ascending(e.roots());
            boolean all = deferred.contains(e.target())
                    || e.guard() != null
                    || nodes.stream().anyMatch(n -> n.head() instanceof Expr.Head.Reduce reduce && reduce.guarded());
            Regions regions = new Regions(e.roots());
            for (Expr node : nodes) {
                boolean candidate = node.head() instanceof Expr.Head.Read read && candidates.containsKey(read.tensor());
                if (candidate && (all || regions.home(node) != regions.outermost())) {
                    deferred.add(((Expr.Head.Read) node.head()).tensor());
                }
            }
        }
    }

    private List<Equation> rewritten(List<Equation> equations) {
        List<Equation> rewritten = new ArrayList<>();
        Map<Expr, Expr> done = new HashMap<>();
        for (Equation e : equations) {
            Expr value = Graph.rebuild(e.value(), this::inPlace, done);
            Equation next = e.with(e.guard() == null ? null : Graph.rebuild(e.guard(), this::inPlace, done), value);
            if (deferred.contains(e.target())) {
                candidates.put(e.target(), next);
            } else {
                rewritten.add(next);
            }
        }
        return rewritten;
    }

    private Expr inPlace(Expr node, List<Expr> operands) {
        if (!(node.head() instanceof Expr.Head.Read read) || !deferred.contains(read.tensor())) {
            return make.rebuild(node, operands);
        }
        Equation definition = Objects.requireNonNull(candidates.get(read.tensor()));
        Map<Atom.Index, Poly> images = new HashMap<>();
        for (int axis = 0; axis < read.subscripts().size(); axis++) {
            images.put(definition.domain().get(axis).index(), read.subscripts().get(axis));
        }
        return new Substitution(make, images).apply(definition.value());
    }
}
