package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds where a quantity jumps by random numbers and by what it is derived with respect to: derivatives are taken along
 * each draw and see nothing of it, though the mean over the draws has a derivative there. In second derivatives the
 * same is so of kinks. Whether a choice jumps, has a kink or neither is seen from its values ({@link Seam}).
 */
public final class NoiseJumps {
    /** An equation with such a place. */
    private record Place(Span span, boolean kink) {}

    /** Of a quantity, whether it depends on noise, and on what it is derived with respect to. */
    private record Sources(boolean noise, boolean input) {
        static final Sources NONE = new Sources(false, false);

        Sources and(Sources other) {
            return new Sources(noise || other.noise, input || other.input);
        }

        boolean both() {
            return noise && input;
        }
    }

    private final Program program;
    private final Derivative derivative;
    private final Map<Tensor, Sources> known = new HashMap<>();

    private NoiseJumps(Program program, Derivative derivative) {
        this.program = program;
        this.derivative = derivative;
    }

    /** Warns of the places that derivatives of a program meet, of each once. */
    public static void report(Program program, List<Derivative> derivatives, Diagnostics diagnostics) {
        for (Place place : find(program, derivatives)) {
            if (place.kink()) {
                diagnostics.report(
                        DiagnosticCode.NOISE_JUMP,
                        place.span(),
                        "this has a kink that depends on noise and on what it is derived by, and second derivatives, "
                                + "taken draw by draw, leave it out");
            } else {
                diagnostics.report(
                        DiagnosticCode.NOISE_JUMP,
                        place.span(),
                        "this jumps by noise and by what it is derived by, and derivatives, taken draw by draw, leave "
                                + "the jump out",
                        "Make it smooth, such as `sigmoid(x / h)` for `step(x)`, or take differences on equal seeds.");
            }
        }
    }

    private static List<Place> find(Program program, List<Derivative> derivatives) {
        if (program.inputs().stream().noneMatch(Tensor::isNoise)) {
            return List.of();
        }
        Set<Place> places = new LinkedHashSet<>();
        derivatives.forEach(d -> new NoiseJumps(program, d).find(places));
        return List.copyOf(places);
    }

