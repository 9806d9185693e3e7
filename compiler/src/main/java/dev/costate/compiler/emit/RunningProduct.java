package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.op.Arithmetic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loop that computes powers, {@code p[k + 1] = base * p[k]}, for which there is a kernel.
 *
 * @param one the element that is 1, in front of those that are computed
 * @param base by what each is multiplied
 * @param count how many are computed
 */
record RunningProduct(Code.Element one, Code base, Poly count) {
    /** What a loop is, null if it does something else. */
    static @Nullable RunningProduct of(Statement.Loop loop) {
        if (loop.step() != 1
                || loop.body().size() != 1
                || !(loop.body().get(0) instanceof Statement.Store store)
                || store.reduction() != Reduction.SET
                || store.target().place().tensor().role() != Tensor.Role.POWERS
                || !(store.value() instanceof Code.Apply product)
                || product.op() != Arithmetic.MUL) {
            return null;
        }
        Atom.Index index = loop.range().index();
        Code.Element target = store.target();
        Code.Element before =
                target.substitute(atom -> atom.equals(index) ? Poly.of(index).plus(-1) : null);
        Code.Element one =
                before.substitute(atom -> atom.equals(index) ? loop.range().from() : null);
        List<Code> factors = new ArrayList<>(product.operands());
        boolean isNext = factors.remove(before);
        int last = target.subscripts().size() - 1;
        boolean isRow = target.place().stride() == null
                && target.subscripts().get(last).indices().contains(index)
                && target.subscripts().subList(0, last).stream()
                        .noneMatch(s -> s.indices().contains(index));
        return isNext && isRow
                ? new RunningProduct(one, factors.get(0), loop.range().extent())
                : null;
    }
}
