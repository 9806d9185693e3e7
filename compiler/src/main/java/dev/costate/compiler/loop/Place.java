package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.ir.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the elements of a tensor stand in memory, row-major; without axes, one number. Compared by identity. */
public final class Place {
    /** Who owns the memory. */
    public enum Storage {
        /** Data or a constant: an array or scalar of the model object. */
        INPUT,
        /** A field of the unit that computes what depends on data alone, read only. */
        PREPARED,
        /** Random numbers: nothing is stored, each is computed where it is read. */
        NOISE,
        /** A slice of the parameter vector, read only. */
        PARAMETER,
        /** A slice of an {@link Argument} that the caller hands over. */
        ARGUMENT,
        /** A field of the unit that declares it in {@link Unit#fields()}; outputs and kept values among them. */
        FIELD
    }

    private final Tensor tensor;
    private final Storage storage;
    private final List<Poly> shape;
    private final @Nullable Argument argument;
    private final Poly offset;
    private final @Nullable Poly stride;
    private final @Nullable Rows rows;
    private final SumMode sums;
    private final boolean packed;
    private final boolean inBlocks;

    /** A place that is an array or number by itself. */
    public Place(Tensor tensor, Storage storage, List<Poly> shape) {
        this(tensor, storage, shape, null, Poly.ZERO, null, null, SumMode.NAIVE, false, false);
    }

    /** All of a tensor within what the caller hands over, from an offset on. */
    public Place(Tensor tensor, Argument argument, Poly offset) {
        this(tensor, Storage.ARGUMENT, tensor.shape(), argument, offset, null, null, SumMode.NAIVE, false, false);
    }

    /** The same with the last axis outermost, its elements {@code stride} apart. */
    public Place(Tensor tensor, Argument argument, Poly offset, Poly stride) {
        this(tensor, Storage.ARGUMENT, tensor.shape(), argument, offset, stride, null, SumMode.NAIVE, false, false);
    }

    private Place(
            Tensor tensor,
            Storage storage,
            List<Poly> shape,
            @Nullable Argument argument,
            Poly offset,
            @Nullable Poly stride,
            @Nullable Rows rows,
            SumMode sums,
            boolean packed,
            boolean inBlocks) {
        this.tensor = tensor;
        this.storage = storage;
        this.shape = List.copyOf(shape);
        this.argument = argument;
        this.offset = offset;
        this.stride = stride;
        this.rows = rows;
        this.sums = sums;
        this.packed = packed;
        this.inBlocks = inBlocks;
    }

    /**
     * What rows are for.
     *
     * @param batch how many iterations are taken in blocks
     * @param all how many rows that takes altogether
     */
    public record Rows(Poly batch, Poly all) {}

    /**
     * A field that is a row, or whose last axis is made of rows: arrays of their own, so that each begins at index 0.
     */
    public static Place ofRows(Tensor tensor, List<Poly> shape, Rows rows) {
        return new Place(tensor, Storage.FIELD, shape, null, Poly.ZERO, null, rows, SumMode.NAIVE, false, false);
    }

    /**
     * Rows of data for each block of a batch, in a field of a unit or in what others prepare: where it is read or
     * written, those of the block at hand are meant.
     */
    public static Place inBlocks(Tensor tensor, Storage storage, Rows rows) {
        return new Place(tensor, storage, tensor.shape(), null, Poly.ZERO, null, rows, SumMode.NAIVE, false, true);
    }

    /** A field whose elements are sums that an object of the runtime takes; it has one axis at least. */
    public static Place ofSums(Tensor tensor, SumMode mode) {
        return new Place(tensor, Storage.FIELD, tensor.shape(), null, Poly.ZERO, null, null, mode, false, false);
    }

    /** A field that is a matrix as kernels multiply by it. */
    public static Place ofPacked(Tensor tensor) {
        return new Place(
                tensor, Storage.FIELD, tensor.shape(), null, Poly.ZERO, null, null, SumMode.NAIVE, true, false);
    }

    public Tensor tensor() {
        return tensor;
    }

    public Storage storage() {
        return storage;
    }

    /** Whether it is a number that stays the same while a unit runs. */
    public boolean isConstant() {
        return shape.isEmpty()
                && (storage == Storage.INPUT
                        || storage == Storage.PREPARED
                        || (storage == Storage.ARGUMENT && argument().scalar()));
    }

    /** Whether it is all of an array, which then has the name of the tensor. */
    public boolean isArray() {
        boolean isStored = storage == Storage.INPUT || storage == Storage.PREPARED || storage == Storage.FIELD;
        return isStored && !shape.isEmpty();
    }

    /** The size of each axis that is stored: those of the tensor, less the axes that live in one iteration only. */
    public List<Poly> shape() {
        return shape;
    }

    /** What the caller hands over, for {@link Storage#ARGUMENT}. */
    public Argument argument() {
        return Objects.requireNonNull(argument);
    }

    /** How far apart the elements of the last axis are if that is outermost in memory; null for plain row-major. */
    public @Nullable Poly stride() {
        return stride;
    }

    /** What it is for if it is a row of a block or several; null for a place that is one array. */
    public @Nullable Rows rows() {
        return rows;
    }

    /** Whether it has several rows, each an array of its own. */
    public boolean hasRows() {
        return rows != null && shape.size() > 1;
    }

    /** How what is added to its elements is summed: by an object, if the mode has some. */
    public SumMode sums() {
        return sums;
    }

    /** Whether an object of the runtime holds it, which products read. */
    public boolean isPacked() {
        return packed;
    }

    /** Whether there are such rows for each block of a batch. */
    public boolean isInBlocks() {
        return inBlocks;
    }

    /** Where it begins in the argument. */
    public Poly offset() {
        return offset;
    }

    @Override
    public String toString() {
        return tensor.name() + (shape.isEmpty() ? "" : shape);
    }
}
