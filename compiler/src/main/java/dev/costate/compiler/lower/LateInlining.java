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
import dev.costate.compiler.ir.Requirements;
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
 * Puts definitions that may fail at run time, as {@code let first = x[at]} may, where they are read, if some read is in
 * a branch: a definition has no effect where only branches that are not taken read it. Arrays with reductions stay, as
 * these would be computed again for each read; so do those that would become long, and numbers with reductions that are
 * needed all the same.
 */
public final class LateInlining {
    /** How many nodes a definition may have with all that is put into it. */
    private static final int LONGEST = 500;

    private final Exprs make;
    private final Map<Tensor, Integer> lengths = new HashMap<>();
    private final Map<Tensor, Equation> candidates = new HashMap<>();
    /** Those of the candidates that hold reductions. */
    private final Set<Tensor> reducing = new HashSet<>();
    /** Those that some equation reads in branches only, or by one that is. */
    private final Set<Tensor> deferred = new HashSet<>();
    /** Those that are read whatever holds. */
    private final Set<Tensor> needed = new HashSet<>();

    private LateInlining(Exprs make) {
        this.make = make;
    }

    public static Program inline(Program program) {
        LateInlining deferral = new LateInlining(program.make());
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

    /** Whether evaluating it may fail, also by what is put into it, and is short and does not read itself. */
    private boolean mayFail(Equation e) {
        boolean fails = false;
        List<Expr> nodes = Graph.ascending(List.of(e.value()));
        int length = nodes.size();
        for (Expr node : nodes) {
            if (node.head() instanceof Expr.Head.Reduce) {
                if (!e.domain().isEmpty()) {
                    return false;
                }
                reducing.add(e.target());
            } else if (node.head() instanceof Expr.Head.Read read) {
                if (read.tensor().equals(e.target())) {
                    return false;
                }
                length += lengths.getOrDefault(read.tensor(), 0);
                fails |= candidates.containsKey(read.tensor());
            }
            fails |= Requirements.mayFail(node);
        }
        if (!fails || length > LONGEST) {
            return false;
        }
        lengths.put(e.target(), length);
        return true;
    }

    /** From the last equation to the first, so that it is known of each whether it is deferred itself. */
    private void findDeferred(List<Equation> equations) {
        for (int k = equations.size() - 1; k >= 0; k--) {
            Equation e = equations.get(k);
            if (reducing.contains(e.target()) && needed.contains(e.target())) {
                deferred.remove(e.target());
            }
            List<Expr> nodes = Graph.ascending(e.roots());
            boolean all = deferred.contains(e.target())
                    || e.guard() != null
                    || nodes.stream().anyMatch(n -> n.head() instanceof Expr.Head.Reduce reduce && reduce.guarded());
            Regions regions = new Regions(e.roots());
            for (Expr node : nodes) {
                boolean candidate = node.head() instanceof Expr.Head.Read read && candidates.containsKey(read.tensor());
                if (candidate) {
                    boolean branch = all || !regions.needs(node).contains(regions.outermost());
                    (branch ? deferred : needed).add(((Expr.Head.Read) node.head()).tensor());
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
