package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.model.ConstantConditions;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Inference;
import dev.costate.compiler.sizes.IntegerExpressions;
import dev.costate.compiler.sizes.IntegerMessages;
import dev.costate.compiler.sizes.IntegerTerms;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From the tree of one expression to its term. A null term stands for one in error, which has been reported; what
 * contains it is null without a further report, and its neighbours are still checked. Long, since each kind of
 * expression has its few lines here.
 */
final class ExpressionChecker implements Expression.Visitor<Term> {
    final Context context;
    final FunctionCalls functions;
    final Scope scope;
    final Inference inference;
    private final BinderChecker reductions;
    private final ReadChecker reads;
    private final CallChecker calls;
    private final ArrayChecker arrays;

    ExpressionChecker(Context context, FunctionCalls functions, Scope scope, Inference inference) {
        this.context = context;
        this.functions = functions;
        this.scope = scope;
        this.inference = inference;
        this.reductions = new BinderChecker(this);
        this.reads = new ReadChecker(this);
        this.calls = new CallChecker(this);
        this.arrays = new ArrayChecker(this);
    }

    /** A number, real or integer. */
    @Nullable
    Term number(Expression e) {
        return noArray(value(e));
    }

    private @Nullable Term noArray(@Nullable Term term) {
        if (term != null && term.kind() == Term.Kind.ARRAY) {
            arrays.noNumber(term);
            return null;
        }
        return term;
    }

    /** A number or an array. */
    @Nullable
    Term value(Expression e) {
        Term term = any(e);
        if (term != null && term.kind() == Term.Kind.CONDITION) {
            context.reporter().report(ValueMessages.numberExpected(e.span()));
            return null;
        }
        return term;
    }

    @Nullable
    Term condition(Expression e) {
        Term term = noArray(any(e));
        if (term != null && term.kind() != Term.Kind.CONDITION) {
            context.reporter().report(IntegerMessages.conditionExpected(e.span()));
            return null;
        }
        return term;
    }

    /** A number, an array or a condition. */
    @Nullable
    Term any(Expression e) {
        return e.accept(this);
    }

    @Override
    public @Nullable Term visit(Expression.Name name) {
        return reads.name(name);
    }

    @Override
    public @Nullable Term visit(Expression.Power power) {
        Term base = number(power.base());
        Term exponent = number(power.exponent());
        return base == null || exponent == null
                ? null
                : new Term.Apply(Powers.POW, List.of(base, exponent), power.span());
    }

    @Override
    public @Nullable Term visit(Expression.Binder binder) {
        return reductions.binder(binder);
    }

    @Override
    public @Nullable Term visit(Expression.Call call) {
        return calls.call(call);
    }

    @Override
    public @Nullable Term visit(Expression.Subscripted subscripted) {
        return reads.subscripted(subscripted);
    }

    @Override
    public @Nullable Term visit(Expression.ArrayLiteral literal) {
        return arrays.literal(literal);
    }

    @Override
    public @Nullable Term visit(Expression.Not not) {
        Term operand = condition(not.operand());
        return operand == null ? null : new Term.Not(operand, not.span());
    }

    @Override
    public @Nullable Term visit(Expression.Logical logical) {
        List<Term> operands = new ArrayList<>();
        boolean right = true;
        Facts outside = scope.facts();
        for (Expression operand : logical.operands()) {
            Term condition = condition(operand);
            right &= add(operands, condition);
            // What follows is looked at only if this holds, of an `or` only if it does not.
            assume(condition, logical.and());
        }
        scope.know(outside);
        return right ? new Term.Logical(logical.and(), operands, logical.span()) : null;
    }

    private static boolean add(List<Term> terms, @Nullable Term term) {
        return term != null && terms.add(term);
    }

    @Override
    public Term visit(Expression.Literal literal) {
        if (literal.integer()) {
            try {
                return new Term.Int(Poly.of(Long.parseLong(literal.text())), literal.span());
            } catch (NumberFormatException e) {
                // Too large for an integer, and still a fine real number.
                return new Term.Constant(Double.parseDouble(literal.text()), literal.span());
            }
        }
        return new Term.Constant(Double.parseDouble(literal.text()), literal.span());
    }

    @Override
    public @Nullable Term visit(Expression.Negate negate) {
        Term operand = number(negate.operand());
        if (operand instanceof Term.Int integer) {
            Poly negated = IntegerExpressions.negated(integer.value());
            if (negated != null) {
                boolean real = integer.real() != null;
                Term term = real ? new Term.Apply(Arithmetic.NEG, List.of(operand), negate.span()) : null;
                return new Term.Int(negated, term, negate.span());
            }
        }
        return operand == null ? null : new Term.Apply(Arithmetic.NEG, List.of(operand), negate.span());
    }

