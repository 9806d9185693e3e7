package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    private final Lines lines = new Lines(Lines.NESTED);

    private Room(UnitContext context) {
        this.context = context;
        this.entry = new Entry(context, "this", input -> null);
        this.names = new Names(context::isReserved);
        this.integers = new Integers(this::name);
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
    static String body(UnitContext context) {
        Room room = new Room(context);
        context.widths().forEach(room::width);
        context.fields().named().forEach(room::grow);
        Lines copies = new Lines(Lines.NESTED);
        room.entry.lines().forEach(copies::add);
        return copies + "\n" + room.lines;
    }

    private String name(Atom atom) {
        String index = indices.get(atom);
        return index != null ? index : entry.dim(atom);
    }

    private void width(Atom.Widest widest, String field) {
        String local = names.local(WIDEST);
        names.enter();
        lines.add("int " + local + " = 0;");
        int open = 0;
        for (Range range : widest.ranges()) {
            Poly from = plain(range.from());
            Poly to = plain(range.to());
            open += guard(List.of(from, to));
            String i = names.local(range.index().name());
            String first = integers.print(from).text();
            lines.open("for (int " + i + " = " + first + "; " + i + " < "
                    + integers.print(to).text() + "; " + i + "++) {");
            indices.put(range.index(), i);
            around.add(range);
            open++;
        }
        Poly extent = plain(widest.extent());
        open += guard(List.of(extent));
        String size = Blocks.type("Checks") + ".size(\"" + extent + "\", " + Blocks.type("Math") + ".max(0L, "
                + integers.wide(extent).text() + "))";
        lines.add(local + " = " + Blocks.type("Math") + ".max(" + local + ", " + size + ");");
        for (int k = 0; k < open; k++) {
            lines.close("}");
        }
        names.leave();
        around.clear();
        lines.add(field + " = " + local + ";");
    }

    /** Opens a block for where these can be evaluated, unless that is everywhere; how many blocks are open by it. */
    private int guard(List<Poly> polys) {
        List<String> conditions = new ArrayList<>();
        polys.forEach(p -> conditions(p, conditions));
        if (conditions.isEmpty()) {
            return 0;
        }
        lines.open("if ("
                + String.join(
                        Lines.mark(0) + "&& ", conditions.stream().distinct().toList()) + ") {");
        return 1;
    }

    /** What must hold, one after the other, so that evaluating fails nowhere. */
    private void conditions(Poly poly, List<String> conditions) {
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
            conditions.add(integers.fits(poly).in(Precedence.RELATION));
        }
    }

    /** The conditions that the subscript is in range, as far as that is not plain. */
    private void inRange(Poly subscript, Poly size, List<String> conditions) {
        boolean affine = PolyBounds.isAffine(subscript, around);
        long least = affine ? PolyBounds.least(subscript, around).constant().orElse(-1) : -1;
        Poly above = size.minus(affine ? PolyBounds.greatest(subscript, around) : subscript);
        String at = integers.wide(subscript).in(Precedence.RELATION);
        if (least < 0) {
            conditions.add(at + " >= 0");
        }
        if (!affine || above.constant().orElse(0) <= 0) {
            conditions.add(at + " < " + integers.print(size).in(Precedence.SUM));
        }
    }

    private void conditions(Atom.Integral integral, List<String> conditions) {
        List<Poly> operands = integral.operands();
        conditions(operands.get(0), conditions);
        if (integral.function() != Atom.Function.CHOICE) {
            conditions(operands.get(1), conditions);
            boolean divides = integral.function() == Atom.Function.DIV || integral.function() == Atom.Function.MOD;
            if (divides && !operands.get(1).isConstant()) {
                conditions.add(integers.narrow(operands.get(1)).in(Precedence.EQUALITY) + " != 0");
            }
            return;
        }
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        conditions(operands.get(1), first);
        conditions(operands.get(2), second);
        if (!first.isEmpty() || !second.isEmpty()) {
            conditions.add("(" + integers.narrow(operands.get(0)).in(Precedence.RELATION) + " >= 0 ? " + all(first)
                    + " : " + all(second) + ")");
        }
    }

    private static String all(List<String> conditions) {
        return conditions.isEmpty() ? "true" : String.join(" && ", conditions);
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

    private void grow(Place place, String field) {
        if (isNeeded(place)) {
            Integers fields = new Integers(atom -> Objects.requireNonNullElseGet(
                    atom instanceof Atom.Widest widest ? context.widths().get(widest) : null, () -> name(atom)));
            String count = fields.wide(ModelNames.product(place.shape())).text();
            String maker = place.tensor().type() == Tensor.Type.SET ? "indices" : Blocks.type("Checks");
            lines.add(
                    field + " = " + maker + ".room(\"" + place.tensor().name() + "\", " + field + ", " + count + ");");
        }
    }
}
