package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Formats;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a method finds what is not local to it. Sizes, data, offsets and arrays are copied to final locals at its
 * entry, those that it uses, because the JIT keeps locals in registers and not fields. Long, since each kind of thing
 * that is not local is found in its own way.
 */
final class Entry {
    private final UnitContext context;
    private final JavaExpression owner;
    /** Whether the method is one of the class that holds the fields. */
    private final boolean isOwn;

    private final Integers integers;
    private final Function<Tensor, @Nullable JavaExpression> bound;
    private final Set<Tensor> checked = new LinkedHashSet<>();
    private final Map<String, Copy> sizes = new LinkedHashMap<>();
    private final Map<String, Copy> offsets = new LinkedHashMap<>();
    private final Map<Tensor, Copy> inputs = new TreeMap<>(Comparator.comparingInt(this::order));
    /** The objects that hold what depends on data alone. */
    private final Map<String, Copy> preparations = new LinkedHashMap<>();

    private final Map<String, Copy> arrays = new LinkedHashMap<>();
    /** The rows of the blocks at hand, which are locals of these. */
    private final Map<String, Copy> rows = new LinkedHashMap<>();

    private boolean inBlocks;
    private final List<Copy> shared = new ArrayList<>();

    /** A local and what it is a copy of. */
    private record Copy(JavaType type, String name, JavaExpression value) {}

    /**
     * @param owner the object that holds the fields, {@code this} or {@code unit}
     * @param bound an expression for data that has to be checked when it is taken, else null
     */
    Entry(UnitContext context, JavaExpression owner, Function<Tensor, @Nullable JavaExpression> bound) {
        this.context = context;
        this.bound = bound;
        this.owner = owner;
        this.isOwn = owner.equals(Java.THIS);
        this.integers = context.names().integers(this::dim);
    }

    /** A dim, the width of a buffer, or the array that holds an element of integer data; a local from now on. */
    JavaExpression dim(Atom atom) {
        if (atom instanceof Atom.Element element) {
            if (element.tensor().role() == Tensor.Role.ARGUMENT) {
                return Java.name(element.tensor().name());
            }
            return element.tensor().isTable()
                    ? table(element.tensor())
                    : input(element.tensor(), element.subscripts().isEmpty() ? JavaType.INT : JavaType.INT.array());
        }
        if (atom instanceof Atom.Widest widest && context.widths().containsKey(widest)) {
            String width = context.widths().get(widest);
            return size(width, owner.member(width));
        }
        if (!(atom instanceof Atom.Dim)) {
            throw new CompilerBug("emit", atom.name() + " is no index of a loop around it");
        }
        String name = context.names().dim(atom);
        return size(name, member("model").member(name));
    }

    /** Integers that are computed of data: by this unit, or by one that has run. */
    private JavaExpression table(Tensor tensor) {
        Optional<Place> own = context.fields().named().keySet().stream()
                .filter(place -> place.tensor() == tensor)
                .findFirst();
        boolean scalar = tensor.shape().isEmpty();
        if (own.isPresent()) {
            return scalar ? scalar(own.get()) : field(own.get());
        }
        return prepared(tensor, scalar ? JavaType.INT : JavaType.INT.array());
    }

    private JavaExpression size(String name, JavaExpression value) {
        sizes.put(name, new Copy(JavaType.INT, name, value));
        return Java.name(name);
    }

    /** A field that no local is called like. */
    private JavaExpression member(String field) {
        return isOwn ? Java.name(field) : owner.member(field);
    }

