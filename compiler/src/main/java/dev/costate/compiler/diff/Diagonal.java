package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Guards;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The diagonal of a Hessian without its other entries: of each tangent only those directions that reach it. What is
 * wanted of a tangent {@code Ȧ[β, s]} is asked for in one direction, that of an element of an input, as a function of
 * the indices of who asks; the equations that write it answer, their indices found from where they write and in which
 * direction. So {@code żDot[n, s] += X[n, d]} at {@code s = d} is {@code X[n, d]} in direction d, and the diagonal of a
 * linear predictor costs about a gradient. An index that is not found so is summed over.
 *
 * <p>Tangents of a recurrence are not asked for: there is no diagonal of that kind then.
 *
 * <p>Long, since asking, matching and answering work on one state.
 */
public final class Diagonal {
    /** The direction of an element of an input. */
    private record Column(Tensor input, List<Poly> element) {}

    /** What is asked for: an element of a tangent in one direction, for all values of indices numbered by position. */
    private record Query(Tensor tangent, List<Poly> element, Column column, List<Range> over) {}

    /** There is no answer, or only a long one. */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** So many times the equations that there are may be asked for or added. */
    private static final int MOST = 6;

    private final Exprs make;
    private final Prover prover;
    private final Tangents tangents;
    private final Directions.Each directions;
    private final Map<Tensor, List<Integer>> writers = new HashMap<>();
    private final Set<Tensor> moving = new HashSet<>();
    private final List<Equation> equations;
    private final Map<Query, Tensor> answers = new HashMap<>();
    /** Where the answers are to be stored that wait for others. */
    private final Map<Query, Tensor> begun = new HashMap<>();
    /** What the answer that is being tried needs first. */
    private final Set<Query> missing = new LinkedHashSet<>();
    /** Where an answer may not be 0: where all of these are. */
    private final Map<Query, List<Poly>> supports = new HashMap<>();

    private final List<List<Equation>> behind = new ArrayList<>();
    private int left;

    private Diagonal(
            Exprs make, Prover prover, Directions.Each directions, Tangents tangents, List<Equation> equations) {
        this.make = make;
        this.prover = prover;
        this.directions = directions;
        this.tangents = tangents;
        this.equations = equations;
        this.moving.addAll(tangents.tangents().values());
        this.left = MOST * equations.size();
        for (int k = 0; k < equations.size(); k++) {
            behind.add(new ArrayList<>());
            writers.computeIfAbsent(equations.get(k).target(), t -> new ArrayList<>())
                    .add(k);
        }
    }

    /**
     * The equations that compute the diagonal, without tangents in all directions.
     *
     * @param tangents those of a gradient, among equations
     * @param rows for each input the tensor that holds the rows of its elements
     * @param diagonals for each input the tensor that is to hold its part of the diagonal
     * @return null if there are recurrences, elements that need others of their array, or too many equations
     */
    static @Nullable List<Equation> of(
            Exprs make,
            Prover prover,
            Directions.Each directions,
            Tangents tangents,
            List<Equation> equations,
            Map<Tensor, Tensor> rows,
            Map<Tensor, Tensor> diagonals) {
        Diagonal diagonal = new Diagonal(make, prover, directions, tangents, equations);
        try {
            for (Map.Entry<Tensor, Tensor> row : rows.entrySet()) {
                Tensor input = row.getKey();
                List<Range> over = DerivativeDomains.domain(input);
                List<Poly> element = DerivativeDomains.all(over);
                Query query = new Query(row.getValue(), element, new Column(input, element), over);
                Tensor target = Objects.requireNonNull(diagonals.get(input));
                diagonal.spend(1);
                while (!diagonal.answer(query, target, element)) {
                    diagonal.answerMissing();
                }
            }
        } catch (Unanswered e) {
            return null;
        }
        List<Equation> result = new ArrayList<>();
        for (int k = 0; k < equations.size(); k++) {
            if (!diagonal.moving.contains(equations.get(k).target())) {
                result.add(equations.get(k));
            }
            result.addAll(diagonal.behind.get(k));
        }
        return diagonal.isInOrder(result) ? result : null;
    }

