package dev.costate.compiler;

import dev.costate.compiler.diff.Directions;
import dev.costate.compiler.diff.Forward;
import dev.costate.compiler.diff.Gradient;
import dev.costate.compiler.diff.Matrix;
import dev.costate.compiler.diff.Reverse;
import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.diff.Series;
import dev.costate.compiler.diff.Sparsity;
import dev.costate.compiler.diff.Tangents;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Proofs;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.report.Operations;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.schedule.Exchange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From a form to equations: a reverse sweep if the form has seeds, forward over that if it has directions; and where
 * what the caller hands over enters them.
 *
 * <p>Long, since each form of derivative is put together here from forward and reverse mode.
 */
final class Differentiation {
    /**
     * The equations of a derivative.
     *
     * @param equations those of the model among them, unless they run where the outputs are known
     * @param exchange what they exchange with the caller
     */
    record Derived(List<Equation> equations, Exchange exchange) {
        /** The same by other equations. */
        Derived with(List<Equation> others) {
            return new Derived(others, exchange);
        }

        /** The equations, after those of a program that they run behind. */
        Program program(Program model) {
            return program(model, List.of());
        }

        /**
         * The equations as a program.
         *
         * @param model the program that they belong to
         * @param outputs what is computed besides what the caller receives
         */
        Program program(Program model, List<Tensor> outputs) {
            List<Tensor> inputs = new ArrayList<>(model.inputs());
            exchange.given().forEach(place -> inputs.add(place.tensor()));
            Set<Tensor> all = new LinkedHashSet<>(exchange.wanted());
            all.addAll(outputs);
            return new Program(model.make(), model.dims(), inputs, equations, List.copyOf(all));
        }

        /**
         * Holds the equations against the rules for programs.
         *
         * @param pass what made them
         * @param flat the program that they belong to
         */
        void verify(String pass, Program flat, Proofs proofs) {
            Verifier.verify(pass, program(flat), proofs);
        }
    }

    /** The index of the axis over outputs or directions: like none of the program. */
    static final Atom.Index EACH = Range.ROW;

    private final Program program;
    private final Prover prover;
    private final PassManager passes;
    private final UnaryOperator<List<Equation>> guarding;
    private final Derivative derivative;
    /** Where the elements of each input begin among those of all inputs. */
    private final Map<Tensor, Poly> offsets;

    private final boolean again;
    private final boolean byRows;
    private final boolean compressed;
    private final Map<Form.Use, Argument> arguments = new LinkedHashMap<>();
    private final List<Place> given = new ArrayList<>();
    /** The adjoint of each input, if the caller may receive that as well. */
    private Map<Tensor, Tensor> beside = Map.of();

    private Differentiation(
            Program program,
            Prover prover,
            PassManager passes,
            UnaryOperator<List<Equation>> guarding,
            Derivative derivative,
            boolean again,
            boolean byRows,
            boolean compressed) {
        this.program = program;
        this.prover = prover;
        this.passes = passes;
        this.guarding = guarding;
        this.derivative = derivative;
        this.offsets = derivative.offsets();
        this.again = again;
        this.byRows = byRows;
        this.compressed = compressed;
        for (Form.Slot slot : derivative.slots(again)) {
            Form.Slot own = slot.use() == Form.Use.RESULT ? derivative.computed() : slot;
            Argument.Type type = own.axes().isEmpty() ? Argument.Type.NUMBER : Argument.Type.NUMBERS;
            arguments.put(own.use(), new Argument(own.name(), type));
        }
        Form.Slot also = derivative.beside();
        if (also != null) {
            arguments.put(also.use(), new Argument(also.name(), Argument.Type.NUMBERS));
        }
    }

    /**
     * A derivative of the outputs of a flat program.
     *
     * @param passes makes its equations better
     * @param guarding makes branches safe that differentiation has brought together
     * @param again whether its equations run where the outputs are known
     * @param byRows whether reverse mode goes through the outputs one by one, rather than forward mode through the
     *     inputs
     * @param compressed whether columns, or rows if it goes by them, of one colour are computed together
     */
    static Derived of(
            Program program,
            Prover prover,
            PassManager passes,
            UnaryOperator<List<Equation>> guarding,
            Derivative derivative,
            boolean again,
            boolean byRows,
            boolean compressed) {
        return new Differentiation(program, prover, passes, guarding, derivative, again, byRows, compressed).derive();
    }

    /**
     * What finds the entries of a derivative that need not be zero.
     *
     * @param program flat, and else as it was lowered
     * @param byRow the gradients of rows, if it is computed row by row; else null
     */
    static Derived pattern(
            Program program,
            Prover prover,
            PassManager passes,
            UnaryOperator<List<Equation>> guarding,
            Derivative derivative,
            @Nullable RowByRow byRow) {
        return new Differentiation(program, prover, passes, guarding, derivative, false, false, false).pattern(byRow);
    }

