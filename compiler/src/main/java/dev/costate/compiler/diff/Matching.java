package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** For which values of its indices an equation writes what is wanted. */
final class Matching {
    private final List<Range> open = new ArrayList<>();
    private final List<Range> found = new ArrayList<>();
    private final List<Range> all;
    private final List<Range> domain;
    private final Map<Atom.Index, Poly> images = new LinkedHashMap<>();
    private final List<Poly> zero = new ArrayList<>();

    Matching(Equation e, Range each, List<Range> over) {
        this.domain = new ArrayList<>(over);
        this.open.addAll(e.domain());
        this.open.removeIf(range -> range.index().equals(each.index()));
        this.all = List.copyOf(open);
    }

    void match(List<Poly> written, List<Poly> wanted) {
        List<Integer> rest = new ArrayList<>();
        for (int k = 0; k < written.size(); k++) {
            if (!find(written.get(k), wanted.get(k))) {
                rest.add(k);
            }
        }
        while (rest.removeIf(k -> find(written.get(k), wanted.get(k)))) {
            // What has been found may tell of others.
        }
        for (Range range : open) {
            Range own = new Range(
                    Atom.Index.free(range.index().name(), domain.size()), moved(range.from()), moved(range.to()));
            images.put(range.index(), Poly.of(own.index()));
            domain.add(own);
        }
        rest.forEach(k -> zero.add(moved(written.get(k)).minus(wanted.get(k))));
        zero.removeIf(Poly::isZero);
    }

    /** Whether an index that is not known yet follows from what is written where. */
    private boolean find(Poly written, Poly wanted) {
        Poly known = moved(written);
        Range next = null;
        for (Range range : open) {
            if (known.indices().contains(range.index())) {
                if (next != null) {
                    return false;
                }
                next = range;
            }
        }
        if (next == null) {
            return false;
        }
        Poly index = Poly.of(next.index());
        for (Poly rest : List.of(known.minus(index), known.negate().minus(index))) {
            if (!rest.indices().contains(next.index())) {
                Poly sum = known.minus(index).equals(rest) ? wanted : wanted.negate();
                images.put(next.index(), sum.minus(rest));
                open.remove(next);
                found.add(next);
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an index that is summed over follows from what must be 0, as a function of the indices of who asks: what
     * is written and wanted then tells it.
     */
    boolean follows(List<Poly> support, List<Poly> written, List<Poly> wanted) {
        for (Poly poly : support) {
            for (Range range : open) {
                Poly index = moved(Poly.of(range.index()));
                for (Poly rest : List.of(poly.minus(index), poly.negate().minus(index))) {
                    if (isOfOthers(rest)) {
                        written.add(Poly.of(range.index()));
                        wanted.add(rest.negate());
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean isOfOthers(Poly poly) {
        return open.stream()
                .noneMatch(r ->
                        poly.indices().containsAll(moved(Poly.of(r.index())).indices()));
    }

    private Poly moved(Poly poly) {
        return poly.substitute(a -> a instanceof Atom.Index index ? images.get(index) : null);
    }

    /**
     * The indices of who asks and those that are not found, in the order of the equation's own loops if they can be.
     */
    List<Range> domain() {
        Map<Atom.Index, Range> byIndex = new LinkedHashMap<>();
        domain.forEach(range -> byIndex.put(range.index(), range));
        List<Range> ordered = new ArrayList<>();
        for (Range range : all) {
            Atom.Index image = moved(Poly.of(range.index())).asIndex();
            Range own = image == null ? null : byIndex.remove(image);
            if (own != null) {
                ordered.add(own);
            }
        }
        ordered.addAll(0, byIndex.values());
        Set<Atom.Index> outer = new HashSet<>();
        for (Range range : ordered) {
            if (!outer.containsAll(range.from().indices())
                    || !outer.containsAll(range.to().indices())) {
                return domain;
            }
            outer.add(range.index());
        }
        return ordered;
    }

    /** The same in the order in which they were found. */
    List<Range> unordered() {
        return domain;
    }

    Map<Atom.Index, Poly> images() {
        return images;
    }

    /** Whether the equation never writes what is wanted. */
    boolean isNowhere(Prover prover, Facts facts) {
        return notNegative().stream().anyMatch(p -> isNegative(prover, p, facts))
                || zero.stream().anyMatch(p -> isNegative(prover, p, facts) || isNegative(prover, p.negate(), facts));
    }

    private static boolean isNegative(Prover prover, Poly poly, Facts facts) {
        return prover.nonNegative(poly.negate().plus(-1), facts);
    }

    /** What must be 0 for the equation to write what is wanted. */
    List<Poly> zero() {
        return zero;
    }

    /** What must not be negative, so that the indices found are within their ranges. */
    List<Poly> notNegative() {
        List<Poly> conditions = new ArrayList<>();
        for (Range range : found) {
            Poly image = moved(Poly.of(range.index()));
            conditions.add(image.minus(moved(range.from())));
            conditions.add(moved(range.to()).minus(image).plus(-1));
        }
        return conditions;
    }
}
