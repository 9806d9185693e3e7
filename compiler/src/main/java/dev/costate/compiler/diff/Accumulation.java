package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeSet;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what is added to one tensor: equations over the same domain with the same subscripts become one, and
 * one that alone covers its tensor sets it instead of adding to zero.
 */
final class Accumulation {
    /** What two equations must have in common to become one. */
    private record Form(
            Tensor target,
            List<Poly> subscripts,
            List<Range> domain,
            @Nullable Expr guard) {}

    private Accumulation() {}

    /**
     * The equations, each sum in the place of the last of its terms. What has been read, some elements at a time,
     * before all are written stays where it is: only in a loop of recurrences does a sum come before all that read it.
     */
    static List<Equation> merge(Exprs make, List<Equation> equations) {
        Map<Form, Integer> places = new HashMap<>();
        Map<Tensor, Integer> writers = new HashMap<>();
        List<@Nullable Equation> merged = new ArrayList<>();
        Set<Tensor> read = new HashSet<>();
        NodeSet seen = new NodeSet();
        for (Equation equation : equations) {
            boolean sum = equation.reduction() == Reduction.SUM;
            Equation e = sum ? canonical(make, equation) : equation;
            Form form = new Form(e.target(), e.subscripts(), e.domain(), e.guard());
            boolean movable = sum && (SharedLoops.range(e, 0) != null || !read.contains(e.target()));
            Integer place = movable ? places.get(form) : null;
            if (place == null) {
                writers.merge(e.target(), 1, Integer::sum);
            } else {
                Equation before = Objects.requireNonNull(merged.set(place, null));
                e = e.with(e.guard(), make.apply(Arithmetic.ADD, before.value(), e.value()));
            }
            if (movable) {
                places.put(form, merged.size());
            }
            merged.add(e);
            for (Expr node : Graph.reads(e.roots(), seen)) {
                read.add(((Expr.Head.Read) node.head()).tensor());
            }
        }
        List<Equation> result = new ArrayList<>();
        for (Equation e : merged) {
            if (e != null) {
                boolean sets = e.reduction() == Reduction.SUM && writers.getOrDefault(e.target(), 0) == 1 && covers(e);
                result.add(sets ? set(e) : e);
            }
        }
        return result;
    }

    /** The same equation with the index of subscript p named p, and its domain in that order where bounds allow. */
    private static Equation canonical(Exprs make, Equation e) {
        Map<Atom.Index, Poly> names = new HashMap<>();
        for (Poly subscript : e.subscripts()) {
            Atom.Index index = subscript.asIndex();
            if (index == null || names.containsKey(index)) {
                return e;
            }
            names.put(index, numbered(index, names.size()));
        }
        for (Range range : e.domain()) {
            names.putIfAbsent(range.index(), numbered(range.index(), names.size()));
        }
        if (names.isEmpty()) {
            return e;
        }
        Substitution renaming = new Substitution(make, names);
        List<Range> domain = new ArrayList<>();
        e.domain().forEach(range -> domain.add(renaming.renamed(range)));
        return new Equation(
                e.target(),
                e.subscripts().stream().map(renaming::apply).toList(),
                domain,
                e.guard() == null ? null : renaming.apply(e.guard()),
                e.reduction(),
                renaming.apply(e.value()),
                e.span());
    }

    /** The index numbered by position, unless it is that of a loop shared with other equations, or of rows. */
    private static Poly numbered(Atom.Index index, int position) {
        boolean stays = index.is(Atom.Index.Kind.SHARED) || index.equals(Range.ROW);
        return Poly.of(stays ? index : Atom.Index.free(index.name(), position));
    }

    private static boolean covers(Equation e) {
        if (e.guard() != null || e.domain().size() != e.subscripts().size()) {
            return false;
        }
        for (Range range : e.domain()) {
            int axis = e.subscripts().indexOf(Poly.of(range.index()));
            if (axis < 0
                    || !range.from().isZero()
                    || !range.to().equals(e.target().shape().get(axis))) {
                return false;
            }
        }
        return true;
    }

    private static Equation set(Equation e) {
        return new Equation(e.target(), e.subscripts(), e.domain(), null, Reduction.SET, e.value(), e.span());
    }
}
