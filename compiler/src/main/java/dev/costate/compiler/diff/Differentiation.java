package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model.Derivative;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pass that appends a derivative to a program, by what its form says: a reverse sweep if there are seeds, then
 * forward mode over all that if there are directions.
 */
public final class Differentiation {
    /** The index of the axis over outputs or directions: like none of the program. */
    public static final Atom.Index EACH = Range.ROW;

    private final Program program;
    private final Prover prover;
    private final UnaryOperator<List<Equation>> guarding;
    private final Derivative derivative;
    private final Way way;
    private final List<Tensor> colours = new ArrayList<>();
    private final Map<Tensor, Tensor> directions = new LinkedHashMap<>();
    private @Nullable Tensor seed;
    private Map<Tensor, Tensor> beside = Map.of();

    private Differentiation(
            Program program, Prover prover, UnaryOperator<List<Equation>> guarding, Derivative derivative, Way way) {
        this.program = program;
        this.prover = prover;
        this.guarding = guarding;
        this.derivative = derivative;
        this.way = way;
    }

    /**
     * A derivative of the outputs of a flat program.
     *
     * @param guarding makes branches safe that differentiation has brought together
     * @return null if it cannot be taken that way
     */
    public static @Nullable Differentiated of(
            Program program, Prover prover, UnaryOperator<List<Equation>> guarding, Derivative derivative, Way way) {
        return new Differentiation(program, prover, guarding, derivative, way).derive();
    }

    /** The adjoint equations alone, of the output with weights if its form has them. */
    public static Gradient reverse(Program program, Prover prover, Derivative derivative) {
        Differentiation pass = new Differentiation(program, prover, made -> made, derivative, Way.PLAIN);
        return Reverse.of(program, derivative.output(), derivative.wrt(), pass.seed());
    }

    private @Nullable Differentiated derive() {
        Form form = derivative.form();
        List<Equation> equations = program.equations();
        Map<Tensor, Tensor> results = Map.of(derivative.output(), derivative.output());
        if (way.byRows() || form.seeds() != Form.Seeds.NONE) {
            Gradient gradient = way.byRows()
                    ? Reverse.ofEach(
                            program,
                            derivative.output(),
                            derivative.wrt(),
                            each(Form.Space.OUTPUT),
                            colours(Form.Space.OUTPUT))
                    : Reverse.of(program, derivative.output(), derivative.wrt(), seed());
            equations = joined(equations, guarding.apply(gradient.equations()));
            results = gradient.adjoints();
            beside = derivative.beside() == null ? Map.of() : results;
        }
        int first = way.again() ? program.equations().size() : 0;
        if (way.byRows() || form.directions() == Form.Directions.NONE) {
            return differentiated(equations.subList(first, equations.size()), results);
        }
        Directions into = directions();
        if (derivative.order() > 0 && into instanceof Directions.Given one) {
            return series(one);
        }
        Tangents tangents = Forward.of(program.with(equations), into);
        equations = tangents.among(equations, first);
        Map<Tensor, Tensor> moving = new LinkedHashMap<>();
        results.forEach((key, tensor) -> moving.put(key, tangent(tangents, tensor)));
        boolean second = into instanceof Directions.Each && form.seeds() != Form.Seeds.NONE;
        return second && !way.compressed()
                ? matrix((Directions.Each) into, tangents, equations, moving)
                : differentiated(equations, moving);
    }

    /** Of second derivatives, the lower triangle, which has them all, or the diagonal if that is asked for. */
    private @Nullable Differentiated matrix(
            Directions.Each each, Tangents tangents, List<Equation> equations, Map<Tensor, Tensor> results) {
        Matrix matrix = new Matrix(program.make(), prover, each, results);
        if (derivative.isSymmetric()) {
            return differentiated(matrix.below(equations), results);
        }
        List<Equation> diagonal = way.alone() ? matrix.diagonalAlone(tangents, equations) : matrix.diagonal(equations);
        return diagonal == null ? null : differentiated(diagonal, matrix.diagonals());
    }