    private void find(Set<Place> places) {
        program.inputs()
                .forEach(input -> known.put(
                        input, new Sources(input.isNoise(), derivative.wrt().contains(input))));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Equation e : program.equations()) {
                Map<Expr, Sources> sources = sources(e);
                Sources target = known.getOrDefault(e.target(), Sources.NONE);
                Sources all = e.roots().stream()
                        .map(root -> Objects.requireNonNull(sources.get(root)))
                        .reduce(target, Sources::and);
                grows |= !all.equals(target);
                known.put(e.target(), all);
            }
        }
        boolean second = derivative.isSecond() || derivative.order() > 1;
        for (Equation e : needed()) {
            Span span = e.span();
            Map<Expr, Sources> sources = sources(e);
            Set<Expr> numbers = numbers(e);
            for (Expr node : sources.keySet()) {
                boolean seen = numbers.contains(node) || isComparison(node);
                if (span != null && seen && depends(node, sources).both()) {
                    Seam.Meeting meeting = meeting(node, e, second);
                    if (meeting == Seam.Meeting.JUMP) {
                        places.add(new Place(span, false));
                    } else if (second && meeting == Seam.Meeting.KINK) {
                        places.add(new Place(span, true));
                    }
                }
            }
        }
    }

    private static boolean isComparison(Expr node) {
        Op op = node.op();
        return op != null && op.relation() != null;
    }

    /** What its value is computed of, conditions aside: what these are computed of has no part in it. */
    private static Set<Expr> numbers(Equation e) {
        Set<Expr> numbers = new HashSet<>(Set.of(e.value()));
        List<Expr> all = Graph.ascending(List.of(e.value()));
        for (int k = all.size() - 1; k >= 0; k--) {
            Expr node = all.get(k);
            if (numbers.contains(node)) {
                node.operands().stream()
                        .filter(operand -> !operand.isCondition())
                        .forEach(numbers::add);
            }
        }
        return numbers;
    }

    private Seam.Meeting meeting(Expr node, Equation e, boolean second) {
        if (isComparison(node)) {
            return choices(node, e).stream().max(Comparator.naturalOrder()).orElse(Seam.Meeting.JUMP);
        } else if (jumps(node)) {
            return Seam.Meeting.JUMP;
        }
        return second && hasKink(node, program.make()) ? Seam.Meeting.KINK : Seam.Meeting.SMOOTH;
    }

    /** How what is chosen by a comparison meets: by choices, and by conditions under which something is summed. */
    private List<Seam.Meeting> choices(Expr comparison, Equation e) {
        List<Seam.Meeting> meetings = new ArrayList<>();
        if (e.guard() != null && isIn(e.guard(), comparison)) {
            meetings.add(meeting(comparison, e.value(), e.reduction()));
        }
        for (Expr node : Graph.ascending(e.roots())) {
            if (node.head() instanceof Expr.Head.Choice && isIn(node.operand(0), comparison)) {
                meetings.add(Seam.of(comparison, node.operand(1), node.operand(2)));
            } else if (node.head() instanceof Expr.Head.Reduce reduce
                    && reduce.guarded()
                    && isIn(node.operand(1), comparison)) {
                meetings.add(meeting(comparison, node.operand(0), reduce.reduction()));
            }
        }
        return meetings;
    }

    private Seam.Meeting meeting(Expr comparison, Expr term, Reduction reduction) {
        return Double.isFinite(reduction.identity())
                ? Seam.of(comparison, term, program.make().number(reduction.identity()))
                : Seam.Meeting.JUMP;
    }

    private static boolean isIn(Expr root, Expr node) {
        return Graph.ascending(List.of(root)).contains(node);
    }

    /** The equations that the output needs. */
    private List<Equation> needed() {
        Set<Tensor> tensors = new HashSet<>(Set.of(derivative.output()));
        List<Equation> needed = new ArrayList<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Equation e : program.equations()) {
                if (tensors.contains(e.target()) && !needed.contains(e)) {
                    needed.add(e);
                    grows = true;
                    e.reads().forEach(read -> tensors.add(((Expr.Head.Read) read.head()).tensor()));
                }
            }
        }
        return needed;
    }

    private Map<Expr, Sources> sources(Equation equation) {
        Map<Expr, Sources> sources = new LinkedHashMap<>();
        for (Expr node : Graph.ascending(equation.roots())) {
            Sources own = node.head() instanceof Expr.Head.Read read
                    ? known.getOrDefault(read.tensor(), Sources.NONE)
                    : Sources.NONE;
            sources.put(node, own.and(depends(node, sources)));
        }
        return sources;
    }

    private static Sources depends(Expr node, Map<Expr, Sources> sources) {
        return node.operands().stream()
                .map(operand -> Objects.requireNonNull(sources.get(operand)))
                .reduce(Sources.NONE, Sources::and);
    }

    /** Whether it is a comparison of numbers, or a function that is constant but for jumps. */
    private boolean jumps(Expr node) {
        Op op = node.op();
        if (op == null || op.operandKind() == Op.Kind.CONDITION || op.java() instanceof Op.Form.Transparent) {
            return false;
        }
        for (int k = 0; k < op.arity(); k++) {
            if (op.partial(k, node.operands(), node, program.make()) != null) {
                return false;
            }
        }
        return true;
    }

    /** Whether a partial derivative jumps. */
    private boolean hasKink(Expr node, Exprs make) {
        Op op = node.op();
        for (int k = 0; op != null && op.kind() == Op.Kind.REAL && k < op.arity(); k++) {
            Expr partial = op.partial(k, node.operands(), node, make);
            if (partial != null
                    && Graph.ascending(List.of(partial), n -> n != node).stream()
                            .anyMatch(n -> isNew(n, node) && jumps(n))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNew(Expr node, Expr of) {
        return node.id() > of.id();
    }
}
