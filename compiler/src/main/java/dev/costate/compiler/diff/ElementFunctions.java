package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Assumptions;
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
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Guards;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an output as functions of their own, each of a constant number of elements of other tensors: the
 * element functions of a partially separable function (A. Griewank, Ph. L. Toint: On the unconstrained optimization of
 * partially separable functions, 1982).
 *
 * <p>The output is walked along its leading axes; those behind them are of constant size. What an iteration needs of a
 * tensor T, an element {@code T[κ(i)]} for the indices i of the iteration, is a tensor of its own here, an instance,
 * whose axes are those that are walked. The equations that write it are those of T where they write this element, as
 * {@link Matching} finds them, one for each combination of values of their other indices. So every tensor is read at
 * the iteration only, iterations do not meet, and one reverse sweep from an element of the output has the gradients of
 * all iterations. Where such a sweep reads the value of an instance it is told to read T.
 *
 * <p>Long, since the instances that are needed and the equations that write them are found together.
 */
final class ElementFunctions {
    /** An element of a tensor, by subscripts in the indices of the iteration. */
    record Instance(Tensor tensor, List<Poly> keys) {
        Instance {
            keys = List.copyOf(keys);
        }
    }

    /** There are no such functions, or only long ones. */
    static final class Unbounded extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** Straight-line code of more operations is no faster than loops, and takes the JIT compiler long. */
    private static final int MOST = 2000;

    private static final Range NO_RANGE = Range.upTo(Range.ROW, Poly.ONE);

    private final Program program;
    private final Prover prover;
    private final Exprs make;
    private final Activity activity;
    private final Set<Tensor> inputs;
    private final List<Range> iteration = new ArrayList<>();
    private final Map<Instance, Tensor> locals = new LinkedHashMap<>();
    private final Map<Tensor, Instance> instances = new HashMap<>();
    private final Map<Tensor, List<Instance>> asked = new HashMap<>();
    private final List<Tensor> rows = new ArrayList<>();
    private List<Equation> equations = new ArrayList<>();
    private int left = MOST;

    private ElementFunctions(Program program, Prover prover, Collection<Tensor> wrt) {
        this.program = program;
        this.prover = prover;
        this.make = program.make();
        this.activity = new Activity(program, wrt);
        this.inputs = new LinkedHashSet<>(wrt);
    }

    /**
     * The element functions of an output.
     *
     * @param program flat
     * @param live leaves out what is never evaluated
     * @throws Unbounded if an element depends on others of its array, on a number of elements that is not constant, or
     *     on too many
     */
    static ElementFunctions of(
            Program program, Prover prover, UnaryOperator<List<Equation>> live, Tensor output, Collection<Tensor> wrt)
            throws Unbounded {
        ElementFunctions functions = new ElementFunctions(program, prover, wrt);
        functions.addRows(output);
        functions.addEquations();
        functions.equations = live.apply(functions.equations);
        return functions;
    }

    /** The elements of the output in one iteration. */
    private void addRows(Tensor output) throws Unbounded {
        List<Poly> shape = output.shape();
        int outer = 0;
        while (outer < shape.size() && !shape.get(outer).isConstant()) {
            iteration.add(Range.upTo(Atom.Index.free(name(output, outer), outer), shape.get(outer)));
            outer++;
        }
        List<List<Poly>> keys = List.of(DerivativeDomains.all(iteration));
        for (Poly size : shape.subList(outer, shape.size())) {
            long count = size.constant().orElse(MOST + 1L);
            spend(count * keys.size());
            List<List<Poly>> longer = new ArrayList<>();
            for (List<Poly> key : keys) {
                for (long k = 0; k < count; k++) {
                    List<Poly> more = new ArrayList<>(key);
                    more.add(Poly.of(k));
                    longer.add(more);
                }
            }
            keys = longer;
        }
        keys.forEach(key -> rows.add(local(new Instance(output, key))));
    }

    /** What its equation calls the index of an axis. */
    private String name(Tensor output, int axis) {
        return program.equations().stream()
                .filter(e -> e.target() == output)
                .map(e -> e.subscripts().get(axis).asIndex())
                .filter(index -> index != null)
                .map(Atom.Index::name)
                .findFirst()
                .orElse("i");
    }

