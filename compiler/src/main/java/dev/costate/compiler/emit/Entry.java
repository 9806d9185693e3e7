package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a method finds what is not local to it. Sizes, data, offsets and arrays are copied to final locals at its
 * entry, those that it uses, because the JIT keeps locals in registers and not fields.
 */
final class Entry {
    private static final String DOUBLES = "double[]";
    private static final Text FIRST = new Text("0", Precedence.PRIMARY);

    private final UnitContext context;
    private final String owner;
    /** What stands before a field that no local is called like. */
    private final String access;

    private final Integers integers;
    private final Function<Tensor, @Nullable String> bound;
    private final Set<Tensor> checked = new LinkedHashSet<>();
    private final Map<String, Copy> sizes = new LinkedHashMap<>();
    private final Map<String, Copy> offsets = new LinkedHashMap<>();
    private final Map<Tensor, Copy> inputs = new TreeMap<>(Comparator.comparingInt(this::order));
    private final Map<String, Copy> arrays = new LinkedHashMap<>();

    /** A local and what it is a copy of. */
    private record Copy(String type, String name, String value) {}

    /**
     * @param owner the expression for the object that holds the fields, {@code this} or {@code unit}
     * @param bound an expression for data that has to be checked when it is taken, else null
     */
    Entry(UnitContext context, String owner, Function<Tensor, @Nullable String> bound) {
        this.context = context;
        this.bound = bound;
        this.owner = owner;
        this.access = owner.equals("this") ? "" : owner + ".";
        this.integers = new Integers(this::dim);
    }

    /** A dim, the width of a buffer, or the array that holds an element of integer data; a local from now on. */
    String dim(Atom atom) {
        if (atom instanceof Atom.Element element) {
            if (element.tensor().role() == Tensor.Role.ARGUMENT) {
                return element.tensor().name();
            }
            return input(element.tensor(), element.subscripts().isEmpty() ? "int" : "int[]");
        }
        if (atom instanceof Atom.Widest widest && context.widths().containsKey(widest)) {
            String width = context.widths().get(widest);
            sizes.put(width, new Copy("int", width, owner + "." + width));
            return width;
        }
        if (!(atom instanceof Atom.Dim)) {
            throw new CompilerBug("emit", atom.name() + " is no index of a loop around it");
        }
        String name = context.names().dim(atom);
        sizes.put(name, new Copy("int", name, access + "model." + name));
        return name;
    }

    /** The array that holds the elements of a place. */
    String array(Place place) {
        return switch (place.storage()) {
            case INPUT -> input(place.tensor(), DOUBLES);
            case PARAMETER -> "theta";
            case ARGUMENT -> place.argument().name();
            case FIELD -> field(place);
        };
    }

    private String input(Tensor tensor, String type) {
        String name = context.names().field(tensor);
        context.inputs().add(tensor);
        String found = bound.apply(tensor);
        if (found != null) {
            checked.add(tensor);
        }
        inputs.put(tensor, new Copy(type, name, found == null ? access + "model." + name : found));
        return name;
    }

    /** Data is taken in the order of the model, so that the first that is missing is told. */
    private int order(Tensor input) {
        return context.names().order(input);
    }

    private String field(Place place) {
        String name = fields(place).name(place);
        if (name == null) {
            return array(kept(place) ? "kept" : "scalars", holder(place) + ".scalars", DOUBLES);
        }
        return array(name, holder(place) + "." + name, elements(place.tensor()) + "[]");
    }

    /** What the elements of a tensor are in Java. */
    static String elements(Tensor tensor) {
        return tensor.type() == Tensor.Type.SET ? Blocks.type("IndexSet") : "double";
    }

    private String array(String name, String from, String type) {
        arrays.computeIfAbsent(name, n -> new Copy(type, n, from));
        return name;
    }

    private boolean kept(Place place) {
        return !context.fields().owns(place);
    }

    private UnitFields fields(Place place) {
        if (context.fields().owns(place)) {
            return context.fields();
        }
        UnitFields kept = context.kept();
        if (kept == null || !kept.owns(place)) {
            throw new CompilerBug("emit", place + " is a field of no unit");
        }
        return kept;
    }

    private String holder(Place place) {
        return kept(place) ? access + "forward" : owner;
    }

    /** A place without axes, as something to read or to assign. */
    String scalar(Place place) {
        return switch (place.storage()) {
            case INPUT -> input(place.tensor(), "double");
            case ARGUMENT ->
                place.argument().scalar() ? place.argument().name() : array(place) + "[" + at(place, FIRST) + "]";
            case PARAMETER -> array(place) + "[" + at(place, FIRST) + "]";
            case FIELD -> {
                String name = fields(place).name(place);
                yield name != null
                        ? holder(place) + "." + name
                        : field(place) + "[" + fields(place).slot(place) + "]";
            }
        };
    }

    /** The index in {@link #array} of what stands at a position of the place. */
    String at(Place place, Text position) {
        String offset = offset(place);
        if (offset.isEmpty()) {
            return position.text();
        }
        return position.text().equals("0") ? offset : offset + Integers.added(position);
    }

    private String offset(Place place) {
        Tensor tensor = place.tensor();
        return switch (place.storage()) {
            case PARAMETER -> offset(tensor, context.names().offset(tensor), ModelNames.AT);
            case ARGUMENT -> {
                Tensor input = tensor.origin();
                boolean same = context.names().isAt(input, place.offset());
                yield offset(
                        input,
                        place.offset(),
                        same
                                ? ModelNames.AT
                                : ModelNames.offsetSuffix(place.argument().name()));
            }
            default -> "";
        };
    }

    private String offset(Tensor tensor, Poly offset, String suffix) {
        if (offset.isZero()) {
            return "";
        }
        String name = context.names().offsetName(tensor, suffix);
        if (context.names().isConstant(tensor) && suffix.equals(ModelNames.AT)) {
            return access.isEmpty() ? name : context.names().type() + "." + name;
        }
        offsets.put(name, new Copy("int", name, integers.print(offset).text()));
        return name;
    }

    /** A slot of the unit's workspace, or of that for sets. */
    String slot(int slot, boolean set) {
        String array = set
                ? array("sets", owner + ".sets", Blocks.type("IndexSet") + "[]")
                : array("work", owner + ".work", DOUBLES);
        return array + "[" + slot + "]";
    }

    /** The data that is checked where it is taken. */
    Set<Tensor> checked() {
        return checked;
    }

    /** The copies, in the order in which they can be made. */
    List<String> lines() {
        List<Copy> copies = new ArrayList<>(sizes.values());
        copies.addAll(offsets.values());
        copies.addAll(inputs.values());
        copies.addAll(arrays.values());
        return together(copies);
    }

    /** Declarations, one for neighbours of one type that are mere copies. */
    private static List<String> together(List<Copy> copies) {
        List<String> lines = new ArrayList<>();
        String type = "";
        StringBuilder line = new StringBuilder();
        for (Copy copy : copies) {
            boolean plain = copy.value().indexOf('(') < 0;
            if (line.length() > 0 && plain && copy.type().equals(type)) {
                line.append("," + Lines.mark(0) + copy.name() + " = " + copy.value());
                continue;
            }
            if (line.length() > 0) {
                lines.add(line + ";");
            }
            line = new StringBuilder(copy.type() + " " + copy.name() + " = " + copy.value());
            type = plain ? copy.type() : "";
        }
        if (line.length() > 0) {
            lines.add(line + ";");
        }
        return lines;
    }
}
