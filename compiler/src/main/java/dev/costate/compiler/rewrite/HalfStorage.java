package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.NumberFormats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets derivatives read the arrays of the model in 16 bits: beside each there is one with its elements rounded, made
 * where the array is, and derivatives read that. So no value of the model depends on it, and a derivative is the same
 * whether it runs behind the forward half or in one sweep. What the model needs as an array itself is there twice.
 *
 * <p>Not rounded are: what decides on branches of a derivative, so that these are those of the model; what depends on
 * data alone; numbers without axes; and what a recurrence computes by several equations or sums.
 */
public final class HalfStorage {
    private final Exprs make;
    private final HalfFormat format;
    /** The arrays of which there may be rounded ones. */
    private final Set<Tensor> arrays = new LinkedHashSet<>();

    private final Map<Tensor, Tensor> halves = new LinkedHashMap<>();

    /**
     * @param program the model
     * @param free whether it computes its params from free numbers, in {@code double}
     */
    public HalfStorage(Program program, HalfFormat format, boolean free) {
        this.make = program.make();
        this.format = format;
        Set<Tensor> moving = moving(program.equations(), free);
        Set<Tensor> met = new HashSet<>();
        Set<Tensor> several = new HashSet<>();
        Set<Tensor> shared = new HashSet<>();
        for (Equation e : program.equations()) {
            Tensor target = e.target();
            if (!target.shape().isEmpty() && target.type() == Tensor.Type.REAL && moving.contains(target)) {
                arrays.add(target);
            }
            if (!met.add(target) || e.reduction() != Reduction.SET) {
                several.add(target);
            }
            if (e.domain().stream().anyMatch(Range::isShared)) {
                shared.add(target);
            }
        }
        arrays.removeIf(array -> several.contains(array) && (shared.contains(array) || isLong(array)));
    }

    /** Whether the size of an array is known from data only, so that it has no range of its own. */
    private static boolean isLong(Tensor tensor) {
        return tensor.shape().stream().anyMatch(p -> p.atoms().stream().anyMatch(Atom.Widest.class::isInstance));
    }

    /** What depends on params, computed in {@code float}. */
    private static Set<Tensor> moving(List<Equation> equations, boolean free) {
        Set<Tensor> moving = new HashSet<>();
        int before;
        do {
            before = moving.size();
            for (Equation e : equations) {
                if (!moving.contains(e.target()) && moves(e, moving, free)) {
                    moving.add(e.target());
                }
            }
        } while (moving.size() > before);
        return moving;
    }

    private static boolean moves(Equation e, Set<Tensor> moving, boolean free) {
        for (Expr node : Graph.ascending(e.roots())) {
            boolean enters = free
                    ? node.op() == NumberFormats.FLOAT
                    : node.head() instanceof Expr.Head.Read read
                            && read.tensor().role() == Tensor.Role.PARAM;
            if (enters || (node.head() instanceof Expr.Head.Read read && moving.contains(read.tensor()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The arrays that a derivative reads rounded.
     *
     * @param equations of all ways to compute it
     * @param values what the value itself is computed by
     */
    public Set<Tensor> readBy(Collection<Equation> equations, Set<Tensor> values) {
        Set<Tensor> read = new LinkedHashSet<>();
        Set<Tensor> deciding = new HashSet<>();
        for (Equation e : equations) {
            if (!values.contains(e.target())) {
                read.addAll(tensors(e.roots()));
                List<Expr> conditions = new ArrayList<>();
                Graph.ascending(e.roots()).stream().filter(Expr::isCondition).forEach(conditions::add);
                deciding.addAll(tensors(conditions));
            }
        }
        read.retainAll(arrays);
        read.removeAll(deciding);
        return read;
    }

    private static Set<Tensor> tensors(List<Expr> roots) {
        Set<Tensor> tensors = new LinkedHashSet<>();
        for (Expr node : Graph.ascending(roots)) {
            if (node.head() instanceof Expr.Head.Read read) {
                tensors.add(read.tensor());
            }
        }
        return tensors;
    }

    /** The equations of a derivative with rounded arrays, made behind those arrays that are computed among them. */
    public List<Equation> of(List<Equation> equations, Set<Tensor> rounded, Set<Tensor> values) {
        NodeMap<Expr> done = new NodeMap<>();
        List<Equation> all = new ArrayList<>();
        for (Equation e : equations) {
            Expr guard = e.guard();
            all.add(
                    values.contains(e.target())
                            ? e
                            : e.with(
                                    guard == null ? null : rounded(guard, rounded, done),
                                    rounded(e.value(), rounded, done)));
        }
        return withHalves(all, rounded);
    }

    private Expr rounded(Expr root, Set<Tensor> rounded, NodeMap<Expr> done) {
        return Graph.rebuild(
                root,
                (node, operands) -> node.head() instanceof Expr.Head.Read read && rounded.contains(read.tensor())
                        ? make.read(half(read.tensor()), read.subscripts())
                        : make.rebuild(node, operands),
                done);
    }

    private Tensor half(Tensor tensor) {
        return halves.computeIfAbsent(tensor, t -> t.rounded(format));
    }

    /** The equations of the model, with all rounded arrays that derivatives have been given. */
    public Program with(Program model) {
        return model.with(withHalves(model.equations(), halves.keySet()));
    }

    private List<Equation> withHalves(List<Equation> equations, Set<Tensor> rounded) {
        Map<Tensor, List<Equation>> writers = new HashMap<>();
        Map<Tensor, Integer> last = new HashMap<>();
        for (int k = 0; k < equations.size(); k++) {
            Tensor target = equations.get(k).target();
            writers.computeIfAbsent(target, t -> new ArrayList<>()).add(equations.get(k));
            last.put(target, k);
        }
        List<Equation> all = new ArrayList<>();
        for (int k = 0; k < equations.size(); k++) {
            Equation e = equations.get(k);
            all.add(e);
            if (rounded.contains(e.target()) && Objects.equals(last.get(e.target()), k)) {
                all.addAll(roundings(Objects.requireNonNull(writers.get(e.target()))));
            }
        }
        return all;
    }

    /** What rounds an array: where it is written, or all of it if it is summed. */
    private List<Equation> roundings(List<Equation> writers) {
        boolean summed = writers.stream().anyMatch(e -> e.reduction() != Reduction.SET);
        return summed
                ? List.of(whole(writers.get(0)))
                : writers.stream()
                        .map(e -> rounding(e, e.subscripts(), e.domain(), e.guard()))
                        .toList();
    }

    private Equation rounding(Equation e, List<Poly> subscripts, List<Range> domain, @Nullable Expr guard) {
        Expr value = make.apply(NumberFormats.rounding(format), make.read(e.target(), subscripts));
        return new Equation(half(e.target()), subscripts, domain, guard, Reduction.SET, value, e.span());
    }

    /** The rounding of all elements. */
    private Equation whole(Equation e) {
        List<Range> domain = new ArrayList<>();
        List<Poly> subscripts = new ArrayList<>();
        for (Poly size : e.target().shape()) {
            Atom.Index index = Atom.Index.free("i" + domain.size(), domain.size());
            domain.add(Range.upTo(index, size));
            subscripts.add(Poly.of(index));
        }
        return rounding(e, subscripts, domain, null);
    }
}