    /** Integers are combined exactly as far as they go from the left; from the first real on all is real. */
    @Override
    public @Nullable Term visit(Expression.Chain chain) {
        Term left = isWhole(chain.rest().get(0)) ? whole(chain.first()) : number(chain.first());
        boolean right = left != null;
        Poly value = left instanceof Term.Int integer ? integer.value() : null;
        List<Term.Link> links = new ArrayList<>();
        Span span = chain.first().span();
        for (Expression.Link link : chain.rest()) {
            Term operand = isWhole(link) ? whole(link.operand()) : number(link.operand());
            right &= operand != null;
            if (!right || operand == null) {
                continue;
            }
            boolean whole = isWhole(link);
            span = chain.first().span().to(operand.span());
            if (value != null && operand instanceof Term.Int integer) {
                value = combine(value, link, integer.value());
                right = value != null || !whole;
                if (whole && value != null) {
                    left = new Term.Int(value, span);
                    links.clear();
                    continue;
                }
            } else {
                value = null;
                right = !whole || wholeOperands(link, links.isEmpty() ? left : null, operand);
            }
            links.add(new Term.Link(link.operator(), operand));
        }
        if (!right || left == null) {
            return null;
        }
        Term real = links.isEmpty() ? left : new Term.Chain(left, links, chain.span());
        return value == null || links.isEmpty() ? real : new Term.Int(value, fits(value) ? null : real, span);
    }

    /** Whether the integer, and what is computed on the way to it, is known to fit into 64 bits. */
    boolean fits(Poly value) {
        if (Interval.isLong(value, atom -> null)) {
            return true;
        }
        Map<Atom, Interval> known = new HashMap<>();
        scope.ranges().forEach(range -> known.put(range.index(), Interval.of(range, known::get)));
        return Interval.isLong(value, known::get);
    }

    private static boolean isWhole(Expression.Link link) {
        return link.operator() == Operator.DIV || link.operator() == Operator.MOD;
    }

    /** An operand of {@code div} or {@code mod}: a choice between integers is one, too. */
    private @Nullable Term whole(Expression e) {
        Term term = number(e);
        if (term == null || term instanceof Term.Int) {
            return term;
        }
        Poly integer = new IntegerExpressions(context, new Reporter(new Diagnostics())).poly(e, scope, "");
        return integer == null ? term : new Term.Int(integer, e.span());
    }

    /** The integer, or null where the result is to be real, and after an error of {@code div} and {@code mod}. */
    private @Nullable Poly combine(Poly left, Expression.Link link, Poly right) {
        if (link.operator() == Operator.DIVIDE) {
            return null;
        }
        return isWhole(link)
                ? new IntegerExpressions(context).apply(link.operator(), left, right, link.operatorSpan())
                : IntegerExpressions.small(link.operator(), left, right);
    }

    private boolean wholeOperands(Expression.Link link, @Nullable Term left, Term right) {
        Term real = right instanceof Term.Int ? left : right;
        Span place = real == null ? link.operatorSpan() : real.span();
        context.reporter().report(ValueMessages.notWhole(link.operator(), place));
        return false;
    }

    @Override
    public @Nullable Term visit(Expression.Comparison comparison) {
        Term first = number(comparison.first());
        List<Term.Test> tests = new ArrayList<>();
        for (Expression.Test test : comparison.rest()) {
            Term operand = number(test.operand());
            if (operand != null) {
                tests.add(new Term.Test(test.relation(), IntegerTerms.compared(operand)));
            }
        }
        return first == null || tests.size() < comparison.rest().size()
                ? null
                : new Term.Comparison(IntegerTerms.compared(first), tests, comparison.span());
    }

    /**
     * In each branch it is known that its condition holds and those before it do not. In a function, a branch that
     * constants rule out is not looked at: that is where recursion ends.
     */
    @Override
    public @Nullable Term visit(Expression.If choice) {
        Facts outside = scope.facts();
        List<Term.Branch> branches = new ArrayList<>();
        Expression otherwise = choice.otherwise();
        boolean right = true;
        for (Expression.Branch branch : choice.branches()) {
            Term condition = condition(branch.condition());
            boolean inFunction = scope.sees() == Scope.Sees.FUNCTION;
            Boolean decided = (condition != null && inFunction) ? ConstantConditions.of(condition) : null;
            if (decided != null && decided) {
                otherwise = branch.value();
                break;
            } else if (decided != null) {
                continue;
            }
            Facts before = scope.facts();
            assume(condition, true);
            Term value = value(branch.value());
            scope.know(before);
            assume(condition, false);
            right &= condition != null && value != null;
            if (condition != null && value != null) {
                branches.add(new Term.Branch(condition, value));
            }
        }
        Term last = value(otherwise);
        scope.know(outside);
        if (last == null || !right) {
            return null;
        }
        return branches.isEmpty() ? last : arrays.choice(new Term.If(branches, last, choice.span()));
    }

    void assume(@Nullable Term condition, boolean holds) {
        if (condition != null) {
            scope.know(context.conditions().assume(scope.facts(), condition, holds));
        }
    }
}