    /** The coefficients of the output, each along the last axis of the result. */
    private Differentiated series(Directions.Given directions) {
        Series series = Series.of(program, directions.tangents(), derivative.order());
        List<Equation> equations = new ArrayList<>();
        for (Equation e : program.equations()) {
            equations.add(e);
            equations.addAll(series.behind(e));
        }
        Tensor output = derivative.output();
        Tensor result = output.tangent(List.of(derivative.size(Form.Space.COEFFICIENTS)));
        List<Range> domain = new ArrayList<>();
        List<Poly> element = new ArrayList<>();
        for (Poly size : output.shape()) {
            domain.add(Range.upTo(Atom.Index.free("i", domain.size()), size));
            element.add(Poly.of(domain.get(domain.size() - 1).index()));
        }
        for (int k = 0; k <= derivative.order(); k++) {
            Expr value = k == 0 ? program.make().read(output, element) : series.coefficient(output, element, k);
            List<Poly> subscripts = new ArrayList<>(element);
            subscripts.add(Poly.of(k));
            equations.add(new Equation(result, subscripts, domain, null, Reduction.SET, value, output.span()));
        }
        return differentiated(equations, Map.of(output, result));
    }

    private Differentiated differentiated(List<Equation> equations, Map<Tensor, Tensor> results) {
        return new Differentiated(equations, seed, directions, colours, results, beside);
    }

    private Range each(Form.Space space) {
        return Range.upTo(EACH, width(space));
    }

    /** How many directions there are, or rows in reverse mode: if the matrix is compressed as many as colours. */
    private Poly width(Form.Space space) {
        Poly size = derivative.size(space);
        return way.compressed() ? Poly.element(table(size.plus(1), size.plus(1)), List.of(size)) : size;
    }

    /** The colour of each input or element of the output, or null if the matrix is not compressed. */
    private @Nullable Tensor colours(Form.Space space) {
        return way.compressed() ? table(derivative.size(space), width(space)) : null;
    }

    /** The colours, or with one more element how many there are behind them. */
    private Tensor table(Poly size, Poly below) {
        for (Tensor known : colours) {
            if (known.shape().equals(List.of(size))) {
                return known;
            }
        }
        String name = way.byRows() ? "rowColours" : "columnColours";
        Tensor table = program.make()
                .tensors()
                .integers(name, Tensor.Role.ARGUMENT, List.of(size), null, null, below, List.of());
        colours.add(table);
        return table;
    }

    /** The tangent of a result; one that no equation writes if it does not depend on the inputs. */
    private Tensor tangent(Tangents tangents, Tensor tensor) {
        boolean each = derivative.form().directions() == Form.Directions.EACH;
        List<Poly> axes = each ? List.of(width(Form.Space.INPUTS)) : List.of();
        Tensor known = tangents.tangents().get(tensor);
        return known == null ? tensor.tangent(axes) : known;
    }

    /** The equations of one list, and behind them those of another. */
    public static List<Equation> joined(List<Equation> first, List<Equation> second) {
        List<Equation> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** The adjoint of the output: 1, unless the caller gives it. */
    private Expr seed() {
        if (derivative.slots(way.again()).stream().noneMatch(slot -> slot.use() == Form.Use.SEED)) {
            return program.make().number(1);
        }
        Tensor weights = derivative.output().adjoint();
        seed = weights;
        List<Poly> element = new ArrayList<>();
        for (int axis = 0; axis < weights.shape().size(); axis++) {
            element.add(Poly.of(Atom.Index.free("i", axis)));
        }
        return program.make().read(weights, element);
    }

    private Directions directions() {
        if (derivative.form().directions() == Form.Directions.EACH) {
            return new Directions.Each(each(Form.Space.INPUTS), derivative.offsets(), colours(Form.Space.INPUTS));
        }
        derivative.wrt().forEach(input -> directions.put(input, input.tangent(List.of())));
        return new Directions.Given(directions);
    }
}
