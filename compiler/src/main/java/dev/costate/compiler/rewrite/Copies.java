package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.NodeSet;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what it is a copy of, or a constant, in the place of a tensor that is nothing else. Where a let is a copy of
 * what has no name in the model, that gets the name of the let.
 */
final class Copies {
    private final Exprs make;
    private final Set<Tensor> among;
    private final Map<Tensor, Integer> writers = new HashMap<>();
    private final Map<Tensor, Equation> copies = new HashMap<>();
    private final NodeMap<Expr> done = new NodeMap<>();
    private final NodeSet met = new NodeSet();
    private final Set<Tensor> read = new HashSet<>();
    /** Where in the result each tensor is defined by a single equation. */
    private final Map<Tensor, Integer> definitions = new HashMap<>();

    /** What has got another name, and how near to the model that is. */
    private final Map<Tensor, Tensor> names = new HashMap<>();

    private final Map<Tensor, Integer> nearness = new HashMap<>();
    private final List<Equation> result = new ArrayList<>();

    private Copies(Exprs make, List<Equation> equations, Set<Tensor> among) {
        this.make = make;
        this.among = among;
        equations.forEach(e -> writers.merge(e.target(), 1, Integer::sum));
    }

    /**
     * The equations, in their order, without those that were copies.
     *
     * @param among the tensors that may go
     */
    static List<Equation> fold(Exprs make, List<Equation> equations, Set<Tensor> among) {
        Copies pass = new Copies(make, equations, among);
        equations.forEach(pass::add);
        return pass.named();
    }

    private void add(Equation equation) {
        Equation e = equation.with(
                equation.guard() == null ? null : rewritten(equation.guard()), rewritten(equation.value()));
        boolean whole = isWhole(e);
        if (whole && isCopy(e.value()) && (takesName(e) || leaves(e))) {
            return;
        }
        if (whole) {
            definitions.put(e.target(), result.size());
        }
        Graph.reads(e.roots(), met).forEach(node -> read.add(((Expr.Head.Read) node.head()).tensor()));
        result.add(e);
    }

    private Expr rewritten(Expr root) {
        return Graph.rebuild(root, this::image, done);
    }

    private Expr image(Expr node, List<Expr> operands) {
        Equation copy = node.head() instanceof Expr.Head.Read of ? copies.get(of.tensor()) : null;
        if (copy == null) {
            return make.rebuild(node, operands);
        }
        Map<Atom.Index, Poly> indices = new HashMap<>();
        List<Poly> subscripts = ((Expr.Head.Read) node.head()).subscripts();
        for (int k = 0; k < subscripts.size(); k++) {
            indices.put(copy.subscripts().get(k).asIndex(), subscripts.get(k));
        }
        return new Substitution(make, indices).apply(copy.value());
    }

    /** Whether it alone says what its target is, for all values of the indices alike. */
    private boolean isWhole(Equation e) {
        return among.contains(e.target())
                && writers.getOrDefault(e.target(), 0) == 1
                && e.reduction() == Reduction.SET
                && e.guard() == null
                && e.subscripts().stream().allMatch(s -> s.asIndex() != null)
                && e.subscripts().stream().distinct().count() == e.domain().size()
                && e.subscripts().size() == e.domain().size();
    }

    /** Whether it is a number or a read that never fails. */
    private static boolean isCopy(Expr value) {
        return value.operands().isEmpty() && !Requirements.mayFail(value);
    }

    /** Whether the target can go, since nothing has read it yet. */
    private boolean leaves(Equation e) {
        if (read.contains(e.target())) {
            return false;
        }
        Tensor named = named(e);
        Expr value = named == null
                ? e.value()
                : make.read(named, ((Expr.Head.Read) e.value().head()).subscripts());
        copies.put(e.target(), e.with(null, value));
        return true;
    }

    /** Whether it goes though it has been read, since what it is a copy of, element by element, gets its name. */
    private boolean takesName(Equation e) {
        Integer at = e.value().head() instanceof Expr.Head.Read read ? definitions.get(read.tensor()) : null;
        if (at == null
                || !result.get(at).domain().equals(e.domain())
                || !result.get(at).subscripts().equals(e.subscripts())
                || !((Expr.Head.Read) e.value().head()).subscripts().equals(e.subscripts())) {
            return false;
        }
        Tensor named = named(e);
        if (named == null) {
            return false;
        }
        names.put(e.target(), named);
        definitions.put(e.target(), at);
        return true;
    }

    /** What it is a copy of, by the name of the copy if that is nearer to the model; null if it is not. */
    private @Nullable Tensor named(Equation e) {
        Integer at = e.value().head() instanceof Expr.Head.Read read ? definitions.get(read.tensor()) : null;
        if (at == null || nearness(e.target()) <= nearness(result.get(at).target())) {
            return null;
        }
        List<Poly> subscripts = ((Expr.Head.Read) e.value().head()).subscripts();
        if (!e.subscripts().stream().filter(subscripts::contains).toList().equals(subscripts)) {
            return null;
        }
        Equation definition = result.get(at);
        Tensor source = definition.target();
        Tensor named = source.element(e.target().name(), source.shape());
        nearness.put(named, nearness(e.target()));
        names.put(source, named);
        definitions.put(named, at);
        result.set(
                at,
                new Equation(
                        named,
                        definition.subscripts(),
                        definition.domain(),
                        null,
                        Reduction.SET,
                        definition.value(),
                        e.span()));
        return named;
    }

    /** How near to the model a name is: none, one in a function, one of its own. */
    private int nearness(Tensor tensor) {
        int own = tensor.role() == Tensor.Role.TEMPORARY ? 0 : tensor.role() == Tensor.Role.LOCAL ? 1 : 2;
        return nearness.getOrDefault(tensor, own);
    }

    private List<Equation> named() {
        if (names.isEmpty()) {
            return result;
        }
        NodeMap<Expr> renamed = new NodeMap<>();
        return result.stream()
                .map(e -> e.with(
                        e.guard() == null ? null : Graph.rebuild(e.guard(), this::named, renamed),
                        Graph.rebuild(e.value(), this::named, renamed)))
                .toList();
    }

    private Expr named(Expr node, List<Expr> operands) {
        if (!(node.head() instanceof Expr.Head.Read of) || !names.containsKey(of.tensor())) {
            return make.rebuild(node, operands);
        }
        Tensor name = of.tensor();
        for (Tensor next = name; next != null; next = names.get(name)) {
            name = next;
        }
        return make.read(name, of.subscripts());
    }
}
