package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.loop.Blocks;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Walk;
import dev.costate.compiler.op.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a block as loops over its iterations. What one part assigns and another reads is a row, as is
 * what arrays hold that each iteration overwrites; data that is read again and again is packed into rows first. What
 * is the same in all iterations is computed before their loop. Long, since each kind of statement is written anew for
 * its lanes.
 */
final class LaneWriter {
    private final Iterations iterations;
    private final Range range;
    private final Tensors tensors;
    /** The variables that several parts refer to, and where each lane has its own. */
    private final Map<Local, Code.Element> rows = new HashMap<>();

    /** The parts that refer to a variable, by number. */
    private final Map<Local, Set<Integer>> parts = new LinkedHashMap<>();

    private int number;
    private @Nullable StoredRows stored;
    /** Places that hold a row for what the iterations of a block have in another place. */
    private final Map<Place, Place> wide = new LinkedHashMap<>();

    private boolean fits = true;

    LaneWriter(Iterations iterations, Range range, Tensors tensors) {
        this.iterations = iterations;
        this.range = range;
        this.tensors = tensors;
    }

    /** Looks at all parts before they are written; false if they cannot be. */
    boolean prepare(List<Part> all) {
        Set<Place> widened = new LinkedHashSet<>();
        look(all, 0, widened);
        Poly count = Poly.ZERO;
        for (Place place : widened) {
            count = count.plus(product(outer(place)));
        }
        for (Place place : widened) {
            List<Poly> shape = new ArrayList<>(outer(place));
            shape.add(Poly.of(Block.SIZE));
            Tensor tensor = tensors.temporary(place.tensor().name() + "Rows", shape, null);
            wide.put(place, Place.ofRows(tensor, shape, new Place.Rows(range.extent(), count)));
        }
        parts.values().removeIf(numbers -> numbers.size() < 2);
        stored = new StoredRows(iterations, parts.keySet(), all);
        for (Local local : parts.keySet()) {
            fits &= local.kind() == Op.Kind.REAL;
            Code.Element element = stored.elements().get(local);
            rows.put(
                    local,
                    element == null
                            ? new Code.Element(Block.row(local, range.extent(), tensors), List.of(Poly.of(Block.LANE)))
                            : inRow(element));
        }
        return fits;
    }

    /** How many rows it takes besides those of variables. */
    Poly count() {
        return wide.values().stream()
                .map(Place::rows)
                .filter(Objects::nonNull)
                .map(Place.Rows::all)
                .findFirst()
                .orElse(Poly.ZERO);
    }

    /** The axes of a place but that of the iterations. */
    private List<Poly> outer(Place place) {
        List<Poly> shape = new ArrayList<>(place.shape());
        if (!iterations.isOverwritten(place)) {
            shape.remove(iterations.axis(place));
        }
        return shape;
    }

    private static Poly product(List<Poly> factors) {
        return factors.stream().reduce(Poly.ONE, Poly::times);
    }

    private void look(List<Part> all, int depth, Set<Place> widened) {
        for (Part part : all) {
            if (part instanceof Part.Nest nest) {
                look(nest.body(), depth + 1, widened);
            } else if (part instanceof Part.Each each) {
                each.body().forEach(statement -> {
                    Walk.references(statement, this::refer);
                    Walk.introduced(statement, this::refer);
                    Walk.codes(statement, code -> look(code, depth, widened));
                    if (statement instanceof Statement.Fill) {
                        fits = false;
                    }
                });
                number++;
            } else if (part instanceof Part.Total total) {
                Statement as = new Statement.Declare(total.sum(), total.value());
                Walk.references(as, this::refer);
                Walk.codes(as, code -> look(code, depth, widened));
                number++;
            }
        }
    }

    private void refer(Local local) {
        if (iterations.varies(local)) {
            parts.computeIfAbsent(local, l -> new HashSet<>()).add(number);
        }
    }

    private void look(Code code, int depth, Set<Place> widened) {
        if (code instanceof Code.Element element) {
            Place place = element.place();
            if (iterations.isOverwritten(place) || isReadAgain(element, depth)) {
                widened.add(place);
            }
        }
    }

    /** Whether more loops stand around the read of data than it has other axes. */
    private boolean isReadAgain(Code.Element element, int depth) {
        Place place = element.place();
        int axis = iterations.axis(place);
        if (axis < 0 || iterations.isWritten(place) || place.storage() == Place.Storage.NOISE) {
            return false;
        }
        for (int other = 0; other < element.subscripts().size(); other++) {
            if (other != axis && element.subscripts().get(other).asIndex() == null) {
                return false;
            }
        }
        return depth > element.subscripts().size() - 1;
    }

    List<Statement> write(List<Part> all) {
        List<Statement> out = new ArrayList<>();
        wide.forEach((place, rows) -> {
            if (!iterations.isOverwritten(place)) {
                out.add(rows(place, iterations.axis(place), rows));
            }
        });
        out.addAll(written(all));
        return out;
    }

