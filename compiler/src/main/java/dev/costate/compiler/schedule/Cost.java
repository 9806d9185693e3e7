package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Summation;
import dev.costate.compiler.loop.Accumulators;
import dev.costate.compiler.loop.Blocks;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.loop.Walk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a unit takes, as polynomials of the sizes.
 *
 * <p>A batch that is taken in blocks takes what the loop takes as it is written, so that units are chosen alike with
 * and without blocks; rows are few and do not count.
 *
 * @param elements how many numbers it keeps in memory
 * @param operations how many operations its loops do; unlike in {@link dev.costate.compiler.report.Operations} what
 *     two loops compute anew counts twice. All branches count. Null if there are more for some sizes than 64 bits hold
 */
public record Cost(Poly elements, @Nullable Poly operations) {
    /** So many times a difference must be the whole to matter. */
    private static final long SHARE = 8;

    /** Counts what stands in a unit. */
    public static Cost of(Unit unit, Prover prover) {
        Poly elements = Poly.ZERO;
        for (Place place : unit.fields()) {
            if (place.rows() == null) {
                elements = elements.plus(place.shape().stream().reduce(Poly.ONE, Poly::times));
            }
        }
        Map<List<Range>, Poly> counts = new LinkedHashMap<>();
        count(unit.body(), List.of(), counts);
        return new Cost(elements, sum(counts, new Summation(prover)));
    }

    private static @Nullable Poly sum(Map<List<Range>, Poly> counts, Summation summation) {
        Poly sum = Poly.ZERO;
        try {
            for (Map.Entry<List<Range>, Poly> count : counts.entrySet()) {
                sum = sum.plus(summation.sum(count.getValue(), count.getKey()));
            }
        } catch (ArithmeticException e) {
            return null;
        }
        return sum;
    }

    /** Adds what statements do in each iteration of the loops around them. */
    private static void count(List<Statement> body, List<Range> around, Map<List<Range>, Poly> counts) {
        for (Statement each : Accumulators.together(body)) {
            Statement written = Blocks.written(each);
            Statement statement = written == null ? each : written;
            List<Range> ranges = new ArrayList<>(around);
            Poly operations = operations(statement);
            ranges.addAll(statement.ranges());
            if (statement instanceof Statement.Row row) {
                operations = operations.plus(row.count());
            } else if (statement instanceof Statement.Axpy axpy) {
                operations = operations.plus(axpy.count());
            } else if (statement instanceof Statement.Product) {
                operations = Poly.ONE;
            } else if (statement instanceof Statement.Kernel kernel) {
                operations = operations.plus(kernel.count());
            } else if (statement instanceof Statement.Call call) {
                count(call.method().body(), ranges, counts);
            }
            counts.merge(ranges, operations, Poly::plus);
            statement.bodies().forEach(block -> count(block, ranges, counts));
        }
    }

    /** The operations of the expressions that a statement evaluates itself. */
    private static Poly operations(Statement statement) {
        Poly[] sum = {Poly.ZERO};
        Walk.own(statement, code -> {
            if (code instanceof Code.Apply apply && apply.op().arithmetic() != Op.Arithmetic.NONE) {
                sum[0] = sum[0].plus(1);
            } else if (code instanceof Code.Dot dot) {
                sum[0] = sum[0].plus(dot.count());
            }
        });
        return sum[0];
    }

    /** Of both, one after the other. */
    public Cost plus(Cost other) {
        return new Cost(
                elements.plus(other.elements),
                operations == null || other.operations == null ? null : operations.plus(other.operations));
    }

    /** The order of the memory, where all sizes grow alike. */
    public int order() {
        return order(elements);
    }

    /** How many sizes are multiplied in a product at most. */
    public static int order(Poly poly) {
        return poly.terms().stream().mapToInt(term -> term.atoms().size()).max().orElse(0);
    }

    /** Whether it does more operations by at least an eighth, where some sizes grow, as far as that is known. */
    public boolean doesMore(Cost other) {
        if (operations == null || other.operations == null) {
            return operations == null && other.operations != null;
        }
        Map<List<Atom>, Long> others = new LinkedHashMap<>();
        other.operations.terms().forEach(term -> others.put(term.atoms(), term.coefficient()));
        double scale = (double) other.operations.denominator() / operations.denominator();
        return operations.terms().stream()
                .filter(term -> others.keySet().stream().noneMatch(atoms -> outgrows(atoms, term.atoms())))
                .anyMatch(term -> term.coefficient() > 0
                        && term.coefficient() * scale * SHARE
                                >= others.getOrDefault(term.atoms(), 0L) * (double) (SHARE + 1));
    }

    /** Whether a product has all factors of another, and more. */
    private static boolean outgrows(List<Atom> product, List<Atom> other) {
        List<Atom> rest = new ArrayList<>(product);
        return product.size() > other.size() && other.stream().allMatch(rest::remove);
    }
}
