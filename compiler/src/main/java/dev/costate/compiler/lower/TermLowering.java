package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.model.Term.Binder;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Reductions;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.syntax.Expression.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the terms of one equation. Recursion is over the tree, whose depth the parser bounds. Long since every kind of
 * term has its few lines here.
 */
final class TermLowering {
    /** Up to here every integer is a real number. */
    private static final double EXACT = 0x1p53;

    private final Frame frame;
    private final Exprs make;
    private final Map<Atom.Index, Poly> indices;
    private final ArrayLowering arrays;
    private final Unrolling unrolling;
    private final Reals reals = new Reals();

    TermLowering(Frame frame) {
        this.frame = frame;
        this.make = frame.make();
        this.indices = frame.indices;
        this.arrays = new ArrayLowering(frame, this);
        this.unrolling = new Unrolling(frame, this);
    }

    /** The array that a term is. */
    Array array(Term term) {
        return arrays.array(term);
    }

    ArrayLowering arrays() {
        return arrays;
    }

    /** The expression of a real or integer term. */
    Expr real(Term term) {
        return switch (term.kind()) {
            case INTEGER, REAL -> term.accept(reals);
            case CONDITION, ARRAY -> throw new IllegalArgumentException("no number: " + term.span());
        };
    }

    /** An integer that may not fit into 64 bits is computed in real numbers from here on. */
    private Expr integer(Term.Int term) {
        Term real = term.real();
        return real == null ? make.integer(frame.poly(term.value())) : real(real);
    }

    /** The expressions of real and integer terms; a condition, or an array as a whole, is none. */
    private final class Reals implements Term.Visitor<Expr> {
        private Expr none(Term term) {
            throw new IllegalArgumentException("no number: " + term.span());
        }

        @Override
        public Expr visit(Term.Constant number) {
            return make.number(number.value());
        }

        @Override
        public Expr visit(Term.Int integer) {
            return integer(integer);
        }

        @Override
        public Expr visit(Term.Read read) {
            return read(read);
        }

        @Override
        public Expr visit(Term.Apply apply) {
            return make.apply(
                    apply.op(),
                    apply.arguments().stream().map(TermLowering.this::real).toList());
        }

        @Override
        public Expr visit(Term.Chain chain) {
            return chain(chain);
        }

        @Override
        public Expr visit(Term.Comparison comparison) {
            return none(comparison);
        }

        @Override
        public Expr visit(Term.Logical logical) {
            return none(logical);
        }

        @Override
        public Expr visit(Term.Not not) {
            return none(not);
        }

        @Override
        public Expr visit(Term.If choice) {
            return choice(choice);
        }

        @Override
        public Expr visit(Term.Reduce reduce) {
            return reduce(reduce);
        }

        @Override
        public Expr visit(Term.Softmax softmax) {
            return softmax(softmax);
        }

        @Override
        public Expr visit(Term.Call call) {
            return arrays.element(new CallLowering(frame, TermLowering.this).call(call), List.of(), call.span());
        }

        @Override
        public Expr visit(Term.Whole whole) {
            return none(whole);
        }

        @Override
        public Expr visit(Term.Slice slice) {
            return none(slice);
        }

        @Override
        public Expr visit(Term.Literal literal) {
            return none(literal);
        }

        @Override
        public Expr visit(Term.Element element) {
            List<Poly> subscripts =
                    element.subscripts().stream().map(frame::poly).toList();
            return arrays.element(array(element.array()), subscripts, element.span());
        }

        @Override
        public Expr visit(Term.Table table) {
            return none(table);
        }

        @Override
        public Expr visit(Term.Detach detach) {
            return make.apply(Surrogates.DETACH, real(detach.value()));
        }
    }

    private Expr read(Term.Read read) {
        Tensor tensor = read.tensor();
        List<Poly> subscripts = read.subscripts().stream().map(frame::poly).toList();
        Term constant = tensor.role() == Tensor.Role.CONST ? frame.constants().get(tensor) : null;
        if (constant instanceof Term.Table table) {
            int position = position(tensor, subscripts);
            return position < 0
                    ? make.read(tensor, subscripts)
                    : real(table.elements().get(position));
        } else if (constant != null) {
            return real(constant);
        }
        Array argument = frame.arguments.get(tensor);
        return argument == null ? make.read(tensor, subscripts) : arrays.element(argument, subscripts, read.span());
    }