    boolean fits() {
        return fits;
    }

    /**
     * Fetches the rows of a place.
     *
     * @param axis that of the iterations
     */
    static Statement rows(Place place, int axis, Place rows) {
        List<Poly> source = new ArrayList<>();
        List<Range> around = new ArrayList<>();
        for (Poly size : rows.shape().subList(0, rows.shape().size() - 1)) {
            Atom.Index index = Block.another("row", around.size());
            around.add(Range.upTo(index, size));
            source.add(Poly.of(index));
        }
        List<Poly> target = new ArrayList<>(source);
        target.add(Poly.of(Block.LANE));
        source.add(axis, Block.ITERATION);
        Statement statement = new Statement.Loop(
                Block.LANES,
                List.of(new Statement.Store(
                        new Code.Element(rows, target), Reduction.SET, new Code.Element(place, source))));
        for (int k = around.size() - 1; k >= 0; k--) {
            statement = new Statement.Loop(around.get(k), List.of(statement));
        }
        return statement;
    }

    private List<Statement> written(List<Part> all) {
        List<Statement> out = new ArrayList<>();
        for (Part part : all) {
            if (part instanceof Part.Once once) {
                out.add(once.statement());
            } else if (part instanceof Part.Nest nest) {
                out.add(new Statement.Loop(nest.range(), written(nest.body())));
            } else if (part instanceof Part.Each each) {
                new Writer(out).each(each.body());
            } else if (part instanceof Part.Total total) {
                new Writer(out).total(total);
            }
        }
        return out;
    }

    /** The sum of a value over the lanes as one expression, if it is an element of a row or the product of two. */
    private static @Nullable Code overLanes(Code value) {
        Poly count = Poly.of(Blocks.COUNT);
        Code.Element row = start(value);
        if (row != null) {
            return new Code.RowSum(row, count);
        } else if (value instanceof Code.Apply product && product.op() == Arithmetic.MUL) {
            Code.Element left = start(product.operands().get(0));
            Code.Element right = start(product.operands().get(1));
            return left == null || right == null ? null : new Code.Dot(left, right, count);
        }
        return null;
    }

    /** Where the row starts whose lanes an expression takes in turn, null if it takes none. */
    private static Code.@Nullable Element start(Code code) {
        if (!(code instanceof Code.Element element) || element.place().rows() == null) {
            return null;
        }
        List<Poly> subscripts = new ArrayList<>(element.subscripts());
        boolean walks = Poly.of(Block.LANE).equals(subscripts.set(subscripts.size() - 1, Poly.ZERO));
        boolean inOneRow =
                subscripts.stream().noneMatch(subscript -> subscript.indices().contains(Block.LANE));
        return walks && inOneRow ? new Code.Element(element.place(), subscripts) : null;
    }

    /** The lane of an element that each iteration has in a row. */
    private Code.Element inRow(Code.Element element) {
        List<Poly> subscripts = new ArrayList<>(element.subscripts());
        subscripts.add(Poly.of(Block.LANE));
        return new Code.Element(Objects.requireNonNull(wide.get(element.place())), subscripts);
    }

    private Code.Element inRow(Local local) {
        return Objects.requireNonNull(rows.get(local));
    }

    /** Writes one part. */
    private final class Writer extends Moved {
        private final List<Statement> out;
        /** The variables that the part introduces. */
        private final Set<Local> own = new HashSet<>();
        /** What is the same in all iterations, in variables in front of the loop. */
        private final Map<Code, Local> before = new LinkedHashMap<>();
        /** The indices of the loops that an iteration runs by itself. */
        private final Set<Atom.Index> within = new HashSet<>();

        Writer(List<Statement> out) {
            super(range.index(), Block.ITERATION);
            this.out = out;
        }

        void total(Part.Total total) {
            Code value = unconditional(total.value());
            define();
            Code sum = overLanes(value);
            if (sum != null) {
                out.add(new Statement.Define(total.sum(), sum));
                return;
            }
            out.add(new Statement.Declare(total.sum(), new Code.Constant(0)));
            out.add(new Statement.SumLoop(total.sum(), Block.LANES, value));
        }

