package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.ZeroProducts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What values are constants, once sizes and integer data are known: elements of constant arrays, empty sums, and what
 * is computed from them. Numbers do this by themselves if all that is not known is NaN, except that a product with a
 * factor 0 is 0, whatever the other is ({@link Ops#ZERO_MUL}). The constants of a tensor are another tensor, made where
 * something asks for it and some of its elements may be known.
 */
final class Constants {
    private final Exprs make;
    private final Prover prover;
    private final Decisions decisions;
    private final Expr unknown;
    private final Map<Tensor, List<Equation>> writers = new LinkedHashMap<>();
    /** The tensors of which an element may be a constant. */
    private final Set<Tensor> possible = new HashSet<>();

    private final Map<Expr, Expr> values = new HashMap<>();
    private final Map<Tensor, Tensor> constants = new LinkedHashMap<>();
    /** For products, where a factor is 0. */
    private final Map<Tensor, Tensor> zeros = new HashMap<>();

    private final Deque<Tensor> wanted = new ArrayDeque<>();

    Constants(Program program, Prover prover, Decisions decisions) {
        this.make = program.make();
        this.prover = prover;
        this.decisions = decisions;
        this.unknown = make.number(Double.NaN);
        program.equations()
                .forEach(e -> writers.computeIfAbsent(e.target(), t -> new ArrayList<>())
                        .add(e));
        while (spread(program)) {
            // What a recurrence reads of itself may have become possible.
        }
        values.clear();
        constants.clear();
        zeros.clear();
        wanted.clear();
    }

    /** Goes through all equations in order; whether that may not have been enough. */
    private boolean spread(Program program) {
        values.clear();
        int before = possible.size();
        Set<Tensor> sure = new HashSet<>();
        Map<Tensor, Integer> left = new HashMap<>();
        writers.forEach((tensor, equations) -> left.put(tensor, equations.size()));
        for (Equation e : program.equations()) {
            boolean known = of(e.value()) != unknown;
            boolean last = left.merge(e.target(), -1, Integer::sum) == 0;
            if (e.reduction() == Reduction.SET) {
                if (known) {
                    possible.add(e.target());
                }
                continue;
            }
            if (!known && decisions.mayHold(e.guard()) == null && reachesAll(e)) {
                sure.add(e.target());
            }
            if (last && !sure.contains(e.target())) {
                possible.add(e.target());
            }
        }
        return possible.size() > before;
    }

    /** Whether every element of the target gets something from the equation. */
    private boolean reachesAll(Equation e) {
        Set<Atom> own = new HashSet<>();
        for (int axis = 0; axis < e.subscripts().size(); axis++) {
            Atom.Index index = e.subscripts().get(axis).asIndex();
            Poly size = e.target().shape().get(axis);
            boolean all = index != null && own.add(index) && e.domain().contains(Range.upTo(index, size));
            if (!all) {
                return false;
            }
        }
        for (int k = 0; k < e.domain().size(); k++) {
            Range range = e.domain().get(k);
            Facts outer = Assumptions.of(e.domain().subList(0, k));
            if (!own.contains(range.index())
                    && !prover.nonNegative(range.extent().plus(-1), outer)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some elements of the tensor may be 0 though they are made of what is not: products with a factor 0. */
    boolean mayVanish(Tensor tensor) {
        return possible.contains(tensor) && isProduct(tensor);
    }

    /** The value of a node where it is a constant, NaN where it is none; just that if it is none anywhere. */
    Expr of(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !values.containsKey(n))) {
            if (!values.containsKey(node)) {
                values.put(node, value(node, values));
            }
        }
        return values.getOrDefault(root, unknown);
    }

    /**
     * The same of what is made of a node and its operands, where the node and one of its operands are not constants.
     */
    Expr of(Expr root, Expr node, int operand) {
        Map<Expr, Expr> own = new HashMap<>();
        node.operands().forEach(o -> own.put(o, of(o)));
        own.put(node, unknown);
        own.put(node.operand(operand), unknown);
        for (Expr part : Graph.ascending(List.of(root), n -> !own.containsKey(n))) {
            if (!own.containsKey(part)) {
                own.put(part, value(part, own));
            }
        }
        return own.getOrDefault(root, unknown);
    }

    /** Whether it is not known that a value is 0: a condition, or null if that is so everywhere. */
    @Nullable
    Expr mayDiffer(Expr value) {
        boolean always = value == unknown || (value.isNumber() && value.number() != 0);
        if (!always && value.op() == ZeroProducts.ZERO_MUL && value.operands().contains(unknown)) {
            return mayDiffer(value.operand(value.operand(0) == unknown ? 1 : 0));
        }
        return always ? null : make.apply(Comparisons.NE, value, make.number(0));
    }

    private Expr value(Expr node, Map<Expr, Expr> operands) {
        if (node.isNumber() || node.head() instanceof Expr.Head.Whole) {
            return node;
        } else if (node.head() instanceof Expr.Head.Read read) {
            return read.tensor().role() == Tensor.Role.CONST ? node : read(read);
        } else if (node.head() instanceof Expr.Head.Choice) {
            return choice(
                    node.operand(0),
                    operands.getOrDefault(node.operand(1), unknown),
                    operands.getOrDefault(node.operand(2), unknown));
        } else if (node.op() == null || node.isCondition()) {
            return unknown;
        }
        List<Expr> own = node.operands().stream()
                .map(o -> operands.getOrDefault(o, unknown))
                .toList();
        if (node.op() == Arithmetic.MUL || node.op() == ZeroProducts.ZERO_MUL || node.op() == ZeroProducts.MUL_NO_NAN) {
            return make.apply(ZeroProducts.ZERO_MUL, own);
        } else if (node.op() == Quotients.DIV && isAdjoint(node.operand(0))) {
            return make.apply(ZeroProducts.ZERO_MUL, own.get(0), unknown); // A share of nothing is nothing.
        }
        return own.contains(unknown) ? unknown : make.apply(node.op(), own);
    }

    private static boolean isAdjoint(Expr node) {
        return node.head() instanceof Expr.Head.Read read && read.tensor().role() == Tensor.Role.ADJOINT;
    }

    private Expr choice(Expr condition, Expr a, Expr b) {
        if (decisions.isDecided(condition)) {
            return make.choose(condition, a, b);
        }
        Expr either =
                a == unknown || b == unknown ? unknown : make.choose(make.apply(Comparisons.EQ, a, b), a, unknown);
        Expr mayHold = decisions.mayHold(condition);
        Expr mayFail = decisions.mayFail(condition);
        Expr unlessFalse = mayHold == null ? either : make.choose(mayHold, either, b);
        return mayFail == null ? unlessFalse : make.choose(mayFail, unlessFalse, a);
    }

    private Expr read(Expr.Head.Read read) {
        Tensor tensor = read.tensor();
        if (!possible.contains(tensor)) {
            return unknown;
        }
        Expr value = make.read(constants(tensor), read.subscripts());
        if (!isProduct(tensor)) {
            return value;
        }
        Expr zero = make.read(zeros.computeIfAbsent(tensor, Tensor::constants), read.subscripts());
        return make.choose(make.apply(Comparisons.EQ, zero, make.number(1)), make.number(0), value);
    }

    private boolean isProduct(Tensor tensor) {
        return writers.getOrDefault(tensor, List.of()).stream().anyMatch(e -> e.reduction() == Reduction.PROD);
    }

    private Tensor constants(Tensor tensor) {
        return constants.computeIfAbsent(tensor, t -> {
            wanted.add(t);
            return t.constants();
        });
    }

    /** For the equations of a program, those that compute the constants that have been asked for. */
    Map<Equation, List<Equation>> equations() {
        Map<Equation, List<Equation>> made = new HashMap<>();
        while (!wanted.isEmpty()) {
            List<Equation> own = writers.getOrDefault(wanted.remove(), List.of());
            boolean plain = own.stream().allMatch(e -> e.reduction() == Reduction.SET && isExact(e));
            own.forEach(e -> made.put(e, equations(e, plain)));
        }
        return made;
    }

    private boolean isExact(Equation e) {
        return e.guard() == null || decisions.isDecided(e.guard());
    }

    private List<Equation> equations(Equation e, boolean plain) {
        Expr value = of(e.value());
        Expr guard = decisions.mayHold(e.guard());
        if (!isExact(e)) {
            value = e.reduction() == Reduction.SUM ? make.apply(ZeroProducts.ZERO_MUL, unknown, value) : unknown;
        }
        Reduction reduction = e.reduction() == Reduction.SET && !plain ? Reduction.SUM : e.reduction();
        List<Equation> made = new ArrayList<>();
        made.add(equation(e, constants(e.target()), guard, reduction, value));
        Tensor zero = zeros.get(e.target());
        if (zero != null) {
            Expr one = make.choose(make.apply(Comparisons.EQ, value, make.number(0)), make.number(1), make.number(0));
            made.add(equation(e, zero, guard, Reduction.MAX, one));
        }
        return made;
    }

    private static Equation equation(Equation e, Tensor target, @Nullable Expr guard, Reduction reduction, Expr value) {
        return new Equation(target, e.subscripts(), e.domain(), guard, reduction, value, e.span());
    }
}
