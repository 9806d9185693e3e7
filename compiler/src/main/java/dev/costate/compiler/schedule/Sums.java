package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.FloatMode;
import dev.costate.compiler.op.DenseProduct;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which order one unit sums the elements of tensors. A loop that does nothing but sum takes several accumulators;
 * where other work shares the loop, the sum is taken in order. Which work does differs between units, and the same
 * output of two units would differ in its last bits: tensors that are to be {@code sequential} are summed in order
 * everywhere.
 */
public final class Sums {
    private final FloatMode mode;
    private final boolean inParts;
    private final boolean inProducts;
    private final Set<Tensor> sequential;
    private final Set<Tensor> inOrder = new HashSet<>();
    private final Set<Tensor> gathered = new HashSet<>();

    /**
     * @param mode what is summed
     * @param inParts whether any loop takes several accumulators
     * @param inProducts whether kernels take products of matrices, in order
     * @param sequential the tensors of which none does
     */
    Sums(FloatMode mode, boolean inParts, boolean inProducts, Set<Tensor> sequential) {
        this.mode = mode;
        this.inParts = inParts;
        this.inProducts = inProducts;
        this.sequential = sequential;
    }

    /** Whether the terms of a sum that are products have more digits than other values. */
    boolean hasExactTerms() {
        return mode != FloatMode.DOUBLE;
    }

    /** Whether there are kernels for it: they take rows of numbers that are all rounded, or none. */
    boolean hasKernels() {
        return mode != FloatMode.FLOAT_OF_DOUBLE;
    }

    /** The product of matrices that a kernel computes in the place of the loops of an equation, or null. */
    @Nullable
    DenseProduct product(Equation e) {
        return inProducts && mode == FloatMode.DOUBLE ? DenseProduct.of(e) : null;
    }

    /**
     * The product that a kernel computes in each step of a recurrence, as {@link DenseProduct#ofStep} says, or null.
     */
    @Nullable
    DenseProduct productOfStep(Equation e, int depth, Set<Tensor> changing) {
        return inProducts && mode == FloatMode.DOUBLE ? DenseProduct.ofStep(e, depth, changing) : null;
    }

    /** Whether a loop may sum elements of the tensor by themselves, before adding them; it does so if this is true. */
    boolean gathers(Tensor tensor) {
        if (!inParts || sequential.contains(tensor)) {
            return false;
        }
        gathered.add(tensor);
        return true;
    }

    /** Whether any loop may. */
    boolean gathersAny() {
        return inParts;
    }

    /** Elements of the tensor are summed one after the other. */
    void addsInOrder(Tensor tensor) {
        inOrder.add(tensor);
    }

    boolean gathersAny(Set<Tensor> tensors) {
        return gathered.stream().anyMatch(tensors::contains);
    }

    /** The tensors of the first unit that some of the units sum in one order and some in another. */
    static Set<Tensor> differing(List<Sums> units) {
        Set<Tensor> inOrder = new HashSet<>();
        Set<Tensor> gathered = new HashSet<>();
        for (Sums unit : units) {
            inOrder.addAll(unit.inOrder);
            gathered.addAll(unit.gathered);
        }
        Set<Tensor> differing = new HashSet<>(units.get(0).inOrder);
        differing.addAll(units.get(0).gathered);
        differing.retainAll(inOrder);
        differing.retainAll(gathered);
        return differing;
    }
}
