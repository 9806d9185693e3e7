package dev.costate.compiler.batch;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Walk;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.ZeroProducts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Moves the loop over the iterations of a batch into the loops within it. Iterations do not depend on each other, so
 * that each part of one may be done for all of them before the next part is. Long, since what may move is decided for
 * each kind of statement.
 */
final class Interchange {
    /** Products that are 0 where a factor is, so that a factor that is the same in all iterations leaves their sum. */
    private static final Set<Op> PRODUCTS = Set.of(Arithmetic.MUL, ZeroProducts.ZERO_MUL, ZeroProducts.MUL_NO_NAN);

    /** More axes than any array has: the indices below are those of packed data. */
    private static final int AXES = 64;

    private final Iterations iterations;
    /** The sums over the iterations of variables of which multiples are added to something. */
    private final Map<Local, Local> sums = new HashMap<>();

    /** The variables that are assigned once in each iteration so far. */
    private final Set<Local> defined = new HashSet<>();

    private int loops;

    private Interchange(Iterations iterations) {
        this.iterations = iterations;
    }

    /** The body of a loop whose iterations are independent in parts. */
    static List<Part> of(Iterations iterations, List<Statement> body) {
        Interchange interchange = new Interchange(iterations);
        body.forEach(interchange::want);
        return interchange.parts(body);
    }

    /** Notes whose sums are wanted. */
    private void want(Statement statement) {
        if (isTotal(statement)
                && factored(((Statement.Store) statement).value(), core -> core).core()
                        instanceof Code.Variable variable) {
            sums.computeIfAbsent(variable.local(), v -> new Local(v.hint() + "Sum", Op.Kind.REAL));
        }
        if (statement instanceof Statement.Loop loop && isOutside(loop.range())) {
            loop.body().forEach(this::want);
        }
    }

    /** Whether it adds something to one element that all iterations add to. */
    private boolean isTotal(Statement statement) {
        return statement instanceof Statement.Store store
                && store.reduction() == Reduction.SUM
                && iterations.isReduced(store.target().place())
                && store.target().subscripts().stream().noneMatch(iterations::varies);
    }

    /** What varies of a multiple, and the multiple of an image of that. */
    private record Factored(Code core, Code image) {}

    private Factored factored(Code code, UnaryOperator<Code> image) {
        if (code instanceof Code.Apply apply) {
            if (apply.op() == Arithmetic.NEG) {
                Factored inner = factored(apply.operands().get(0), image);
                return new Factored(inner.core(), new Code.Apply(apply.op(), List.of(inner.image())));
            }
            if (PRODUCTS.contains(apply.op())) {
                Code first = apply.operands().get(0);
                Code second = apply.operands().get(1);
                if (!iterations.varies(first)) {
                    Factored inner = factored(second, image);
                    return new Factored(inner.core(), new Code.Apply(apply.op(), List.of(first, inner.image())));
                } else if (!iterations.varies(second)) {
                    Factored inner = factored(first, image);
                    return new Factored(inner.core(), new Code.Apply(apply.op(), List.of(inner.image(), second)));
                }
            }
        }
        return new Factored(code, image.apply(code));
    }

    private List<Part> parts(List<Statement> body) {
        Body made = new Body();
        for (Statement statement : body) {
            loops(statement).forEach(made::add);
        }
        made.finish();
        return made.parts;
    }

    /** Parts in the making. */
    private final class Body {
        private final List<Part> parts = new ArrayList<>();
        /** What is done for each iteration, from the last loop on. */
        private final List<Statement> each = new ArrayList<>();

        private final List<Part> totals = new ArrayList<>();
        /** What is added to what all iterations add to, iteration by iteration. */
        private final List<Statement> reductions = new ArrayList<>();

        private Statement.@Nullable From from;

        void add(Statement statement) {
            if (statement instanceof Statement.From origin) {
                from = origin;
            } else if (!iterations.varies(statement)) {
                if (!(statement instanceof Statement.Define)) {
                    finish();
                }
                once(statement);
            } else if (statement instanceof Statement.Loop loop && isOutside(loop.range())) {
                finish();
                flushOrigin();
                parts.add(new Part.Nest(loop.range(), parts(loop.body())));
            } else if (isTotal(statement)) {
                total((Statement.Store) statement);
            } else if (iterations.onlyReduces(statement)) {
                reductions.add(separated(statement));
            } else {
                run(statement);
            }
        }

