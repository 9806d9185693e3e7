package dev.costate.compiler.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.diff.Directions;
import dev.costate.compiler.diff.Forward;
import dev.costate.compiler.diff.Gradient;
import dev.costate.compiler.diff.Reverse;
import dev.costate.compiler.diff.Series;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Extremes;
import dev.costate.compiler.op.GammaFunctions;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Surrogates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The derivatives of every operation of the catalogue where it is singular, has a kink, or is not defined: by
 * reverse mode, by forward mode, by both of them and as a series, each as the interpreter has it.
 */
class SingularFormsTest {
    private static final double[] POINTS = {0, 1, -1, 0.5, -0.5, 2, -2};
    /** For three operands. */
    private static final double[] FEWER_POINTS = {0, 1, -1, 0.5, 2};

    private static final double[] STEPS = {0, 1, -0.75};
    private static final double TOLERANCE = 1e-9;

    static Stream<Op> operations() {
        return Stream.concat(
                Stream.of(Arithmetic.ADD, Arithmetic.SUB, Arithmetic.MUL, Quotients.DIV, Arithmetic.NEG),
                Ops.FUNCTIONS.stream().filter(op -> op != Surrogates.DETACH));
    }

    /** What stands around an operation of x, …. */
    private enum Around {
        NOTHING,
        SQUARE,
        TIMES_X,
        LOG,
        OVER,
        TANH_OF_PRODUCT,
        ABOVE_MINUS_ONE;

        Expr expression(Exprs make, Expr f, Expr x) {
            return switch (this) {
                case NOTHING -> f;
                case SQUARE -> make.apply(Arithmetic.SQUARE, f);
                case TIMES_X -> make.apply(Arithmetic.MUL, f, x);
                case LOG -> make.apply(Logarithms.LOG, f);
                case OVER -> make.apply(Quotients.DIV, x, f);
                case TANH_OF_PRODUCT -> make.apply(Hyperbolic.TANH, make.apply(Arithmetic.MUL, f, x));
                case ABOVE_MINUS_ONE -> make.apply(Extremes.MAX, make.apply(Arithmetic.MUL, f, x), make.number(-1));
            };
        }

