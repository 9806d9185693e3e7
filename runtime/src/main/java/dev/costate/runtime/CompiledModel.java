package dev.costate.runtime;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * What the public classes of all models have in common. An object has the sizes and the data of a model, and computes
 * its outputs and their derivatives at any parameters. It belongs to one thread; {@code fork()} makes another over the
 * same data. Arrays are allocated when a method first needs them, none after that.
 *
 * <p>To a stream an object is written as its sizes and data, with a fingerprint that shows damage. What is read is
 * bound to a new object, so that everything is checked as when a program binds it.
 *
 * @param <P> the view by which a program reads and writes a vector of parameters by name
 */
public abstract class CompiledModel<P> extends Evaluator<P> implements Serializable {
    private static final long serialVersionUID = 1;

    /** Takes over the data that is bound. */
    protected final transient Binding binding;

    /** The fingerprint of what was written, of an object that is being read. */
    private transient long written;

    /**
     * An object whose layout is still to be said, and whose data is still to be bound.
     *
     * @param model for messages
     */
    protected CompiledModel(String model) {
        super(model);
        this.binding = new Binding(evaluations);
    }

    /** A number that tells the sizes and data of this object from others. */
    protected abstract long fingerprint();

    /**
     * Another object with the sizes and data of this one, all of them checked.
     *
     * @param data binds what is there
     */
    protected abstract CompiledModel<P> read(Serial data);

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeLong(fingerprint());
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        written = in.readLong();
    }

    /** The object that takes the place of this one, which has been read. */
    protected final Object readResolve() throws InvalidObjectException {
        String name = getClass().getSimpleName();
        if (fingerprint() != written) {
            throw new InvalidObjectException(name + ": the data that was read is damaged");
        }
        try {
            return read(Serial.DATA);
        } catch (ShapeException e) {
            throw new InvalidObjectException(name + ": " + e.getMessage());
        }
    }
}
