package dev.costate.compiler.pipeline;

import dev.costate.compiler.diff.Differentiation;
import dev.costate.compiler.diff.Directions;
import dev.costate.compiler.diff.Forward;
import dev.costate.compiler.diff.Gradient;
import dev.costate.compiler.diff.Reverse;
import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.diff.RunningProducts;
import dev.costate.compiler.diff.Tangents;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.report.Comparison;
import dev.costate.compiler.report.Operations;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.Propagation;
import dev.costate.compiler.rewrite.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which way derivatives are taken, by counting the operations of each way. Where a form leaves the choice it is reverse
 * mode if there are fewer outputs than inputs and that takes fewer operations, for all sizes; else forward mode, which
 * keeps nothing. The report compares with the other way in any case.
 */
final class Modes {
    /** Of each output, or direction, one after the other: like no index of the program, and unlike each other. */
    private static final List<Atom.Index> EACH =
            List.of(Differentiation.EACH, new Atom.Index("t", Atom.Index.Kind.DIRECTION, 1));

    private final Program program;
    private final Prover prover;
    private final Values values;
    private final RunningProducts products;

    /** The derivatives of the outputs of a flat program. */
    Modes(Program program, Prover prover, Values values) {
        this.program = program;
        this.prover = prover;
        this.values = values;
        this.products = new RunningProducts(program);
    }

    /** The program that a derivative is taken of: with running products, but where it goes factor by factor. */
    Program differentiated(Derivative d) {
        return d.form().isEitherWay() || d.form().isSeries() ? program : products.of(d.wrt());
    }

    RunningProducts products() {
        return products;
    }

    /** Whether there are fewer outputs than inputs, and reverse mode takes fewer operations, for all sizes. */
    boolean isReverse(Derivative d, DerivedEquations reverse, DerivedEquations forward) {
        Poly inputs = d.size(Form.Space.INPUTS).minus(d.size(Form.Space.OUTPUT));
        if (!prover.nonNegative(inputs.plus(-1), Facts.NONE)) {
            return false;
        }
        Poly fewer = count(d, reverse);
        Poly more = count(d, forward);
        return fewer != null
                && (more == null || prover.nonNegative(more.minus(fewer).plus(-1), Facts.NONE));
    }

    /** Whether one way takes more operations than another, for all sizes. */
    boolean isMore(Derivative d, DerivedEquations one, DerivedEquations other) {
        Poly more = count(d, one);
        Poly fewer = count(d, other);
        return more == null
                || (fewer != null && prover.nonNegative(more.minus(fewer).plus(-1), Facts.NONE));
    }

    /**
     * Whether row by row takes no more operations than all colours do, for all sizes. There are as many colours of
     * columns as entries in a row, at least.
     */
    boolean isRowByRow(Derivative d, DerivedEquations rows, DerivedEquations colours, RowByRow row) {
        Poly fewer = count(d, rows);
        Poly more = colours(d, colours, row);
        return fewer != null && (more == null || prover.nonNegative(more.minus(fewer), Facts.NONE));
    }

    /**
     * How many operations it takes with as few colours as there may be, as many as entries in a row, or one of rows;
     * and one for each entry, to read it off the matrix.
     */
    private @Nullable Poly colours(Derivative d, DerivedEquations colours, RowByRow row) {
        Poly count = plus(count(d, colours), row.size());
        Poly least = isOfRows(colours) ? Poly.ONE : Poly.of(row.widest());
        return count == null
                ? null
                : count.substitute(atom ->
                        atom instanceof Atom.Element element && element.tensor().role() == Tensor.Role.ARGUMENT
                                ? least
                                : null);
    }

    private static boolean isOfRows(DerivedEquations colours) {
        return colours.exchange().arguments().contains(Argument.ROW_COLOURS);
    }

    /** How a sparse Jacobian is taken row by row, and why. */
    String explain(Derivative d, DerivedEquations rows, DerivedEquations colours, RowByRow row) {
        String entries = row.widest() == 1 ? "one entry" : row.widest() + " entries";
        boolean all = row.variables().stream().allMatch(count -> count == row.widest());
        String least = isOfRows(colours)
                ? "reverse mode, all rows of one colour"
                : "forward mode, as many colours as a row has entries";
        return d.clause() + ": reverse mode, row by row, " + (all ? "" : "up to ") + entries + " in "
                + each(d.size(Form.Space.OUTPUT), "row") + ", " + Comparison.text(count(d, rows)) + " operations; "
                + least + ", " + new Comparison(prover).explain(count(d, rows), colours(d, colours, row));
    }

    /** How many operations outputs take together. */
    @Nullable
    Poly count(Set<Tensor> outputs) {
        return count(program.equations(), outputs);
    }

    /** How many operations a derivative takes, the output included. */
    @Nullable
    Poly count(Derivative d, DerivedEquations derived) {
        Set<Tensor> wanted = derived.exchange().wanted();
        wanted.add(d.output());
        return count(derived.equations(), wanted);
    }

