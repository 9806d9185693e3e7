package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.ZeroProducts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The products of a program as recurrences: all products of first factors are kept, and the last of them is the whole.
 * The adjoint of such a recurrence runs the other way and is the product of the factors that follow, so derivatives of
 * all orders share the two: a factor takes 3 operations in a gradient and 8 in a Hessian-vector product, as right where
 * factors are zero as elsewhere. Where a derivative goes through every factor by itself, as a Jacobian does, a product
 * is better left as it is.
 */
public final class RunningProducts {
    /**
     * A product as a recurrence.
     *
     * @param kept the products of the first factors
     * @param steps that compute them
     * @param whole the last of them
     */
    private record Running(Tensor kept, List<Equation> steps, Equation whole) {}

    private final Program program;
    private final Map<Equation, Running> products = new HashMap<>();

    /** @param program flat */
    public RunningProducts(Program program) {
        this.program = program;
        for (Equation e : program.equations()) {
            if (e.reduction() == Reduction.PROD) {
                products.put(e, running(program.make(), e));
            }
        }
    }

    private static Running running(Exprs make, Equation product) {
        ProductScans scans = new ProductScans(make, product);
        Tensor kept = scans.array("Before");
        Expr next = make.apply(ZeroProducts.RUNNING_MUL, scans.before(kept), product.value());
        List<Equation> steps =
                scans.scan(Range.Order.UPWARD, List.of(new ProductScans.Step(kept, make.number(1), next)));
        return new Running(kept, steps, scans.whole(kept));
    }

    /** The program with recurrences for the products that depend on some inputs. */
    public Program of(Collection<Tensor> inputs) {
        if (products.isEmpty()) {
            return program;
        }
        Activity activity = new Activity(program, inputs);
        List<Equation> equations = new ArrayList<>();
        for (Equation e : program.equations()) {
            Running running = products.get(e);
            if (running != null && activity.isActive(e.value())) {
                equations.addAll(running.steps());
                equations.add(running.whole());
            } else {
                equations.add(e);
            }
        }
        return program.with(equations);
    }

    /** What computes running products that are read, where the factors are known. */
    public List<Equation> again(Set<Tensor> read) {
        List<Equation> equations = new ArrayList<>();
        for (Equation e : program.equations()) {
            Running running = products.get(e);
            if (running != null && read.contains(running.kept())) {
                equations.addAll(running.steps());
            }
        }
        return equations;
    }
}
