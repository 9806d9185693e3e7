package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
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
import org.jspecify.annotations.Nullable;

/**
 * Takes products of the rows of a matrix, one of which each iteration of a block has, for all of them at once: dot
 * products in front of the loop over the iterations, multiples of rows that they add up behind it.
 *
 * <pre>   for lane: s := dot(w, X[lane]); …         s[all lanes] := X w
 *             gradient += a * X[lane]         for lane: …; a[lane] := a
 *                                             gradient += Xᵀ a </pre>
 */
final class LaneProducts {
    /** What there is one of: columns of a vector. */
    private static final Range ONE = Range.upTo(Block.another("one", 0), Poly.ONE);

    private static final Atom.Index TERM = Block.another("term", 1);

    private final Poly batch;
    private final Tensors tensors;
    private final List<Statement> out = new ArrayList<>();
    /** Where each lane finds the dot product that it has had computed. */
    private final Map<Code.Dot, Code.Element> dots = new HashMap<>();

    /** What the statement at hand comes from. */
    private Statement.@Nullable From from;

    private LaneProducts(Poly batch, Tensors tensors) {
        this.batch = batch;
        this.tensors = tensors;
    }

    /** What is done in a block with such products. */
    static List<Statement> of(List<Statement> block, Poly batch, Tensors tensors) {
        LaneProducts products = new LaneProducts(batch, tensors);
        for (Statement statement : block) {
            if (statement instanceof Statement.Loop loop && loop.range().equals(Block.LANES)) {
                products.loop(loop);
            } else if (statement instanceof Statement.SumLoop sum && sum.range().equals(Block.LANES)) {
                Code value = products.image(sum.value(), "product");
                products.out.add(new Statement.SumLoop(sum.local(), sum.range(), value));
            } else {
                products.out.add(statement);
            }
        }
        return products.out;
    }

    private void loop(Statement.Loop loop) {
        List<Statement> body = new ArrayList<>();
        List<Statement> behind = new ArrayList<>();
        from = null;
        for (Statement statement : loop.body()) {
            from = statement instanceof Statement.From origin ? origin : from;
            Local defined = Walk.defined(statement);
            String name = defined == null ? "product" : defined.hint();
            boolean runsOnce =
                    statement.bodies().isEmpty() && statement.ranges().isEmpty();
            Statement rest =
                    runsOnce ? statement.map(local -> local, code -> image(code, name), inner -> inner) : statement;
            if (rest instanceof Statement.Axpy axpy && goesBehind(axpy, loop.body())) {
                String factor = axpy.factor() instanceof Code.Variable variable
                        ? variable.local().hint()
                        : "factor";
                Code.Element row = row(factor);
                body.add(new Statement.Store(row, Reduction.SET, axpy.factor()));
                behind.add(combined(axpy, row));
            } else {
                body.add(rest);
            }
        }
        out.add(new Statement.Loop(loop.range(), body));
        out.addAll(behind);
    }

    /** An expression with such dot products as are evaluated whatever else holds read from rows. */
    private Code image(Code code, String name) {
        if (code instanceof Code.Dot dot) {
            Code.Element known = dots.get(dot);
            if (known == null && isOfRows(dot)) {
                known = product(dot, name);
                dots.put(dot, known);
            }
            return known == null ? dot : known;
        } else if (code instanceof Code.Choice choice) {
            return new Code.Choice(image(choice.condition(), name), choice.ifTrue(), choice.ifFalse());
        } else if (code instanceof Code.Apply apply && apply.op().secondOnlyIf() != null) {
            Code first = image(apply.operands().get(0), name);
            return new Code.Apply(apply.op(), List.of(first, apply.operands().get(1)));
        }
        return code.map(operand -> image(operand, name));
    }

    /** The lane at hand of a new row. */
    private Code.Element row(String name) {
        Place row = Block.row(new Local(name, Op.Kind.REAL), batch, tensors);
        return new Code.Element(row, List.of(Poly.of(Block.LANE)));
    }

    // ---- Dot products ----

