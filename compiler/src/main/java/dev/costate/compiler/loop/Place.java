package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.List;

/** Where the elements of a tensor stand in memory, row-major; without axes, one number. Compared by identity. */
public final class Place {
    /** Who owns the memory. */
    public enum Storage {
        /** Data or a constant: an array or scalar of the model object. */
        INPUT,
        /** A slice of the parameter vector, read only. */
        PARAMETER,
        /** A slice of the gradient vector that the caller gets; to be set to zero before it is added to. */
        GRADIENT,
        /** The seed of the backward half, the adjoint of a scalar output, given by the caller. */
        SEED,
        /** A field of the unit that declares it in {@link Unit#fields()}; outputs and kept values among them. */
        FIELD
    }

    private final Tensor tensor;
    private final Storage storage;
    private final List<Poly> shape;

    public Place(Tensor tensor, Storage storage, List<Poly> shape) {
        this.tensor = tensor;
        this.storage = storage;
        this.shape = List.copyOf(shape);
    }

    public Tensor tensor() {
        return tensor;
    }

    public Storage storage() {
        return storage;
    }

    /** The size of each axis that is stored: those of the tensor, less the axes that live in one iteration only. */
    public List<Poly> shape() {
        return shape;
    }

    @Override
    public String toString() {
        return tensor.name() + (shape.isEmpty() ? "" : shape);
    }
}