    private void addEquations() throws Unbounded {
        for (int k = program.equations().size() - 1; k >= 0; k--) {
            Equation e = program.equations().get(k);
            for (Instance instance : List.copyOf(asked.getOrDefault(e.target(), List.of()))) {
                if (activity.isActive(e.value())) {
                    List<Equation> own = of(e, instance);
                    Collections.reverse(own);
                    equations.addAll(own);
                }
            }
        }
        Collections.reverse(equations);
    }

    private void spend(long count) throws Unbounded {
        if (count > left) {
            throw new Unbounded();
        }
        left -= (int) count;
    }

    /** The ranges of the axes that are walked. */
    List<Range> iteration() {
        return iteration;
    }

    /** How many elements of the output an iteration has. */
    int rows() {
        return rows.size();
    }

    /** The instances of inputs: the variables of the functions. */
    Map<Instance, Tensor> variables() {
        Map<Instance, Tensor> variables = new LinkedHashMap<>();
        for (Tensor input : inputs) {
            for (Instance instance : asked.getOrDefault(input, List.of())) {
                variables.put(instance, local(instance));
            }
        }
        return variables;
    }

    /** The derivatives of one element of the output by all variables. */
    Gradient gradient(int row) {
        Program own = new Program(make, program.dims(), program.inputs(), equations, List.of(rows.get(row)));
        return Reverse.of(own, rows.get(row), variables().values(), make.number(1));
    }

    /** An expression that reads instances, with reads of what they are instances of. */
    Expr reading(Expr root, Map<Expr, Expr> done) {
        return Graph.rebuild(root, this::reading, done);
    }

    private Expr reading(Expr node, List<Expr> operands) {
        if (node.head() instanceof Expr.Head.Read read) {
            Instance instance = instances.get(read.tensor());
            return instance == null ? node : make.read(instance.tensor(), subscripts(instance, read.subscripts()));
        }
        return make.rebuild(node, operands);
    }

    /** Where an instance of an iteration stands in what it is an instance of. */
    List<Poly> subscripts(Instance instance, List<Poly> of) {
        Map<Atom.Index, Poly> images = new HashMap<>();
        for (int axis = 0; axis < iteration.size(); axis++) {
            images.put(iteration.get(axis).index(), of.get(axis));
        }
        Substitution substitution = new Substitution(make, images);
        return instance.keys().stream().map(substitution::apply).toList();
    }

    private Tensor local(Instance instance) {
        Tensor known = locals.get(instance);
        if (known != null) {
            return known;
        }
        Tensor of = instance.tensor();
        StringBuilder name = new StringBuilder(of.name());
        instance.keys().stream()
                .filter(key -> key.isConstant() && key.constant().orElse(-1) >= 0)
                .forEach(name::append);
        List<Poly> shape = iteration.stream().map(Range::to).toList();
        Tensor local = make.tensors().temporary(name.toString(), shape, of.span());
        locals.put(instance, local);
        instances.put(local, instance);
        asked.computeIfAbsent(of, t -> new ArrayList<>()).add(instance);
        return local;
    }

    /** An equation where it writes an instance: one for each combination of its other indices. */
    private List<Equation> of(Equation equation, Instance instance) throws Unbounded {
        Equation e = renamed(equation);
        Matching matching = new Matching(e, NO_RANGE, iteration);
        matching.match(e.subscripts(), instance.keys());
        Facts facts = Assumptions.of(matching.unordered());
        if (matching.isNowhere(prover, facts)) {
            return List.of();
        }
        Substitution found = new Substitution(make, matching.images());
        Expr guard = guard(e, matching, found, facts);
        Expr value = found.apply(e.value());
        List<Range> others = matching.unordered()
                .subList(iteration.size(), matching.unordered().size());
        boolean several = !others.isEmpty() && e.reduction() != Reduction.SUM && e.reduction() != Reduction.SET;
        if (several) {
            throw new Unbounded(); // Ties and other factors are those of all combinations.
        }
        int size = Graph.ascending(e.roots()).size();
        List<Equation> result = new ArrayList<>();
        for (Map<Atom.Index, Poly> at : combinations(others)) {
            spend(size);
            Substitution values = new Substitution(make, at);
            Expr own = guard == null ? null : values.apply(guard);
            Equation one = new Equation(
                    local(instance),
                    DerivativeDomains.all(iteration),
                    iteration,
                    own,
                    e.reduction(),
                    values.apply(value),
                    e.span());
            if (!one.isNever()) {
                result.add(one.with(own, instantiated(one.value())));
            }
        }
        return result;
    }

