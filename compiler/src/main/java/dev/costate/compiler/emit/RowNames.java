package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are variables of a method: those that a loop walks are fetched before it, since the JIT makes vector
 * instructions of {@code row[lane]} rather than of {@code rows[k][lane]}.
 */
final class RowNames {
    /** One row of a place. */
    record Row(Place place, List<Poly> at) {
        static Row of(Code.Element element) {
            List<Poly> subscripts = element.subscripts();
            return new Row(element.place(), List.copyOf(subscripts.subList(0, subscripts.size() - 1)));
        }
    }

    private final Map<Row, String> names = new HashMap<>();
    /** The rows that the open blocks have introduced. */
    private final Deque<List<Row>> blocks = new ArrayDeque<>(List.of(new ArrayList<>()));

    /** Opens a block, at whose end its rows are forgotten. */
    void enter() {
        blocks.push(new ArrayList<>());
    }

    void leave() {
        blocks.pop().forEach(names::remove);
    }

    void introduce(Row row, String name) {
        names.put(row, name);
        blocks.element().add(row);
    }

    /** The variable that holds the row, or null. */
    @Nullable
    String name(Row row) {
        return names.get(row);
    }

    /** The rows without a name that each iteration of a loop reads or writes, whatever its branches. */
    List<Row> walked(Range range, Statement loop) {
        Set<Row> rows = new LinkedHashSet<>();
        if (loop instanceof Statement.SumLoop sum) {
            collect(sum.value(), range, rows);
        }
        loop.bodies().forEach(body -> body.forEach(statement -> collect(statement, range, rows)));
        return List.copyOf(rows);
    }

    private void collect(Statement statement, Range range, Set<Row> rows) {
        // A loop within may have no iterations, and what is in a branch may have no such row.
        if (!(statement instanceof Statement.Loop) && !(statement instanceof Statement.SumLoop)) {
            Code.Element target = statement.target();
            if (target != null) {
                collect(target, range, rows);
            }
            statement.expressions().forEach(code -> collect(code, range, rows));
        }
    }

    private void collect(Code code, Range range, Set<Row> rows) {
        if (code instanceof Code.Element element) {
            if (element.place().hasRows()) {
                Row row = Row.of(element);
                Poly last = element.subscripts().get(element.subscripts().size() - 1);
                boolean fixed = row.at().stream().noneMatch(p -> p.indices().contains(range.index()));
                if (fixed && last.indices().contains(range.index()) && !names.containsKey(row)) {
                    rows.add(row);
                }
            }
            return;
        }
        boolean first = code instanceof Code.Choice
                || (code instanceof Code.Apply apply && apply.op().secondOnlyIf() != null);
        List<Code> operands = code.operands();
        (first ? operands.subList(0, 1) : operands).forEach(operand -> collect(operand, range, rows));
    }
}
