package dev.costate.compiler.pipeline;

import dev.costate.compiler.diff.Branching;
import dev.costate.compiler.diff.Differentiated;
import dev.costate.compiler.diff.Differentiation;
import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.diff.Way;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.lower.Speculation;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.schedule.Exchange;
import dev.costate.compiler.schedule.Scheduler;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes derivatives of flat programs: chooses the way, appends the equations, and runs the passes over derivatives. */
final class DerivativeBuilder {
    private final Analyses analyses;
    private final PassManager passes;
    private final IdentityHashMap<Program, Modes> modes = new IdentityHashMap<>();

    DerivativeBuilder(Analyses analyses, PassManager passes) {
        this.analyses = analyses;
        this.passes = passes;
    }

    /** Counts the ways of taking derivatives of a program. */
    Modes modes(Program flat) {
        return modes.computeIfAbsent(flat, program -> new Modes(program, analyses.prover(), analyses.values()));
    }

    /** All of a derivative: one sweep, and what runs where the outputs are known. */
    Clause of(OutputPrograms programs, Derivative d) {
        Program joint = programs.joint();
        Program flat = programs.of(d.output());
        Modes modes = modes(flat);
        DerivedEquations again = d.form().again() == null ? null : again(d, modes(joint));
        if (again != null && !programs.hasOwn(d.output()) && !hasLoops(flat)) {
            List<Equation> both = Differentiation.joined(flat.equations(), again.equations());
            again.with(both).verify(d.clause(), flat, analyses.proofs());
            return new Clause(d, null, null, again, false);
        }
        Program own = modes.differentiated(d);
        DerivedEquations whole = oneWay(own, d, modes);
        boolean byRows = false;
        if (d.form().isEitherWay()) {
            DerivedEquations reverse = derived(own, d, Way.BY_ROWS);
            byRows = modes.isReverse(d, reverse, whole);
            whole = byRows ? reverse : whole;
        }
        whole.verify(d.clause(), flat, analyses.proofs());
        DerivedEquations swept =
                d.form().isSparse() ? derived(own, d, (byRows ? Way.BY_ROWS : Way.PLAIN).inColours()) : whole;
        Clause rows = d.form().isSparse() && d.form().isEitherWay() ? rowByRow(flat, d, modes, swept) : null;
        if (rows != null) {
            return rows;
        }
        return new Clause(d, whole, swept, again, byRows);
    }

    /**
     * A sparse Jacobian row by row, if it has such rows and that takes no more operations than colours do; else null.
     */
    private @Nullable Clause rowByRow(Program flat, Derivative d, Modes modes, DerivedEquations colours) {
        RowByRow row = RowByRow.of(flat, analyses.prover(), analyses.branches()::eliminate, d.output(), d.wrt());
        if (row == null) {
            return null;
        }
        UnaryOperator<List<Equation>> guarding = guarding(flat);
        Slots slots = Slots.of(flat.make().tensors(), d, row.size());
        List<Equation> gradients = guarding.apply(row.equations(slots.values(), slots.table()));
        Set<Tensor> wanted = slots.exchange().wanted();
        List<Equation> equations = passes.derivative(flat, Differentiation.joined(flat.equations(), gradients), wanted);
        DerivedEquations rows = safe(flat, guarding, new DerivedEquations(equations, slots.exchange()));
        if (!modes.isRowByRow(d, rows, colours, row)) {
            return null;
        }
        rows.verify(d.clause(), flat, analyses.proofs());
        DerivedEquations swept = rows.with(Branching.group(flat.make(), rows.equations()));
        return new Clause(d, rows, swept, null, false, new Clause.Rows(row, colours));
    }

    private static boolean hasLoops(Program flat) {
        return flat.equations().stream().anyMatch(e -> !e.domain().isEmpty());
    }

    /**
     * A diagonal with each element in its own direction only, unless it cannot be taken so, or that takes more
     * operations for all sizes than all directions with just the diagonal of their result; other derivatives plainly.
     */
    private DerivedEquations oneWay(Program flat, Derivative d, Modes modes) {
        DerivedEquations alone = d.form().isDiagonal() ? taken(flat, d, Way.ALONE) : null;
        DerivedEquations plain = derived(flat, d, Way.PLAIN);
        return alone == null || modes.isMore(d, alone, plain) ? plain : alone;
    }

    private DerivedEquations derived(Program flat, Derivative d, Way way) {
        return Objects.requireNonNull(taken(flat, d, way));
    }

    /**
     * A derivative, better by the passes over derivatives, in which branches that it has brought together are safe; the
     * equations of the model are so already. Null if it cannot be taken that way.
     */
    private @Nullable DerivedEquations taken(Program flat, Derivative d, Way way) {
        UnaryOperator<List<Equation>> guarding = guarding(flat);
        Differentiated differentiated = Differentiation.of(flat, analyses.prover(), guarding, d, way);
        if (differentiated == null) {
            return null;
        }
        Exchange exchange = Exchanges.of(d, way, differentiated);
        List<Equation> equations = passes.derivative(flat, differentiated.equations(), exchange.wanted());
        return safe(flat, guarding, new DerivedEquations(equations, exchange));
    }

    /** What makes branches safe that a derivative has brought together, without those that are never taken. */
    private UnaryOperator<List<Equation>> guarding(Program flat) {
        return made ->
                Speculation.guardDerivative(flat.make(), analyses.branches().eliminate(made), analyses.prover());
    }

    private static DerivedEquations safe(
            Program flat, UnaryOperator<List<Equation>> guarding, DerivedEquations derived) {
        Set<Equation> own = Collections.newSetFromMap(new IdentityHashMap<>());
        own.addAll(flat.equations());
        List<Equation> made =
                derived.equations().stream().filter(e -> !own.contains(e)).toList();
        Iterator<Equation> safe = guarding.apply(made).iterator();
        List<Equation> equations = derived.equations().stream()
                .map(e -> own.contains(e) ? e : safe.next())
                .toList();
        return derived.with(equations);
    }

    /** What runs where the outputs are known. */
    private DerivedEquations again(Derivative d, Modes modes) {
        DerivedEquations derived = derived(modes.differentiated(d), d, Way.AGAIN);
        List<Equation> live =
                DeadCode.eliminate(derived.equations(), derived.exchange().wanted());
        List<Equation> products = modes.products().again(Scheduler.reads(live));
        return derived.with(Differentiation.joined(products, derived.equations()));
    }

    /** A derivative in no special way. */
    DerivedEquations plain(Program flat, Derivative d) {
        return derived(flat, d, Way.PLAIN);
    }

    /** What computes all of a derivative, even if none of it is computed so. */
    DerivedEquations whole(Clause c, Modes of) {
        Derivative d = c.derivative();
        return c.whole() != null ? c.whole() : derived(of.differentiated(d), d, c.byRows() ? Way.BY_ROWS : Way.PLAIN);
    }

    /**
     * What finds the entries of a sparse derivative that need not be zero.
     *
     * @param rows the gradients of rows, if it is computed row by row; else null
     */
    DerivedEquations pattern(Program flat, Derivative d, @Nullable RowByRow rows) {
        UnaryOperator<List<Equation>> guarding =
                made -> Speculation.guardDerivative(flat.make(), made, analyses.prover());
        DerivedEquations derived = PatternEquations.of(flat, analyses.prover(), guarding, d, rows);
        DerivedEquations guarded = derived.with(guarding.apply(derived.equations()));
        guarded.verify("pattern of the " + d.clause(), flat, analyses.proofs());
        return guarded;
    }
}