    private static boolean isOfRows(Code.Dot dot) {
        boolean rowFirst = isRow(dot.left());
        return isSame(dot.count()) && rowFirst != isRow(dot.right()) && isSteady(rowFirst ? dot.right() : dot.left());
    }

    /** Has it computed for all lanes. */
    private Code.Element product(Code.Dot dot, String name) {
        Code.Element target = row(name);
        boolean rowFirst = isRow(dot.left());
        Code.Element matrix = along(rowFirst ? dot.left() : dot.right());
        Code.Element vector = along(rowFirst ? dot.right() : dot.left());
        if (from != null) {
            out.add(from);
        }
        out.add(new Statement.Loop(
                Block.LANES, List.of(new Statement.Store(target, Reduction.SET, new Code.Constant(0)))));
        out.add(new Statement.Product(Block.LANES, Range.upTo(TERM, dot.count()), ONE, target, matrix, vector));
        return target;
    }

    /** Whether elements follow from where the iteration at hand has its own. */
    private static boolean isRow(Code.Element element) {
        List<Poly> subscripts = element.subscripts();
        long own = subscripts.stream().filter(Block.ITERATION::equals).count();
        long same = subscripts.stream().filter(LaneProducts::isSame).count();
        return isGiven(element.place())
                && own == 1
                && same == subscripts.size() - 1L
                && isSame(subscripts.get(subscripts.size() - 1));
    }

    /** Whether they are the same for all iterations. */
    private static boolean isSteady(Code.Element element) {
        return isGiven(element.place()) && element.subscripts().stream().allMatch(LaneProducts::isSame);
    }

    /** Whether nothing writes it while the unit runs. */
    private static boolean isGiven(Place place) {
        Place.Storage storage = place.storage();
        return storage == Place.Storage.INPUT
                || storage == Place.Storage.PREPARED
                || storage == Place.Storage.PARAMETER;
    }

    private static boolean isSame(Poly integer) {
        return integer.indices().isEmpty();
    }

    /** The element that is so many behind the one that a row begins with. */
    private static Code.Element along(Code.Element start) {
        List<Poly> subscripts = new ArrayList<>(start.subscripts());
        int last = subscripts.size() - 1;
        subscripts.set(last, subscripts.get(last).plus(Poly.of(TERM)));
        return new Code.Element(start.place(), subscripts);
    }

    // ---- Multiples that are added up ----

    /** Whether what it adds to is neither read in the loop nor changed otherwise. */
    private static boolean goesBehind(Statement.Axpy axpy, List<Statement> body) {
        Code.Element target = axpy.target();
        return isRow(axpy.source())
                && isSame(axpy.count())
                && target.subscripts().stream().allMatch(LaneProducts::isSame)
                && body.stream().noneMatch(statement -> meets(statement, target.place()));
    }

    private static boolean meets(Statement statement, Place place) {
        Code.Element target = statement.target();
        boolean adds = statement instanceof Statement.Axpy
                || (statement instanceof Statement.Store store && store.reduction() == Reduction.SUM);
        boolean[] meets = {
            (target != null && !adds && mayBePartOf(target.place(), place))
                    || (statement instanceof Statement.Fill fill && mayBePartOf(fill.place(), place))
        };
        Walk.own(statement, code -> meets[0] |= code instanceof Code.Element e && mayBePartOf(e.place(), place));
        return meets[0] || statement.bodies().stream().flatMap(List::stream).anyMatch(inner -> meets(inner, place));
    }

    private static boolean mayBePartOf(Place one, Place other) {
        boolean arguments = one.storage() == Place.Storage.ARGUMENT && other.storage() == Place.Storage.ARGUMENT;
        return one == other || arguments;
    }

    /** All that the lanes add. */
    private static Statement combined(Statement.Axpy axpy, Code.Element factor) {
        Range column = Range.upTo(TERM, axpy.count());
        return new Statement.Product(ONE, Block.LANES, column, along(axpy.target()), factor, along(axpy.source()));
    }
}
