package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The method that makes room for buffers that are as long as integer data say. It runs first: it finds the greatest
 * extent over all values of the indices, and makes the buffers anew that are too short for it.
 */
final class Room {
    static final String METHOD = "makeRoom";

    /** The local that holds the greatest extent so far. */
    private static final String WIDEST = "widest";

    private final UnitContext context;
    private final Entry entry;
    private final Names names;
    private final Map<Atom, String> indices = new HashMap<>();
    /** The ranges of the loops that are open. */
    private final List<Range> around = new ArrayList<>();

    private final Integers integers;

    private Room(UnitContext context) {
        this.context = context;
        this.entry = new Entry(context, Java.THIS, input -> null);
        this.names = new Names(context::isReserved);
        this.integers = context.names().integers(this::name);
    }

    /** The extents that the places of a unit, or of the forward unit that it reads, depend on, each with a field. */
    static Map<Atom.Widest, String> fields(Iterable<Place> places, Names given) {
        Map<Atom.Widest, String> fields = new LinkedHashMap<>();
        for (Place place : places) {
            for (Poly size : place.shape()) {
                for (Atom atom : size.atoms()) {
                    if (atom instanceof Atom.Widest widest && !fields.containsKey(widest)) {
                        fields.put(widest, given.local(place.tensor().name() + "Width"));
                    }
                }
            }
        }
        return fields;
    }

    /** Whether the place is as long as integer data say. */
    static boolean isNeeded(Place place) {
        return place.shape().stream().anyMatch(p -> p.atoms().stream().anyMatch(Atom.Widest.class::isInstance));
    }

    /** The body of the method. */
    static List<JavaStatement> body(UnitContext context) {
        Room room = new Room(context);
        List<JavaStatement> body = new ArrayList<>();
        context.widths().forEach((widest, field) -> body.addAll(room.width(widest, field)));
        context.fields().named().forEach((place, field) -> {
            if (isNeeded(place)) {
                body.add(room.grow(place, field));
            }
        });
        List<JavaStatement> all = new ArrayList<>(room.entry.statements());
        all.add(new JavaStatement.Gap());
        all.addAll(body);
        return all;
    }

    private JavaExpression name(Atom atom) {
        String index = indices.get(atom);
        return index != null ? Java.name(index) : entry.dim(atom);
    }

    private List<JavaStatement> width(Atom.Widest widest, String field) {
        String local = names.local(WIDEST);
        names.enter();
        List<JavaStatement> search = extent(widest, Java.name(local));
        names.leave();
        around.clear();
        List<JavaStatement> all = new ArrayList<>();
        all.add(JavaStatement.declare(JavaType.INT, local, Java.ZERO));
        all.addAll(search);
        all.add(JavaStatement.set(Java.name(field), Java.name(local)));
        return all;
    }

    /** Loops over all values of the indices, in which a local becomes the greatest extent so far. */
    private List<JavaStatement> extent(Atom.Widest widest, JavaExpression local) {
        int depth = around.size();
        if (depth == widest.ranges().size()) {
            Poly extent = plain(widest.extent());
            JavaExpression length = Java.call("Math", "max", Java.literal("0L"), integers.wide(extent));
            JavaExpression size = Java.call("Checks", "size", Java.string(extent.toString()), length);
            return guarded(List.of(extent), () -> JavaStatement.set(local, Java.call("Math", "max", local, size)));
        }
        Range range = widest.ranges().get(depth);
        Poly from = plain(range.from());
        Poly to = plain(range.to());
        return guarded(List.of(from, to), () -> {
            String i = names.local(range.index().name());
            JavaExpression first = integers.print(from);
            JavaExpression end = integers.print(to);
            indices.put(range.index(), i);
            around.add(range);
            return new JavaStatement.For(i, first, "<", end, 1, extent(widest, local));
        });
    }

