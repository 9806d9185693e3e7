package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the iterations of an outermost loop in blocks of 256, and in each block what it evaluates of exponentials and
 * their kin as rows, by kernels of {@code runtime.Rows}:
 *
 * <pre>   for n: z := …; loss += softplus(z) - y[n] * z
 *   for block: for lane: z[lane] = …
 *              expNegAbs(z, e); softplus(z, e, s)
 *              for lane: loss += s[lane] - y[256 block + lane] * z[lane] </pre>
 *
 * <p>Loop distribution, with variables expanded to rows: each statement has a stage, and a loop over the block runs
 * those of one stage. What a kernel makes is read in a later stage than what its operand is made in; besides, no
 * statement is in an earlier stage than one before it that it depends on. Iterations do not depend on each other but by
 * sums, whose order does not change. What an iteration keeps in an array that the next one overwrites, stays in one
 * stage.
 */
public final class RowBlocks {
    /** How many iterations make a block: rows that stay in the innermost cache, and kernels that are paid off. */
    static final int SIZE = 256;

    /** A loop that is known to have fewer iterations stays as it is. */
    private static final int FEW = 16;

    private static final Atom.Index BLOCK = new Atom.Index("block", Atom.Index.Kind.LOOP, Integer.MAX_VALUE - 1);
    private static final Atom.Index LANE = new Atom.Index("lane", Atom.Index.Kind.LOOP, Integer.MAX_VALUE - 2);

    private RowBlocks() {}

    /** The statements with such loops in blocks. */
    public static List<Statement> split(List<Statement> body, Tensors tensors) {
        List<Statement> result = new ArrayList<>();
        for (Statement statement : body) {
            Statement blocked = null;
            if (statement instanceof Statement.Loop loop) {
                blocked = split(loop.range(), loop.body(), false, tensors);
            } else if (statement instanceof Statement.SumLoop sum) {
                Statement add = new Statement.Update(sum.local(), Reduction.SUM, sum.value());
                blocked = split(sum.range(), List.of(add), true, tensors);
            }
            result.add(blocked == null ? statement : blocked);
        }
        return result;
    }

    /** The fields that statements write besides those that are known: rows. */
    public static List<Place> rows(List<Statement> body, Set<Place> known) {
        List<Place> rows = new ArrayList<>();
        Set<Object> seen = new HashSet<>(known);
        for (Statement statement : body) {
            for (Object target : Effects.of(statement).writes()) {
                if (target instanceof Place place && place.storage() == Place.Storage.FIELD && seen.add(place)) {
                    rows.add(place);
                }
            }
        }
        rows.sort(Comparator.comparingInt(row -> row.tensor().number()));
        return rows;
    }

    private static @Nullable Statement split(Range range, List<Statement> body, boolean gathers, Tensors tensors) {
        boolean fits = range.order() == Range.Order.ANY
                && range.from().isZero()
                && range.extent().constant().orElse(FEW) >= FEW;
        if (!fits) {
            return null;
        }
        List<Item> items = new RowFunctions(range.index(), body).items();
        Stages stages = Stages.of(range.index(), items);
        return stages == null ? null : new RowBlocks.Writer(range, items, stages, gathers, tensors).write();
    }

    /** What is done in a stage: a statement, or behind its statements a kernel. */
    record Item(Statement statement, @Nullable Kernel kernel) {
        static Item of(Statement statement) {
            return new Item(statement, null);
        }
    }

    /** What makes one variable, seen as a row, of others. */
    record Kernel(String name, List<Local> operands, Local result) {}

    /** Writes the loops of the stages. */
    private static final class Writer {
        private final Range range;
        private final List<Item> items;
        private final Stages stages;
        private final boolean gathers;
        private final Tensors tensors;
        private final Poly first = Poly.of(BLOCK).times(Poly.of(SIZE));
        private final Poly iteration = first.plus(Poly.of(LANE));
        /** How many iterations there are in the block. */
        private final Poly count;

        private final Map<Local, Place> rows = new HashMap<>();
        /** The variables of the loop that is being written, and what they are in it. */
        private final Map<Local, Local> own = new HashMap<>();

        Writer(Range range, List<Item> items, Stages stages, boolean gathers, Tensors tensors) {
            this.range = range;
            this.items = items;
            this.stages = stages;
            this.gathers = gathers;
            this.tensors = tensors;
            this.count = Poly.apply(Atom.Function.MIN, Poly.of(SIZE), range.to().minus(first));
        }

