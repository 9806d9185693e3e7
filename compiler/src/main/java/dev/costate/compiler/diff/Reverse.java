package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reverse mode by one rule. An equation {@code T[α] += e} gives, for each read {@code A[β]} in {@code e}, one adjoint
 * equation over the same domain with the subscripts of read and write exchanged:
 *
 * <pre>   Ā[β]  +=  T̄[α] · ∂e/∂A </pre>
 *
 * <p>The local derivatives of one equation are one sweep over its graph ({@link LocalSweep}), so they take at most a
 * small multiple of its operations. The other reductions differ in the factor of an element: 1 over the number of ties
 * for those that attain a maximum or minimum, the product of the others for a product ({@link ProductOfOthers}).
 */
public final class Reverse {
    private final Program program;
    private final Exprs make;
    private final Activity activity;
    private final Demand demand;
    private final Map<Tensor, Tensor> adjoints = new HashMap<>();
    private final List<Equation> result = new ArrayList<>();

    private Reverse(Program program, Collection<Tensor> wrt) {
        this.program = program;
        this.make = program.make();
        this.activity = new Activity(program, wrt);
        this.demand = new Demand(program.equations());
    }

    /**
     * The gradient of a scalar output.
     *
     * @param program flat
     * @param wrt the inputs to differentiate with respect to
     * @param seed the adjoint of the output, a constant or the read of a tensor that is given
     */
    public static Gradient of(Program program, Tensor output, Collection<Tensor> wrt, Expr seed) {
        Reverse reverse = new Reverse(program, wrt);
        if (reverse.activity.isActive(output)) {
            reverse.seed(output, seed);
            reverse.run();
        }
        Map<Tensor, Tensor> wanted = new LinkedHashMap<>();
        wrt.forEach(input -> wanted.put(input, reverse.adjoint(input)));
        return new Gradient(Accumulation.merge(program.make(), reverse.result), wanted);
    }

    private void seed(Tensor output, Expr seed) {
        result.add(new Equation(adjoint(output), List.of(), List.of(), null, Reduction.SUM, seed, output.span()));
    }

    private void run() {
        for (int k = program.equations().size() - 1; k >= 0; k--) {
            Equation equation = program.equations().get(k);
            if (adjoints.containsKey(equation.target()) && activity.isActive(equation.value())) {
                differentiate(equation);
            }
        }
    }

    private Tensor adjoint(Tensor tensor) {
        return adjoints.computeIfAbsent(tensor, Tensor::adjoint);
    }

    private void differentiate(Equation e) {
        Expr upper = make.read(adjoint(e.target()), e.subscripts());
        Expr own = make.read(e.target(), e.subscripts());
        switch (e.reduction()) {
            case SET -> sweep(e, upper, e.guard(), own);
            case SUM -> sweep(e, upper, e.guard(), null);
            case MAX, MIN -> extreme(e, upper, own);
            case PROD -> sweep(e, make.apply(Ops.MUL, upper, others(e)), e.guard(), null);
        }
    }

    /** What attains the extreme shares its adjoint evenly. */
    private void extreme(Equation e, Expr upper, Expr own) {
        Expr attains = make.apply(Ops.EQ, e.value(), own);
        Tensor ties = Tensor.temporary(e.target().name() + "Ties", e.target().shape(), e.span());
        Expr one = make.number(1);
        result.add(new Equation(
                ties,
                e.subscripts(),
                e.domain(),
                e.guard(),
                Reduction.SUM,
                make.choose(attains, one, make.number(0)),
                e.span()));
        Expr guard = e.guard() == null ? attains : make.apply(Ops.AND, e.guard(), attains);
        sweep(e, make.apply(Ops.DIV, upper, make.read(ties, e.subscripts())), guard, null);
    }

    private Expr others(Equation e) {
        ProductOfOthers others = new ProductOfOthers(make, e);
        result.addAll(others.equations());
        return others.value();
    }

    private void sweep(Equation e, Expr seed, @Nullable Expr outer, @Nullable Expr own) {
        Expr guard = outer;
        if (guard == null
                && demand.isConditional(e.target())
                && !e.value().operands().isEmpty()) {
            guard = make.apply(Ops.NE, make.read(adjoint(e.target()), e.subscripts()), make.number(0));
        }
        for (LocalSweep.Contribution c : new LocalSweep(make, activity, e.value(), seed, own, guard).contributions()) {
            Span span = e.span();
            result.add(new Equation(
                    adjoint(c.read().tensor()),
                    c.read().subscripts(),
                    e.domain(),
                    c.condition(),
                    Reduction.SUM,
                    c.adjoint(),
                    span));
        }
    }
}
