package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.op.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes four iterations at a time of a loop that sums over the lanes of a block and adds that to derivatives: unroll
 * and jam. What the four have in common is loaded once, and no addition waits for the one before it.
 *
 * <pre>   for d: s = 0; for lane: s += adj[lane] * x[d][lane];  gradient[d] += s
 *
 *   for d by four: s, s1, s2, s3 = 0; for lane: s += adj[lane] * x[d][lane]; s1 += adj[lane] * x[d + 1][lane]; …
 *                  gradient[d] += s; gradient[d + 1] += s1; …
 *   for the last d: as before </pre>
 *
 * <p>Values have the same bits in all units, so nothing but derivatives is summed in that order.
 */
public final class JammedSums {
    private static final int TOGETHER = 4;

    /** How many operations and elements of rows a term has at most: all that the four need stays in registers. */
    private static final int OPERATIONS = 4;

    private static final int ROWS = 2;

    /** What is known of the indices of the loops around. */
    private final Map<Atom, Interval> known = new HashMap<>();

    private JammedSums() {}

    /**
     * What an iteration does.
     *
     * @param before what stands before its sum
     * @param behind what stands behind it
     */
    private record Iteration(List<Statement> before, Local sum, Code term, List<Statement> behind) {}

    /** The statements with such loops. */
    public static List<Statement> of(List<Statement> body) {
        return new JammedSums().block(body);
    }

    private List<Statement> block(List<Statement> body) {
        List<Statement> out = new ArrayList<>();
        for (Statement statement : body) {
            Iteration iteration = null;
            if (statement instanceof Statement.Loop loop) {
                known.put(loop.range().index(), Interval.of(loop.range(), known::get));
                iteration = goesTogether(loop) ? iteration(loop.body()) : null;
            } else if (statement instanceof Statement.Let let) {
                known.put(let.index(), Interval.of(let.range(), known::get));
            }
            if (iteration == null) {
                out.add(statement.map(local -> local, code -> code, this::block));
            } else {
                jam((Statement.Loop) statement, iteration, out);
            }
        }
        return out;
    }

    private boolean goesTogether(Statement.Loop loop) {
        Range range = loop.range();
        return loop.step() == 1
                && range.order() == Range.Order.ANY
                && range.from().isZero()
                && Interval.of(range.extent(), known::get).least().signum() >= 0
                && range.extent().constant().orElse(TOGETHER) >= TOGETHER;
    }

    /** What each iteration does, if that is one sum and what is made of it; else null. */
    private static @Nullable Iteration iteration(List<Statement> body) {
        List<Statement> before = new ArrayList<>();
        List<Statement> behind = new ArrayList<>();
        Set<Local> declared = new HashSet<>();
        Local sum = null;
        Code term = null;
        for (Statement statement : body) {
            Code product = statement instanceof Statement.Define define ? product(define.value()) : null;
            if (term == null && statement instanceof Statement.Declare declare && isZero(declare.value())) {
                declared.add(declare.local());
            } else if (term == null && product != null) {
                sum = ((Statement.Define) statement).local();
                term = product;
            } else if (term == null
                    && statement instanceof Statement.SumLoop loop
                    && Blocks.isLanes(loop.range())
                    && declared.equals(Set.of(loop.local()))) {
                sum = loop.local();
                term = loop.value();
            } else if (statement instanceof Statement.Define || statement instanceof Statement.From) {
                (term == null ? before : behind).add(statement);
            } else if (term != null && statement instanceof Statement.Store store && addsToDerivative(store)) {
                behind.add(store);
            } else {
                return null;
            }
        }
        if (sum == null || term == null || !isSimple(term) || !readsNoDerivative(body)) {
            return null;
        }
        boolean isAlone = declared.isEmpty() || declared.equals(Set.of(sum));
        return isAlone ? new Iteration(before, sum, term, behind) : null;
    }

    private static boolean isZero(Code code) {
        return code.equals(new Code.Constant(0));
    }

    /** The term of a sum of products over the lanes of two rows; null if it is another expression. */
    private static @Nullable Code product(Code code) {
        return code instanceof Code.Dot dot && dot.count().equals(Poly.of(Blocks.COUNT))
                ? new Code.Apply(Arithmetic.MUL, List.of(lane(dot.left()), lane(dot.right())))
                : null;
    }

