package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What depends on data, constants and sizes alone. What may fail when it runs does not count: it would be told of where
 * no branch needs it.
 */
final class DataDependence {
    private final Map<Tensor, List<Equation>> definitions = new LinkedHashMap<>();

    /** The equations of all those tensors, in an order in which they can run. */
    private final List<Equation> equations = new ArrayList<>();

    private final NodeMap<Boolean> alone = new NodeMap<>();

    /** Meets the equations of a unit; the tensors among their targets that depend on data alone and were not known. */
    List<Tensor> meet(List<Equation> unit) {
        Map<Tensor, List<Equation>> writers = new LinkedHashMap<>();
        unit.forEach(
                e -> writers.computeIfAbsent(e.target(), t -> new ArrayList<>()).add(e));
        writers.keySet().removeAll(definitions.keySet());
        Map<Tensor, List<Tensor>> readers = new HashMap<>();
        Deque<Tensor> dependent = new ArrayDeque<>();
        for (Tensor tensor : writers.keySet()) {
            for (Equation e : writers.getOrDefault(tensor, List.of())) {
                for (Expr node : e.reads()) {
                    Tensor read = ((Expr.Head.Read) node.head()).tensor();
                    readers.computeIfAbsent(read, t -> new ArrayList<>()).add(tensor);
                }
                if (!isOfData(e, writers.keySet())) {
                    dependent.add(tensor);
                }
            }
        }
        while (!dependent.isEmpty()) {
            Tensor tensor = dependent.pop();
            if (writers.remove(tensor) != null) {
                dependent.addAll(readers.getOrDefault(tensor, List.of()));
            }
        }
        definitions.putAll(writers);
        unit.stream().filter(e -> writers.containsKey(e.target())).forEach(equations::add);
        return List.copyOf(writers.keySet());
    }

    /** The equations of a tensor that depends on data alone; none of all others. */
    List<Equation> definition(Tensor tensor) {
        return definitions.getOrDefault(tensor, List.of());
    }

    /** The tensors that depend on data alone, each after those it reads. */
    Set<Tensor> tensors() {
        return definitions.keySet();
    }

    /** The equations that define them, each after those it reads. */
    List<Equation> equations() {
        return equations;
    }

    void define(Equation equation) {
        equations.add(equation);
        definitions.put(equation.target(), List.of(equation));
    }

    /** Whether an expression depends on data alone. */
    boolean isOfData(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !alone.contains(n))) {
            if (!alone.contains(node)) {
                boolean operands = node.operands().stream().allMatch(o -> alone.getOrDefault(o, false));
                alone.put(node, operands && isOfData(node, definitions.keySet()));
            }
        }
        return alone.getOrDefault(root, false);
    }

    /** Whether an equation does, if these tensors do. */
    private static boolean isOfData(Equation e, Set<Tensor> assumed) {
        return e.target().type() == Tensor.Type.REAL
                && !Requirements.mayFail(e.domain())
                && e.domain().stream().allMatch(range -> isOfData(range.from()) && isOfData(range.to()))
                && e.domain().stream().noneMatch(Range::isRow)
                && e.subscripts().stream().allMatch(DataDependence::isOfData)
                && e.subscripts().stream().noneMatch(Requirements::mayFail)
                && e.reads().stream().allMatch(node -> isOfData(node, assumed))
                && Graph.ascending(e.roots()).stream().allMatch(node -> isOfData(node, assumed));
    }

    /** Whether a node does by itself, its operands aside. */
    private static boolean isOfData(Expr node, Set<Tensor> assumed) {
        if (Requirements.mayFail(node)) {
            return false;
        } else if (node.head() instanceof Expr.Head.Whole integer) {
            return isOfData(integer.value());
        } else if (node.head() instanceof Expr.Head.Read read) {
            return (isData(read.tensor()) || assumed.contains(read.tensor()))
                    && read.subscripts().stream().allMatch(DataDependence::isOfData);
        }
        return true;
    }

    private static boolean isOfData(Poly poly) {
        return poly.indices().stream().noneMatch(index -> index.is(Atom.Index.Kind.DIRECTION))
                && elements(poly).stream().allMatch(DataDependence::isData);
    }

    private static boolean isData(Tensor tensor) {
        return tensor.role() == Tensor.Role.DATA || tensor.role() == Tensor.Role.CONST || tensor.isTable();
    }

    /** The integer data in a polynomial. */
    private static Set<Tensor> elements(Poly poly) {
        Set<Tensor> elements = new LinkedHashSet<>();
        poly.substitute(atom -> note(atom, elements));
        return elements;
    }

    private static @Nullable Poly note(Atom atom, Set<Tensor> elements) {
        if (atom instanceof Atom.Element element) {
            elements.add(element.tensor());
        }
        return null;
    }

    /** The tensors that are read where an equation is evaluated, integer data among them. */
    static Set<Tensor> reads(Equation e) {
        Set<Tensor> reads = reads(e.roots());
        e.domain().forEach(range -> {
            reads.addAll(elements(range.from()));
            reads.addAll(elements(range.to()));
        });
        e.subscripts().forEach(subscript -> reads.addAll(elements(subscript)));
        return reads;
    }

    /** The same of expressions. */
    static Set<Tensor> reads(Collection<Expr> roots) {
        Set<Tensor> reads = new LinkedHashSet<>();
        for (Expr node : Graph.ascending(roots)) {
            if (node.head() instanceof Expr.Head.Read read) {
                reads.add(read.tensor());
                read.subscripts().forEach(subscript -> reads.addAll(elements(subscript)));
            } else if (node.head() instanceof Expr.Head.Whole integer) {
                reads.addAll(elements(integer.value()));
            }
        }
        return reads;
    }
}
