package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.laws.CompoundLaws;
import dev.costate.compiler.laws.Rewriting;
import dev.costate.compiler.laws.Rewriting.Opened;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Law;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Pattern;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies the laws of all operations, operands first, until none applies. A law sees through the names of lets: in
 * {@code log(p[i])} with {@code let p[i] = 1/(1 + exp(-z[i]))} the logarithm of a sigmoid is found. It does so where
 * one equation says what the name stands for at every index ({@link Definitions}).
 *
 * <p>It ends: operands are in their final form before an expression is looked at, and what a law builds has at most as
 * many operations as its right side, of which each is looked at once and one deeper, down to {@link #DEEPEST}. No law
 * has its own left side on its right but as a part that is left as it is.
 */
public final class Stabilisation {
    /** How many laws may apply one within what the other has built: each may have looked through a name. */
    private static final int DEEPEST = 64;

    private static final Map<Op, List<Law>> BY_OP = new HashMap<>();

    static {
        for (Law law : Ops.LAWS) {
            BY_OP.computeIfAbsent(law.left().op(), op -> new ArrayList<>()).add(law);
        }
    }

    private final Exprs make;
    /** Whether what several equations have in common is reported for each of them. */
    private final boolean each;

    private NodeMap<Expr> done = new NodeMap<>();
    private final Definitions definitions;
    private final Matcher matcher;
    private final CompoundLaws compound;
    private final Set<String> applied = new LinkedHashSet<>();
    private @Nullable Span place;
    private int opened;
    private int depth;

    private Stabilisation(Program program, boolean each) {
        this.make = program.make();
        this.each = each;
        this.definitions = new Definitions(program);
        this.matcher = new Matcher(definitions::seen);
        this.compound = new CompoundLaws(new Laws());
    }

    /** What laws ask of this pass. */
    private final class Laws implements Rewriting {
        @Override
        public Exprs make() {
            return make;
        }

        @Override
        public Expr seen(Expr node) {
            return definitions.seen(node);
        }

        @Override
        public Opened open(Expr reduction) {
            return opened(reduction);
        }

        @Override
        public Expr improve(Expr node) {
            return improved(node);
        }

        @Override
        public @Nullable Map<Pattern, Expr> match(Pattern pattern, Expr node) {
            return matcher.match(pattern, node);
        }

        @Override
        public Expr build(Pattern pattern, Map<Pattern, Expr> holes) {
            return built(pattern, holes, null);
        }
    }

    /** The program with its values rewritten; reductions are still within expressions. */
    public static Program stabilise(Program program) {
        return program.with(new Stabilisation(program, false).rewrite(program.equations()));
    }

    /** What is rewritten in a program, a line each: the place in the model, and the law. */
    public static String report(Program program) {
        Stabilisation pass = new Stabilisation(program, true);
        pass.rewrite(program.equations());
        return String.join("\n", pass.applied);
    }

    private List<Equation> rewrite(List<Equation> equations) {
        List<Equation> rewritten = new ArrayList<>();
        for (Equation equation : equations) {
            place = equation.span();
            done = each ? new NodeMap<>() : done;
            Equation e = equation.with(
                    equation.guard() == null ? null : rewrite(equation.guard()), rewrite(equation.value()));
            rewritten.add(e);
            definitions.add(e);
        }
        return rewritten;
    }

    private void report(String law) {
        applied.add(place == null ? law : place + ": " + law);
    }

    private Expr rewrite(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !done.contains(n) && !isReduce(n))) {
            if (!done.contains(node)) {
                done.put(node, isReduce(node) ? reduce(node) : improved(make.rebuild(node, images(node))));
            }
        }
        return whole(Objects.requireNonNull(done.get(root)));
    }

    private List<Expr> images(Expr node) {
        return isSum(node)
                ? node.images(done::get)
                : node.images(operand -> whole(Objects.requireNonNull(done.get(operand))));
    }

    private static boolean isSum(Expr node) {
        return node.op() == Arithmetic.ADD || node.op() == Arithmetic.SUB || node.op() == Arithmetic.NEG;
    }

    /** An expression that is no part of a sum, with all its terms in their final form. */
    private Expr whole(Expr node) {
        CompoundLaws.Rewritten sum = isSum(node) ? compound.applyToSum(node) : null;
        if (sum == null) {
            return node;
        }
        report(sum.about());
        return sum.expression();
    }

    private static boolean isReduce(Expr node) {
        return node.head() instanceof Expr.Head.Reduce;
    }

    /** Rewrites the body of a reduction with its indices renamed, so that lets can be unfolded in it. */
    private Expr reduce(Expr node) {
        Opened open = opened(node);
        Expr where = open.where() == null ? null : rewrite(open.where());
        Expr.Head.Reduce reduce = (Expr.Head.Reduce) node.head();
        return make.reduce(reduce.reduction(), open.ranges(), where, rewrite(open.body()));
    }

    private Opened opened(Expr node) {
        Expr.Head.Reduce reduce = (Expr.Head.Reduce) node.head();
        Map<Atom.Index, Poly> names = new HashMap<>();
        for (Range range : reduce.ranges()) {
            names.put(range.index(), Poly.of(new Atom.Index(range.index().name(), Atom.Index.Kind.OPENED, opened++)));
        }
        Substitution opening = new Substitution(make, names);
        List<Range> ranges = new ArrayList<>();
        reduce.ranges().forEach(range -> ranges.add(opening.renamed(range)));
        Expr where = reduce.guarded() ? opening.apply(node.operand(1)) : null;
        return new Opened(ranges, where, opening.apply(node.operand(0)));
    }

    /** The node, whose operands are in their final form, in its own. */
    private Expr improved(Expr node) {
        if (node.op() == null || depth == DEEPEST) {
            return node;
        }
        depth++;
        Expr form = applied(node);
        depth--;
        return form;
    }

    private Expr applied(Expr node) {
        if (node.op() == Arithmetic.NEG) {
            // Where a sign was put before what it is of, that is a new node.
            return make.apply(Arithmetic.NEG, improved(node.operand(0)));
        }
        CompoundLaws.Rewritten rewritten = compound.apply(node);
        if (rewritten != null) {
            report(rewritten.about());
            return rewritten.expression();
        }
        Expr byPattern = byPattern(node);
        if (byPattern != null) {
            return byPattern;
        }
        Expr mirrored =
                node.op() == Arithmetic.SUB ? make.apply(Arithmetic.SUB, node.operand(1), node.operand(0)) : null;
        Expr negative = mirrored == null || mirrored.op() != Arithmetic.SUB ? null : byPattern(mirrored);
        if (negative != null) {
            return make.apply(Arithmetic.NEG, negative);
        }
        CompoundLaws.Rewritten last = compound.applyLast(node);
        if (last != null) {
            report(last.about());
        }
        return last == null ? node : last.expression();
    }

    /** What the first law whose left side the node is makes of it; null if there is none. */
    private @Nullable Expr byPattern(Expr node) {
        for (Law law : BY_OP.getOrDefault(node.op(), List.of())) {
            Map<Pattern, Expr> holes = matcher.match(law.left(), node);
            if (holes != null) {
                report(law.text());
                return built(law.right(), holes, node);
            }
        }
        return null;
    }

    /** @param matched what matched the other side: where a law keeps it as a part, it is left as it is */
    private Expr built(Pattern pattern, Map<Pattern, Expr> holes, @Nullable Expr matched) {
        if (pattern instanceof Pattern.Constant constant) {
            return make.number(constant.value());
        } else if (pattern instanceof Pattern.Node node) {
            Expr made = make.apply(
                    node.op(),
                    node.operands().stream().map(p -> built(p, holes, matched)).toList());
            return made == matched ? made : improved(made);
        }
        return Objects.requireNonNull(holes.get(pattern), () -> "not matched: " + pattern);
    }
}