        private void flushOrigin() {
            if (from != null) {
                parts.add(new Part.Once(from));
                from = null;
            }
        }

        private void once(Statement statement) {
            flushOrigin();
            parts.add(new Part.Once(statement));
        }

        private void run(Statement statement) {
            if (from != null) {
                each.add(from);
                from = null;
            }
            each.add(statement);
            if (statement instanceof Statement.Define define) {
                defined.add(define.local());
            }
        }

        private void total(Statement.Store store) {
            Factored plain = factored(store.value(), core -> core);
            Local known = plain.core() instanceof Code.Variable variable ? sums.get(variable.local()) : null;
            if (plain.core() instanceof Code.Variable variable && known != null && defined.contains(variable.local())) {
                Code.Variable sum = new Code.Variable(known);
                totals.add(new Part.Once(new Statement.Store(
                        store.target(),
                        Reduction.SUM,
                        factored(store.value(), core -> sum).image())));
                return;
            }
            Local sum = new Local(store.target().place().tensor().name() + "Sum", Op.Kind.REAL);
            totals.add(new Part.Total(sum, separated(plain.core())));
            totals.add(new Part.Once(new Statement.Store(
                    store.target(),
                    Reduction.SUM,
                    factored(store.value(), core -> new Code.Variable(sum)).image())));
        }

        /**
         * The statement with what it adds in a variable, so that this is computed with what else each iteration does.
         */
        private Statement separated(Statement statement) {
            boolean simple = statement instanceof Statement.Update || statement instanceof Statement.Store;
            return simple ? statement.map(local -> local, this::variable, body -> body) : statement;
        }

        private Code separated(Code code) {
            return hasRows(code) ? variable(code) : code;
        }

        private Code variable(Code code) {
            if (code instanceof Code.Variable || code instanceof Code.Constant || !iterations.varies(code)) {
                return code;
            }
            Local local = iterations.newVarying("term");
            run(new Statement.Define(local, code));
            return new Code.Variable(local);
        }

        void finish() {
            // A choice keeps the loop from vector instructions, so that what it prepares may as well be used in it.
            if (each.stream().anyMatch(Statement.If.class::isInstance)) {
                each.addAll(reductions);
                reductions.clear();
            }
            if (!each.isEmpty()) {
                parts.add(new Part.Each(each));
                for (Statement statement : each) {
                    if (statement instanceof Statement.Define define && sums.containsKey(define.local())) {
                        Code.Variable value = new Code.Variable(define.local());
                        parts.add(new Part.Total(requireNonNull(sums.get(define.local())), value));
                    }
                }
            }
            parts.addAll(totals);
            if (!reductions.isEmpty()) {
                parts.add(new Part.Each(reductions));
            }
            each.clear();
            totals.clear();
            reductions.clear();
        }
    }

    private static boolean hasRows(Code code) {
        return (code instanceof Code.Apply apply && apply.op().rows() != null)
                || code.operands().stream().anyMatch(Interchange::hasRows);
    }

    /** Whether the loop may stand around the iterations: it is the same for all of them. */
    private boolean isOutside(Range range) {
        return !iterations.varies(range.from()) && !iterations.varies(range.to());
    }

    // ---- What is one statement, as loops ----

    private List<Statement> loops(Statement statement) {
        if (!iterations.varies(statement)) {
            return List.of(statement);
        }
        if (statement instanceof Statement.SumLoop sum && isOutside(sum.range())) {
            return List.of(new Statement.Loop(
                    sum.range(), List.of(new Statement.Update(sum.local(), Reduction.SUM, sum.value()))));
        } else if (statement instanceof Statement.Axpy axpy && !iterations.varies(axpy.count())) {
            return List.of(along(axpy.count(), i -> {
                Code product = new Code.Apply(Arithmetic.MUL, List.of(axpy.factor(), moved(axpy.source(), i)));
                return new Statement.Store(moved(axpy.target(), i), Reduction.SUM, product);
            }));
        } else if (statement instanceof Statement.Row row && !iterations.varies(row.count())) {
            return List.of(along(row.count(), i -> {
                Code product = new Code.Apply(ZeroProducts.ZERO_MUL, List.of(row.factor(), moved(row.source(), i)));
                return new Statement.Store(moved(row.target(), i), row.reduction(), product);
            }));
        } else if (statement instanceof Statement.Fill fill && iterations.isOverwritten(fill.place())) {
            return List.of(filled(fill));
        } else if (statement instanceof Statement.Define
                || statement instanceof Statement.Declare
                || statement instanceof Statement.Update
                || statement instanceof Statement.Store) {
            return withoutDots(statement);
        }
        return List.of(statement);
    }