    /** Answers what is missing, each behind what it needs itself. */
    private void answerMissing() throws Unanswered {
        Deque<Query> open = new ArrayDeque<>();
        push(open);
        while (!open.isEmpty()) {
            Query query = open.peek();
            Tensor target = begun.get(query);
            if (answers.containsKey(query)) {
                open.pop();
                continue;
            } else if (target == null) {
                // Before any other is asked: elements that need others of their array may ask without end.
                spend(1);
                target = target(query);
                begun.put(query, target);
            }
            if (answer(query, target, places(query.over()))) {
                answers.put(query, target);
                open.pop();
            } else {
                push(open);
            }
        }
    }

    /** What is missing goes on top, the first of it first. */
    private void push(Deque<Query> open) {
        List<Query> all = new ArrayList<>(missing);
        for (int k = all.size() - 1; k >= 0; k--) {
            open.push(all.get(k));
        }
    }

    private Tensor target(Query query) {
        List<Poly> shape = new ArrayList<>();
        for (int k = 0; k < query.over().size(); k++) {
            shape.add(PolyBounds.size(query.over().get(k), query.over().subList(0, k)));
        }
        Tensor tangent = query.tangent();
        return make.tensors().temporary(tangent.name() + "Along", shape, tangent.span());
    }

    /** Whether no answer is read before it is there: of arrays whose elements need each other it may be. */
    private boolean isInOrder(List<Equation> result) {
        Set<Tensor> missing = new HashSet<>(answers.values());
        for (Equation e : result) {
            for (Expr node : e.reads()) {
                if (missing.contains(((Expr.Head.Read) node.head()).tensor())) {
                    return false;
                }
            }
            missing.remove(e.target());
        }
        return true;
    }