    /** The position of an element, or -1 if a subscript is not a number in range. */
    private static int position(Tensor tensor, List<Poly> subscripts) {
        long position = 0;
        for (int axis = 0; axis < subscripts.size(); axis++) {
            long at = subscripts.get(axis).constant().orElse(-1);
            long size = tensor.shape().get(axis).constant().orElse(0);
            if (at < 0 || at >= size) {
                return -1;
            }
            position = position * size + at;
        }
        return (int) position;
    }

    private Expr chain(Term.Chain chain) {
        Expr value = real(chain.first());
        for (Term.Link link : chain.rest()) {
            Expr operand = real(link.operand());
            value = switch (link.operator()) {
                case ADD -> make.apply(Arithmetic.ADD, value, operand);
                case SUBTRACT -> make.apply(Arithmetic.SUB, value, operand);
                case MULTIPLY -> make.apply(Arithmetic.MUL, value, operand);
                case DIVIDE -> make.apply(Quotients.DIV, value, operand);
                case DIV, MOD -> throw new IllegalArgumentException("integer operator in " + chain.span());
            };
        }
        return value;
    }

    /** Branches that constants rule out are not lowered, since there subscripts may be out of range. */
    private Expr choice(Term.If term) {
        int depth = frame.conditions.size();
        List<Expr> conditions = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        Term otherwise = term.otherwise();
        for (Term.Branch branch : term.branches()) {
            Boolean decided = frame.decided(branch.condition());
            if (decided != null && decided) {
                otherwise = branch.value();
                break;
            } else if (decided == null) {
                Expr condition = condition(branch.condition());
                conditions.add(condition);
                frame.conditions.add(condition);
                values.add(real(branch.value()));
                frame.conditions.set(frame.conditions.size() - 1, make.apply(Connectives.NOT, condition));
            }
        }
        Expr value = real(otherwise);
        frame.conditions.subList(depth, frame.conditions.size()).clear();
        for (int k = conditions.size() - 1; k >= 0; k--) {
            value = make.choose(conditions.get(k), values.get(k), value);
        }
        return value;
    }

    /** The expression of a condition. */
    Expr condition(Term term) {
        if (term instanceof Term.Comparison comparison) {
            return comparison(comparison);
        } else if (term instanceof Term.Logical logical) {
            Expr value = condition(logical.operands().get(0));
            for (Term operand : logical.operands().subList(1, logical.operands().size())) {
                value = make.apply(logical.and() ? Connectives.AND : Connectives.OR, value, condition(operand));
            }
            return value;
        } else if (term instanceof Term.Not not) {
            return make.apply(Connectives.NOT, condition(not.operand()));
        }
        throw new IllegalArgumentException("no condition: " + term.span());
    }

    private Expr comparison(Term.Comparison comparison) {
        Term left = comparison.first();
        Expr all = null;
        for (Term.Test test : comparison.rest()) {
            Expr one = compare(left, test.relation(), test.operand());
            all = all == null ? one : make.apply(Connectives.AND, all, one);
            left = test.operand();
        }
        return Objects.requireNonNull(all, "a comparison has two operands at least");
    }

    /** Two integers are compared as such, others as reals. */
    private Expr compare(Term left, Relation relation, Term right) {
        if (!(left instanceof Term.Int a && right instanceof Term.Int b)) {
            return compare(relation, real(left), real(right));
        }
        Poly first = frame.poly(a.value());
        Poly second = frame.poly(b.value());
        return isExact(first) && isExact(second)
                ? compare(relation, make.integer(first), make.integer(second))
                : compare(relation, make.integer(first.minus(second)), make.number(0));
    }

    /** Whether it is no constant, or one that is a real number without rounding. */
    private static boolean isExact(Poly poly) {
        long constant = poly.constant().orElse(0);
        return Math.abs((double) constant) <= EXACT || constant == Long.MIN_VALUE;
    }