    private Statement along(Poly count, Function<Poly, Statement> body) {
        Atom.Index i = fresh();
        return new Statement.Loop(Range.upTo(i, count), List.of(body.apply(Poly.of(i))));
    }

    private Atom.Index fresh() {
        return Block.another("i", AXES + loops++);
    }

    private static Code.Element moved(Code.Element element, Poly by) {
        List<Poly> subscripts = new ArrayList<>(element.subscripts());
        int last = subscripts.size() - 1;
        subscripts.set(last, subscripts.get(last).plus(by));
        return new Code.Element(element.place(), subscripts);
    }

    private Statement filled(Statement.Fill fill) {
        Place place = fill.place();
        List<Atom.Index> indices = new ArrayList<>();
        place.shape().forEach(axis -> indices.add(fresh()));
        Code.Element element =
                new Code.Element(place, indices.stream().map(Poly::of).toList());
        Statement statement = new Statement.Store(element, Reduction.SET, new Code.Constant(fill.value()));
        for (int axis = indices.size() - 1; axis >= 0; axis--) {
            statement = new Statement.Loop(
                    Range.upTo(indices.get(axis), place.shape().get(axis)), List.of(statement));
        }
        return statement;
    }

    /** The dot products that the statement evaluates whatever else holds become loops in front of it. */
    private List<Statement> withoutDots(Statement statement) {
        List<Statement> out = new ArrayList<>();
        Statement rest = statement.map(local -> local, code -> withoutDots(code, out), body -> body);
        if (rest instanceof Statement.Define define && isSingleDot(out, define.value())) {
            return renamed(out, define.local());
        }
        out.add(rest);
        return out;
    }

    private static boolean isSingleDot(List<Statement> out, Code value) {
        return out.size() == 2
                && value instanceof Code.Variable variable
                && Walk.defined(out.get(0)) == variable.local();
    }

    /** The loop of a dot product that sums in this variable. */
    private static List<Statement> renamed(List<Statement> dot, Local local) {
        Statement.Loop loop = (Statement.Loop) dot.get(1);
        Statement.Update update = (Statement.Update) loop.body().get(0);
        return List.of(
                new Statement.Declare(local, new Code.Constant(0)),
                new Statement.Loop(loop.range(), List.of(new Statement.Update(local, Reduction.SUM, update.value()))));
    }

    /** The variable that a loop sums in. */
    private Code summed(Poly count, List<Statement> out, Function<Poly, Code> term) {
        Local sum = iterations.newVarying("sum");
        out.add(new Statement.Declare(sum, new Code.Constant(0)));
        out.add(along(count, i -> new Statement.Update(sum, Reduction.SUM, term.apply(i))));
        return new Code.Variable(sum);
    }

    private Code withoutDots(Code code, List<Statement> out) {
        if (code instanceof Code.Dot dot && iterations.varies(dot) && !iterations.varies(dot.count())) {
            return summed(dot.count(), out, i -> {
                List<Code> factors = List.of(moved(dot.left(), i), moved(dot.right(), i));
                return new Code.Apply(Arithmetic.MUL, factors);
            });
        } else if (code instanceof Code.RowSum sum && iterations.varies(sum) && !iterations.varies(sum.count())) {
            return summed(sum.count(), out, i -> moved(sum.row(), i));
        } else if (code instanceof Code.Choice choice) {
            return new Code.Choice(withoutDots(choice.condition(), out), choice.ifTrue(), choice.ifFalse());
        } else if (code instanceof Code.Apply apply && apply.op().secondOnlyIf() != null) {
            Code first = withoutDots(apply.operands().get(0), out);
            return new Code.Apply(apply.op(), List.of(first, apply.operands().get(1)));
        }
        return code.map(operand -> withoutDots(operand, out));
    }
}
