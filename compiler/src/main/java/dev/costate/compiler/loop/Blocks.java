package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.runtime.Rows;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A loop over a batch that runs as it is written or in blocks of iterations. Both stand in a choice; here is what it
 * looks like, for those who make it and those who have it run over a part of the batch.
 */
public final class Blocks {
    /** Where a block begins. */
    public static final Atom.Index FIRST = BatchIndex.FIRST.index();

    /** How many iterations it has. */
    public static final Atom.Index COUNT = BatchIndex.LANES.index();

    /** Where it ends. */
    static final Atom.Index END = BatchIndex.END.index();

    private static final Atom.Index NUMBER = BatchIndex.BLOCK.index();

    private static final Poly SIZE = Poly.of(Rows.BLOCK);

    private Blocks() {}

    /** What is done for each block, for all blocks of a range. */
    public static Statement over(Range range, List<Statement> block) {
        Poly left = range.to().minus(Poly.of(FIRST));
        return each(range, COUNT, Poly.apply(Atom.Function.MIN, SIZE, left), block);
    }

    /** What is done for the range of each block, from {@link #FIRST} to {@link #END}, for all blocks of a range. */
    static Statement ranges(Range range, List<Statement> block) {
        Poly whole = Poly.of(FIRST).plus(SIZE);
        return each(range, END, Poly.apply(Atom.Function.MIN, whole, range.to()), block);
    }

    /** @param extent what tells how far a block goes, and its value */
    private static Statement each(Range range, Atom.Index extent, Poly value, List<Statement> block) {
        Poly blocks = Poly.apply(Atom.Function.DIV, range.extent().plus(Rows.BLOCK - 1L), SIZE);
        Poly first = range.from().plus(Poly.of(NUMBER).times(SIZE));
        return new Statement.Loop(
                Range.upTo(NUMBER, blocks),
                List.of(new Statement.Let(FIRST, first, List.of(new Statement.Let(extent, value, block)))));
    }

    /** The range that a loop over blocks takes, null if it is another loop. */
    public static @Nullable Range batch(Statement.Loop loop) {
        if (block(loop) == null) {
            return null;
        }
        Statement.Let first = (Statement.Let) loop.body().get(0);
        Statement.Let count = (Statement.Let) first.body().get(0);
        Poly from = first.value().minus(Poly.of(NUMBER).times(SIZE));
        boolean ends = count.index().equals(END);
        Poly most = SIZE.plus(ends ? Poly.of(FIRST) : Poly.ZERO);
        for (Atom atom : count.value().atoms()) {
            if (atom instanceof Atom.Integral least) {
                Poly rest = least.operands().get(least.operands().get(0).equals(most) ? 1 : 0);
                return new Range(NUMBER, from, ends ? rest : rest.plus(Poly.of(FIRST)));
            }
        }
        return null;
    }

    /** Whether a loop over the range is over the iterations of a block. */
    static boolean isLanes(Range range) {
        return range.from().isZero() && range.to().equals(Poly.of(COUNT));
    }

    static boolean isNumber(Atom.Index index) {
        return NUMBER.equals(index);
    }

    /** Whether the index tells where a block begins or ends, or how many iterations it has: an {@code int} always. */
    public static boolean isOfBlock(Atom.Index index) {
        return FIRST.equals(index) || COUNT.equals(index) || END.equals(index);
    }

    /** Between which numbers an index is of which {@link #isOfBlock} holds. */
    public static Interval interval(Atom.Index index) {
        BigInteger most = BigInteger.valueOf(COUNT.equals(index) ? Rows.BLOCK : Integer.MAX_VALUE);
        return new Interval(BigInteger.ZERO, most);
    }

    /** Whether some batch is taken in blocks. */
    public static boolean areIn(List<Statement> body) {
        return body.stream()
                .anyMatch(statement -> block(statement) != null
                        || (statement instanceof Statement.Call call
                                && areIn(call.method().body()))
                        || statement.bodies().stream().anyMatch(Blocks::areIn));
    }

    /** The loop as it is written, if a statement is a choice between that and blocks; else null. */
    public static @Nullable Statement written(Statement statement) {
        if (statement instanceof Statement.If choice
                && choice.then().size() == 1
                && choice.otherwise().size() == 1
                && block(inside(choice.otherwise().get(0))) != null) {
            return inside(choice.then().get(0));
        }
        return null;
    }

    /**
     * The choice over a part of the batch.
     *
     * @param part the part, whose bounds methods are handed
     * @param divided the loop as it is written over that part
     */
    static Statement divided(
            Statement.If choice, Range part, List<Range> bounds, Function<Statement, Statement> divided) {
        Statement written = choice.then().get(0);
        Statement blocks = choice.otherwise().get(0);
        List<Statement> block = block(inside(blocks));
        Statement over = block == null ? blocks : over(part, block);
        return new Statement.If(
                choice.condition(),
                List.of(within(written, bounds, divided.apply(inside(written)))),
                List.of(within(blocks, bounds, over)));
    }

    /** What stands in a method of its own, or the statement itself. */
    private static Statement inside(Statement statement) {
        return statement instanceof Statement.Call call && call.method().body().size() == 1
                ? call.method().body().get(0)
                : statement;
    }

    private static Statement within(Statement before, List<Range> bounds, Statement now) {
        return before instanceof Statement.Call call
                ? new Statement.Call(new Method(call.method().number(), bounds, List.of(now)))
                : now;
    }

    private static @Nullable List<Statement> block(Statement statement) {
        return statement instanceof Statement.Loop loop
                        && loop.range().index().equals(NUMBER)
                        && loop.body().get(0) instanceof Statement.Let first
                        && first.body().get(0) instanceof Statement.Let count
                ? count.body()
                : null;
    }
}
