package dev.costate.compiler.order;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Statements in parts. Where a condition decides what a statement reads, its elements where the condition holds may
 * come at another time than those where it does not: {@code x[t] = if t < k then y else z[t]} with {@code z[t] = if t <
 * k then x[t] else z[t - 1]} is x before z while t < k, and z before x from then on.
 */
final class IndexSetSplitting {
    /** More parts than this are no recurrence that a person wrote. */
    private static final int MOST = 64;

    /**
     * The elements of a statement where each of these polynomials is at least 0.
     *
     * @param number that of the whole statement
     */
    private record Part(int number, List<Poly> where, Accesses statement) {}

    private final Prover prover;
    private List<Part> parts = new ArrayList<>();
    /** What may be a condition to divide by, each and its opposite once. */
    private final List<Poly> conditions;

    IndexSetSplitting(List<Accesses> all, Prover prover) {
        this.prover = prover;
        Set<Tensor> own = new HashSet<>();
        all.forEach(statement -> own.add(statement.target()));
        Set<Poly> found = new LinkedHashSet<>();
        for (Accesses statement : all) {
            parts.add(new Part(parts.size(), List.of(), statement));
            for (ElementRead access : statement.reads()) {
                for (Poly fact : access.facts().all()) {
                    boolean divides = own.contains(access.tensor())
                            && decides(statement, fact)
                            && !found.contains(opposite(fact));
                    if (divides) {
                        found.add(fact);
                    }
                }
            }
        }
        this.conditions = new ArrayList<>(found);
    }

    private static Poly opposite(Poly nonNegative) {
        return nonNegative.negate().plus(-1);
    }

    /** Whether it is known of some elements of a statement, and not of others. */
    private static boolean decides(Accesses statement, Poly fact) {
        Set<Atom.Index> indices = new HashSet<>();
        statement.subscripts().forEach(s -> indices.addAll(s.indices()));
        return indices.containsAll(fact.indices()) && !statement.facts().all().contains(fact);
    }

    /** Divides by one more condition; whether there was one. */
    boolean divide() {
        if (conditions.isEmpty() || parts.size() > MOST / 2) {
            return false;
        }
        Poly condition = conditions.remove(0);
        List<Part> divided = new ArrayList<>();
        for (Part part : parts) {
            List<Part> both = new ArrayList<>();
            for (Poly half : List.of(condition, opposite(condition))) {
                Part next = where(part, half);
                if (!prover.contradictory(next.statement().facts())) {
                    both.add(next);
                }
            }
            boolean divides = both.size() == 2
                    && part.statement().reads().stream()
                            .flatMap(access -> access.facts().all().stream())
                            .anyMatch(fact -> fact.equals(condition) || fact.equals(opposite(condition)));
            divided.addAll(divides ? both : List.of(part));
        }
        parts = divided;
        return true;
    }

    private Part where(Part part, Poly half) {
        Accesses whole = part.statement();
        List<ElementRead> reads = new ArrayList<>();
        for (ElementRead access : whole.reads()) {
            Facts facts = access.facts().with(List.of(half));
            if (!prover.contradictory(facts)) {
                reads.add(new ElementRead(access.tensor(), access.subscripts(), facts));
            }
        }
        List<Poly> where = new ArrayList<>(part.where());
        where.add(half);
        Facts facts = whole.facts().with(List.of(half));
        return new Part(
                part.number(), where, new Accesses(whole.target(), whole.subscripts(), whole.domain(), facts, reads));
    }

    List<Accesses> statements() {
        return parts.stream().map(Part::statement).toList();
    }

    /** Steps of the parts as steps of what they are parts of. */
    List<Placement> steps(List<Placement> ofParts) {
        return ofParts.stream()
                .map(step -> {
                    Part part = parts.get(step.statement());
                    return new Placement(part.number(), part.where(), step.levels());
                })
                .toList();
    }
}
