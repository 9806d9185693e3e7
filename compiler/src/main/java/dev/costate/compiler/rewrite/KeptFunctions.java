package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps exponentials of distances to the largest that are needed once more when they are summed, as of a softmax: they
 * get an equation of their own.
 *
 * <pre>   s[n] += exp(z[n, k] - largest[n])                      e[n, k] = exp(z[n, k] - largest[n]);  s[n] += e[n, k]
 *   p[n, k] = exp(z[n, k] - largest[n]) / s[n]             p[n, k] = e[n, k] / s[n] </pre>
 *
 * <p>Only functions of two indices and more, evaluated whatever conditions hold, that have a sum over the last of them
 * before and another one between them, and that depend on data: others are in one loop, or few. A loop over the first
 * index keeps one row at a time. In a unit by itself, where no half keeps them for another.
 */
public final class KeptFunctions {
    /** A function of indices numbered by where they stand, for all values of them below sizes. */
    private record Key(Expr value, List<Poly> sizes) {}

    private final Exprs make;
    private final List<Equation> equations;
    /** For the sizes of a domain, behind how many sums over its last range each tensor is known. */
    private final Map<List<Poly>, Map<Tensor, Integer>> sums = new HashMap<>();
    /** What is computed of data. */
    private final Set<Tensor> ofData = new HashSet<>();
    /** Which equation evaluates a function first. */
    private final Map<Key, Integer> first = new LinkedHashMap<>();

    private final Map<Key, Tensor> kept = new LinkedHashMap<>();

    private KeptFunctions(Exprs make, List<Equation> equations) {
        this.make = make;
        this.equations = equations;
    }

    /** The equations of a unit that runs by itself. */
    public static List<Equation> of(Exprs make, List<Equation> equations) {
        KeptFunctions functions = new KeptFunctions(make, equations);
        for (int k = 0; k < equations.size(); k++) {
            Equation e = equations.get(k);
            int number = k;
            if (e.reads().stream().anyMatch(functions::isOfData)) {
                functions.ofData.add(e.target());
            }
            functions.evaluated(e).forEach(node -> functions.meet(functions.key(node, e), e, number));
        }
        return functions.kept.isEmpty() ? equations : functions.rewritten();
    }

    /** The functions of two indices and more that kernels have and an equation evaluates whatever conditions hold. */
    private List<Expr> evaluated(Equation e) {
        List<Expr> found = new ArrayList<>();
        boolean plain = e.guard() == null
                && e.domain().size() > 1
                && e.domain().stream().noneMatch(r -> r.isShared() || r.isRow() || r.order() != Range.Order.ANY);
        Deque<Expr> open = new ArrayDeque<>(plain ? List.of(e.value()) : List.of());
        Set<Expr> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Expr node = open.pop();
            if (!seen.add(node)) {
                continue;
            }
            if (node.op() != null && node.op().rows() != null && isOverFirst(node, e)) {
                found.add(node);
            }
            boolean choice = node.head() instanceof Expr.Head.Choice
                    || (node.op() != null && node.op().secondOnlyIf() != null);
            for (int k = 0; k < (choice ? 1 : node.arity()); k++) {
                open.push(node.operand(k));
            }
        }
        return found;
    }

    /** Whether the indices of a value are two and more, the first of an equation, and run from 0 to sizes. */
    private static boolean isOverFirst(Expr node, Equation e) {
        int count = node.free().size();
        return count > 1
                && count <= e.domain().size()
                && e.domain().subList(0, count).stream()
                        .allMatch(range -> node.free().contains(range.index())
                                && range.from().isZero()
                                && range.to().isOfDims());
    }

    private Key key(Expr node, Equation e) {
        List<Range> domain = e.domain().subList(0, node.free().size());
        Map<Atom.Index, Poly> numbers = new HashMap<>();
        for (Range range : domain) {
            numbers.put(range.index(), Poly.of(Atom.Index.free(range.index().name(), numbers.size())));
        }
        return new Key(
                new Substitution(make, numbers).apply(node),
                domain.stream().map(Range::to).toList());
    }

    private void meet(Key key, Equation e, int number) {
        Integer before = first.putIfAbsent(key, number);
        if (before == null || kept.containsKey(key)) {
            return;
        }
        Map<Tensor, Integer> known = sums.computeIfAbsent(key.sizes(), this::sums);
        Equation other = equations.get(before);
        boolean shifted = sumsBefore(key.value().reads(), known) > 0;
        boolean many = key.value().reads().stream().anyMatch(this::isOfData);
        if (shifted && many && sumsBefore(e.reads(), known) > sumsBefore(other.reads(), known)) {
            String name = other.target().origin().name() + "Exp";
            kept.put(key, make.tensors().temporary(name, key.sizes(), other.span()));
        }
    }

    private boolean isOfData(Expr read) {
        Tensor tensor = ((Expr.Head.Read) read.head()).tensor();
        return tensor.role() == Tensor.Role.DATA || ofData.contains(tensor);
    }

    private Map<Tensor, Integer> sums(List<Poly> sizes) {
        Map<Tensor, Integer> known = new HashMap<>();
        for (Equation e : equations) {
            known.merge(e.target(), sumsBefore(e.reads(), known) + (sums(e, sizes) ? 1 : 0), Math::max);
        }
        return known;
    }

    /** Whether an equation sums over the last range of a domain, or finds the largest. */
    private static boolean sums(Equation e, List<Poly> sizes) {
        int last = sizes.size() - 1;
        return e.domain().size() > last
                && e.domain().stream()
                        .limit(sizes.size())
                        .map(Range::to)
                        .toList()
                        .equals(sizes)
                && e.subscripts().stream()
                        .noneMatch(
                                s -> s.indices().contains(e.domain().get(last).index()));
    }

    private static int sumsBefore(List<Expr> reads, Map<Tensor, Integer> known) {
        int most = 0;
        for (Expr read : reads) {
            most = Math.max(most, known.getOrDefault(((Expr.Head.Read) read.head()).tensor(), 0));
        }
        return most;
    }

    private List<Equation> rewritten() {
        List<Equation> result = new ArrayList<>();
        Set<Key> defined = new HashSet<>();
        for (Equation e : equations) {
            Map<Expr, Expr> reads = new HashMap<>();
            for (Expr node : evaluated(e)) {
                Key key = key(node, e);
                Tensor target = kept.get(key);
                if (target == null) {
                    continue;
                }
                List<Range> domain = e.domain().subList(0, key.sizes().size());
                List<Poly> at = domain.stream().map(r -> Poly.of(r.index())).toList();
                if (defined.add(key)) {
                    result.add(definition(key, target, domain, e));
                }
                reads.put(node, make.read(target, at));
            }
            result.add(e.with(e.guard(), Graph.rebuild(e.value(), make::rebuild, reads)));
        }
        return result;
    }

    private static Equation definition(Key key, Tensor target, List<Range> ranges, Equation e) {
        List<Range> domain = new ArrayList<>();
        for (Range range : ranges) {
            domain.add(Range.upTo(Atom.Index.free(range.index().name(), domain.size()), range.to()));
        }
        List<Poly> at = domain.stream().map(r -> Poly.of(r.index())).toList();
        return new Equation(target, at, domain, null, Reduction.SET, key.value(), e.span());
    }
}
