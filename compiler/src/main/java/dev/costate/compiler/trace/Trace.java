package dev.costate.compiler.trace;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.CompilerBug;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Evaluates equations for given inputs, number by number. Sums go in the order of their indices, which is that of the
 * generated class up to its four accumulators.
 */
public final class Trace {
    /** Where no number has been written. */
    private static final int NONE = -1;

    private final Tape tape = new Tape();
    private final Exprs make;
    private final Map<String, Long> dims;
    private final Map<Atom.Index, Long> indices = new HashMap<>();
    private final Map<Tensor, int[]> elements = new HashMap<>();
    private final Map<Tensor, int[]> sizes = new HashMap<>();
    private final Map<Tensor, Reduction> reductions = new HashMap<>();
    private final IdentityHashMap<Equation, Plan> plans = new IdentityHashMap<>();
    private final IdentityHashMap<Equation, int[]> steps = new IdentityHashMap<>();
    private final ToLongFunction<Atom> atoms = this::integer;
    private final ToDoubleFunction<Expr> leaves = this::leaf;

    private Trace(Exprs make, Map<String, Long> dims) {
        this.make = make;
        this.dims = Collections.unmodifiableMap(new LinkedHashMap<>(dims));
    }

    /**
     * Evaluates.
     *
     * @param equations in order, such as those of an output and its gradient
     * @param make where their expressions were made
     * @param dims the given dims by name
     * @param inputs the elements of every input, row-major
     * @throws IndexOutOfBoundsException if data lead out of the range of an array
     * @throws ArithmeticException if it takes too many operations, or an integer is not what it has to be
     */
    public static Trace of(List<Equation> equations, Exprs make, Map<String, Long> dims, Map<Tensor, double[]> inputs) {
        Trace trace = new Trace(make, dims);
        inputs.forEach(trace::input);
        equations.forEach(e -> trace.reductions.putIfAbsent(e.target(), e.reduction()));
        trace.run(equations, 0);
        return trace;
    }

    Tape tape() {
        return tape;
    }

    /** How many operations were evaluated. */
    public int operations() {
        return tape.size();
    }