        Statement write() {
            List<Statement> block = new ArrayList<>();
            for (int stage = 0; stage < stages.count(); stage++) {
                block.addAll(loop(stage));
                for (int k = 0; k < items.size(); k++) {
                    Kernel kernel = items.get(k).kernel();
                    if (kernel != null && stages.of(k) == stage) {
                        block.add(call(kernel));
                    }
                }
            }
            Poly blocks = Poly.apply(Atom.Function.DIV, range.to().plus(SIZE - 1L), Poly.of(SIZE));
            return new Statement.Loop(Range.upTo(BLOCK, blocks), block);
        }

        private Statement call(Kernel kernel) {
            List<Place> places = new ArrayList<>();
            kernel.operands().forEach(operand -> places.add(row(operand)));
            places.add(row(kernel.result()));
            return new Statement.Kernel(kernel.name(), places, count);
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
                body.add(new Statement.Store(element(local), Reduction.SET, code(new Code.Variable(local))));
            }
            if (body.isEmpty()) {
                return body;
            }
            Range lanes = Range.upTo(LANE, count);
            if (gathers && body.size() == 1 && body.get(0) instanceof Statement.Update u) {
                return List.of(new Statement.SumLoop(u.local(), lanes, u.value()));
            }
            return List.of(new Statement.Loop(lanes, body));
        }

        /** A statement in the loop of a stage; what it assigns goes to a row if only other stages read it. */
        private Statement placed(Statement statement, int stage, List<Local> kept) {
            Local defined = Stages.defined(statement);
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
            if (statement instanceof Statement.Store store) {
                return new Statement.Store(element(store.target()), store.reduction(), code(store.value()));
            } else if (statement instanceof Statement.Loop loop) {
                return new Statement.Loop(range(loop.range()), block(loop.body()));
            } else if (statement instanceof Statement.SumLoop sum) {
                return new Statement.SumLoop(local(sum.local()), range(sum.range()), code(sum.value()));
            } else if (statement instanceof Statement.Axpy axpy) {
                return new Statement.Axpy(
                        element(axpy.target()), code(axpy.factor()), element(axpy.source()), shifted(axpy.count()));
            } else if (statement instanceof Statement.Row row) {
                return new Statement.Row(
                        element(row.target()),
                        row.reduction(),
                        code(row.factor()),
                        element(row.source()),
                        shifted(row.count()));
            }
            return statement.map(this::local, this::code, this::block);
        }

        private List<Statement> block(List<Statement> statements) {
            return statements.stream().map(this::mapped).toList();
        }

        private Local local(Local local) {
            return own.getOrDefault(local, local);
        }

        private Code code(Code code) {
            if (code instanceof Code.Variable variable) {
                Local local = variable.local();
                boolean elsewhere = !own.containsKey(local) && stages.isCrossing(local);
                return elsewhere ? element(local) : new Code.Variable(local(local));
            } else if (code instanceof Code.Whole integer) {
                return new Code.Whole(shifted(integer.value()));
            } else if (code instanceof Code.Element element) {
                return element(element);
            } else if (code instanceof Code.Dot dot) {
                return new Code.Dot(element(dot.left()), element(dot.right()), shifted(dot.count()));
            } else if (code instanceof Code.RowSum sum) {
                return new Code.RowSum(element(sum.row()), shifted(sum.count()));
            }
            return code.map(this::code);
        }

        private Code.Element element(Code.Element element) {
            return new Code.Element(
                    element.place(),
                    element.subscripts().stream().map(this::shifted).toList());
        }

        private Range range(Range inner) {
            return new Range(inner.index(), shifted(inner.from()), shifted(inner.to()), inner.order());
        }

        /** An integer in terms of the block and the lane. */
        private Poly shifted(Poly poly) {
            return poly.substitute(atom -> atom.equals(range.index()) ? iteration : null);
        }

        private Code.Element element(Local local) {
            return new Code.Element(row(local), List.of(Poly.of(LANE)));
        }

        private Place row(Local local) {
            return rows.computeIfAbsent(
                    local,
                    l -> new Place(
                            tensors.temporary(l.hint() + "Row", List.of(Poly.of(SIZE)), null),
                            Place.Storage.FIELD,
                            List.of(Poly.of(SIZE))));
        }
    }
}