        Jet jet(Jet f, Jet x) {
            return switch (this) {
                case NOTHING -> f;
                case SQUARE -> Joint.of("square", List.of(f), false);
                case TIMES_X -> f.times(x);
                case LOG -> Joint.of("log", List.of(f), false);
                case OVER -> x.over(f);
                case TANH_OF_PRODUCT -> Joint.of("tanh", List.of(f.times(x)), false);
                case ABOVE_MINUS_ONE -> Joint.of("max", List.of(f.times(x), Jet.constant(-1)), false, true);
            };
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyDerivativeAsInterpreted(Op op) {
        List<String> wrong = new ArrayList<>();
        for (Around around : Around.values()) {
            Subject subject = new Subject(op, around);
            double[] points = op.arity() < 3 ? POINTS : FEWER_POINTS;
            for (double[] at : combinations(points, op.arity())) {
                if (isLeftOut(op, around, at)) {
                    continue;
                }
                for (double[] v : combinations(STEPS, op.arity())) {
                    subject.compare(at, v, wrong);
                }
            }
        }
        assertThat(wrong).as("%s", op).isEmpty();
    }

    /** Of a series; of three operands there are many derivatives of a high order. */
    private static int order(Op op) {
        return op.arity() < 3 ? 5 : 3;
    }

    /** |x|² is x², and log B is defined for positive numbers. */
    private static boolean isLeftOut(Op op, Around around, double... at) {
        return (op == Arithmetic.ABS && around == Around.SQUARE)
                || (op == GammaFunctions.LBETA && Arrays.stream(at).anyMatch(x -> x < 0));
    }

    /** One output of scalar inputs, with its derivatives as equations. */
    private static final class Subject {
        private final Op op;
        private final Around around;
        private final Exprs make = new Exprs(new Tensors());
        private final List<Tensor> inputs = new ArrayList<>();
        private final Map<Tensor, Tensor> directions = new LinkedHashMap<>();
        private final Tensor y = make.tensors().temporary("y", List.of(), null);
        private final List<Equation> model;
        private final Gradient gradient;
        private final List<Equation> second;
        private final Map<Tensor, Tensor> tangents;
        private final List<Equation> series = new ArrayList<>();
        private final List<Expr> coefficients = new ArrayList<>();

        Subject(Op op, Around around) {
            this.op = op;
            this.around = around;
            for (int k = 0; k < op.arity(); k++) {
                Tensor input =
                        make.tensors().tensor("x" + k, Tensor.Role.PARAM, Tensor.Type.REAL, List.of(), null, null);
                inputs.add(input);
                directions.put(input, input.tangent(List.of()));
            }
            List<Expr> reads =
                    inputs.stream().map(input -> make.read(input, List.of())).toList();
            Expr value = around.expression(make, make.apply(op, reads), reads.get(0));
            this.model = List.of(new Equation(y, List.of(), List.of(), null, Reduction.SET, value, null));
            Program program = new Program(make, List.of(), inputs, model, List.of(y));
            this.gradient = Reverse.of(program, y, inputs, make.number(1));
            List<Equation> first = new ArrayList<>(model);
            first.addAll(gradient.equations());
            var moving = Forward.of(program.with(first), new Directions.Given(directions));
            this.second = moving.among(first);
            this.tangents = moving.tangents();
            Series taylor = Series.of(program, directions, order(op));
            for (Equation e : model) {
                series.add(e);
                series.addAll(taylor.behind(e));
            }
            for (int k = 1; k <= order(op); k++) {
                coefficients.add(taylor.coefficient(y, List.of(), k));
            }
        }

        void compare(double[] at, double[] v, List<String> wrong) {
            Map<Tensor, Double> given = new HashMap<>();
            for (int k = 0; k < at.length; k++) {
                given.put(inputs.get(k), at[k]);
                given.put(requireNonNull(directions.get(inputs.get(k))), v[k]);
            }
            Map<Tensor, Double> values = new HashMap<>(given);
            run(second, values);
            double[] byInput = new double[at.length];
            double[] product = product(values);
            for (int k = 0; k < at.length; k++) {
                byInput[k] = values.getOrDefault(adjoint(k), 0.0);
            }
            double directional = values.getOrDefault(tangents.getOrDefault(y, y.tangent(List.of())), 0.0);
            run(series, given);
            double[] taylor = coefficients.stream()
                    .mapToDouble(c -> valueOf(c, given, new HashMap<>()))
                    .toArray();
            Jet bilinear = interpreted(new Jet.Terms(1, at.length), at, v);
            double[] gradientOf = new double[at.length];
            double[] productOf = new double[at.length];
            for (int k = 0; k < at.length; k++) {
                gradientOf[k] = bilinear.coefficient(0, k + 1);
                productOf[k] = bilinear.coefficient(1, k + 1);
            }
            Jet along = interpreted(new Jet.Terms(order(op), 0), at, v);
            double[] taylorOf = new double[order(op)];
            Arrays.setAll(taylorOf, k -> along.coefficient(k + 1, 0));
            String where = " of " + op + ", " + around + ", at " + Arrays.toString(at) + " along " + Arrays.toString(v);
            same("gradient" + where, byInput, gradientOf, wrong);
            if (Double.isNaN(along.value())) {
                return;
            }
            same("directional" + where, new double[] {directional}, new double[] {taylorOf[0]}, wrong);
            for (int k = 0; k < at.length; k++) {
                if (Double.isNaN(product[k]) && meetsInfinities(given, k)) {
                    productOf[k] = Double.NaN;
                }
            }
            same("hvp" + where, product, productOf, wrong);
            if (Double.isFinite(along.value())) {
                same("taylor" + where, taylor, taylorOf, wrong);
            }
        }

        private Tensor adjoint(int k) {
            return requireNonNull(gradient.adjoints().get(inputs.get(k)));
        }

        private double[] product(Map<Tensor, Double> values) {
            double[] product = new double[inputs.size()];
            for (int k = 0; k < product.length; k++) {
                product[k] = values.getOrDefault(
                        tangents.getOrDefault(adjoint(k), adjoint(k).tangent(List.of())), 0.0);
            }
            return product;
        }

        /**
         * Whether the steps, each by itself, move entry k of a product to both infinities. Then what they do together
         * is unknown, unless it is known which term is of a higher order.
         */
        private boolean meetsInfinities(Map<Tensor, Double> given, int k) {
            Set<Double> ends = new HashSet<>();
            for (Tensor step : directions.values()) {
                Map<Tensor, Double> alone = new HashMap<>(given);
                directions
                        .values()
                        .forEach(other -> alone.put(other, other == step ? requireNonNull(given.get(step)) : 0.0));
                run(second, alone);
                ends.add(product(alone)[k]);
            }
            return ends.contains(Double.POSITIVE_INFINITY) && ends.contains(Double.NEGATIVE_INFINITY);
        }

        private Jet interpreted(Jet.Terms terms, double[] at, double... v) {
            List<Jet> x = new ArrayList<>();
            for (int k = 0; k < at.length; k++) {
                double[] across = new double[terms.directions()];
                if (across.length > 0) {
                    across[k] = 1;
                }
                x.add(Jet.input(terms, at[k], v[k], across));
            }
            Jet f = switch (op.name()) {
                case "+" -> x.get(0).plus(x.get(1));
                case "-" -> x.get(0).minus(x.get(1));
                case "*" -> x.get(0).times(x.get(1));
                case "/" -> x.get(0).over(x.get(1));
                case "neg" -> x.get(0).negated();
                default -> Joint.of(op.name(), x, new boolean[x.size()]);
            };
            return around.jet(f, x.get(0));
        }
    }

    /** As nothing is written once it has been read, a node has one value throughout. */
    private static void run(List<Equation> equations, Map<Tensor, Double> values) {
        Map<Expr, Double> known = new HashMap<>();
        for (Equation e : equations) {
            if (e.guard() == null || valueOf(e.guard(), values, known) != 0) {
                double value = valueOf(e.value(), values, known);
                values.merge(e.target(), value, e.reduction() == Reduction.SUM ? Double::sum : (a, b) -> b);
            }
        }
    }

    private static double valueOf(Expr root, Map<Tensor, Double> values, Map<Expr, Double> known) {
        for (Expr node : Graph.ascending(List.of(root), n -> !known.containsKey(n))) {
            double[] operands = node.operands().stream().mapToDouble(known::get).toArray();
            double value;
            if (node.isNumber()) {
                value = node.number();
            } else if (node.head() instanceof Expr.Head.Read read) {
                value = values.getOrDefault(read.tensor(), 0.0);
            } else if (node.head() instanceof Expr.Head.Choice) {
                value = operands[operands[0] != 0 ? 1 : 2];
            } else {
                value = requireNonNull(node.op()).value(operands);
            }
            known.put(node, value);
        }
        return requireNonNull(known.get(root));
    }

    /** Where infinite terms of both signs meet, the one may know which of them is greater, and the other need not. */
    private static void same(String what, double[] got, double[] expected, List<String> wrong) {
        double scale = 1;
        for (double e : expected) {
            scale = Double.isFinite(e) ? Math.max(scale, Math.abs(e)) : scale;
        }
        for (int k = 0; k < got.length; k++) {
            boolean same = Double.isNaN(expected[k])
                    ? !Double.isFinite(got[k])
                    : got[k] == expected[k] || Math.abs(got[k] - expected[k]) <= TOLERANCE * scale;
            if (!same) {
                wrong.add(what + ": " + Arrays.toString(got) + ", not " + Arrays.toString(expected) + "\n");
                return;
            }
        }
    }

    /** All lists of some of the values. */
    private static List<double[]> combinations(double[] values, int length) {
        List<double[]> all = new ArrayList<>(List.of(new double[0]));
        for (int k = 0; k < length; k++) {
            List<double[]> longer = new ArrayList<>();
            for (double[] one : all) {
                for (double value : values) {
                    double[] more = Arrays.copyOf(one, one.length + 1);
                    more[one.length] = value;
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }
}
