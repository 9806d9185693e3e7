package dev.costate.compiler.trace;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Formula;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Span;
import dev.costate.runtime.Advice;
import dev.costate.runtime.NonFiniteOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a NaN or an infinity began: the operation on the way to a result that gives one for operands that are finite,
 * and where a NaN comes of infinities, as of their difference, that place, too.
 */
public final class FirstNonFinite {
    /** Formulas are shown so deep. */
    private static final int DEPTH = 3;

    private final Trace trace;
    private final Tape tape;

    private FirstNonFinite(Trace trace) {
        this.trace = trace;
        this.tape = trace.tape();
    }

    /**
     * What is behind the first element of a tensor that is not finite, in a few lines; empty if all are finite.
     *
     * @param name what the element is called, {@code loss} or {@code the derivative by w}
     */
    public static Optional<String> behind(Trace trace, Tensor tensor, String name) {
        int[] numbers = trace.numbers(tensor);
        for (int k = 0; k < numbers.length; k++) {
            if (!Double.isFinite(trace.tape().value(numbers[k]))) {
                return Optional.of(
                        new FirstNonFinite(trace).story(numbers[k], name + subscripts(k, trace.sizes(tensor))));
            }
        }
        return Optional.empty();
    }

    private String story(int number, String name) {
        List<String> lines = new ArrayList<>();
        lines.add(name + " is " + tape.value(number));
        int at = number;
        while (true) {
            int cause = cause(at);
            if (cause == at || Double.isNaN(tape.value(at)) != Double.isNaN(tape.value(cause))) {
                lines.add(described(at));
            }
            if (cause == at) {
                return String.join("\n", lines);
            }
            at = cause;
        }
    }

    /** The operand that is why a number is not finite: a NaN before an infinity; the number itself if there is none. */
    private int cause(int number) {
        int infinite = number;
        for (int k = 0; k < tape.arity(number); k++) {
            double operand = tape.value(tape.operand(number, k));
            if (Double.isNaN(operand)) {
                return tape.operand(number, k);
            } else if (Double.isInfinite(operand) && infinite == number) {
                infinite = tape.operand(number, k);
            }
        }
        return infinite;
    }

    private String described(int number) {
        Tape.Step step = tape.step(number);
        Equation e = step.equation();
        if (e == null) {
            int position = (int) tape.index(number, 0);
            return "  the input " + step.tensor().name() + subscripts(position, trace.sizes(step.tensor())) + " is "
                    + tape.value(number);
        }
        Span span = e.span();
        Tensor origin = step.tensor().origin();
        boolean adjoint = origin != step.tensor();
        List<String> operands = new ArrayList<>();
        String operation = operation(number, operands);
        return new NonFiniteOperation(
                        span == null ? "" : span.file().name() + ":" + span.line(),
                        span == null ? "" : span.file().lineText(span.line()).strip(),
                        operation,
                        operands,
                        tape.value(number),
                        adjoint ? "the adjoint of " + origin.name() : origin.isIntermediate() ? "" : origin.name(),
                        indices(number),
                        advice(number))
                .text();
    }

    private String advice(int number) {
        Expr node = tape.step(number).node();
        Op op = node == null ? null : node.op();
        double[] operands = new double[tape.arity(number)];
        for (int k = 0; k < operands.length; k++) {
            operands[k] = tape.value(tape.operand(number, k));
            if (!Double.isFinite(operands[k])) {
                return "";
            }
        }
        Advice advice = op == null || op.arity() != operands.length ? null : op.advice();
        return advice == null ? "" : advice.text(operands);
    }

    /** The operation with the values of its operands; what each of these is is added to the names. */
    private String operation(int number, List<String> names) {
        Expr node = tape.step(number).node();
        if (node == null) {
            return tape.value(tape.operand(number, 0)) + " and " + tape.value(tape.operand(number, 1)) + " together";
        }
        List<Formula> values = new ArrayList<>();
        for (int k = 0; k < node.arity(); k++) {
            double value = k < tape.arity(number) ? tape.value(tape.operand(number, k)) : Double.NaN;
            Formula formula = formula(node.operand(k), number, DEPTH);
            values.add(Formula.number(value));
            String name = formula.text() + " = " + value;
            boolean read = !node.operand(k).isNumber() && !(node.operand(k).head() instanceof Expr.Head.Whole);
            if (read && !names.contains(name)) {
                names.add(name);
            }
        }
        Op op = node.op();
        return op == null
                ? formula(node, number, DEPTH).text()
                : Formula.apply(op, values).text();
    }

    private Formula formula(Expr node, int number, int depth) {
        if (node.head() instanceof Expr.Head.Constant constant) {
            return Formula.number(constant.value());
        } else if (node.head() instanceof Expr.Head.Whole whole) {
            return Formula.integer(at(whole.value(), number));
        } else if (node.head() instanceof Expr.Head.Read read) {
            List<Poly> subscripts =
                    read.subscripts().stream().map(s -> at(s, number)).toList();
            return Formula.element(read.tensor().name(), subscripts);
        } else if (depth == 0) {
            return Formula.primary("…");
        }
        List<Formula> operands = node.operands().stream()
                .map(operand -> formula(operand, number, depth - 1))
                .toList();
        return node.head() instanceof Expr.Head.Apply apply
                ? Formula.apply(apply.op(), operands)
                : Formula.choice(operands.get(0), operands.get(1), operands.get(2));
    }

    /** An integer with the values of the indices. */
    private Poly at(Poly integer, int number) {
        Equation e = tape.step(number).equation();
        return integer.substitute(atom -> {
            for (int k = 0; e != null && k < e.domain().size(); k++) {
                if (atom instanceof Atom.Index index
                        && index.equals(e.domain().get(k).index())) {
                    return Poly.of(tape.index(number, k));
                }
            }
            return null;
        });
    }

    /** Where the equation stands: {@code n = 3}, {@code k = 0}. */
    private List<String> indices(int number) {
        Equation e = tape.step(number).equation();
        List<String> indices = new ArrayList<>();
        for (int k = 0; e != null && k < e.domain().size(); k++) {
            indices.add(e.domain().get(k).index().name() + " = " + tape.index(number, k));
        }
        return indices;
    }

    private static String subscripts(int position, int[] sizes) {
        List<Integer> subscripts = new ArrayList<>();
        int rest = position;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            subscripts.add(0, rest % sizes[axis]);
            rest /= sizes[axis];
        }
        return sizes.length == 0
                ? ""
                : subscripts.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
