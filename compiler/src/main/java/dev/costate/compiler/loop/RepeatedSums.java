package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what loops add to more than once: variables that are declared outside of a loop that adds to them, and places
 * of which several iterations add to one element. Whether they do is told by subscripts: an iteration has an element of
 * its own if these determine the indices of all loops around.
 */
final class RepeatedSums {
    private final Set<Object> sums = new LinkedHashSet<>();
    /** The indices of the loops that are open, the outermost first. */
    private final List<Atom.Index> open = new ArrayList<>();
    /** How many loops are open where a variable is declared. */
    private final Map<Local, Integer> depths = new HashMap<>();

    private final Map<Atom, Poly> values = new HashMap<>();

    private RepeatedSums() {}

    /** Variables and places, in the order in which they are added to. */
    static Set<Object> of(List<Statement> body) {
        RepeatedSums repeated = new RepeatedSums();
        repeated.block(body);
        return repeated.sums;
    }

    private void block(List<Statement> body) {
        body.forEach(this::find);
    }

    private void find(Statement statement) {
        if (statement instanceof Statement.Declare declare && declare.local().kind() == Op.Kind.REAL) {
            depths.put(declare.local(), open.size());
        } else if (statement instanceof Statement.Update update && update.reduction() == Reduction.SUM) {
            if (open.size() > depths.getOrDefault(update.local(), open.size())) {
                sums.add(update.local());
            }
        } else if (statement instanceof Statement.SumLoop sum) {
            sums.add(sum.local());
        } else if (statement instanceof Statement.Store store && store.reduction() == Reduction.SUM) {
            adds(store.target());
        } else if (statement instanceof Statement.Axpy axpy) {
            adds(axpy.target());
        } else if (statement instanceof Statement.Row row && row.reduction() == Reduction.SUM) {
            adds(row.target());
        } else if (statement instanceof Statement.Product product) {
            adds(product.target());
        } else if (statement instanceof Statement.Let let) {
            values.put(let.index(), let.value());
        }
        if (statement instanceof Statement.Loop loop) {
            open.add(loop.range().index());
            block(loop.body());
            open.remove(open.size() - 1);
        } else {
            statement.bodies().forEach(this::block);
        }
    }

    private void adds(Code.Element target) {
        Tensor tensor = target.place().tensor();
        if (tensor.type() == Tensor.Type.REAL && !tensor.isTable() && !areDetermined(target.subscripts())) {
            sums.add(target.place());
        }
    }

    /** Whether the subscripts determine the indices of all open loops. */
    private boolean areDetermined(List<Poly> subscripts) {
        List<Poly> known =
                subscripts.stream().map(s -> s.substitute(values::get)).toList();
        Set<Atom.Index> left = new LinkedHashSet<>(open);
        boolean found = true;
        while (found && !left.isEmpty()) {
            found = left.removeIf(index -> known.stream().anyMatch(s -> determines(s, index, left)));
        }
        return left.isEmpty();
    }

    /** Whether the subscript is a multiple of the index and something else that is known. */
    private static boolean determines(Poly subscript, Atom.Index index, Set<Atom.Index> unknown) {
        long factor = subscript.coefficient(index);
        Set<Atom.Index> others =
                subscript.minus(Poly.of(index).times(Poly.of(factor))).indices();
        return factor != 0 && !others.contains(index) && others.stream().noneMatch(unknown::contains);
    }
}
