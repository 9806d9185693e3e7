package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.NodeSet;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.ProgramPrinter;
import dev.costate.compiler.ir.Proofs;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of the units of a model what depends on data alone, to be computed once after data is bound and read by
 * all of them: tensors, and the largest expressions within what depends on parameters too. What is not worth its
 * memory ({@link Keeping}) stays where it is. No operation changes, so no bit of a result does. Long, since what is
 * taken out, what stays, and what is read in its place are decided together.
 */
public final class DataOnly {
    /**
     * What is computed from one set of data.
     *
     * @param data whose binding makes it be computed anew, in the order of the model
     * @param equations in an order in which they can run; they may read what is kept of fewer data
     * @param kept the tensors that units read
     */
    public record Preparation(List<Tensor> data, List<Equation> equations, List<Tensor> kept) {
        public Preparation {
            data = List.copyOf(data);
            equations = List.copyOf(equations);
            kept = List.copyOf(kept);
        }

        /** What it depends on, how much memory it takes, and its equations. */
        public String text() {
            String names = data.isEmpty()
                    ? "sizes"
                    : String.join(", ", data.stream().map(Tensor::name).toList());
            Poly bytes = kept.stream()
                    .map(tensor -> tensor.size().times(Poly.of(tensor.isTable() ? Integer.BYTES : Double.BYTES)))
                    .reduce(Poly.ZERO, Poly::plus);
            return "of " + names + ", kept in " + bytes + " bytes\n" + ProgramPrinter.print(equations);
        }
    }

    private static final Comparator<Tensor> IN_ORDER = Comparator.comparingInt(Tensor::number);

    /** An expression over indices that are numbered by where they stand in it. */
    private record Key(Expr value, List<Range> ranges) {}

    private final Exprs make;
    private final Proofs proofs;
    private final IntegerTables tables;
    private final DataDependence dependence = new DataDependence();
    private final Keeping keeping;
    private final Map<Key, Tensor> expressions = new HashMap<>();
    private final Set<Tensor> kept = new LinkedHashSet<>();

    /** @param tables integers that are computed of data */
    public DataOnly(Exprs make, Prover prover, Proofs proofs, IntegerTables tables) {
        this.tables = tables;
        this.make = make;
        this.proofs = proofs;
        this.keeping = new Keeping(dependence, prover);
    }

    /** Meets the equations of a unit, before {@link #without} is asked of it or of a unit that reads what it writes. */
    public void meet(List<Equation> equations) {
        dependence.meet(equations).forEach(keeping::decide);
    }

    /**
     * The equations of a unit that are left to it.
     *
     * @param results what the unit itself must compute
     */
    public List<Equation> without(List<Equation> equations, Set<Tensor> results) {
        Map<Tensor, List<Equation>> writers = new LinkedHashMap<>();
        equations.forEach(
                e -> writers.computeIfAbsent(e.target(), t -> new ArrayList<>()).add(e));
        Deque<Tensor> open = new ArrayDeque<>();
        for (Tensor tensor : writers.keySet()) {
            if (dependence.definition(tensor).isEmpty() || results.contains(tensor)) {
                open.add(tensor);
            }
        }
        Set<Tensor> staying = new HashSet<>(open);
        Map<List<Range>, Rewriting> rewritings = new HashMap<>();
        IdentityHashMap<Equation, Equation> left = new IdentityHashMap<>();
        while (!open.isEmpty()) {
            for (Equation e : writers.getOrDefault(open.pop(), List.of())) {
                Equation rest =
                        rewritings.computeIfAbsent(e.domain(), Rewriting::new).of(e);
                left.put(e, rest);
                for (Expr node : rest.reads()) {
                    Tensor read = ((Expr.Head.Read) node.head()).tensor();
                    if (keeping.isWorth(read) && !results.contains(read)) {
                        kept.add(read);
                    } else if (writers.containsKey(read) && staying.add(read)) {
                        open.add(read);
                    }
                }
            }
        }
        return equations.stream()
                .filter(left::containsKey)
                .map(e -> Objects.requireNonNull(left.get(e)))
                .toList();
    }

    /** The tensors that units read and need not compute. */
    public Set<Tensor> kept() {
        return kept;
    }

    /** What is to be computed before units run, each after those it reads. */
    public List<Preparation> preparations() {
        return preparations(kept);
    }

    /** The same of what these equations read, or what is computed for them. */
    public List<Preparation> preparations(List<Equation> equations) {
        Set<Tensor> read = reads(equations);
        Deque<Tensor> open = new ArrayDeque<>(read);
        while (!open.isEmpty()) {
            reads(open.pop()).stream().filter(read::add).forEach(open::push);
        }
        return preparations(read);
    }

    private List<Preparation> preparations(Set<Tensor> read) {
        Map<Tensor, Set<Tensor>> data = data();
        Map<Set<Tensor>, List<Tensor>> groups = new LinkedHashMap<>();
        for (Tensor tensor : dependence.tensors()) {
            if (kept.contains(tensor) && read.contains(tensor)) {
                groups.computeIfAbsent(data.getOrDefault(tensor, Set.of()), d -> new ArrayList<>())
                        .add(tensor);
            }
        }
        return groups.entrySet().stream()
                .map(g -> new Preparation(List.copyOf(g.getKey()), equations(g.getValue()), g.getValue()))
                .sorted(Comparator.comparingInt(p -> p.data().size()))
                .toList();
    }