    /** The numbers of a tensor on the tape, row-major. */
    int[] numbers(Tensor tensor) {
        int[] numbers = array(tensor);
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = written(tensor, numbers, k);
        }
        return numbers;
    }

    /** The values of a tensor, row-major. */
    public double[] values(Tensor tensor) {
        return Arrays.stream(numbers(tensor)).mapToDouble(tape::value).toArray();
    }

    /** The length of each axis of a tensor. */
    int[] sizes(Tensor tensor) {
        int[] lengths = sizes.get(tensor);
        if (lengths == null) {
            lengths = tensor.shape().stream()
                    .mapToInt(axis -> Math.toIntExact(axis.evaluate(atoms)))
                    .toArray();
            sizes.put(tensor, lengths);
        }
        return lengths;
    }

    private void input(Tensor tensor, double[] values) {
        int step = tape.step(new Tape.Step(null, null, tensor));
        int[] numbers = new int[values.length];
        for (int k = 0; k < values.length; k++) {
            numbers[k] = tape.add(values[k], step, tape.place(k));
        }
        elements.put(tensor, numbers);
    }

    // ---- Loops ----

    private void run(List<Equation> equations, int depth) {
        for (List<Equation> group : SharedLoops.groups(equations, depth)) {
            Range shared = SharedLoops.range(group.get(0), depth);
            if (shared == null) {
                loop(group.get(0), depth);
            } else {
                each(shared, group.get(0).domain().get(depth), () -> run(group, depth + 1));
            }
        }
    }

    private void loop(Equation e, int depth) {
        if (depth == e.domain().size()) {
            element(e);
        } else {
            Range range = e.domain().get(depth);
            each(range, range, () -> loop(e, depth + 1));
        }
    }

    private void each(Range range, Range bounds, Runnable body) {
        long from = bounds.from().evaluate(atoms);
        long to = bounds.to().evaluate(atoms);
        boolean down = range.order() == Range.Order.DOWNWARD;
        for (long k = 0; k < to - from; k++) {
            indices.put(range.index(), down ? to - 1 - k : from + k);
            body.run();
        }
        indices.remove(range.index());
    }

    // ---- Elements ----

    private void element(Equation e) {
        Plan plan = plans.computeIfAbsent(e, x -> new Plan(x, make));
        int[] known = steps.computeIfAbsent(e, x -> steps(plan));
        plan.next();
        if (e.guard() != null && plan.evaluate(e.guard(), leaves) == 0) {
            return;
        }
        plan.evaluate(e.value(), leaves);
        long[] at = new long[e.domain().size()];
        Arrays.setAll(
                at, k -> Objects.requireNonNull(indices.get(e.domain().get(k).index())));
        int place = tape.place(at);
        int[] numbers = new int[plan.own().size()];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = plan.isKnown(k) ? number(plan, k, numbers, known[k], place) : NONE;
        }
        int value = numbers[plan.position(e.value())];
        int[] target = array(e.target());
        int position = position(e.target(), e.subscripts());
        target[position] = combined(e.reduction(), target[position], value, known[known.length - 1], place);
    }

    /** Of each node, and behind them of what combines the elements. */
    private int[] steps(Plan plan) {
        Equation e = plan.equation();
        List<Expr> own = plan.own();
        int[] known = new int[own.size() + 1];
        Arrays.setAll(known, k -> tape.step(new Tape.Step(e, k < own.size() ? own.get(k) : null, e.target())));
        return known;
    }

    private int number(Plan plan, int position, int[] numbers, int step, int place) {
        Expr node = plan.own().get(position);
        if (node.head() instanceof Expr.Head.Read read) {
            return number(read);
        } else if (node.head() instanceof Expr.Head.Choice) {
            return numbers[plan.position(node.operand(plan.taken(node)))];
        }
        Op op = node.op();
        double[] partials = new double[node.arity()];
        boolean real = op != null && op.kind() == Op.Kind.REAL;
        for (int k = 0; k < partials.length; k++) {
            Expr partial = real ? plan.partial(position, k) : null;
            partials[k] = partial == null ? 0 : plan.evaluate(partial, leaves);
        }
        int number = tape.add(plan.value(position), step, place);
        for (int k = 0; k < partials.length; k++) {
            int operand = numbers[plan.position(node.operand(k))];
            if (operand != NONE) {
                tape.operand(operand, partials[k]);
            }
        }
        return number;
    }

    private int combined(Reduction reduction, int before, int value, int step, int place) {
        if (before == NONE || reduction == Reduction.SET) {
            return value;
        }
        double a = tape.value(before);
        double b = tape.value(value);
        double result = reduction.combine(a, b);
        if (reduction == Reduction.MAX || reduction == Reduction.MIN) {
            return Double.compare(result, a) == 0 ? before : value;
        }
        int number = tape.add(result, step, place);
        boolean sum = reduction == Reduction.SUM;
        tape.operand(before, sum ? 1 : b);
        tape.operand(value, sum ? 1 : a);
        return number;
    }

    // ---- Leaves ----

    private double leaf(Expr node) {
        if (node.head() instanceof Expr.Head.Constant constant) {
            return constant.value();
        } else if (node.head() instanceof Expr.Head.Whole whole) {
            return whole.value().evaluate(atoms);
        } else if (node.head() instanceof Expr.Head.Read read) {
            return tape.value(number(read));
        }
        throw new CompilerBug("trace", node.head() + " in a flat program");
    }

    private long integer(Atom atom) {
        if (atom instanceof Atom.Dim dim) {
            return Objects.requireNonNull(dims.get(dim.name()));
        } else if (atom instanceof Atom.Index index) {
            return Objects.requireNonNull(indices.get(index));
        } else if (atom instanceof Atom.Element element) {
            int position = position(element.tensor(), element.subscripts());
            return (long) tape.value(written(element.tensor(), array(element.tensor()), position));
        } else if (atom instanceof Atom.Widest widest) {
            return widest(widest, 0);
        }
        throw new CompilerBug("trace", "no value for " + atom.name());
    }

    private long widest(Atom.Widest widest, int depth) {
        if (depth == widest.ranges().size()) {
            return Math.max(0, widest.extent().evaluate(atoms));
        }
        long[] most = new long[1];
        Range range = widest.ranges().get(depth);
        each(range, range, () -> most[0] = Math.max(most[0], widest(widest, depth + 1)));
        return most[0];
    }

    private int number(Expr.Head.Read read) {
        return written(read.tensor(), array(read.tensor()), position(read.tensor(), read.subscripts()));
    }

    /** An element; one that nothing falls on is the identity of what combines the others, of an adjoint 0. */
    private int written(Tensor tensor, int[] numbers, int position) {
        if (numbers[position] == NONE) {
            double identity = reductions.getOrDefault(tensor, Reduction.SUM).identity();
            numbers[position] = tape.add(identity, tape.step(new Tape.Step(null, null, tensor)), tape.place(position));
        }
        return numbers[position];
    }

    private int[] array(Tensor tensor) {
        int[] numbers = elements.get(tensor);
        if (numbers == null) {
            numbers = new int[Arrays.stream(sizes(tensor)).reduce(1, Math::multiplyExact)];
            Arrays.fill(numbers, NONE);
            elements.put(tensor, numbers);
        }
        return numbers;
    }

    private int position(Tensor tensor, List<Poly> subscripts) {
        int[] lengths = sizes(tensor);
        int position = 0;
        for (int axis = 0; axis < lengths.length; axis++) {
            OptionalLong constant = subscripts.get(axis).constant();
            long at = constant.isPresent()
                    ? constant.getAsLong()
                    : subscripts.get(axis).evaluate(atoms);
            if (at < 0 || at >= lengths[axis]) {
                throw new IndexOutOfBoundsException(tensor.name() + ": " + at + " of " + lengths[axis]);
            }
            position = position * lengths[axis] + (int) at;
        }
        return position;
    }
}
