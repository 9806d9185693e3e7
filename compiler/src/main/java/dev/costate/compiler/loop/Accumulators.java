package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.op.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes sums whose order is free in several accumulators, so that an addition need not wait for the one before it: a
 * loop of as many additions an iteration, and one for the rest.
 */
public final class Accumulators {
    /** As many as the runtime's kernels have, so that sums are the same whoever takes them. */
    private static final int ACCUMULATORS = 4;

    /** How far before its loop the declaration of a sum is looked for, so that this takes constant time. */
    private static final int FARTHEST = 24;

    private static final Code ZERO = new Code.Constant(0);

    /** What is known of the indices of the loops around. */
    private final Map<Atom, Interval> known = new HashMap<>();

    private Accumulators() {}

    /** The statements without such sums. */
    public static List<Statement> unroll(List<Statement> body) {
        return new Accumulators().block(body);
    }

    /** The statements with one plain loop in the place of the two that such a sum takes. */
    public static List<Statement> together(List<Statement> body) {
        List<Statement> out = new ArrayList<>();
        for (Statement statement : body) {
            Statement before = out.isEmpty() ? null : out.get(out.size() - 1);
            if (statement instanceof Statement.Loop rest
                    && before instanceof Statement.Loop groups
                    && groups.step() == ACCUMULATORS
                    && groups.range().to().equals(rest.range().from())) {
                Range range = new Range(
                        rest.range().index(),
                        groups.range().from(),
                        rest.range().to());
                out.set(out.size() - 1, new Statement.Loop(range, rest.body()));
            } else {
                out.add(statement);
            }
        }
        return out;
    }

    private List<Statement> block(List<Statement> body) {
        List<Statement> out = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.SumLoop sum) {
                sum(sum, out);
                continue;
            } else if (statement instanceof Statement.Loop loop) {
                known.put(loop.range().index(), Interval.of(loop.range(), known::get));
            } else if (statement instanceof Statement.Let let) {
                known.put(let.index(), Interval.of(let.range(), known::get));
            }
            out.add(statement.map(local -> local, code -> code, this::block));
        }
        return out;
    }

    private void sum(Statement.SumLoop sum, List<Statement> out) {
        Range range = sum.range();
        if (mayFail(range)) {
            out.add(new Statement.Loop(range, List.of(new Statement.Update(sum.local(), Reduction.SUM, sum.value()))));
            return;
        }
        List<Local> parts = new ArrayList<>();
        boolean starts = takesStart(sum.local(), out);
        if (starts) {
            parts.add(sum.local());
        }
        while (parts.size() < ACCUMULATORS) {
            parts.add(part(sum.local(), parts.size()));
        }
        parts.forEach(part -> out.add(new Statement.Declare(part, ZERO)));
        List<Statement> steps = new ArrayList<>();
        for (int k = 0; k < ACCUMULATORS; k++) {
            Poly shifted = Poly.of(range.index()).plus(k);
            Code value = sum.value().substitute(atom -> atom.equals(range.index()) ? shifted : null);
            steps.add(new Statement.Update(parts.get(k), Reduction.SUM, value));
        }
        Poly rest = range.to().minus(rest(range));
        out.add(new Statement.Loop(new Range(range.index(), range.from(), rest), ACCUMULATORS, steps));
        out.add(new Statement.Loop(new Range(range.index(), rest, range.to()), steps.subList(0, 1)));
        Code low = new Code.Apply(Arithmetic.ADD, List.of(variable(parts, 0), variable(parts, 1)), true);
        Code high = new Code.Apply(Arithmetic.ADD, List.of(variable(parts, 2), variable(parts, 3)), true);
        Code all = new Code.Apply(Arithmetic.ADD, List.of(low, high), true);
        out.add(new Statement.Update(sum.local(), starts ? Reduction.SET : Reduction.SUM, all));
    }

    /** Whether data may make the end no int: that is told where the range is as the model has it. */
    private boolean mayFail(Range range) {
        return !Interval.of(range.to(), known::get).isInt()
                && !range.to().atoms().stream().allMatch(a -> a instanceof Atom.Dim || a instanceof Atom.Index);
    }

    /** Takes the declaration of a variable from among the last statements, if it is zero since. */
    private static boolean takesStart(Local sum, List<Statement> out) {
        for (int k = out.size() - 1; k >= 0 && out.size() - k <= FARTHEST; k--) {
            Statement statement = out.get(k);
            if (statement.equals(new Statement.Declare(sum, ZERO))) {
                out.remove(k);
                return true;
            } else if (!statement.bodies().isEmpty() || Effects.of(statement).touches(sum)) {
                return false;
            }
        }
        return false;
    }

    private static Local part(Local sum, int number) {
        boolean isNumbered = Character.isDigit(sum.hint().charAt(sum.hint().length() - 1));
        return new Local(sum.hint() + (isNumbered ? "_" : "") + number, Op.Kind.REAL);
    }

    private static Code variable(List<Local> parts, int k) {
        return new Code.Variable(parts.get(k));
    }

    /** How many iterations are left behind the last whole group; there may be less than none at all. */
    private Poly rest(Range range) {
        Poly extent = range.extent();
        boolean any = !Blocks.isLanes(range)
                && Interval.of(extent, known::get).least().signum() < 0;
        Poly count = any ? Poly.apply(Atom.Function.MAX, extent, Poly.ZERO) : extent;
        Poly rest = Poly.apply(Atom.Function.MOD, count, Poly.of(ACCUMULATORS));
        return any ? rest.plus(extent).minus(count) : rest;
    }
}
