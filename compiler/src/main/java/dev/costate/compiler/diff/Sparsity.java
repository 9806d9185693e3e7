package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Sets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which inputs each element depends on: forward mode with sets in place of numbers. An equation {@code T[α] ⊕= e} gives
 *
 * <pre>   T's inputs[α]  ∪=  ∪ over the reads A[β] in e, of which no partial derivative on the way is 0, of A's inputs[β] </pre>
 *
 * <p>over the same domain, so that a recurrence stays one. Conditions of integers and constants are decided when this
 * runs; of all others both branches count ({@link Decisions}). A partial derivative is 0 where the operation has none,
 * or where it is the constant 0 ({@link Constants}), such as the other factor of a product.
 *
 * <p>Of the equations of a model this is the pattern of its Jacobian; of those with the adjoint equations behind them,
 * where the results are adjoints, that of its Hessian: an adjoint depends on what an operation is differentiated at, if
 * its second derivative by that is not 0, and on the adjoint above it.
 */
public final class Sparsity {
    private final Exprs make;
    private final Activity activity;
    private final Decisions decisions;
    private final Constants constants;
    private final Expr none;
    private final Map<Tensor, Tensor> inputs;
    private final Map<Tensor, Tensor> sets = new LinkedHashMap<>();
    /** What several equations add to, or may do. */
    private final Set<Tensor> gathered = new HashSet<>();

    private final Map<Expr, Expr> values = new HashMap<>();

    private Sparsity(Program program, Prover prover, Map<Tensor, Tensor> inputs) {
        this.make = program.make();
        this.inputs = inputs;
        this.activity = new Activity(program, inputs.keySet());
        this.decisions = new Decisions(make);
        this.constants = new Constants(program, prover, decisions);
        this.none = make.apply(Sets.NONE);
        for (Equation e : program.equations()) {
            boolean exact = e.guard() == null || decisions.isDecided(e.guard());
            if (e.reduction() != Reduction.SET || !exact) {
                gathered.add(e.target());
            }
        }
    }

    /**
     * The sets of what the equations of a flat program write; those of inputs that are not asked for are empty.
     *
     * @param inputs for each input that is asked for, the sets of its elements, which are given
     */
    public static Tangents of(Program program, Prover prover, Map<Tensor, Tensor> inputs) {
        Sparsity sparsity = new Sparsity(program, prover, inputs);
        List<List<Equation>> behind = new ArrayList<>();
        program.equations().forEach(e -> behind.add(sparsity.equations(e)));
        Map<Equation, List<Equation>> known = sparsity.constants.equations();
        for (int k = 0; k < behind.size(); k++) {
            List<Equation> all =
                    new ArrayList<>(known.getOrDefault(program.equations().get(k), List.of()));
            all.addAll(behind.get(k));
            behind.set(k, all);
        }
        return new Tangents(behind, sparsity.sets);
    }

    private Tensor set(Tensor tensor) {
        Tensor given = inputs.get(tensor);
        return given != null ? given : sets.computeIfAbsent(tensor, Tensor::inputs);
    }

    private List<Equation> equations(Equation e) {
        boolean adds = gathered.contains(e.target());
        if (!activity.isActive(e.target()) || (adds && !activity.isActive(e.value()))) {
            return List.of();
        }
        return List.of(new Equation(
                set(e.target()),
                e.subscripts(),
                e.domain(),
                decisions.mayHold(e.guard()),
                adds ? Reduction.UNION : Reduction.SET,
                of(e.value()),
                e.span()));
    }

    /** The inputs that a node depends on. */
    private Expr of(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !values.containsKey(n) && activity.isActive(n))) {
            if (!values.containsKey(node)) {
                values.put(node, activity.isActive(node) ? value(node) : none);
            }
        }
        return known(root);
    }

    private Expr known(Expr node) {
        return values.getOrDefault(node, none);
    }

    private Expr value(Expr node) {
        if (node.head() instanceof Expr.Head.Read read) {
            return read(read, node);
        } else if (node.head() instanceof Expr.Head.Choice) {
            Expr condition = node.operand(0);
            Expr a = known(node.operand(1));
            Expr b = known(node.operand(2));
            return decisions.isDecided(condition)
                    ? make.choose(condition, a, b)
                    : union(where(decisions.mayHold(condition), a), where(decisions.mayFail(condition), b));
        }
        List<@Nullable Expr> partials = activity.partials(node);
        Expr all = none;
        for (int k = 0; k < partials.size(); k++) {
            Expr partial = partials.get(k);
            if (partial != null) {
                Expr open = partials.size() == 1 ? null : constants.mayDiffer(constants.of(partial, node, k));
                all = union(all, where(open, known(node.operand(k))));
            }
        }
        return all;
    }

    private Expr union(Expr a, Expr b) {
        return make.apply(Sets.UNION, a, b);
    }

    private Expr where(@Nullable Expr condition, Expr set) {
        return condition == null || set == none ? set : make.choose(condition, set, none);
    }

    /**
     * Of an element that is not there nothing depends; to read it is an error, which is told where values are computed.
     */
    private Expr read(Expr.Head.Read read, Expr node) {
        List<Expr> conditions = new ArrayList<>();
        List<Poly> subscripts = read.subscripts().stream()
                .map(s -> unchecked(make, s, conditions))
                .toList();
        Expr set = make.read(set(read.tensor()), subscripts);
        if (constants.mayVanish(read.tensor())) {
            set = where(constants.mayDiffer(constants.of(node)), set);
        }
        return where(make, conditions, set);
    }

    /** The set where conditions hold, each looked at where those before it do. */
    static Expr where(Exprs make, List<Expr> conditions, Expr set) {
        Expr result = set;
        for (int k = conditions.size() - 1; k >= 0; k--) {
            result = make.choose(conditions.get(k), result, make.apply(Sets.NONE));
        }
        return result;
    }

    /**
     * The integer without checks; that they hold is added to the conditions, each after those without which it has no
     * value.
     */
    static Poly unchecked(Exprs make, Poly poly, List<Expr> conditions) {
        return poly.substitute(atom -> {
            if (!(atom instanceof Atom.Checked checked)) {
                return null;
            }
            Poly value = unchecked(make, checked.value(), conditions);
            conditions.add(make.apply(Comparisons.LE, make.integer(Poly.ZERO), make.integer(value)));
            conditions.add(make.apply(Comparisons.LT, make.integer(value), make.integer(checked.size())));
            return value;
        });
    }
}