    private @Nullable Poly count(List<Equation> equations, Set<Tensor> wanted) {
        return Operations.count(program.make(), DeadCode.eliminate(values.of(equations), wanted), prover);
    }

    /** Which way a derivative is taken, and why: with how many operations, and how many it would take the other way. */
    String explain(Derivative d, DerivedEquations derived, boolean byRows) {
        String text = d.clause() + ": " + words(d, derived, byRows) + ", " + Comparison.text(count(d, derived))
                + " operations";
        if (d.form().isSeries()) {
            return text;
        }
        Poly other = d.form().seeds() == Form.Seeds.NONE && !byRows ? byRows(d) : forward(d);
        return text + "; " + otherWords(d, byRows) + ", " + new Comparison(prover).explain(count(d, derived), other);
    }

    private static String words(Derivative d, DerivedEquations derived, boolean byRows) {
        if (byRows) {
            return rows(d);
        } else if (d.form().directions() == Form.Directions.NONE) {
            return "reverse mode, one sweep";
        }
        String mode = d.form().seeds() == Form.Seeds.NONE ? "forward mode, " : "forward over reverse mode, ";
        if (d.form().directions() == Form.Directions.GIVEN) {
            return mode + "one direction";
        }
        boolean all = derived.equations().stream()
                .flatMap(e -> e.domain().stream())
                .anyMatch(range -> range.index().equals(Differentiation.EACH));
        boolean diagonal = d.form().result().axes().size() == 1;
        return mode + (diagonal && !all ? "each input in its own direction only" : "a direction for " + inputs(d));
    }

    private static String otherWords(Derivative d, boolean byRows) {
        if (d.form().seeds() == Form.Seeds.NONE && !byRows) {
            return rows(d);
        } else if (byRows || d.form().directions() == Form.Directions.NONE) {
            return "forward mode, a direction for " + inputs(d);
        }
        return d.form().directions() == Form.Directions.GIVEN
                ? "forward mode twice, one given direction and one for " + inputs(d)
                : "forward mode twice, both directions for " + inputs(d);
    }

    private static String rows(Derivative d) {
        return "reverse mode, a sweep for " + each(d.size(Form.Space.OUTPUT), "output");
    }

    private static String inputs(Derivative d) {
        return each(d.size(Form.Space.INPUTS), "input");
    }

    private static String each(Poly count, String what) {
        return count.equals(Poly.ONE) ? "the one " + what : "each of the " + count + " " + what + "s";
    }

    /** In reverse mode, each element of the output by itself. */
    private @Nullable Poly byRows(Derivative d) {
        Range rows = Range.upTo(EACH.get(0), d.size(Form.Space.OUTPUT));
        Gradient gradient = Reverse.ofEach(program, d.output(), d.wrt(), rows, null);
        List<Equation> equations = new ArrayList<>(program.equations());
        equations.addAll(gradient.equations());
        Set<Tensor> wanted = new HashSet<>(gradient.adjoints().values());
        return plus(
                finished(equations, d, wanted),
                d.form().directions() == Form.Directions.GIVEN ? products(d) : Poly.ZERO);
    }

    /** In forward mode only, once or twice, in all directions that the caller does not give. */
    private @Nullable Poly forward(Derivative d) {
        boolean second = d.form().seeds() != Form.Seeds.NONE && d.form().directions() != Form.Directions.NONE;
        List<Equation> equations = program.equations();
        Tensor result = d.output();
        for (int k = 0; k < (second ? 2 : 1); k++) {
            boolean given = k == 1 && d.form().directions() == Form.Directions.GIVEN;
            Program one = program.with(equations);
            one = given ? new RunningProducts(one).of(d.wrt()) : one;
            Tangents tangents = Forward.of(one, given ? direction(d) : each(d, EACH.get(k)));
            equations = tangents.among(one.equations());
            result = tangents.tangents().getOrDefault(result, result);
        }
        boolean weighted = !d.isScalar() && d.form().seeds() != Form.Seeds.NONE;
        return plus(finished(equations, d, Set.of(result)), weighted ? products(d) : Poly.ZERO);
    }

    private static Directions direction(Derivative d) {
        Map<Tensor, Tensor> tangents = new LinkedHashMap<>();
        d.wrt().forEach(input -> tangents.put(input, input.tangent(List.of())));
        return new Directions.Given(tangents);
    }

    private static Directions each(Derivative d, Atom.Index index) {
        return new Directions.Each(Range.upTo(index, d.size(Form.Space.INPUTS)), d.offsets());
    }

    private @Nullable Poly finished(List<Equation> equations, Derivative d, Set<Tensor> results) {
        Set<Tensor> wanted = new HashSet<>(results);
        wanted.add(d.output());
        return count(Propagation.propagate(program.make(), equations, wanted), wanted);
    }

    /** The products of a matrix, outputs by inputs, and a vector. */
    private static Poly products(Derivative d) {
        return d.size(Form.Space.OUTPUT).times(d.size(Form.Space.INPUTS));
    }

    private static @Nullable Poly plus(@Nullable Poly count, Poly more) {
        return count == null ? null : count.plus(more);
    }
}
