package dev.costate.compiler.diff;

import dev.costate.compiler.diff.ElementFunctions.Instance;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sparse Jacobian row by row: each row is the gradient of an {@link ElementFunctions element function}, computed in
 * the iteration of its element, from which each derivative goes to its slot among the values of the entries:
 *
 * <pre>   values[slots[d]]  =  the derivative of an element of the output by one of its variables </pre>
 *
 * <p>The table of slots is found when data is bound, from the column of each variable. Where variables may be one and
 * the same input they share a slot, and derivatives are added.
 */
public final class RowByRow {
    /** A longer row is not kept in registers. */
    private static final int MOST = 64;

    /**
     * A derivative that each iteration writes.
     *
     * @param contributions what adds to it
     */
    private record Derivative(int row, Instance variable, Tensor adjoint, List<Equation> contributions) {}

    private final Exprs make;
    private final Tensor output;
    private final ElementFunctions functions;
    private final List<Equation> gradients = new ArrayList<>();
    private final List<Derivative> derivatives = new ArrayList<>();

    private RowByRow(Program program, Tensor output, ElementFunctions functions) {
        this.make = program.make();
        this.output = output;
        this.functions = functions;
        List<List<Equation>> ofRows = new ArrayList<>();
        for (int row = 0; row < functions.rows(); row++) {
            Gradient gradient = functions.gradient(row);
            ofRows.add(gradient.equations());
            for (Map.Entry<Instance, Tensor> variable : functions.variables().entrySet()) {
                Tensor adjoint = Objects.requireNonNull(gradient.adjoints().get(variable.getValue()));
                List<Equation> contributions = gradient.equations().stream()
                        .filter(e -> e.target() == adjoint)
                        .toList();
                if (!contributions.isEmpty()) {
                    derivatives.add(new Derivative(row, variable.getKey(), adjoint, contributions));
                }
            }
        }
        abreast(ofRows);
    }

    /** The rows go on together, since they have partial derivatives and conditions in common. */
    private void abreast(List<List<Equation>> ofRows) {
        int longest = ofRows.stream().mapToInt(List::size).max().orElse(0);
        for (int k = 0; k < longest; k++) {
            for (List<Equation> row : ofRows) {
                // The last ones, which lead to inputs, at once.
                int at = k - (longest - row.size());
                if (at >= 0) {
                    gradients.add(row.get(at));
                }
            }
        }
    }

    /**
     * The rows of a Jacobian.
     *
     * @param program flat
     * @param live leaves out what is never evaluated
     * @return null if a row has no constant number of variables, or many
     */
    public static @Nullable RowByRow of(
            Program program, Prover prover, UnaryOperator<List<Equation>> live, Tensor output, Collection<Tensor> wrt) {
        RowByRow rows;
        try {
            rows = new RowByRow(program, output, ElementFunctions.of(program, prover, live, output, wrt));
        } catch (ElementFunctions.Unbounded e) {
            return null;
        }
        return rows.derivatives.isEmpty() || rows.widest() > MOST ? null : rows;
    }

    /** How many variables each of the rows of an iteration has. */
    public List<Integer> variables() {
        List<Integer> counts = new ArrayList<>();
        for (int row = 0; row < functions.rows(); row++) {
            int own = row;
            counts.add((int) derivatives.stream().filter(d -> d.row() == own).count());
        }
        return counts;
    }

    /** The most of these. */
    public int widest() {
        return variables().stream().mapToInt(count -> count).max().orElse(0);
    }

    /** How many slots there are. */
    public Poly size() {
        return shape().stream().reduce(Poly.of(derivatives.size()), Poly::times);
    }

    private List<Poly> shape() {
        return functions.iteration().stream().map(Range::to).toList();
    }

    /** Whether no two variables of a row are ever the same input: then derivatives need not be added up. */
    private boolean areDistinct() {
        for (int k = 0; k < derivatives.size(); k++) {
            for (int j = 0; j < k; j++) {
                Instance a = derivatives.get(j).variable();
                Instance b = derivatives.get(k).variable();
                if (derivatives.get(j).row() == derivatives.get(k).row() && !areApart(a, b)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean areApart(Instance a, Instance b) {
        boolean apart = a.tensor() != b.tensor();
        for (int axis = 0; !apart && axis < a.keys().size(); axis++) {
            Poly difference = a.keys().get(axis).minus(b.keys().get(axis));
            apart = difference.isConstant() && !difference.isZero();
        }
        return apart;
    }

    /**
     * The equations of the gradients, and those that write them to their slots.
     *
     * @param slots for each iteration, for each derivative, its slot among the values
     */
    public List<Equation> equations(Tensor values, Tensor slots) {
        Map<Expr, Expr> done = new HashMap<>();
        List<Equation> result = new ArrayList<>();
        for (Equation e : gradients) {
            Expr guard = e.guard() == null ? null : functions.reading(e.guard(), done);
            result.add(e.with(guard, functions.reading(e.value(), done)));
        }
        List<Range> iteration = functions.iteration();
        List<Poly> element = DerivativeDomains.all(iteration);
        Poly first = Poly.position(shape(), element).times(Poly.of(derivatives.size()));
        Reduction reduction = areDistinct() ? Reduction.SET : Reduction.SUM;
        for (int k = 0; k < derivatives.size(); k++) {
            Derivative d = derivatives.get(k);
            List<Poly> slot = List.of(Poly.element(slots, List.of(first.plus(k))));
            Expr value = make.read(d.adjoint(), element);
            result.add(new Equation(
                    values,
                    slot,
                    iteration,
                    null,
                    reduction,
                    value,
                    d.variable().tensor().span()));
        }
        return result;
    }

    /** The tensor of the inputs that the variables are. */
    public Tensor columns() {
        List<Poly> axes = new ArrayList<>(shape());
        axes.add(Poly.of(derivatives.size()));
        return output.columns(axes);
    }

    /**
     * Equations for that.
     *
     * @param sets for each input the set of just that, for each of its elements
     */
    public List<Equation> equations(Map<Tensor, Tensor> sets, Tensor columns) {
        Decisions decisions = new Decisions(make);
        List<Equation> result = new ArrayList<>();
        for (int k = 0; k < derivatives.size(); k++) {
            Derivative d = derivatives.get(k);
            List<Expr> conditions = new ArrayList<>();
            List<Poly> input = d.variable().keys().stream()
                    .map(key -> Sparsity.unchecked(make, key, conditions))
                    .toList();
            Expr column = make.read(Objects.requireNonNull(sets.get(d.variable().tensor())), input);
            List<Poly> subscripts = new ArrayList<>(DerivativeDomains.all(functions.iteration()));
            subscripts.add(Poly.of(k));
            List<@Nullable Expr> guards = new ArrayList<>();
            d.contributions().forEach(e -> guards.add(decisions.mayHold(e.guard())));
            boolean always = conditions.isEmpty() && guards.contains(null);
            for (Expr guard : always ? guards.subList(guards.indexOf(null), guards.indexOf(null) + 1) : guards) {
                result.add(new Equation(
                        columns,
                        subscripts,
                        functions.iteration(),
                        guard,
                        always ? Reduction.SET : Reduction.UNION,
                        Sparsity.where(make, conditions, column),
                        output.span()));
            }
        }
        return result;
    }
}