    private static Code lane(Code.Element start) {
        List<Poly> subscripts = new ArrayList<>(start.subscripts());
        subscripts.set(subscripts.size() - 1, Poly.of(BatchIndex.LANE.index()));
        return new Code.Element(start.place(), subscripts);
    }

    private static boolean addsToDerivative(Statement.Store store) {
        return store.reduction() == Reduction.SUM && isArgument(store.target());
    }

    private static boolean isArgument(Code.Element element) {
        return element.place().storage() == Place.Storage.ARGUMENT;
    }

    private static boolean readsNoDerivative(List<Statement> body) {
        boolean[] reads = {false};
        body.forEach(statement ->
                Walk.own(statement, code -> reads[0] |= code instanceof Code.Element e && isArgument(e)));
        return !reads[0];
    }

    /** Whether a term is made of rows by a few additions and products. */
    private static boolean isSimple(Code term) {
        List<Code> all = new ArrayList<>();
        Walk.code(term, all::add);
        long operations = all.stream().filter(Code.Apply.class::isInstance).count();
        long elements = all.stream().filter(Code.Element.class::isInstance).count();
        return operations <= OPERATIONS && elements <= ROWS && all.stream().allMatch(JammedSums::isOfRows);
    }

    private static boolean isOfRows(Code code) {
        if (code instanceof Code.Element element) {
            return element.place().rows() != null;
        } else if (code instanceof Code.Apply apply) {
            Op.Arithmetic arithmetic = apply.op().arithmetic();
            return arithmetic == Op.Arithmetic.SUM || arithmetic == Op.Arithmetic.PRODUCT;
        }
        return code instanceof Code.Variable || code instanceof Code.Constant;
    }

    private static void jam(Statement.Loop loop, Iteration first, List<Statement> out) {
        Range range = loop.range();
        List<Statement> before = new ArrayList<>();
        List<Statement> sums = new ArrayList<>();
        List<Statement> terms = new ArrayList<>();
        List<Statement> behind = new ArrayList<>();
        for (int k = 0; k < TOGETHER; k++) {
            Poly at = Poly.of(range.index()).plus(k);
            Another image = new Another(range.index(), at, k == 0);
            before.addAll(image.all(first.before()));
            Local sum = image.introduced(first.sum());
            sums.add(new Statement.Declare(sum, new Code.Constant(0)));
            terms.add(new Statement.Update(sum, Reduction.SUM, image.code(first.term())));
            behind.addAll(image.all(first.behind()));
        }
        List<Statement> body = new ArrayList<>(before);
        body.addAll(sums);
        body.add(new Statement.Loop(Range.upTo(BatchIndex.LANE.index(), Poly.of(Blocks.COUNT)), terms));
        body.addAll(behind);
        Poly rest = range.to().minus(Poly.apply(Atom.Function.MOD, range.to(), Poly.of(TOGETHER)));
        out.add(new Statement.Loop(new Range(range.index(), range.from(), rest), TOGETHER, body));
        if (range.extent().constant().orElse(1) % TOGETHER != 0) {
            Another image = new Another(range.index(), Poly.of(range.index()), false);
            out.add(new Statement.Loop(new Range(range.index(), rest, range.to()), image.all(loop.body())));
        }
    }

    /** The statements of another iteration, with variables of its own and without what they come from. */
    private static final class Another extends Image {
        private final Atom.Index index;
        private final Poly at;
        private final boolean isFirst;
        private final Map<Local, Local> locals = new HashMap<>();

        Another(Atom.Index index, Poly at, boolean isFirst) {
            this.index = index;
            this.at = at;
            this.isFirst = isFirst;
        }

        Local introduced(Local local) {
            return isFirst ? local : locals.computeIfAbsent(local, l -> new Local(l.hint(), l.kind()));
        }

        List<Statement> all(List<Statement> body) {
            List<Statement> left = new ArrayList<>(body);
            if (!isFirst) {
                left.removeIf(Statement.From.class::isInstance);
            }
            left.forEach(statement -> Walk.introduced(statement, this::introduced));
            return block(left);
        }

        @Override
        protected Local local(Local local) {
            return locals.getOrDefault(local, local);
        }

        @Override
        protected Poly poly(Poly poly) {
            return poly.substitute(atom -> atom.equals(index) ? at : null);
        }
    }
}
