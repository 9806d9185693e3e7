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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes two iterations at a time of a loop whose iterations each add to all lanes of one row: unroll and jam. So the
 * row is read and written half as often, and its elements are the same sums in the same order.
 *
 * <pre>   for d: for lane: z[lane] += f(x[d][lane])
 *
 *   for d by two: for lane: z[lane] = z[lane] + f(x[d][lane]) + f(x[d + 1][lane])
 *   for the last d: for lane: z[lane] += f(x[d][lane]) </pre>
 *
 * <p>Two and not more, of few operations, since the virtual machine makes no vector instructions of large bodies.
 */
public final class Jam {
    private static final int TOGETHER = 2;

    /** How many operations and elements of rows an iteration has at most. */
    private static final int OPERATIONS = 4;

    private static final int ROWS = 2;

    /** What is known of the indices of the loops around. */
    private final Map<Atom, Interval> known = new HashMap<>();

    private Jam() {}

    /** The statements with such loops. */
    public static List<Statement> of(List<Statement> body) {
        return new Jam().block(body);
    }

    private List<Statement> block(List<Statement> body) {
        List<Statement> out = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Loop loop) {
                known.put(loop.range().index(), Interval.of(loop.range(), known::get));
            } else if (statement instanceof Statement.Let let) {
                known.put(let.index(), Interval.of(let.range(), known::get));
            }
            Statement.Store store = statement instanceof Statement.Loop loop ? added(loop) : null;
            if (store == null) {
                out.add(statement.map(local -> local, code -> code, this::block));
            } else {
                jam((Statement.Loop) statement, store, out);
            }
        }
        return out;
    }

    /** The statement that adds to the lanes of one row, if a loop does nothing else; else null. */
    private Statement.@Nullable Store added(Statement.Loop loop) {
        Range range = loop.range();
        List<Statement> body = loop.body();
        boolean fits = loop.step() == 1
                && range.order() == Range.Order.ANY
                && range.from().isZero()
                && Interval.of(range.extent(), known::get).least().signum() >= 0
                && range.extent().constant().orElse(TOGETHER) >= TOGETHER
                && body.stream().limit(body.size() - 1L).allMatch(Jam::isBefore);
        if (!fits || !(body.get(body.size() - 1) instanceof Statement.Loop lanes) || !Blocks.isLanes(lanes.range())) {
            return null;
        }
        Statement last = lanes.body().get(lanes.body().size() - 1);
        boolean adds = last instanceof Statement.Store store
                && store.reduction() == Reduction.SUM
                && isOneRow(store.target(), range.index())
                && isSimple(store)
                && lanes.body().stream().limit(lanes.body().size() - 1L).allMatch(Statement.From.class::isInstance);
        return adds ? (Statement.Store) last : null;
    }

    private static boolean isBefore(Statement statement) {
        return statement instanceof Statement.Define || statement instanceof Statement.From;
    }

    private static boolean isOneRow(Code.Element target, Atom.Index index) {
        return target.place().rows() != null
                && target.subscripts().stream()
                        .noneMatch(subscript -> subscript.indices().contains(index));
    }

    /** Whether what it adds is made of rows by a few additions and products. */
    private static boolean isSimple(Statement.Store store) {
        List<Code> all = new ArrayList<>();
        Walk.code(store.value(), all::add);
        long operations = all.stream().filter(Code.Apply.class::isInstance).count();
        long elements = all.stream().filter(Code.Element.class::isInstance).count();
        return operations <= OPERATIONS
                && elements <= ROWS
                && all.stream().allMatch(code -> isSimple(code, store.target().place()));
    }

    private static boolean isSimple(Code code, Place target) {
        if (code instanceof Code.Element element) {
            return element.place().rows() != null && element.place() != target;
        } else if (code instanceof Code.Apply apply) {
            Op.Arithmetic arithmetic = apply.op().arithmetic();
            return arithmetic == Op.Arithmetic.SUM || arithmetic == Op.Arithmetic.PRODUCT;
        }
        return code instanceof Code.Variable || code instanceof Code.Constant;
    }

    private static void jam(Statement.Loop loop, Statement.Store store, List<Statement> out) {
        Range range = loop.range();
        Statement.Loop lanes = (Statement.Loop) loop.body().get(loop.body().size() - 1);
        List<Statement> body =
                new ArrayList<>(loop.body().subList(0, loop.body().size() - 1));
        List<Statement> inner =
                new ArrayList<>(lanes.body().subList(0, lanes.body().size() - 1));
        Poly next = Poly.of(range.index()).plus(1);
        Map<Local, Local> second = new HashMap<>();
        for (Statement statement : List.copyOf(body)) {
            if (statement instanceof Statement.Define define) {
                Code value = image(define.value(), second, atom -> atom.equals(range.index()) ? next : null);
                Local local = new Local(define.local().hint(), define.local().kind());
                second.put(define.local(), local);
                body.add(new Statement.Define(local, value));
            }
        }
        Code added = image(store.value(), second, atom -> atom.equals(range.index()) ? next : null);
        Code one = new Code.Apply(Arithmetic.ADD, List.of(store.target(), store.value()), true);
        inner.add(new Statement.Store(
                store.target(), Reduction.SET, new Code.Apply(Arithmetic.ADD, List.of(one, added), true)));
        body.add(new Statement.Loop(lanes.range(), inner));
        Poly rest = range.to().minus(Poly.apply(Atom.Function.MOD, range.to(), Poly.of(TOGETHER)));
        out.add(new Statement.Loop(new Range(range.index(), range.from(), rest), TOGETHER, body));
        if (range.extent().constant().orElse(1) % TOGETHER != 0) {
            out.add(last(new Range(range.index(), rest, range.to()), loop, lanes, store));
        }
    }

    /** The statements with the loops that have been taken two iterations at a time as they were, but for variables. */
    static List<Statement> apart(List<Statement> body) {
        List<Statement> out = new ArrayList<>();
        for (int k = 0; k < body.size(); k++) {
            Statement.Loop one = body.get(k) instanceof Statement.Loop loop ? apart(loop) : null;
            if (one == null) {
                out.add(body.get(k));
                continue;
            }
            Range range = one.range();
            if (k + 1 < body.size()
                    && body.get(k + 1) instanceof Statement.Loop rest
                    && rest.range().from().equals(range.to())) {
                range = new Range(range.index(), range.from(), rest.range().to());
                k++;
            }
            out.add(new Statement.Loop(range, one.body()));
        }
        return out;
    }

    /** One iteration of a loop that takes two; null if it is another loop. */
    private static Statement.@Nullable Loop apart(Statement.Loop loop) {
        if (loop.step() != TOGETHER
                || !(loop.body().get(loop.body().size() - 1) instanceof Statement.Loop lanes)
                || !(lanes.body().get(lanes.body().size() - 1) instanceof Statement.Store store)
                || !(store.value() instanceof Code.Apply both)
                || !(both.operands().get(0) instanceof Code.Apply one)
                || !one.operands().get(0).equals(store.target())) {
            return null;
        }
        List<Statement> body = new ArrayList<>(loop.body());
        Statement added = new Statement.Store(
                store.target(), Reduction.SUM, one.operands().get(1));
        body.set(body.size() - 1, new Statement.Loop(lanes.range(), List.of(added)));
        return new Statement.Loop(loop.range(), body);
    }

    /** The loop over what is left, with variables of its own. */
    private static Statement last(Range range, Statement.Loop loop, Statement.Loop lanes, Statement.Store store) {
        Map<Local, Local> own = new HashMap<>();
        List<Statement> body = new ArrayList<>();
        for (Statement statement : loop.body()) {
            if (statement instanceof Statement.Define define) {
                Code value = image(define.value(), own, atom -> null);
                Local local = new Local(define.local().hint(), define.local().kind());
                own.put(define.local(), local);
                body.add(new Statement.Define(local, value));
            }
        }
        Code value = image(store.value(), own, atom -> null);
        body.add(new Statement.Loop(
                lanes.range(), List.of(new Statement.Store(store.target(), store.reduction(), value))));
        return new Statement.Loop(range, body);
    }

    /** An expression of an iteration as one of another, with variables of its own. */
    private static Code image(Code code, Map<Local, Local> locals, Function<Atom, @Nullable Poly> integers) {
        Image image = new Image() {
            @Override
            protected Local local(Local local) {
                return locals.getOrDefault(local, local);
            }

            @Override
            protected Poly poly(Poly poly) {
                return poly.substitute(integers);
            }
        };
        return image.code(code);
    }
}