    private Derived pattern(@Nullable RowByRow byRow) {
        Argument each = new Argument("each", Argument.Type.SETS);
        Argument rows = new Argument("rows", Argument.Type.SETS);
        List<Equation> equations = program.equations();
        Map<Tensor, Tensor> results = Map.of(derivative.output(), derivative.output());
        if (derivative.form().seeds() != Form.Seeds.NONE) {
            Gradient gradient = Reverse.of(program, derivative.output(), derivative.wrt(), seed());
            equations = joined(equations, guarding.apply(gradient.equations()));
            results = gradient.adjoints();
        }
        List<Place> places = new ArrayList<>();
        Map<Tensor, Tensor> inputs = new LinkedHashMap<>();
        for (Tensor input : derivative.wrt()) {
            Tensor set = input.inputs();
            inputs.put(input, set);
            places.add(new Place(set, each, offset(input)));
        }
        Tangents sets = Sparsity.of(program.with(equations), prover, inputs);
        List<Place> written = new ArrayList<>();
        results.forEach((of, result) -> {
            Poly offset = of == derivative.output() ? Poly.ZERO : offset(of);
            Tensor set = sets.tangents().getOrDefault(result, result.inputs());
            written.add(new Place(set, rows, offset));
        });
        List<Argument> handed = new ArrayList<>(List.of(each, rows));
        List<Equation> all = new ArrayList<>(sets.among(equations, equations.size()));
        if (byRow != null) {
            Argument argument = Argument.columns(byRow.variables());
            Tensor columns = byRow.columns();
            handed.add(argument);
            written.add(new Place(columns, argument, Poly.ZERO));
            all.addAll(byRow.equations(inputs, columns));
        }
        Exchange exchange = new Exchange(handed, places, written, null);
        return new Derived(DeadCode.eliminate(all, exchange.wanted()), exchange);
    }

    private Derived derive() {
        Form form = derivative.form();
        List<Equation> equations = program.equations();
        Map<Tensor, Tensor> results = Map.of(derivative.output(), derivative.output());
        if (byRows || form.seeds() != Form.Seeds.NONE) {
            Gradient gradient = byRows
                    ? Reverse.ofEach(
                            program,
                            derivative.output(),
                            derivative.wrt(),
                            each(Form.Space.OUTPUT),
                            colours(Form.Space.OUTPUT))
                    : Reverse.of(program, derivative.output(), derivative.wrt(), seed());
            equations = joined(equations, guarding.apply(gradient.equations()));
            results = gradient.adjoints();
            beside = arguments.containsKey(Form.Use.BESIDE) ? results : Map.of();
        }
        int first = again ? program.equations().size() : 0;
        if (byRows || form.directions() == Form.Directions.NONE) {
            equations = equations.subList(first, equations.size());
        } else {
            Directions directions = directions();
            if (derivative.order() > 0 && directions instanceof Directions.Given one) {
                return series(one);
            }
            Tangents tangents = Forward.of(program.with(equations), directions);
            equations = tangents.among(equations, first);
            Map<Tensor, Tensor> moving = new LinkedHashMap<>();
            results.forEach((key, tensor) -> moving.put(key, tangent(tangents, tensor)));
            results = moving;
            if (!compressed && directions instanceof Directions.Each each && form.seeds() != Form.Seeds.NONE) {
                Matrix matrix = new Matrix(program.make(), prover, each, results);
                equations = derivative.isSymmetric() ? matrix.below(equations) : diagonal(matrix, tangents, equations);
                results = derivative.isSymmetric() ? results : matrix.diagonals();
            }
        }
        Exchange exchange = exchange(results);
        return new Derived(optimised(equations, exchange.wanted()), exchange);
    }

    /**
     * The diagonal by itself, unless that takes more operations for all sizes than all directions with just that of
     * their result.
     */
    private List<Equation> diagonal(Matrix matrix, Tangents tangents, List<Equation> equations) {
        List<Equation> full = matrix.diagonal(equations);
        List<Equation> alone = matrix.diagonalAlone(tangents, equations);
        if (alone == null) {
            return full;
        }
        Set<Tensor> wanted = new HashSet<>(matrix.diagonals().values());
        Poly more = Operations.count(program.make(), optimised(full, wanted), prover);
        Poly fewer = Operations.count(program.make(), optimised(alone, wanted), prover);
        boolean costs = fewer == null
                || (more != null && prover.nonNegative(fewer.minus(more).plus(-1), Facts.NONE));
        return costs ? full : alone;
    }

    /** The coefficients of the output, each along the last axis of the result. */
    private Derived series(Directions.Given directions) {
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
        Exchange exchange = exchange(Map.of(output, result));
        return new Derived(optimised(equations, exchange.wanted()), exchange);
    }

