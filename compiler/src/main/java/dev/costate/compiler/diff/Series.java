package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.op.ZeroProducts;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Taylor series by one rule. Along a line through the inputs, x(t) = x₀ + t v, everything is a series in t. Of an
 * operation f(a, b, …), f′ = Σ ∂f/∂a · a′, and so its coefficients are
 *
 * <pre>   fₖ = 1/k Σ over operands a, Σ j = 1 … k of  j · aⱼ · (∂f/∂a)ₖ₋ⱼ </pre>
 *
 * <p>where the series of the partial derivatives, which are expressions, come from the same rule at lower orders;
 * unless the operation has a rule of its own ({@link Op#coefficient}). A sum is summed order by order, a maximum moves
 * with the mean of what attains it, a product is a scan of products of series.
 */
public final class Series {
    /** The coefficient of an order of a node. */
    private record Term(Expr node, int order) {}

    private final Exprs make;
    private final Activity activity;
    private final Bounds bounds;
    private final int orders;
    private final Map<Tensor, Tensor> directions;
    private final Map<Tensor, List<Tensor>> coefficients = new LinkedHashMap<>();
    private final Map<Term, Expr> terms = new HashMap<>();
    private final Map<Expr, List<@Nullable Expr>> partials = new HashMap<>();
    private final Map<Expr, Boolean> moving = new HashMap<>();
    private List<Equation> made = new ArrayList<>();

    private Series(Program program, Map<Tensor, Tensor> directions, int orders) {
        this.make = program.make();
        this.activity = new Activity(program, directions.keySet());
        this.bounds = new Bounds(program.equations());
        this.directions = directions;
        this.orders = orders;
    }

    /**
     * The equations behind each of a flat program that compute its coefficients of the orders from 1 on, and for each
     * tensor that moves these coefficients, the first of order 1.
     *
     * @param directions for each input the tensor that holds its direction
     */
    public static Series of(Program program, Map<Tensor, Tensor> directions, int orders) {
        return new Series(program, directions, orders);
    }

    /** The equations to run right behind one. */
    public List<Equation> behind(Equation e) {
        made = new ArrayList<>();
        if (activity.isActive(e.target())) {
            expand(e);
        }
        return made;
    }

    /** The coefficient of an order, from 1 on, of an element of a tensor; the constant 0 if it does not move. */
    public Expr coefficient(Tensor tensor, List<Poly> subscripts, int order) {
        Tensor direction = directions.get(tensor);
        if (direction != null) {
            return order == 1 ? make.read(direction, subscripts) : make.number(0);
        }
        return activity.isActive(tensor) ? make.read(coefficient(tensor, order), subscripts) : make.number(0);
    }

    private Tensor coefficient(Tensor tensor, int order) {
        List<Tensor> all = coefficients.computeIfAbsent(tensor, t -> {
            List<Tensor> tensors = new ArrayList<>();
            for (int k = 1; k <= orders; k++) {
                tensors.add(t.coefficient(k));
            }
            return tensors;
        });
        return all.get(order - 1);
    }

    private void expand(Equation e) {
        Expr own = make.read(e.target(), e.subscripts());
        switch (e.reduction()) {
            case SET, SUM -> {
                for (int k = 1; k <= orders; k++) {
                    add(e, k, e.guard(), e.reduction(), term(e.value(), k));
                }
            }
            case MAX, MIN -> {
                Ties ties = Ties.of(make, e, own);
                made.add(ties.equation());
                for (int k = 1; k <= orders; k++) {
                    Expr share = ties.share(make, term(e.value(), k));
                    add(e, k, ties.guard(), Reduction.SUM, share);
                }
            }
            case PROD -> product(e);
            case UNION -> throw new CompilerBug("differentiate", "sets have no derivatives");
        }
    }

    private void add(Equation e, int order, @Nullable Expr guard, Reduction reduction, Expr value) {
        made.add(new Equation(
                coefficient(e.target(), order), e.subscripts(), e.domain(), guard, reduction, value, e.span()));
    }

    /** The products of the first factors, as series, by one scan over the factors. */
    private void product(Equation e) {
        ProductScans scans = new ProductScans(make, e);
        List<Tensor> before = new ArrayList<>();
        List<ProductScans.Step> steps = new ArrayList<>();
        for (int k = 0; k <= orders; k++) {
            before.add(scans.array("Before" + k));
            Expr sum = make.number(0);
            for (int j = 0; j <= k; j++) {
                Expr others = scans.before(before.get(k - j));
                Op times = k == 0 ? Arithmetic.MUL : ZeroProducts.ZERO_MUL;
                sum = make.apply(Arithmetic.ADD, sum, make.apply(times, others, term(e.value(), j)));
            }
            steps.add(new ProductScans.Step(before.get(k), make.number(k == 0 ? 1 : 0), sum));
        }
        made.addAll(scans.scan(Range.Order.UPWARD, steps));
        for (int k = 1; k <= orders; k++) {
            made.add(scans.over(coefficient(e.target(), k), Reduction.SET, scans.last(before.get(k))));
        }
    }

    /** The coefficient of a node, those that it needs first; without recursion, for graphs are deep. */
    private Expr term(Expr node, int order) {
        Term wanted = new Term(node, order);
        Deque<Term> open = new ArrayDeque<>(List.of(wanted));
        while (!open.isEmpty()) {
            Term next = open.peek();
            List<Term> missing = terms.containsKey(next) ? List.of() : missing(next);
            if (missing.isEmpty()) {
                open.pop();
                if (!terms.containsKey(next)) {
                    terms.put(next, value(next.node(), next.order()));
                }
            } else {
                missing.forEach(open::push);
            }
        }
        return known(node, order);
    }

    private Expr known(Expr node, int order) {
        if (order == 0) {
            return node;
        }
        return isMoving(node) ? Objects.requireNonNull(terms.get(new Term(node, order))) : make.number(0);
    }

    private List<Term> missing(Term term) {
        Expr node = term.node();
        List<Term> missing = new ArrayList<>();
        if (term.order() == 0 || !isMoving(node)) {
            return missing;
        }
        if (node.head() instanceof Expr.Head.Choice) {
            need(missing, node.operand(1), term.order());
            need(missing, node.operand(2), term.order());
        } else if (node.op() != null) {
            need(missing, node, term.order() - 1);
            Expr ruled = node.op()
                    .coefficient(
                            term.order(),
                            node.operands(),
                            node,
                            (of, order) -> {
                                need(missing, of, order);
                                return make.number(0);
                            },
                            make);
            List<@Nullable Expr> own = ruled == null ? partials(node) : List.of();
            for (int i = 0; i < own.size(); i++) {
                Expr partial = own.get(i);
                for (int j = 1; partial != null && j <= term.order(); j++) {
                    need(missing, node.operand(i), j);
                    need(missing, partial, term.order() - j);
                }
            }
        }
        return missing;
    }

    private void need(List<Term> missing, Expr node, int order) {
        Term term = new Term(node, order);
        if (order > 0 && isMoving(node) && !terms.containsKey(term)) {
            missing.add(term);
        }
    }

    private Expr value(Expr node, int order) {
        if (order == 0) {
            return node;
        }
        if (!isMoving(node)) {
            return make.number(0);
        }
        if (node.head() instanceof Expr.Head.Read read) {
            return coefficient(read.tensor(), read.subscripts(), order);
        }
        if (node.head() instanceof Expr.Head.Choice) {
            return make.choose(node.operand(0), known(node.operand(1), order), known(node.operand(2), order));
        }
        Expr ruled = node.op() == null ? null : node.op().coefficient(order, node.operands(), node, this::known, make);
        Expr sum = ruled == null ? byPartials(node, order) : ruled;
        // What has an infinite derivative of some order is no power series: of what comes after it nothing is known.
        boolean ends = order > 1 && !bounds.isRegular(node);
        return ends ? make.apply(Surrogates.COEFFICIENT, sum, known(node, order - 1)) : sum;
    }

    private Expr byPartials(Expr node, int order) {
        Expr sum = make.number(0);
        List<@Nullable Expr> own = partials(node);
        for (int i = 0; i < own.size(); i++) {
            Expr partial = own.get(i);
            for (int j = 1; partial != null && j <= order; j++) {
                Expr product = make.apply(ZeroProducts.ZERO_MUL, known(node.operand(i), j), known(partial, order - j));
                Expr weight = make.number((double) j / order);
                sum = make.apply(Arithmetic.ADD, sum, make.apply(Arithmetic.MUL, weight, product));
            }
        }
        return sum;
    }

    private List<@Nullable Expr> partials(Expr node) {
        return partials.computeIfAbsent(node, n -> {
            List<@Nullable Expr> all = new ArrayList<>();
            for (int k = 0; k < n.operands().size(); k++) {
                boolean moves = isMoving(n.operand(k)) && n.op() != null;
                all.add(moves ? Objects.requireNonNull(n.op()).partial(k, n.operands(), n, make) : null);
            }
            return all;
        });
    }

    /** Whether a node, of the program or of a partial derivative, depends on what moves. */
    private boolean isMoving(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !moving.containsKey(n))) {
            if (!moving.containsKey(node)) {
                boolean moves = node.head() instanceof Expr.Head.Read read
                        ? activity.isActive(read.tensor())
                        : node.operands().stream().anyMatch(o -> moving.getOrDefault(o, false));
                moving.put(node, moves);
            }
        }
        return moving.getOrDefault(root, false);
    }
}
