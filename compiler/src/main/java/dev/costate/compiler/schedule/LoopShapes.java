package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Effects;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.ZeroProducts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the loops that are a dot product, a multiple of one row added to another, or a plain sum. A condition that is
 * the same in all iterations stands around its loop, so that a zero adjoint skips what it would add to.
 */
final class LoopShapes {
    /** Sums of larger bodies gain nothing from several accumulators, their operations overlap anyway. */
    private static final int SMALL_BODY = 16;

    /** Fewer iterations are not worth more than one accumulator. */
    private static final int FEW = 8;

    private final Function<Local, @Nullable Tensor> tensors;
    private final Sums sums;
    /** What adds sums that have been gathered already. */
    private final Set<Statement> added = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param tensors the tensor that a variable gathers, or null */
    LoopShapes(Function<Local, @Nullable Tensor> tensors, Sums sums) {
        this.tensors = tensors;
        this.sums = sums;
    }

    /** The statements for a loop: comments in front, then the loop in its best shape. */
    List<Statement> loop(Range range, List<Statement> body) {
        List<Statement> result = new ArrayList<>();
        List<Statement> rest = new ArrayList<>(body);
        while (!rest.isEmpty() && rest.get(0) instanceof Statement.From from && froms(rest) == 1) {
            result.add(from);
            rest.remove(0);
        }
        if (rest.size() == 1 && rest.get(0) instanceof Statement.If choice && isOutside(range, choice)) {
            result.add(new Statement.If(choice.condition(), loop(range, choice.then()), List.of()));
        } else {
            result.addAll(rest.size() == 1 ? shape(range, rest.get(0)) : plain(range, rest));
        }
        return result;
    }

    /** Whether the choice is the same in all iterations and made of variables, which stand before the loop. */
    private static boolean isOutside(Range range, Statement.If choice) {
        return choice.otherwise().isEmpty()
                && isOfVariables(range.index(), choice.condition())
                && !Effects.of(choice).change(choice.condition());
    }

    private static boolean isOfVariables(Atom.Index index, Code code) {
        return !(code instanceof Code.Element)
                && !code.readsSlices()
                && isInvariant(index, code)
                && code.operands().stream().allMatch(c -> isOfVariables(index, c));
    }

    private List<Statement> plain(Range range, List<Statement> body) {
        note(body);
        return List.of(new Statement.Loop(range, body));
    }

    /** Notes the sums that the statements of a loop take in order, but for those of loops within, noted before. */
    private void note(List<Statement> body) {
        for (Statement statement : body) {
            if (statement instanceof Statement.If choice) {
                note(choice.then());
                note(choice.otherwise());
            } else if (!added.contains(statement)) {
                Tensor tensor = summed(statement);
                if (tensor != null) {
                    sums.addsInOrder(tensor);
                }
            }
        }
    }

    /** The tensor to which a statement adds, or null. */
    private @Nullable Tensor summed(Statement statement) {
        if (statement instanceof Statement.Update u && u.reduction() == Reduction.SUM) {
            return tensors.apply(u.local());
        } else if (statement instanceof Statement.Store s && s.reduction() == Reduction.SUM) {
            return s.target().place().tensor();
        }
        return null;
    }

    private boolean gathers(Statement statement) {
        Tensor tensor = summed(statement);
        return tensor == null ? sums.gathersAny() : sums.gathers(tensor);
    }

    private static long froms(List<Statement> statements) {
        return statements.stream().filter(s -> s instanceof Statement.From).count();
    }

    private List<Statement> shape(Range range, Statement only) {
        if (range.order() == Range.Order.ANY && !added.contains(only)) {
            if (only instanceof Statement.Update u && u.reduction() == Reduction.SUM && !uses(u.value(), u.local())) {
                Code kernel = kernel(range, u.value());
                boolean gathers = (kernel != null || isWorthParts(range, u.value())) && gathers(u);
                return gathers ? List.of(sum(range, u, kernel)) : plain(range, List.of(u));
            }
            if (only instanceof Statement.Store s
                    && s.reduction() == Reduction.SUM
                    && !s.target().place().tensor().isTable()) {
                return sum(range, s);
            }
        }
        return plain(range, List.of(only));
    }

    /** Whether several accumulators gain something: with little to do in each of more than a few iterations. */
    private static boolean isWorthParts(Range range, Code value) {
        return !isChecked(value)
                && cost(value) <= SMALL_BODY
                && range.extent().constant().orElse(FEW) >= FEW;
    }