    /** The array that holds the elements of a place, or what makes its random numbers. */
    JavaExpression array(Place place) {
        if (place.isInBlocks()) {
            return Java.name(nameOfRows(place));
        }
        return switch (place.storage()) {
            case INPUT -> input(place.tensor(), context.elements(place).array());
            case PREPARED -> prepared(place.tensor(), context.elements(place).array());
            case NOISE -> input(place.tensor(), JavaType.of(NoiseWriter.type(place.tensor())));
            case PARAMETER ->
                context.formats().of(place) == Formats.Format.FLOAT
                        ? array(ModelNames.ROUNDED, owner.member(ModelNames.ROUNDED), JavaType.FLOATS)
                        : Java.name("theta");
            case ARGUMENT -> Java.name(place.argument().name());
            case FIELD -> field(place);
        };
    }

    private JavaExpression prepared(Tensor tensor, JavaType type) {
        Preparations.Location location = context.preparations().location(tensor);
        JavaExpression prepared = holder(location);
        return location.field() == null
                ? prepared.member("scalars").at(Java.integer(location.slot()))
                : array(location.field(), prepared.member(location.field()), type);
    }

    private JavaExpression holder(Preparations.Location location) {
        JavaType holder =
                JavaType.here(isOwn ? location.type() : context.names().type() + "." + location.type());
        preparations.put(
                location.variable(),
                new Copy(holder, location.variable(), member("model").call(location.method())));
        return Java.name(location.variable());
    }

    /** Takes the rows of a place that the block at hand has. */
    JavaStatement ofBlock(Place place, JavaExpression number) {
        String name = nameOfRows(place);
        JavaExpression holder = place.storage() == Place.Storage.PREPARED
                ? holder(context.preparations().location(place.tensor()))
                : owner;
        JavaExpression rows = holder.member(name).at(number);
        return JavaStatement.declare(JavaType.DOUBLES.array(), name, rows);
    }

    /** What a local is called that has the rows of the block at hand. */
    private String nameOfRows(Place place) {
        String name = place.storage() == Place.Storage.PREPARED
                ? context.preparations().location(place.tensor()).field()
                : context.fields().name(place);
        return Objects.requireNonNull(name);
    }

    private JavaExpression input(Tensor tensor, JavaType type) {
        String name = context.names().field(tensor);
        context.inputs().add(tensor);
        JavaExpression found = bound.apply(tensor);
        if (found != null) {
            checked.add(tensor);
        }
        JavaExpression value =
                found == null ? member("model").member(context.names().path(tensor)) : found;
        inputs.put(tensor, new Copy(type, name, type.equals(JavaType.FLOAT) ? Java.cast(type, value) : value));
        return Java.name(name);
    }

    /** Data is taken in the order of the model, so that the first that is missing is told. */
    private int order(Tensor input) {
        return context.names().order(input);
    }

    private JavaExpression field(Place place) {
        String name = fields(place).name(place);
        if (name == null) {
            String all = kept(place) ? "kept" : "scalars";
            return array(all, holder(place).member("scalars"), JavaType.DOUBLES);
        }
        JavaExpression value = holder(place).member(name);
        if (inBlocks && place.rows() != null) {
            rows.put(name, new Copy(context.array(place), name, value));
            return Java.name(name);
        }
        return array(name, value, context.array(place));
    }

    /** From now on what is written is of blocks that run instead of a loop: it has its rows to itself. */
    void enterBlocks() {
        inBlocks = true;
    }

    /** The copies of the rows that have been used since. */
    List<JavaStatement> leaveBlocks() {
        List<JavaStatement> statements = declared(List.copyOf(rows.values()));
        rows.clear();
        inBlocks = false;
        return statements;
    }