    /** The expression, with tangents as they are in one direction; what is 0 wherever all of these are not is kept. */
    private Expr inDirection(Expr root, Column column, List<Range> domain, List<Poly> support) throws Unanswered {
        Map<Expr, Expr> images = new HashMap<>();
        List<Poly> common = new ArrayList<>();
        for (Expr node : root.reads()) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            if (moving.contains(read.tensor())) {
                int last = read.subscripts().size() - 1;
                if (!isEach(read.subscripts().get(last))) {
                    throw new Unanswered();
                }
                List<Poly> own = new ArrayList<>();
                Expr image = ask(read.tensor(), read.subscripts().subList(0, last), column, domain, own);
                common.addAll(images.isEmpty() ? own : List.of());
                common.retainAll(own);
                images.put(node, image);
            }
        }
        support.addAll(common);
        return images.isEmpty() ? root : Graph.replace(root, make, images);
    }

    private boolean isEach(Poly subscript) {
        return subscript.equals(Poly.of(directions.over().index()));
    }

    /**
     * The element of a tangent in a direction, read where its answer is stored; if there is none yet, it is missing.
     */
    private Expr ask(Tensor tangent, List<Poly> element, Column column, List<Range> domain, List<Poly> support)
            throws Unanswered {
        if (!writers.containsKey(tangent)) {
            return make.number(0);
        }
        Set<Atom.Index> needed = new HashSet<>();
        element.forEach(p -> needed.addAll(p.indices()));
        column.element().forEach(p -> needed.addAll(p.indices()));
        List<Range> ranges = new ArrayList<>();
        for (int k = domain.size() - 1; k >= 0; k--) {
            Range range = domain.get(k);
            if (needed.contains(range.index())) {
                needed.addAll(range.from().indices());
                needed.addAll(range.to().indices());
                ranges.add(0, range);
            }
        }
        Map<Atom.Index, Poly> names = new HashMap<>();
        for (Range range : ranges) {
            names.put(range.index(), Poly.of(Atom.Index.free(range.index().name(), names.size())));
        }
        Substitution naming = new Substitution(make, names);
        List<Range> over = ranges.stream().map(naming::renamed).toList();
        Query query = new Query(
                tangent, applied(naming, element), new Column(column.input(), applied(naming, column.element())), over);
        Tensor answer = answers.get(query);
        if (answer == null) {
            if (begun.containsKey(query)) {
                throw new Unanswered();
            }
            missing.add(query);
            return make.number(0);
        }
        Map<Atom.Index, Poly> back = new HashMap<>();
        for (int k = 0; k < ranges.size(); k++) {
            back.put(over.get(k).index(), Poly.of(ranges.get(k).index()));
        }
        Substitution caller = new Substitution(make, back);
        supports.getOrDefault(query, List.of()).forEach(p -> support.add(caller.apply(p)));
        return make.read(answer, places(ranges));
    }

    /** Where the values of indices are stored. */
    private static List<Poly> places(List<Range> ranges) {
        List<Poly> places = new ArrayList<>();
        for (int k = 0; k < ranges.size(); k++) {
            Range range = ranges.get(k);
            places.add(Poly.of(range.index()).minus(PolyBounds.origin(range, ranges.subList(0, k))));
        }
        return places;
    }

    private static List<Poly> applied(Substitution substitution, List<Poly> polys) {
        return polys.stream().map(substitution::apply).toList();
    }

    /** Adds equations that write what is asked for into a tensor, unless other answers are missing for it. */
    private boolean answer(Query query, Tensor target, List<Poly> subscripts) throws Unanswered {
        missing.clear();
        List<Integer> places = writers.getOrDefault(query.tangent(), List.of());
        List<Equation> parts = new ArrayList<>();
        List<List<Poly>> zeros = new ArrayList<>();
        for (int place : places) {
            parts(equations.get(place), query, target, subscripts, parts, zeros);
        }
        if (!missing.isEmpty()) {
            return false;
        }
        spend(parts.size());
        if (!zeros.isEmpty()) {
            List<Poly> common = new ArrayList<>(zeros.get(0));
            zeros.forEach(common::retainAll);
            // What is summed over within the answer says nothing to who asks.
            Set<Atom.Index> known = new HashSet<>();
            query.over().forEach(range -> known.add(range.index()));
            common.removeIf(p -> !known.containsAll(p.indices()));
            supports.put(query, common);
        }
        if (!places.isEmpty()) {
            boolean sets = parts.size() == 1
                    && parts.get(0).guard() == null
                    && parts.get(0).domain().size() == query.over().size();
            List<Equation> made = behind.get(places.get(places.size() - 1));
            parts.forEach(e -> made.add(sets ? as(Reduction.SET, e) : e));
            if (parts.isEmpty()) {
                Expr zero = make.number(0);
                made.add(new Equation(
                        target,
                        subscripts,
                        query.over(),
                        null,
                        Reduction.SET,
                        zero,
                        query.tangent().span()));
            }
        }
        return true;
    }

    private void spend(int count) throws Unanswered {
        left -= count;
        if (left < 0) {
            throw new Unanswered();
        }
    }

    private static Equation as(Reduction reduction, Equation e) {
        return new Equation(e.target(), e.subscripts(), e.domain(), e.guard(), reduction, e.value(), e.span());
    }

    /** What one equation contributes to the answer, term by term, since each may be 0 elsewhere. */
    private void parts(
            Equation equation,
            Query query,
            Tensor target,
            List<Poly> subscripts,
            List<Equation> parts,
            List<List<Poly>> zeros)
            throws Unanswered {
        Tangents.Seed seed = tangents.seeds().get(equation);
        if (seed != null && seed.input() != query.column().input()) {
            return;
        } else if (seed == null
                && !isEach(equation.subscripts().get(equation.subscripts().size() - 1))) {
            throw new Unanswered();
        }
        Substitution own = own(equation);
        Equation e = renamed(equation, own);
        List<Poly> written =
                new ArrayList<>(e.subscripts().subList(0, e.subscripts().size() - 1));
        List<Poly> wanted = new ArrayList<>(query.element());
        if (seed != null) {
            written.addAll(applied(own, seed.element()));
            wanted.addAll(query.column().element());
        }
        int first = parts.size();
        for (Expr term : terms(e.value())) {
            List<Poly> zero = new ArrayList<>();
            Equation part = part(e.with(e.guard(), term), query, written, wanted, target, subscripts, zero);
            if (part != null) {
                zeros.add(zero);
                Equation last = parts.size() == first ? null : parts.get(parts.size() - 1);
                if (last != null && last.domain().equals(part.domain()) && last.guard() == part.guard()) {
                    Expr sum = make.apply(Arithmetic.ADD, last.value(), part.value());
                    parts.set(parts.size() - 1, last.with(last.guard(), sum));
                } else {
                    parts.add(part);
                }
            }
        }
    }

    /** What a value is the sum of. */
    private List<Expr> terms(Expr value) {
        List<Expr> terms = new ArrayList<>();
        Deque<Expr> open = new ArrayDeque<>(List.of(value));
        while (!open.isEmpty()) {
            Expr node = open.pop();
            if (node.op() == Arithmetic.ADD || node.op() == Arithmetic.SUB) {
                Expr second = node.operand(1);
                open.push(node.op() == Arithmetic.ADD ? second : make.apply(Arithmetic.NEG, second));
                open.push(node.operand(0));
            } else {
                terms.add(node);
            }
        }
        return terms;
    }

    /** What a term contributes: null if the equation writes other elements, or in other directions. */
    private @Nullable Equation part(
            Equation e,
            Query query,
            List<Poly> writtenAt,
            List<Poly> wantedAt,
            Tensor target,
            List<Poly> subscripts,
            List<Poly> zero)
            throws Unanswered {
        List<Poly> written = new ArrayList<>(writtenAt);
        List<Poly> wanted = new ArrayList<>(wantedAt);
        while (true) {
            Matching matching = new Matching(e, directions.over(), query.over());
            matching.match(written, wanted);
            List<Range> domain = matching.domain();
            Facts facts = Assumptions.of(domain);
            if (matching.isNowhere(prover, facts)) {
                return null;
            }
            Substitution found = new Substitution(make, matching.images());
            List<Poly> support = new ArrayList<>(matching.zero());
            Expr value = inDirection(found.apply(e.value()), query.column(), domain, support);
            if (!missing.isEmpty() || value.isNumber(0)) {
                return null;
            }
            if (matching.follows(support, written, wanted)) {
                continue;
            }
            zero.addAll(support);
            Expr guard = withinRanges(matching, facts);
            if (e.guard() != null) {
                Expr own = inDirection(found.apply(e.guard()), query.column(), domain, new ArrayList<>());
                guard = Guards.and(make, guard, own);
            }
            for (Poly condition : matching.zero()) {
                // Behind the guard, which may keep in range what the condition reads.
                guard = Guards.and(
                        make, guard, make.apply(Comparisons.EQ, make.integer(condition), make.integer(Poly.ZERO)));
            }
            return new Equation(target, subscripts, domain, guard, Reduction.SUM, value, e.span());
        }
    }

    /** Where the indices that have been found are within their ranges, null for everywhere. */
    private @Nullable Expr withinRanges(Matching matching, Facts facts) throws Unanswered {
        Expr guard = null;
        for (Poly condition : matching.notNegative()) {
            if (!prover.nonNegative(condition, facts)) {
                if (!condition.atoms().stream().allMatch(a -> a instanceof Atom.Dim || a instanceof Atom.Index)) {
                    // Integer data may be read in a branch only; beyond it, nothing is known of where the index is.
                    throw new Unanswered();
                }
                guard = Guards.and(make, guard, make.apply(Comparisons.LE, make.number(0), make.integer(condition)));
            }
        }
        return guard;
    }

    private Substitution own(Equation e) {
        Map<Atom.Index, Poly> names = new HashMap<>();
        for (Range range : e.domain()) {
            Atom.Index index = range.index();
            boolean each = index.equals(directions.over().index());
            names.put(index, Poly.of(each ? index : new Atom.Index(index.name(), Atom.Index.Kind.APART, names.size())));
        }
        return new Substitution(make, names);
    }

    private static Equation renamed(Equation e, Substitution own) throws Unanswered {
        if (e.domain().stream().anyMatch(Range::isShared)) {
            throw new Unanswered();
        }
        return new Equation(
                e.target(),
                applied(own, e.subscripts()),
                e.domain().stream().map(own::renamed).toList(),
                e.guard() == null ? null : own.apply(e.guard()),
                e.reduction(),
                own.apply(e.value()),
                e.span());
    }
}
