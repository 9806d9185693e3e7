package dev.costate.compiler.ir;

import dev.costate.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tensors of one compilation and numbers them. Names do not tell tensors apart: parameters of functions,
 * constants of libraries and quantities of blocks may be called alike.
 */
public final class Tensors {
    private int next;

    /** A tensor of real numbers, or an argument or parameter of integers. */
    public Tensor tensor(
            String name,
            Tensor.Role role,
            Tensor.Type type,
            List<Poly> shape,
            @Nullable Span span,
            @Nullable String doc) {
        return new Tensor(this::next, name, role, type, shape, span, doc, null, null, List.of());
    }

    /**
     * An input of integers.
     *
     * @param below what the elements, which are then at least 0, are less than; or null
     * @param elements those of a constant, row-major; else empty
     */
    public Tensor integers(
            String name,
            Tensor.Role role,
            List<Poly> shape,
            @Nullable Span span,
            @Nullable String doc,
            @Nullable Poly below,
            List<Long> elements) {
        return new Tensor(this::next, name, role, Tensor.Type.INTEGER, shape, span, doc, null, below, elements);
    }

    /** A real intermediate. */
    public Tensor temporary(String name, List<Poly> shape, @Nullable Span span) {
        return tensor(name, Tensor.Role.TEMPORARY, Tensor.Type.REAL, shape, span, null);
    }

    /** What running products of a base go to. */
    public Tensor powers(String name, List<Poly> shape, @Nullable Span span) {
        return tensor(name, Tensor.Role.POWERS, Tensor.Type.REAL, shape, span, null);
    }

    /** The number of the next tensor. */
    private int next() {
        return next++;
    }
}