    /** The data that must be bound before these equations run. */
    public Set<Tensor> data(List<Equation> equations) {
        Map<Tensor, Set<Tensor>> known = data();
        Set<Tensor> data = new HashSet<>();
        for (Tensor tensor : reads(equations)) {
            if (tensor.role() == Tensor.Role.DATA) {
                data.add(tensor);
            } else {
                data.addAll(known.getOrDefault(tensor, Set.of()));
            }
        }
        return data;
    }

    private static Set<Tensor> reads(List<Equation> equations) {
        Set<Tensor> reads = new HashSet<>();
        equations.forEach(e -> reads.addAll(DataDependence.reads(e)));
        return reads;
    }

    /** The data that each tensor depends on. In a recurrence it may depend on what is defined behind it. */
    private Map<Tensor, Set<Tensor>> data() {
        Map<Tensor, Set<Tensor>> data = new HashMap<>(tables.data());
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Tensor tensor : dependence.tensors()) {
                Set<Tensor> own = data.computeIfAbsent(tensor, t -> new TreeSet<>(IN_ORDER));
                for (Tensor read : reads(tensor)) {
                    grown |= read.role() == Tensor.Role.DATA
                            ? own.add(read)
                            : own.addAll(List.copyOf(data.getOrDefault(read, Set.of())));
                }
            }
        }
        return data;
    }

    private Set<Tensor> reads(Tensor tensor) {
        Set<Tensor> reads = new LinkedHashSet<>();
        dependence.definition(tensor).forEach(e -> reads.addAll(DataDependence.reads(e)));
        return reads;
    }

    /** What computes tensors, of what is kept of other data only what reads it. */
    private List<Equation> equations(Collection<Tensor> results) {
        Set<Tensor> needed = new HashSet<>(results);
        Deque<Tensor> open = new ArrayDeque<>(results);
        while (!open.isEmpty()) {
            for (Tensor read : reads(open.pop())) {
                if (!kept.contains(read) && needed.add(read)) {
                    open.add(read);
                }
            }
        }
        return dependence.equations().stream()
                .filter(e -> needed.contains(e.target()))
                .toList();
    }

    /** What becomes of equations over the same ranges. */
    private final class Rewriting {
        private final List<Range> domain;
        private final NodeMap<Expr> done = new NodeMap<>();
        private final NodeSet met = new NodeSet();

        Rewriting(List<Range> domain) {
            this.domain = domain;
        }

        Equation of(Equation e) {
            Deque<Expr> open = new ArrayDeque<>(e.roots());
            while (!open.isEmpty()) {
                Expr node = open.pop();
                if (node.arity() > 0 && met.add(node)) {
                    Expr read = dependence.isOfData(node) ? kept(node, e) : null;
                    if (read != null) {
                        done.put(node, read);
                    } else {
                        open.addAll(node.operands());
                    }
                }
            }
            return e.with(e.guard() == null ? null : rewritten(e.guard()), rewritten(e.value()));
        }

        private Expr rewritten(Expr root) {
            return Graph.rebuild(root, make::rebuild, done);
        }

        /** A read of what is kept of an expression; null if it is not. */
        private @Nullable Expr kept(Expr node, Equation e) {
            Map<Atom.Index, Poly> numbers = new LinkedHashMap<>();
            List<Range> over = new ArrayList<>();
            for (Range range : domain) {
                if (node.free().contains(range.index())) {
                    Atom.Index index = Atom.Index.free(range.index().name(), numbers.size());
                    numbers.put(range.index(), Poly.of(index));
                    over.add(new Range(index, range.from(), range.to()));
                }
            }
            if (!keeping.isWorth(node, over)) {
                return null;
            }
            Key key = new Key(new Substitution(make, numbers).apply(node), over);
            Tensor tensor = expressions.get(key);
            if (tensor == null) {
                tensor = defined(key, e);
                if (tensor == null) {
                    return null;
                }
                expressions.put(key, tensor);
            }
            kept.add(tensor);
            return make.read(tensor, numbers.keySet().stream().map(Poly::of).toList());
        }

        private @Nullable Tensor defined(Key key, Equation e) {
            List<Poly> shape = key.ranges().stream().map(Range::to).toList();
            List<Poly> subscripts =
                    key.ranges().stream().map(range -> Poly.of(range.index())).toList();
            Tensor tensor = make.tensors().temporary(name(key.value(), e.target()), shape, e.span());
            Equation equation =
                    new Equation(tensor, subscripts, key.ranges(), null, Reduction.SET, key.value(), e.span());
            if (!proofs.holds(equation)) {
                return null; // Only where a branch is taken is it in range.
            }
            dependence.define(equation);
            return tensor;
        }
    }

    /** The function with what it is a function of, or the quantity that it is a part of. */
    private static String name(Expr value, Tensor target) {
        Op op = value.op();
        if (op == null
                || op.arity() != 1
                || !Character.isLetter(op.name().charAt(0))
                || value.reads().isEmpty()) {
            return target.origin().name() + "OfData";
        }
        String of = ((Expr.Head.Read) value.reads().get(0).head()).tensor().name();
        return op.name() + Character.toUpperCase(of.charAt(0)) + of.substring(1);
    }
}