        void each(List<Statement> body) {
            List<Statement> loop = new ArrayList<>();
            List<Statement> kept = new ArrayList<>();
            Set<Local> used = new HashSet<>();
            body.forEach(statement -> Walk.introduced(statement, own::add));
            body.forEach(statement -> Walk.references(statement, used::add));
            for (Statement statement : body) {
                Local defined = Walk.defined(statement);
                if (Objects.requireNonNull(stored).isStored(statement)) {
                    continue;
                }
                if (defined == null || !rows.containsKey(defined)) {
                    loop.add(unconditional(statement));
                } else if (used.contains(defined)) {
                    loop.add(unconditional(statement));
                    kept.add(new Statement.Store(inRow(defined), Reduction.SET, new Code.Variable(defined)));
                } else {
                    Code value = unconditional(statement.expressions().get(0));
                    loop.add(new Statement.Store(inRow(defined), Reduction.SET, value));
                }
            }
            loop.addAll(kept);
            define();
            List<Statement> cut = LaneLoop.cut(loop, false, range.extent(), tensors);
            if (cut != null) {
                out.addAll(cut);
            } else if (loop.stream().anyMatch(statement -> !(statement instanceof Statement.From))) {
                out.add(new Statement.Loop(Block.LANES, loop));
            }
        }

        private void define() {
            before.forEach((code, local) -> out.add(new Statement.Define(local, code)));
        }

        private Statement unconditional(Statement statement) {
            if (statement instanceof Statement.Define define) {
                return new Statement.Define(define.local(), unconditional(define.value()));
            } else if (statement instanceof Statement.Declare declare) {
                return new Statement.Declare(declare.local(), unconditional(declare.value()));
            } else if (statement instanceof Statement.Update update) {
                return updated(update, unconditional(update.value()));
            } else if (statement instanceof Statement.Store store) {
                return new Statement.Store(element(store.target()), store.reduction(), unconditional(store.value()));
            } else if (statement instanceof Statement.If choice) {
                Code condition = unconditional(choice.condition());
                return new Statement.If(condition, block(choice.then()), block(choice.otherwise()));
            }
            return statement(statement);
        }

        /** An expression that is evaluated in each iteration, with what does not vary in front of the loop. */
        private Code unconditional(Code code) {
            if (!iterations.varies(code)) {
                boolean plain = code instanceof Code.Constant || code instanceof Code.Variable;
                return plain ? code : new Code.Variable(before.computeIfAbsent(code, c -> new Local(name(c), kind(c))));
            } else if (code instanceof Code.Choice choice) {
                Code condition = unconditional(choice.condition());
                return new Code.Choice(condition, code(choice.ifTrue()), code(choice.ifFalse()));
            } else if (code instanceof Code.Apply apply) {
                return apply.op().secondOnlyIf() != null
                        ? new Code.Apply(
                                apply.op(),
                                List.of(
                                        unconditional(apply.operands().get(0)),
                                        code(apply.operands().get(1))))
                        : apply.map(this::unconditional);
            }
            return code(code);
        }

        private static Op.Kind kind(Code code) {
            return code instanceof Code.Apply apply ? apply.op().kind() : Op.Kind.REAL;
        }

        private static String name(Code code) {
            if (code instanceof Code.Element element) {
                return element.place().tensor().name();
            }
            return code.operands().isEmpty() ? "factor" : name(code.operands().get(0));
        }

        @Override
        public Statement statement(Statement statement) {
            if (statement instanceof Statement.Loop loop) {
                within.add(loop.range().index());
                Statement moved = super.statement(statement);
                within.remove(loop.range().index());
                return moved;
            } else if (statement instanceof Statement.Update update) {
                return updated(update, code(update.value()));
            } else if (statement instanceof Statement.SumLoop sum) {
                fits &= own.contains(sum.local()) || !rows.containsKey(sum.local());
            }
            return super.statement(statement);
        }

        private Statement updated(Statement.Update update, Code value) {
            return isElsewhere(update.local())
                    ? new Statement.Store(inRow(update.local()), update.reduction(), value)
                    : new Statement.Update(update.local(), update.reduction(), value);
        }

        private boolean isElsewhere(Local local) {
            return rows.containsKey(local) && !own.contains(local);
        }

        @Override
        public Code code(Code code) {
            return code instanceof Code.Variable variable && isElsewhere(variable.local())
                    ? inRow(variable.local())
                    : super.code(code);
        }

        @Override
        protected Code.Element element(Code.Element element) {
            Place to = wide.get(element.place());
            if (to == null || isAcross(element)) {
                return super.element(element);
            }
            List<Poly> subscripts = new ArrayList<>(element.subscripts());
            if (!iterations.isOverwritten(element.place())) {
                subscripts.remove(iterations.axis(element.place()));
            }
            subscripts.replaceAll(this::poly);
            subscripts.add(Poly.of(Block.LANE));
            return new Code.Element(to, subscripts);
        }

        /** Whether a loop of one iteration goes through data, which lies as it does. */
        private boolean isAcross(Code.Element element) {
            return !iterations.isOverwritten(element.place())
                    && element.subscripts().stream()
                            .anyMatch(subscript -> subscript.indices().stream().anyMatch(within::contains));
        }

        @Override
        protected Code.Element slice(Code.Element element) {
            fits &= !iterations.isOverwritten(element.place());
            return super.slice(element);
        }
    }
}
