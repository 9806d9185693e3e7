package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.op.Ops;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the loops that are a dot product, a multiple of one row added to another, or a plain sum. */
final class LoopShapes {
    /** Sums of larger bodies gain nothing from several accumulators, their operations overlap anyway. */
    private static final int SMALL_BODY = 16;

    private LoopShapes() {}

    /** The statements for a loop: comments in front, then the loop in its best shape. */
    static List<Statement> loop(Range range, List<Statement> body) {
        List<Statement> result = new ArrayList<>();
        List<Statement> rest = new ArrayList<>(body);
        while (!rest.isEmpty() && rest.get(0) instanceof Statement.From from && froms(rest) == 1) {
            result.add(from);
            rest.remove(0);
        }
        result.addAll(rest.size() == 1 ? shape(range, rest.get(0)) : List.of(new Statement.Loop(range, rest)));
        return result;
    }

    private static long froms(List<Statement> statements) {
        return statements.stream().filter(s -> s instanceof Statement.From).count();
    }

    private static List<Statement> shape(Range range, Statement only) {
        if (range.order() == Range.Order.ANY) {
            if (only instanceof Statement.Update u && u.reduction() == Reduction.SUM && !uses(u.value(), u.local())) {
                return List.of(sum(range, u));
            }
            if (only instanceof Statement.Store s && s.reduction() == Reduction.SUM) {
                return sum(range, s);
            }
        }
        return List.of(new Statement.Loop(range, List.of(only)));
    }

    private static Statement sum(Range range, Statement.Update update) {
        Code dot = dot(range, update.value());
        if (dot != null) {
            return new Statement.Update(update.local(), Reduction.SUM, dot);
        }
        return cost(update.value()) <= SMALL_BODY
                ? new Statement.SumLoop(update.local(), range, update.value())
                : new Statement.Loop(range, List.of(update));
    }

    /** What is added to one element is gathered in a variable first. */
    private static List<Statement> sum(Range range, Statement.Store store) {
        if (!isInvariant(range.index(), store.target())) {
            Statement axpy = axpy(range, store);
            return List.of(axpy == null ? new Statement.Loop(range, List.of(store)) : axpy);
        }
        Local sum = new Local("sum", false);
        Statement summing = sum(range, new Statement.Update(sum, Reduction.SUM, store.value()));
        Statement added = new Statement.Store(store.target(), Reduction.SUM, new Code.Variable(sum));
        if (summing instanceof Statement.Update u) {
            return List.of(new Statement.Store(store.target(), Reduction.SUM, u.value()));
        }
        return List.of(new Statement.Declare(sum, new Code.Number(0)), summing, added);
    }

    private static @Nullable Code dot(Range range, Code value) {
        if (!(value instanceof Code.Apply a) || a.op() != Ops.MUL) {
            return null;
        }
        Code.Element left = row(range, a.operands().get(0));
        Code.Element right = row(range, a.operands().get(1));
        return left == null || right == null ? null : new Code.Dot(left, right, range.extent());
    }

    private static @Nullable Statement axpy(Range range, Statement.Store store) {
        Code.Element target = row(range, store.target());
        if (target == null || !(store.value() instanceof Code.Apply a) || a.op() != Ops.MUL) {
            return null;
        }
        for (int k = 0; k < 2; k++) {
            Code.Element source = row(range, a.operands().get(k));
            Code factor = a.operands().get(1 - k);
            if (source != null && isInvariant(range.index(), factor) && source.place() != target.place()) {
                return new Statement.Axpy(target, factor, source, range.extent());
            }
        }
        return null;
    }

    /** The element at the start of the range, if the code walks the last axis of a place one by one; else null. */
    private static Code.@Nullable Element row(Range range, Code code) {
        if (!(code instanceof Code.Element e)
                || e.subscripts().isEmpty()
                || e.place().stride() != null) {
            return null;
        }
        int last = e.subscripts().size() - 1;
        Atom.Index index = range.index();
        List<Poly> start = new ArrayList<>();
        for (int k = 0; k <= last; k++) {
            Poly subscript = e.subscripts().get(k);
            boolean walks = subscript.indices().contains(index);
            if (walks != (k == last)
                    || (walks
                            && !subscript.minus(Poly.of(index)).indices().stream()
                                    .noneMatch(index::equals))) {
                return null;
            }
            start.add(subscript.substitute(atom -> atom.equals(index) ? range.from() : null));
        }
        return new Code.Element(e.place(), start);
    }

    private static boolean isInvariant(Atom.Index index, Code code) {
        if (code instanceof Code.Integer integer) {
            return !integer.value().indices().contains(index);
        } else if (code instanceof Code.Element element) {
            return element.subscripts().stream().noneMatch(s -> s.indices().contains(index));
        }
        return operands(code).stream().allMatch(c -> isInvariant(index, c));
    }

    private static boolean uses(Code code, Local local) {
        return (code instanceof Code.Variable v && v.local() == local)
                || operands(code).stream().anyMatch(c -> uses(c, local));
    }

    private static int cost(Code code) {
        int own = code instanceof Code.Apply a ? a.op().cost() : code instanceof Code.Choice ? SMALL_BODY : 0;
        return own + operands(code).stream().mapToInt(LoopShapes::cost).sum();
    }

    private static List<Code> operands(Code code) {
        if (code instanceof Code.Apply apply) {
            return apply.operands();
        } else if (code instanceof Code.Choice choice) {
            return List.of(choice.condition(), choice.ifTrue(), choice.ifFalse());
        } else if (code instanceof Code.Dot dot) {
            return List.of(dot.left(), dot.right());
        }
        return List.of();
    }
}