    /** All values of indices together. */
    private List<Map<Atom.Index, Poly>> combinations(List<Range> ranges) throws Unbounded {
        List<Map<Atom.Index, Poly>> result = new ArrayList<>();
        Deque<Map<Atom.Index, Poly>> open = new ArrayDeque<>(List.of(Map.of()));
        while (!open.isEmpty()) {
            Map<Atom.Index, Poly> outer = open.pop();
            if (outer.size() == ranges.size()) {
                result.add(outer);
                continue;
            }
            Range range = ranges.get(outer.size());
            Substitution values = new Substitution(make, outer);
            Poly from = values.apply(range.from());
            Poly to = values.apply(range.to());
            if (!from.isConstant() || !to.isConstant()) {
                throw new Unbounded();
            }
            long first = from.constant().orElseThrow();
            long end = to.constant().orElseThrow();
            spend(Math.max(0, end - first));
            for (long k = end - 1; k >= first; k--) {
                Map<Atom.Index, Poly> inner = new LinkedHashMap<>(outer);
                inner.put(range.index(), Poly.of(k));
                open.push(inner);
            }
        }
        return result;
    }

    /** Where an equation writes what is wanted, null for everywhere. */
    private @Nullable Expr guard(Equation e, Matching matching, Substitution found, Facts facts) throws Unbounded {
        Expr guard = null;
        for (Poly condition : matching.notNegative()) {
            if (!prover.nonNegative(condition, facts)) {
                if (!condition.atoms().stream().allMatch(a -> a instanceof Atom.Dim || a instanceof Atom.Index)) {
                    // Integer data may be read in a branch only; beyond it, nothing is known of where the index is.
                    throw new Unbounded();
                }
                guard = Guards.and(make, guard, make.apply(Comparisons.LE, make.number(0), make.integer(condition)));
            }
        }
        if (e.guard() != null) {
            guard = Guards.and(make, guard, found.apply(e.guard()));
        }
        for (Poly condition : matching.zero()) {
            // Behind the guard, which may keep in range what the condition reads.
            guard = Guards.and(
                    make, guard, make.apply(Comparisons.EQ, make.integer(condition), make.integer(Poly.ZERO)));
        }
        return guard;
    }

    /** An expression with reads of instances in place of what moves. */
    private Expr instantiated(Expr root) {
        Map<Expr, Expr> images = new HashMap<>();
        activity.visit(root);
        for (Expr node : Graph.ascending(List.of(root), activity::isActive)) {
            if (node.head() instanceof Expr.Head.Read read && activity.isActive(node)) {
                Tensor local = local(new Instance(read.tensor(), read.subscripts()));
                images.put(node, make.read(local, DerivativeDomains.all(iteration)));
            }
        }
        return images.isEmpty() ? root : Graph.replace(root, make, images);
    }

    private Equation renamed(Equation e) throws Unbounded {
        if (e.domain().stream().anyMatch(Range::isShared)) {
            throw new Unbounded();
        }
        Map<Atom.Index, Poly> names = new HashMap<>();
        for (Range range : e.domain()) {
            names.put(
                    range.index(), Poly.of(new Atom.Index(range.index().name(), Atom.Index.Kind.APART, names.size())));
        }
        Substitution own = new Substitution(make, names);
        return new Equation(
                e.target(),
                e.subscripts().stream().map(own::apply).toList(),
                e.domain().stream().map(own::renamed).toList(),
                e.guard() == null ? null : own.apply(e.guard()),
                e.reduction(),
                own.apply(e.value()),
                e.span());
    }
}
