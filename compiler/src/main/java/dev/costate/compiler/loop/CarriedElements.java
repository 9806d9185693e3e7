package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps elements that a loop stores and reads again in variables, so that nothing waits for memory: what the iteration
 * reads, and what the next one does in a recurrence.
 *
 * <pre>   h[0] := a                                last := a;  h[0] := last
 *   for t: h[t + 1] := f(h[t], x[t])         for t: last := f(last, x[t]);  h[t + 1] := last
 *   y := h[T]                                y := last </pre>
 *
 * <p>{@link CarriedStep} finds them. One is carried if the element before the first iteration is known: as it was
 * stored last before the loop, or as sizes say that there is one, or that none is read. Time is linear but for how deep
 * loops are nested.
 */
public final class CarriedElements {
    private static final Code ZERO = new Code.Constant(0);

    private final Prover prover;
    /** The variables that hold what is stored before a loop. */
    private final IdentityHashMap<Statement, Local> starts = new IdentityHashMap<>();

    private CarriedElements(Prover prover) {
        this.prover = prover;
    }

    /** The statements of a unit with such variables. */
    public static List<Statement> of(List<Statement> body, Prover prover) {
        return new CarriedElements(prover).block(body);
    }

    private List<Statement> block(List<Statement> body) {
        if (body.stream().noneMatch(CarriedElements::isCarrying)) {
            return body.stream()
                    .map(statement -> statement.map(local -> local, code -> code, this::block))
                    .toList();
        }
        List<Statement> block = new ArrayList<>();
        Map<Place, Statement> last = new HashMap<>();
        HeldElements behind = new HeldElements();
        for (Statement statement : body) {
            Statement within = statement.map(local -> local, code -> code, this::block);
            ReadsWrites touched = new ReadsWrites(within, null);
            behind.forget(touched);
            for (Statement image : behind.image(within)) {
                Statement carrying = isCarrying(image) && image instanceof Statement.Loop loop
                        ? carrying(loop, block, last, behind)
                        : image;
                block.add(carrying);
                touched.places().forEach(place -> last.put(place, carrying));
            }
        }
        return started(block);
    }

    /** Whether it is a loop whose iterations may read what others store. */
    private static boolean isCarrying(Statement statement) {
        return statement instanceof Statement.Loop loop && loop.step() == 1;
    }

    /**
     * A loop with variables for what its iterations read.
     *
     * @param block what stands before it, to which what they start as is added
     * @param last the last of these statements that have to do with each place
     * @param behind what variables hold behind the loop
     */
    private Statement carrying(
            Statement.Loop loop, List<Statement> block, Map<Place, Statement> last, HeldElements behind) {
        CarriedStep step = new CarriedStep(loop);
        Set<Code.Element> known = new HashSet<>();
        step.variables().forEach((read, variable) -> {
            Code.Element first = at(read, loop.range(), start(loop.range()));
            if (last.get(read.place()) instanceof Statement.Store store
                    && store.reduction() == Reduction.SET
                    && store.target().equals(first)) {
                starts.put(store, variable);
            } else {
                Code value = value(first);
                if (value == null) {
                    return;
                }
                block.add(new Statement.Declare(variable, value));
            }
            known.add(read);
            if (isNonNegative(loop.range().extent())) {
                behind.put(at(read, loop.range(), end(loop.range())), variable);
            }
        });
        return step.carrying(known);
    }

    private static Code.Element at(Code.Element read, Range range, Poly value) {
        return read.substitute(atom -> atom.equals(range.index()) ? value : null);
    }

    private static Poly start(Range range) {
        return range.order() == Range.Order.UPWARD ? range.from() : range.to().plus(-1);
    }

    /** Where an iteration behind the last one would be. */
    private static Poly end(Range range) {
        return range.order() == Range.Order.UPWARD ? range.to() : range.from().plus(-1);
    }

    /** What a variable starts as: the element if there is one for all sizes, zero if there is none; else null. */
    private @Nullable Code value(Code.Element first) {
        boolean exists = true;
        for (int axis = 0; axis < first.subscripts().size(); axis++) {
            Poly before = first.subscripts().get(axis);
            Poly behind = first.place().shape().get(axis).plus(-1).minus(before);
            if (isNonNegative(before.negate().plus(-1))
                    || isNonNegative(behind.negate().plus(-1))) {
                return ZERO;
            }
            exists &= isNonNegative(before) && isNonNegative(behind);
        }
        return exists ? first : null;
    }

    private boolean isNonNegative(Poly integer) {
        return prover.nonNegative(integer, Facts.NONE);
    }

    /** The statements of a block with variables declared as what is stored before a loop. */
    private List<Statement> started(List<Statement> block) {
        List<Statement> started = new ArrayList<>();
        for (Statement statement : block) {
            Local variable = starts.remove(statement);
            if (variable != null && statement instanceof Statement.Store store) {
                started.add(new Statement.Declare(variable, store.value()));
                started.add(new Statement.Store(store.target(), Reduction.SET, new Code.Variable(variable)));
            } else {
                started.add(statement);
            }
        }
        return started;
    }
}
