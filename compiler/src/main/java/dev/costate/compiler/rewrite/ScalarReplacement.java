package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes scalars of small arrays: {@code w[n, k]} with two values of k, subscripted by constants once loops over k and
 * sums over it are unrolled, becomes {@code w0[n]} and {@code w1[n]}. So complex numbers, rotations and 2 × 2 filters
 * are computed, and derived, as they would be by hand; what is a constant or a copy among them goes ({@link Copies}).
 *
 * <p>Before reductions get equations of their own, so that a sum over k becomes additions in place. Which axes: {@link
 * ConstantAxes}. Inputs and outputs stay arrays, their elements are read and written one by one.
 */
public final class ScalarReplacement {
    private final Exprs make;
    private final ConstantAxes axes;
    private final Map<Tensor, Map<List<Poly>, Tensor>> elements = new HashMap<>();
    private final NodeMap<Expr> done = new NodeMap<>();
    private final Set<String> names = new HashSet<>();

    private ScalarReplacement(Program program) {
        this.make = program.make();
        this.axes = ConstantAxes.of(program);
        program.inputs().forEach(tensor -> names.add(tensor.name()));
        program.equations().forEach(e -> names.add(e.target().name()));
    }

    /** The program over elements in the place of small arrays; reductions are still within expressions. */
    public static Program replace(Program program) {
        ScalarReplacement pass = new ScalarReplacement(program);
        if (pass.axes.isEmpty()) {
            return program;
        }
        List<Set<Binder>> unrolled = pass.axes.unrolled();
        List<Equation> equations = new ArrayList<>();
        for (int k = 0; k < unrolled.size(); k++) {
            for (Equation e : Unroll.of(program.make(), program.equations().get(k), unrolled.get(k))) {
                Equation scalar = pass.scalar(e);
                if (scalar != null) {
                    equations.add(scalar);
                }
            }
        }
        Set<Tensor> made = new HashSet<>();
        pass.elements.values().forEach(byPlace -> made.addAll(byPlace.values()));
        return program.with(Copies.fold(program.make(), equations, made));
    }

    /** The equation over elements; null if it would write beyond the array, and so runs nowhere. */
    private @Nullable Equation scalar(Equation e) {
        Expr guard = e.guard() == null ? null : rewritten(e.guard());
        Expr value = rewritten(e.value());
        if (axes.of(e.target()).isEmpty()) {
            return e.with(guard, value);
        }
        Tensor target = element(e.target(), e.subscripts());
        return target == null
                ? null
                : new Equation(
                        target, others(e.target(), e.subscripts()), e.domain(), guard, e.reduction(), value, e.span());
    }

    private Expr rewritten(Expr root) {
        return Graph.rebuild(root, this::image, done);
    }

    /** What a branch that is never taken reads beyond an array is no number. */
    private Expr image(Expr node, List<Expr> operands) {
        if (!(node.head() instanceof Expr.Head.Read read)
                || axes.of(read.tensor()).isEmpty()) {
            return make.rebuild(node, operands);
        }
        Tensor element = element(read.tensor(), read.subscripts());
        return element == null ? make.number(Double.NaN) : make.read(element, others(read.tensor(), read.subscripts()));
    }

    /** The part of a tensor with these constants along its constant axes, null if they are out of range. */
    private @Nullable Tensor element(Tensor tensor, List<Poly> subscripts) {
        List<Poly> at = new ArrayList<>();
        for (int axis : axes.of(tensor)) {
            long subscript = subscripts.get(axis).constant().orElseThrow();
            if (subscript < 0
                    || subscript >= tensor.shape().get(axis).constant().orElseThrow()) {
                return null;
            }
            at.add(subscripts.get(axis));
        }
        return elements.computeIfAbsent(tensor, t -> new HashMap<>())
                .computeIfAbsent(at, a -> tensor.element(name(tensor, a), others(tensor, tensor.shape())));
    }

    /** What belongs to the axes that stay. */
    private List<Poly> others(Tensor tensor, List<Poly> all) {
        List<Poly> others = new ArrayList<>();
        for (int axis = 0; axis < all.size(); axis++) {
            if (!axes.of(tensor).contains(axis)) {
                others.add(all.get(axis));
            }
        }
        return others;
    }

    /** {@code u0} of {@code u}, {@code R12} of {@code R}; {@code v2_0} of {@code v2}. */
    private String name(Tensor tensor, List<Poly> at) {
        boolean small = axes.of(tensor).stream()
                .allMatch(axis -> tensor.shape().get(axis).constant().orElseThrow() <= 10);
        String base = tensor.name();
        String digits =
                String.join(small ? "" : "_", at.stream().map(Poly::toString).toList());
        boolean apart = Character.isDigit(base.charAt(base.length() - 1)) || names.contains(base + digits);
        String name = apart ? base + "_" + digits : base + digits;
        names.add(name);
        return name;
    }
}