    /** Whether it checks a subscript, which takes longer than the addition. */
    private static boolean isChecked(Code code) {
        return (code instanceof Code.Element e
                        && e.subscripts().stream()
                                .anyMatch(s -> s.atoms().stream().anyMatch(Atom.Checked.class::isInstance)))
                || code.operands().stream().anyMatch(LoopShapes::isChecked);
    }

    private Statement sum(Range range, Statement.Update update, @Nullable Code kernel) {
        return kernel == null
                ? new Statement.SumLoop(update.local(), range, update.value())
                : adding(new Statement.Update(update.local(), Reduction.SUM, kernel));
    }

    private Statement adding(Statement statement) {
        added.add(statement);
        return statement;
    }

    /** What is added to one element is gathered in a variable first. */
    private List<Statement> sum(Range range, Statement.Store store) {
        if (!isInvariant(range.index(), store.target())) {
            Statement axpy = axpy(range, store);
            return axpy == null ? plain(range, List.of(store)) : List.of(axpy);
        }
        if (!gathers(store)) {
            return plain(range, List.of(store));
        }
        Code kernel = kernel(range, store.value());
        if (kernel != null) {
            return List.of(adding(new Statement.Store(store.target(), Reduction.SUM, kernel)));
        }
        Local sum = new Local("sum", Op.Kind.REAL);
        Statement.Update update = new Statement.Update(sum, Reduction.SUM, store.value());
        Statement summing = isWorthParts(range, store.value())
                ? sum(range, update, null)
                : new Statement.Loop(range, List.of(update));
        Statement add = adding(new Statement.Store(store.target(), Reduction.SUM, new Code.Variable(sum)));
        return List.of(new Statement.Declare(sum, new Code.Constant(0)), summing, add);
    }

    /** The sum of the value over the range, if a kernel computes it; else null. */
    private @Nullable Code kernel(Range range, Code value) {
        if (!sums.hasKernels()) {
            return null;
        }
        Code.Element row = row(range, value);
        if (row != null) {
            return new Code.RowSum(row, range.extent());
        } else if (value instanceof Code.Apply a && a.op() == Arithmetic.SQUARE) {
            return dot(range, a.operands().get(0), a.operands().get(0));
        } else if (value instanceof Code.Apply a && a.op() == Arithmetic.MUL) {
            return dot(range, a.operands().get(0), a.operands().get(1));
        }
        return null;
    }

    private static @Nullable Code dot(Range range, Code first, Code second) {
        Code.Element left = row(range, first);
        Code.Element right = row(range, second);
        return left == null || right == null ? null : new Code.Dot(left, right, range.extent());
    }

    private @Nullable Statement axpy(Range range, Statement.Store store) {
        Code.Element target = row(range, store.target());
        boolean plain = store.value() instanceof Code.Apply product && product.op() == Arithmetic.MUL;
        if (!sums.hasKernels()
                || target == null
                || !(store.value() instanceof Code.Apply a)
                || (!plain && a.op() != ZeroProducts.ZERO_MUL)) {
            return null;
        }
        for (int k = 0; k < 2; k++) {
            Code.Element source = row(range, a.operands().get(k));
            Code factor = a.operands().get(1 - k);
            if (source != null && isInvariant(range.index(), factor) && source.place() != target.place()) {
                return plain
                        ? new Statement.Axpy(target, factor, source, range.extent())
                        : new Statement.Row(target, Reduction.SUM, factor, source, range.extent());
            }
        }
        return null;
    }

    /** The element at the start of the range, if the code walks the last axis of a place one by one; else null. */
    private static Code.@Nullable Element row(Range range, Code code) {
        if (!(code instanceof Code.Element e)
                || e.subscripts().isEmpty()
                || e.place().stride() != null
                || e.place().tensor().half() != null
                || e.place().storage() == Place.Storage.NOISE) {
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
        if (code instanceof Code.Whole integer) {
            return !integer.value().indices().contains(index);
        } else if (code instanceof Code.Element element) {
            return element.subscripts().stream().noneMatch(s -> s.indices().contains(index));
        }
        return code.operands().stream().allMatch(c -> isInvariant(index, c));
    }

    private static boolean uses(Code code, Local local) {
        return (code instanceof Code.Variable v && v.local() == local)
                || code.operands().stream().anyMatch(c -> uses(c, local));
    }

    private static int cost(Code code) {
        int own = code instanceof Code.Apply a ? a.op().cost() : code instanceof Code.Choice ? SMALL_BODY : 0;
        return own + code.operands().stream().mapToInt(LoopShapes::cost).sum();
    }
}