    private JavaExpression array(String name, JavaExpression from, JavaType type) {
        arrays.computeIfAbsent(name, n -> new Copy(type, n, from));
        return Java.name(name);
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

    private JavaExpression holder(Place place) {
        return kept(place) ? member("forward") : owner;
    }

    /** A place without axes, as something to read or to assign. */
    JavaExpression scalar(Place place) {
        return switch (place.storage()) {
            case INPUT ->
                input(
                        place.tensor(),
                        context.formats().of(place) == Formats.Format.FLOAT ? JavaType.FLOAT : JavaType.DOUBLE);
            case PREPARED -> prepared(place.tensor(), JavaType.DOUBLE);
            case NOISE -> noise(place, Java.ZERO);
            case ARGUMENT ->
                place.argument().scalar()
                        ? Java.name(place.argument().name())
                        : array(place).at(at(place, Java.ZERO));
            case PARAMETER -> array(place).at(at(place, Java.ZERO));
            case FIELD -> {
                String name = fields(place).name(place);
                yield name != null
                        ? holder(place).member(name)
                        : field(place).at(Java.integer(fields(place).slot(place)));
            }
        };
    }

    /** The random number at a position. */
    JavaExpression noise(Place place, JavaExpression position) {
        boolean single = context.formats().of(place) == Formats.Format.FLOAT;
        return array(place).call(single ? "floatAt" : "at", position);
    }

    /** The index in {@link #array} of what stands at a position of the place. */
    JavaExpression at(Place place, JavaExpression position) {
        JavaExpression offset = offset(place);
        if (offset.equals(Java.ZERO)) {
            return position;
        }
        return position.equals(Java.ZERO) ? offset : Java.sum(offset, position);
    }

    private JavaExpression offset(Place place) {
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
            default -> Java.ZERO;
        };
    }

    private JavaExpression offset(Tensor tensor, Poly offset, String suffix) {
        if (offset.isZero()) {
            return Java.ZERO;
        }
        String name = context.names().offsetName(tensor, suffix);
        if (context.names().isConstant(tensor) && suffix.equals(ModelNames.AT)) {
            return isOwn ? Java.name(name) : Java.name(context.names().type()).member(name);
        }
        offsets.put(name, new Copy(JavaType.INT, name, integers.print(offset)));
        return Java.name(name);
    }

    /** A variable that several methods use, as something to read or to assign; a condition may be a number there. */
    JavaExpression shared(Local local) {
        String name = context.shared().name(local);
        if (name != null) {
            return owner.member(name);
        }
        JavaExpression array = local.kind() == Op.Kind.SET
                ? array("sets", owner.member("sets"), JavaType.of("IndexSet").array())
                : array("work", owner.member("work"), JavaType.DOUBLES);
        return array.at(Java.integer(context.shared().slot(local)));
    }

    /** Copies a variable that several methods use to a local. */
    void copy(Local local, String name) {
        shared.add(new Copy(SharedLocals.type(local), name, shared(local)));
    }

    /** The data that is checked where it is taken. */
    Set<Tensor> checked() {
        return checked;
    }

    /** The copies, in the order in which they can be made; those of one type that are mere copies in one statement. */
    List<JavaStatement> statements() {
        List<Copy> copies = new ArrayList<>(sizes.values());
        copies.addAll(offsets.values());
        copies.addAll(inputs.values());
        copies.addAll(preparations.values());
        copies.addAll(arrays.values());
        copies.addAll(shared);
        return declared(copies);
    }

    private static List<JavaStatement> declared(List<Copy> copies) {
        List<JavaStatement> statements = new ArrayList<>();
        for (int start = 0, end; start < copies.size(); start = end) {
            Copy first = copies.get(start);
            List<JavaStatement.Variable> variables = new ArrayList<>();
            for (end = start; end == start || (end < copies.size() && isAlike(first, copies.get(end))); end++) {
                variables.add(new JavaStatement.Variable(
                        copies.get(end).name(), copies.get(end).value()));
            }
            statements.add(new JavaStatement.Declare(first.type(), variables));
        }
        return statements;
    }

    private static boolean isAlike(Copy first, Copy other) {
        return first.type().equals(other.type()) && isPlain(first.value()) && isPlain(other.value());
    }

    /** Whether nothing is computed. */
    private static boolean isPlain(JavaExpression value) {
        return !(value instanceof JavaExpression.Call call) || call.method().equals("bound");
    }
}
