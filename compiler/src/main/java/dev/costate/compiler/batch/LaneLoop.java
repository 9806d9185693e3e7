package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the loop over the iterations of a block where it evaluates functions that kernels have: loop distribution, with
 * variables expanded to rows. Each statement has a stage, and a loop runs those of one stage.
 */
final class LaneLoop {
    private final List<Step> items;
    private final Stages stages;
    private final boolean gathers;
    private final Poly batch;
    private final Tensors tensors;
    private final Map<Local, Place> rows = new HashMap<>();
    /** The variables of the loop that is being written, and what they are in it. */
    private final Map<Local, Local> own = new HashMap<>();

    private LaneLoop(List<Step> items, Stages stages, boolean gathers, Poly batch, Tensors tensors) {
        this.items = items;
        this.stages = stages;
        this.gathers = gathers;
        this.batch = batch;
        this.tensors = tensors;
    }

    /**
     * The loops and kernels that do what the loop does.
     *
     * @param gathers whether a sum may be taken in several accumulators
     * @param batch of how many iterations the block is one
     * @return null if there is no kernel, or what the loop does cannot be told apart
     */
    static @Nullable List<Statement> cut(List<Statement> body, boolean gathers, Poly batch, Tensors tensors) {
        return cut(new RowFunctions(Block.LANE, body), gathers, batch, tensors);
    }

    static @Nullable List<Statement> cut(RowFunctions functions, boolean gathers, Poly batch, Tensors tensors) {
        List<Step> items = functions.items();
        Stages stages = Stages.of(Set.of(Poly.of(Block.LANE), Block.ITERATION), items);
        return stages == null ? null : new LaneLoop(items, stages, gathers, batch, tensors).write();
    }

    private List<Statement> write() {
        List<Statement> block = new ArrayList<>();
        for (int stage = 0; stage < stages.count(); stage++) {
            block.addAll(loop(stage));
            for (int k = 0; k < items.size(); k++) {
                Step.Kernel kernel = items.get(k).kernel();
                if (kernel != null && stages.of(k) == stage) {
                    block.add(call(kernel));
                }
            }
        }
        return block;
    }

    private Statement call(Step.Kernel kernel) {
        List<Place> places = new ArrayList<>();
        kernel.operands().forEach(operand -> places.add(row(operand)));
        places.add(row(kernel.result()));
        return new Statement.Kernel(kernel.name(), places, Block.LANES.to());
    }

    private List<Statement> loop(int stage) {
        List<Statement> body = new ArrayList<>();
        List<Local> kept = new ArrayList<>();
        own.clear();
        Statement.From from = null;
        for (int k = 0; k < items.size(); k++) {
            Statement statement = items.get(k).statement();
            if (statement instanceof Statement.From origin) {
                from = origin;
            } else if (stages.runsIn(k, stage)) {
                if (from != null) {
                    body.add(from);
                    from = null;
                }
                body.add(placed(statement, stage, kept));
            }
        }
        for (Local local : kept) {
            body.add(new Statement.Store(element(local), Reduction.SET, new Code.Variable(local)));
        }
        if (body.isEmpty()) {
            return body;
        }
        if (gathers && body.size() == 1 && body.get(0) instanceof Statement.Update u) {
            return List.of(new Statement.SumLoop(u.local(), Block.LANES, u.value()));
        }
        return List.of(new Statement.Loop(Block.LANES, body));
    }

    /** A statement in the loop of a stage; what it assigns goes to a row if only other stages read it. */
    private Statement placed(Statement statement, int stage, List<Local> kept) {
        Local defined = Walk.defined(statement);
        if (defined == null) {
            return mapped(statement);
        }
        if (statement instanceof Statement.Define define
                && stages.isCrossing(defined)
                && !stages.isReadIn(stage, defined)) {
            return new Statement.Store(element(defined), Reduction.SET, code(define.value()));
        }
        if (stages.isCrossing(defined)) {
            kept.add(defined);
        }
        own.put(defined, stages.isRepeated(defined) ? new Local(defined.hint(), defined.kind()) : defined);
        return mapped(statement);
    }

    private Statement mapped(Statement statement) {
        return statement.map(
                this::local, this::code, body -> body.stream().map(this::mapped).toList());
    }

    private Local local(Local local) {
        return own.getOrDefault(local, local);
    }

    private Code code(Code code) {
        if (code instanceof Code.Variable variable) {
            Local local = variable.local();
            boolean elsewhere = !own.containsKey(local) && stages.isCrossing(local);
            return elsewhere ? element(local) : new Code.Variable(local(local));
        }
        return code.map(this::code);
    }

    private Code.Element element(Local local) {
        return new Code.Element(row(local), List.of(Poly.of(Block.LANE)));
    }

    private Place row(Local local) {
        return rows.computeIfAbsent(local, l -> Block.row(l, batch, tensors));
    }
}
