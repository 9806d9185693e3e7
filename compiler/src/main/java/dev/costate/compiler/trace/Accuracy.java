package dev.costate.compiler.trace;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.NumberFormats;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How far rounding moves a number, to first order, with u = 2⁻⁵³, or 2⁻²⁴ where a model is computed in {@code float}: Σ
 * |adjoint| u |value| over all numbers on the way to it is the most. What arithmetic operations round is known exactly,
 * so that the likely error is |Σ adjoint · rounding| of these, and for functions, which are right to about half a unit
 * in the last place, the root of the sum of squares. In {@code float} inputs are rounded too, and of operations only
 * sums, which are {@code double}, are known, and what rounds to 16 bits. One sweep back over the tape, in the time of
 * the evaluation.
 *
 * @param value the number
 * @param error how far it is probably off; NaN if the number is not finite
 * @param bound how far it may be off if all roundings go one way
 * @param lines what the lines of the model add to the bound, the largest first
 * @param conditions Σ |x ∂y/∂x| / |y| for each input: by how much it magnifies relative changes of its elements
 */
public record Accuracy(double value, double error, double bound, List<Line> lines, Map<Tensor, Double> conditions) {
    private static final double UNIT = 0x1p-53;
    private static final double FLOAT_UNIT = 0x1p-24;

    /** A line of a model, and its part of the bound. */
    public record Line(String file, int number, String text, double bound) {}

    /** What is known of an element of a tensor, by its position in row-major order. */
    public static Accuracy of(Trace trace, Tensor tensor, int position) {
        return of(trace, tensor, position, false);
    }

    /**
     * The same of a model in other numbers.
     *
     * @param single whether it is computed in {@code float}
     */
    public static Accuracy of(Trace trace, Tensor tensor, int position, boolean single) {
        return of(trace.tape(), trace.numbers(tensor)[position], single);
    }

    private static Accuracy of(Tape tape, int number, boolean single) {
        double value = tape.value(number);
        double[] adjoints = new double[number + 1];
        adjoints[number] = 1;
        double known = 0;
        double squares = 0;
        double bound = 0;
        Map<List<Object>, Line> lines = new LinkedHashMap<>();
        Map<Tensor, Double> conditions = new LinkedHashMap<>();
        for (int k = number; k >= 0; k--) {
            if (adjoints[k] == 0) {
                continue;
            }
            tape.pull(k, adjoints);
            Tape.Step step = tape.step(k);
            if (step.equation() == null) {
                double moved = Math.abs(adjoints[k] * tape.value(k));
                conditions.merge(step.tensor(), moved, Double::sum);
                if (single) {
                    double entry = adjoints[k] * ((float) tape.value(k) - tape.value(k));
                    bound += Math.abs(entry);
                    known += entry;
                }
                continue;
            }
            double rounding = rounding(tape, k);
            boolean inFloat = single && step.node() != null;
            if (rounding == 0 && !(inFloat && isRounded(tape, k))) {
                continue;
            }
            Op op = step.node() == null ? null : step.node().op();
            double converting = op == null ? 0 : NumberFormats.roundoff(op);
            rounding = inFloat && converting == 0 ? Double.NaN : rounding;
            double unit = converting > 0 ? converting : inFloat ? FLOAT_UNIT : UNIT;
            double most = Math.abs(adjoints[k]) * (unit * Math.abs(tape.value(k)) + Double.MIN_VALUE / 2);
            bound += most;
            if (Double.isNaN(rounding)) {
                squares += most * most / 4;
            } else {
                known += adjoints[k] * rounding;
            }
            Span span = step.equation().span();
            if (span != null) {
                Line line = new Line(span.file().name(), span.line(), text(span), most);
                lines.merge(List.of(line.file(), line.number()), line, Accuracy::both);
            }
        }
        conditions.replaceAll((tensor, moved) -> moved == 0 ? 0 : moved / Math.abs(value));
        List<Line> ranked = new ArrayList<>(lines.values());
        ranked.sort(Comparator.comparingDouble(Line::bound).reversed());
        boolean finite = Double.isFinite(value);
        double error = finite ? Math.abs(known) + Math.sqrt(squares) : Double.NaN;
        return new Accuracy(value, error, finite ? bound : Double.NaN, ranked, conditions);
    }

    private static String text(Span span) {
        return span.file().lineText(span.line()).strip();
    }

    private static Line both(Line a, Line b) {
        return new Line(a.file(), a.number(), a.text(), a.bound() + b.bound());
    }

    /** Whether a number is another than each of its operands, and not a {@code float} anyway. */
    private static boolean isRounded(Tape tape, int number) {
        double value = tape.value(number);
        boolean passedOn = tape.arity(number) == 0;
        for (int k = 0; k < tape.arity(number); k++) {
            passedOn |= Math.abs(value) == Math.abs(tape.value(tape.operand(number, k)));
        }
        return !passedOn && value != (float) value;
    }

    /** By how much a number is more than its operands make it; NaN if that is not known. */
    private static double rounding(Tape tape, int number) {
        double value = tape.value(number);
        double[] operands = new double[tape.arity(number)];
        boolean passedOn = false;
        for (int k = 0; k < operands.length; k++) {
            operands[k] = tape.value(tape.operand(number, k));
            passedOn |= Math.abs(value) == Math.abs(operands[k]);
        }
        Tape.Step step = tape.step(number);
        Op op = step.node() == null ? combining(step) : step.node().op();
        if (op == null || op.kind() != Op.Kind.REAL) {
            return 0;
        }
        double rounding = op.rounding(value, operands);
        return Double.isNaN(rounding) && passedOn ? 0 : rounding; // a sign, an absolute value, a maximum
    }

    /** What puts together two of the numbers that fall on one element. */
    private static Op combining(Tape.Step step) {
        return Objects.requireNonNull(step.equation()).reduction() == Reduction.PROD ? MUL : ADD;
    }
}
