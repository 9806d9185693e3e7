package dev.costate.compiler.ir;

import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An array (or, without axes, a scalar) that equations read and write. Tensors are compared by identity: the same
 * object stands for the same array from the checked model to the loops. Names are for people; where an order is needed,
 * it is that of the {@link #number()}. {@link Tensors} makes them. Long, since each role says what it is for.
 */
public final class Tensor {
    /** What a tensor is for. */
    public enum Role {
        PARAM,
        DATA,
        /** Random numbers with the standard normal distribution, each a function of its position. */
        NORMAL_NOISE,
        /** Random numbers uniform between 0 and 1, each a function of its position. */
        UNIFORM_NOISE,
        CONST,
        LET,
        OUTPUT,
        /** An argument within the body of a function. */
        ARGUMENT,
        /** A reduction or other intermediate that has no name in the model. */
        TEMPORARY,
        /** The powers of a base along the last axis, from a 1 on each a multiple of the one before. */
        POWERS,
        /** A quantity in the block of a function, for the places that call it. */
        LOCAL,
        /** The derivative of an output with respect to another tensor, {@link #of}. */
        ADJOINT,
        /** The derivative of another tensor, {@link #of}, in a direction. */
        TANGENT,
        /** What is known of another tensor, {@link #of}, before it is computed. */
        STRUCTURE
    }

    /** What its elements are. */
    public enum Type {
        REAL,
        INTEGER,
        /** Sets of the inputs that something depends on. */
        SET
    }

    private final IntSupplier numbers;
    private final int number;
    private final String name;
    private final Role role;
    private final Type type;
    private final List<Poly> shape;
    private final @Nullable Span span;
    private final @Nullable String doc;
    private final @Nullable Tensor of;
    private final @Nullable Poly below;
    private final List<Long> integers;
    private final @Nullable Poly least;
    private final @Nullable Poly most;
    private final @Nullable HalfFormat half;

    Tensor(
            IntSupplier numbers,
            String name,
            Role role,
            Type type,
            List<Poly> shape,
            @Nullable Span span,
            @Nullable String doc,
            @Nullable Tensor of,
            @Nullable Poly below,
            List<Long> integers) {
        this(numbers, name, role, type, shape, span, doc, of, below, integers, null, null, null);
    }

    private Tensor(
            IntSupplier numbers,
            String name,
            Role role,
            Type type,
            List<Poly> shape,
            @Nullable Span span,
            @Nullable String doc,
            @Nullable Tensor of,
            @Nullable Poly below,
            List<Long> integers,
            @Nullable Poly least,
            @Nullable Poly most,
            @Nullable HalfFormat half) {
        this.half = half;
        this.least = least;
        this.most = most;
        this.numbers = numbers;
        this.number = numbers.getAsInt();
        this.name = name;
        this.role = role;
        this.type = type;
        this.shape = List.copyOf(shape);
        this.span = span;
        this.doc = doc;
        this.of = of;
        this.below = below;
        this.integers = List.copyOf(integers);
    }

    /** Which of the tensors of its compilation this is, in the order in which they were made. */
    public int number() {
        return number;
    }

    /** The adjoint of this tensor, a new object at each call. */
    public Tensor adjoint() {
        return adjoint(List.of());
    }

    /** The same with more axes behind its own. */
    public Tensor adjoint(List<Poly> axes) {
        return new Tensor(
                numbers, name + "Adj", Role.ADJOINT, Type.REAL, with(axes), span, null, this, null, List.of());
    }

    /** The tangent of this tensor, a new object at each call, with more axes behind its own. */
    public Tensor tangent(List<Poly> axes) {
        return new Tensor(
                numbers, name + "Dot", Role.TANGENT, Type.REAL, with(axes), span, null, this, null, List.of());
    }

    /** The diagonal of this tensor, the derivative of an adjoint by each input: without its last axis. */
    public Tensor diagonal() {
        List<Poly> axes = shape.subList(0, shape.size() - 1);
        return new Tensor(numbers, name + "Diagonal", role, type, axes, span, null, of, null, List.of());
    }

    /** Some elements of this tensor, a new object at each call: those with constants for subscripts of some axes. */
    public Tensor element(String elementName, List<Poly> axes) {
        return new Tensor(numbers, elementName, role, type, axes, span, doc, of, null, List.of());
    }

    /** This tensor in strips of its last axis: one axis over them in front, and a narrower last one. */
    public Tensor inStrips(Poly strips, Poly width) {
        List<Poly> axes = new ArrayList<>(List.of(strips));
        axes.addAll(shape.subList(0, shape.size() - 1));
        axes.add(width);
        return new Tensor(numbers, name, role, type, axes, span, null, of, null, List.of());
    }

    /** A coefficient of the Taylor series of this tensor, a new object at each call. */
    public Tensor coefficient(int order) {
        return new Tensor(
                numbers, name + "C" + order, Role.TANGENT, Type.REAL, shape, span, null, this, null, List.of());
    }

    /** The sets of the inputs that the elements of this tensor depend on, a new object at each call. */
    public Tensor inputs() {
        return structure("Inputs", Type.SET);
    }

    /** The inputs that each of the variables is that elements of this tensor depend on. */
    public Tensor columns(List<Poly> axes) {
        return new Tensor(numbers, name + "Columns", Role.STRUCTURE, Type.SET, axes, span, null, this, null, List.of());
    }

    /** The elements of this tensor that are constants, NaN for all others; a new object at each call. */
    public Tensor constants() {
        return structure("Constant", Type.REAL);
    }

    /** The elements of this tensor rounded to 16 bits; a new object at each call. */
    public Tensor rounded(HalfFormat format) {
        return new Tensor(
                numbers,
                name + "16",
                Role.TEMPORARY,
                type,
                shape,
                span,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                format);
    }

    private Tensor structure(String suffix, Type elements) {
        return new Tensor(numbers, name + suffix, Role.STRUCTURE, elements, shape, span, null, this, null, List.of());
    }

    private List<Poly> with(List<Poly> axes) {
        List<Poly> all = new ArrayList<>(shape);
        all.addAll(axes);
        return all;
    }

    public String name() {
        return name;
    }

    public Role role() {
        return role;
    }

    public Type type() {
        return type;
    }

    /** The format of 16 bits in which its elements are; null for numbers in full. */
    public @Nullable HalfFormat half() {
        return half;
    }

    /** The size of each axis, in the given dims of the model. */
    public List<Poly> shape() {
        return shape;
    }

    /** The number of elements. */
    public Poly size() {
        return shape.stream().reduce(Poly.ONE, Poly::times);
    }

    /** For each of the tensors, which stand one after the other, where it begins. */
    public static Map<Tensor, Poly> offsets(List<Tensor> tensors) {
        Map<Tensor, Poly> offsets = new LinkedHashMap<>();
        Poly offset = Poly.ZERO;
        for (Tensor tensor : tensors) {
            offsets.put(tensor, offset);
            offset = offset.plus(tensor.size());
        }
        return offsets;
    }

    /** Where the model declares it, or the expression it stands for; null if there is no such place. */
    public @Nullable Span span() {
        return span;
    }

    /** The documentation comment of its declaration, or null. */
    public @Nullable String doc() {
        return doc;
    }

    /** The tensor this is the adjoint or tangent of, or null. */
    public @Nullable Tensor of() {
        return of;
    }

    /** The tensor of the model that this is a derivative of, itself if it is none. */
    public Tensor origin() {
        Tensor tensor = this;
        while (tensor.of != null) {
            tensor = tensor.of;
        }
        return tensor;
    }

    /** What the elements of index data and index constants, which are at least 0, are less than; else null. */
    public @Nullable Poly below() {
        return below;
    }

    /** These integers, of which it is known between what they are. */
    public Tensor between(@Nullable Poly atLeast, @Nullable Poly atMost) {
        return new Tensor(numbers, name, role, type, shape, span, doc, of, below, integers, atLeast, atMost, null);
    }

    /** What the elements of integer data are at least, if its declaration says that; else null. */
    public @Nullable Poly least() {
        return least;
    }

    /** What the elements of integer data are at most, if its declaration says that; else null. */
    public @Nullable Poly most() {
        return most;
    }

    /** The elements of an integer constant, row-major; else empty. */
    public List<Long> integers() {
        return integers;
    }

    /** Whether it came with lowering: no equation that stands in the model itself defines it. */
    public boolean isIntermediate() {
        return role == Role.TEMPORARY || role == Role.POWERS || role == Role.LOCAL;
    }

    /** Whether its elements are integers that equations define: of data, and so before all other equations. */
    public boolean isTable() {
        return type == Type.INTEGER && (role == Role.LET || role == Role.TEMPORARY);
    }

    /** Whether its values are known before any equation runs. */
    public boolean isInput() {
        return role == Role.PARAM || role == Role.DATA || role == Role.CONST || isNoise();
    }

    /** Whether its elements are random numbers, which are computed where they are read and stored nowhere. */
    public boolean isNoise() {
        return role == Role.NORMAL_NOISE || role == Role.UNIFORM_NOISE;
    }

    /** The same in every run, so that no order depends on where objects are in memory. */
    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public String toString() {
        return shape.isEmpty() ? name : name + shape;
    }
}