    private Poly offset(Tensor input) {
        return Objects.requireNonNull(offsets.get(input));
    }

    private Range each(Form.Space space) {
        return Range.upTo(EACH, width(space));
    }

    /** How many directions there are, or rows in reverse mode: if the matrix is compressed as many as colours. */
    private Poly width(Form.Space space) {
        Poly size = derivative.size(space);
        return compressed ? Poly.element(table(size.plus(1), size.plus(1)), List.of(size)) : size;
    }

    /** The colour of each input or element of the output, or null if the matrix is not compressed. */
    private @Nullable Tensor colours(Form.Space space) {
        return compressed ? table(derivative.size(space), width(space)) : null;
    }

    /** What the caller hands over of the colours, and how many there are behind them. */
    private Tensor table(Poly size, Poly below) {
        Argument argument = byRows ? Argument.ROW_COLOURS : Argument.COLUMN_COLOURS;
        for (Place place : given) {
            if (place.argument().equals(argument) && place.tensor().shape().equals(List.of(size))) {
                return place.tensor();
            }
        }
        Tensor table = program.make()
                .tensors()
                .integers(argument.name(), Tensor.Role.ARGUMENT, List.of(size), null, null, below, List.of());
        given.add(new Place(table, argument, Poly.ZERO));
        return table;
    }

    /** The tangent of a result; one that no equation writes if it does not depend on the inputs. */
    private Tensor tangent(Tangents tangents, Tensor tensor) {
        boolean each = derivative.form().directions() == Form.Directions.EACH;
        List<Poly> axes = each ? List.of(width(Form.Space.INPUTS)) : List.of();
        Tensor known = tangents.tangents().get(tensor);
        return known == null ? tensor.tangent(axes) : known;
    }

    static List<Equation> joined(List<Equation> first, List<Equation> second) {
        List<Equation> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** The adjoint of the output. */
    private Expr seed() {
        Argument argument = arguments.get(Form.Use.SEED);
        if (argument == null) {
            return program.make().number(1);
        }
        Tensor seed = derivative.output().adjoint();
        given.add(new Place(seed, argument, Poly.ZERO));
        List<Poly> element = new ArrayList<>();
        for (int axis = 0; axis < seed.shape().size(); axis++) {
            element.add(Poly.of(Atom.Index.free("i", axis)));
        }
        return program.make().read(seed, element);
    }

    private Directions directions() {
        if (derivative.form().directions() == Form.Directions.EACH) {
            return new Directions.Each(each(Form.Space.INPUTS), offsets, colours(Form.Space.INPUTS));
        }
        Map<Tensor, Tensor> tangents = new LinkedHashMap<>();
        for (Tensor input : derivative.wrt()) {
            Tensor tangent = input.tangent(List.of());
            tangents.put(input, tangent);
            given.add(new Place(tangent, argument(Form.Use.DIRECTION), offset(input)));
        }
        return new Directions.Given(tangents);
    }

    private Argument argument(Form.Use use) {
        return Objects.requireNonNull(arguments.get(use), use::name);
    }

    private Exchange exchange(Map<Tensor, Tensor> results) {
        List<Argument> all = new ArrayList<>(arguments.values());
        if (compressed) {
            all.add(byRows ? Argument.ROW_COLOURS : Argument.COLUMN_COLOURS);
        }
        if (derivative.isNumber()) {
            Tensor number = results.values().iterator().next();
            return new Exchange(all, given, List.of(), new Place(number, Place.Storage.FIELD, List.of()));
        }
        List<Place> places = new ArrayList<>();
        results.forEach((key, tensor) -> places.add(place(key, tensor)));
        beside.forEach((input, adjoint) -> places.add(new Place(adjoint, argument(Form.Use.BESIDE), offset(input))));
        return new Exchange(all, given, places, null);
    }

    /**
     * Where a result stands: the elements of one input or of the output, and if it has one more axis that within them.
     */
    private Place place(Tensor of, Tensor result) {
        Argument argument = argument(Form.Use.RESULT);
        boolean byInput = of != derivative.output();
        Poly offset = byInput ? offset(of) : Poly.ZERO;
        List<Form.Space> axes = derivative.computed().axes();
        if (axes.size() == 1) {
            return new Place(result, argument, offset);
        }
        Form.Space own = byInput ? Form.Space.INPUTS : Form.Space.OUTPUT;
        Poly columns = axes.get(0) == own && !byRows ? width(axes.get(1)) : derivative.size(axes.get(1));
        return axes.get(0) == own
                ? new Place(result, argument, offset.times(columns))
                : new Place(result, argument, offset, columns);
    }

    private List<Equation> optimised(List<Equation> equations, Set<Tensor> results) {
        return passes.derivative(program, equations, results);
    }
}