    private Expr compare(Relation relation, Expr left, Expr right) {
        return switch (relation) {
            case LESS -> make.apply(Comparisons.LT, left, right);
            case LESS_EQUAL -> make.apply(Comparisons.LE, left, right);
            case GREATER -> make.apply(Comparisons.LT, right, left);
            case GREATER_EQUAL -> make.apply(Comparisons.LE, right, left);
            case EQUAL -> make.apply(Comparisons.EQ, left, right);
            case NOT_EQUAL -> make.apply(Comparisons.NE, left, right);
        };
    }

    private Expr reduce(Term.Reduce term) {
        if (unrolling.applies(term.ranges())) {
            return unrolling.reduce(term);
        }
        List<Range> ranges = open(term.ranges());
        Expr where = term.where() == null ? null : condition(term.where());
        Expr body = term.body() == null ? make.number(1) : within(where, term.body());
        Expr value = reduce(term.binder(), ranges, where, body);
        close(term.ranges());
        return value;
    }

    /** The expression of a term where a condition holds. */
    Expr within(@Nullable Expr condition, Term term) {
        if (condition == null) {
            return real(term);
        }
        frame.conditions.add(condition);
        Expr value = real(term);
        frame.conditions.remove(frame.conditions.size() - 1);
        return value;
    }

    /** The index of a reduction while its body is lowered. */
    static Atom.Index opened(Atom.Index index) {
        return new Atom.Index(index.name(), Atom.Index.Kind.OPENED, index.number());
    }

    private List<Range> open(List<Range> ranges) {
        List<Range> open = new ArrayList<>();
        for (Range range : ranges) {
            Atom.Index index = opened(range.index());
            Range opened = new Range(index, frame.poly(range.from()), frame.poly(range.to()), range.order());
            open.add(opened);
            frame.ranges.add(opened);
            indices.put(range.index(), Poly.of(index));
        }
        return open;
    }

    private void close(List<Range> ranges) {
        for (Range range : ranges) {
            indices.remove(range.index());
            frame.ranges.remove(frame.ranges.size() - 1);
        }
    }

    Expr reduce(Binder binder, List<Range> ranges, @Nullable Expr where, Expr body) {
        Reductions reductions = new Reductions(make, frame.sizes()::countable);
        return switch (binder) {
            case SUM -> reductions.sum(ranges, where, body);
            case MEAN ->
                make.apply(Quotients.DIV, reductions.sum(ranges, where, body), reductions.count(ranges, where));
            case PROD -> reductions.product(ranges, where, body);
            case MAX -> reductions.max(ranges, where, body);
            case MIN -> reductions.min(ranges, where, body);
            case LOGSUMEXP -> reductions.logSumExp(ranges, where, body);
            case NORM -> reductions.norm(ranges, where, body);
            case COUNT -> reductions.count(ranges, where);
        };
    }

    /** The body at the index itself, and again over all values of that index. */
    private Expr softmax(Term.Softmax term) {
        if (unrolling.applies(List.of(term.range()))) {
            return unrolling.softmax(term);
        }
        Reductions.Element here = here(term);
        Poly own = indices.get(term.range().index());
        List<Range> ranges = open(List.of(term.range()));
        Expr where = term.where() == null ? null : condition(term.where());
        Expr body = within(where, term.body());
        close(List.of(term.range()));
        indices.put(term.range().index(), own);
        return softmax(term.logarithm(), ranges, where, body, here);
    }

    /** The element at the index of a softmax itself. */
    Reductions.Element here(Term.Softmax term) {
        Term where = term.where();
        Boolean decided = where == null ? Boolean.TRUE : frame.decided(where);
        Expr condition = where == null || decided != null ? null : condition(where);
        return new Reductions.Element(real(term.body()), decided == null || decided, condition);
    }

    Expr softmax(boolean logarithm, List<Range> ranges, @Nullable Expr where, Expr body, Reductions.Element here) {
        Reductions reductions = new Reductions(make, frame.sizes()::countable);
        return logarithm
                ? reductions.logSoftmax(ranges, where, body, here)
                : reductions.softmax(ranges, where, body, here);
    }
}