    /** The statement where these can be evaluated, which is asked unless that is everywhere. */
    private List<JavaStatement> guarded(List<Poly> polys, Supplier<JavaStatement> statement) {
        List<JavaExpression> conditions = new ArrayList<>();
        polys.forEach(p -> conditions(p, conditions));
        if (conditions.isEmpty()) {
            return List.of(statement.get());
        }
        JavaExpression condition = Java.all(conditions.stream().distinct().toList());
        return List.of(JavaStatement.when(condition, statement.get()));
    }

    /** What must hold, one after the other, so that evaluating fails nowhere. */
    private void conditions(Poly poly, List<JavaExpression> conditions) {
        for (Atom atom : poly.atoms()) {
            if (atom instanceof Atom.Element element) {
                for (int axis = 0; axis < element.subscripts().size(); axis++) {
                    Poly subscript = element.subscripts().get(axis);
                    conditions(subscript, conditions);
                    inRange(subscript, element.tensor().shape().get(axis), conditions);
                }
            } else if (atom instanceof Atom.Integral integral) {
                conditions(integral, conditions);
            }
        }
        if (!Interval.isLong(poly, atom -> null)) {
            conditions.add(integers.fits(poly));
        }
    }

    /** The conditions that the subscript is in range, as far as that is not plain. */
    private void inRange(Poly subscript, Poly size, List<JavaExpression> conditions) {
        boolean affine = PolyBounds.isAffine(subscript, around);
        long least = affine ? PolyBounds.least(subscript, around).constant().orElse(-1) : -1;
        Poly above = size.minus(affine ? PolyBounds.greatest(subscript, around) : subscript);
        JavaExpression at = integers.wide(subscript);
        if (least < 0) {
            conditions.add(at.binary(">=", Java.ZERO));
        }
        if (!affine || above.constant().orElse(0) <= 0) {
            conditions.add(at.binary("<", integers.print(size)));
        }
    }

    private void conditions(Atom.Integral integral, List<JavaExpression> conditions) {
        List<Poly> operands = integral.operands();
        conditions(operands.get(0), conditions);
        if (integral.function() != Atom.Function.CHOICE) {
            conditions(operands.get(1), conditions);
            boolean divides = integral.function() == Atom.Function.DIV || integral.function() == Atom.Function.MOD;
            if (divides && !operands.get(1).isConstant()) {
                conditions.add(integers.narrow(operands.get(1)).binary("!=", Java.ZERO));
            }
            return;
        }
        List<JavaExpression> first = new ArrayList<>();
        List<JavaExpression> second = new ArrayList<>();
        conditions(operands.get(1), first);
        conditions(operands.get(2), second);
        if (!first.isEmpty() || !second.isEmpty()) {
            JavaExpression chosen = integers.condition(operands.get(0));
            conditions.add(Java.choice(chosen, all(first), all(second)));
        }
    }

    private static JavaExpression all(List<JavaExpression> conditions) {
        return conditions.isEmpty() ? Java.name("true") : Java.all(conditions);
    }

    /** Without checks, since a subscript out of range is no error yet. */
    private static Poly plain(Poly poly) {
        return poly.substitute(atom -> {
            if (atom instanceof Atom.Checked checked) {
                return plain(checked.value());
            }
            return atom instanceof Atom.Integral integral && integral.function() == Atom.Function.QUOTIENT
                    ? Poly.apply(
                            Atom.Function.DIV,
                            plain(integral.operands().get(0)),
                            plain(integral.operands().get(1)))
                    : null;
        });
    }

    private JavaStatement grow(Place place, String field) {
        Integers fields = context.names().integers(atom -> {
            String width = atom instanceof Atom.Widest widest ? context.widths().get(widest) : null;
            return width != null ? Java.name(width) : name(atom);
        });
        JavaExpression count = fields.wide(ModelNames.product(place.shape()));
        if (place.sums().hasObjects()) {
            JavaExpression sums = Java.name(field);
            return JavaStatement.set(
                    sums, sums.call("room", Java.string(place.tensor().name()), count));
        }
        JavaExpression maker = place.tensor().type() == Tensor.Type.SET ? Java.name("indices") : Java.type("Checks");
        JavaExpression array = Java.name(field);
        return JavaStatement.set(
                array, maker.call("room", Java.string(place.tensor().name()), array, count));
    }
}
