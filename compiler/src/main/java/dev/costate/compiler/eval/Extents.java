package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Value.Table;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Subscript;
import dev.costate.compiler.syntax.RangeExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of arrays, and the ranges that indices have by what they subscript.
 *
 * <p>Long, since it has a rule for each way in which a size can be stated.
 */
final class Extents {
    private final Meaning meaning;

    Extents(Meaning meaning) {
        this.meaning = meaning;
    }

    /** The values from one to less than the other. */
    record Bounds(long from, long to) {}

    /** A range that is stated. */
    Bounds stated(RangeExpression range, Env env) {
        if (range instanceof RangeExpression.Between between) {
            long from = new ExactIntegers(meaning).bound(between.from(), env);
            return new Bounds(
                    from, new ExactIntegers(meaning).bound(between.to(), env) + (between.inclusive() ? 1L : 0L));
        }
        return new Bounds(0, new ExactIntegers(meaning).bound(((RangeExpression.Extent) range).size(), env));
    }

    /** The shape of what a name stands for. */
    long[] shape(String name, Env env) {
        Env.Item item = env.find(name);
        if (item instanceof Quantity quantity) {
            return quantity.shape();
        } else if (item instanceof CallArgument argument) {
            return shape(argument.expression, argument.caller);
        }
        return item != null && item.value() instanceof Table table ? table.shape() : new long[0];
    }

    /** The shape of an expression, without axes for a number; its elements need not be known. */
    long[] shape(Expression e, Env env) {
        if (e instanceof Expression.Name name) {
            return shape(name.name(), env);
        } else if (e instanceof Expression.Subscripted subscripted) {
            return part(subscripted, env);
        } else if (e instanceof Expression.ArrayLiteral literal) {
            long[] first = shape(literal.elements().get(0), env);
            long[] shape = new long[first.length + 1];
            shape[0] = literal.elements().size();
            System.arraycopy(first, 0, shape, 1, first.length);
            return shape;
        } else if (e instanceof Expression.Call call) {
            Declared.Function own = env.function(call.name().name());
            return own == null ? new long[0] : new Calls(meaning).shape(own, call, env);
        } else if (e instanceof Expression.If choice) {
            for (Expression.Branch branch : choice.branches()) {
                Boolean decided = decided(branch.condition(), env);
                if (decided == null || decided) {
                    return shape(branch.value(), env);
                }
            }
            return shape(choice.otherwise(), env);
        }
        return new long[0];
    }

    private long[] part(Expression.Subscripted e, Env env) {
        if (e.subscripts().stream().allMatch(Subscript.At.class::isInstance)) {
            return new long[0];
        }
        long[] base = shape(e.base(), env);
        List<Long> shape = new ArrayList<>();
        for (int k = 0; k < base.length; k++) {
            Subscript subscript = e.subscripts().get(k);
            if (subscript instanceof Subscript.Slice slice) {
                Bounds bounds = stated(slice.range(), env);
                shape.add(bounds.to - bounds.from);
            } else if (subscript instanceof Subscript.All) {
                shape.add(base[k]);
            }
        }
        return shape.stream().mapToLong(n -> n).toArray();
    }

    /** Whether a comparison of sizes holds; null for any other condition. */
    private @Nullable Boolean decided(Expression condition, Env env) {
        if (!(condition instanceof Expression.Comparison)
                || !TreeWalk.names(condition).stream().allMatch(name -> isSize(name, env))) {
            return null;
        }
        try {
            return meaning.holds(condition, env);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static boolean isSize(String name, Env env) {
        Env.Item item = env.find(name);
        return item != null
                && !(item instanceof Index)
                && !(item instanceof CallArgument)
                && !(item instanceof Quantity)
                && item.value() instanceof Value.Whole;
    }

    /**
     * The length of the axes that an index walks in these expressions, or null if it is a bare subscript of none.
     *
     * @param own arrays that do not count
     */
    @Nullable
    Long walked(String index, List<Expression> scope, Env env, Set<String> own) {
        for (Expression e : scope) {
            Long found = walked(index, e, env, own);
            if (found != null) {
                return found;
            }
        }
        for (Expression e : scope) {
            Long found = narrowing(index, e, env, own);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Long walked(String index, Expression e, Env env, Set<String> own) {
        if (e instanceof Expression.If choice) {
            return walked(index, choice, env, own);
        } else if (e instanceof Expression.Subscripted subscripted) {
            Long here = bare(index, subscripted, env, own);
            if (here != null) {
                return here;
            }
        }
        return walkedInAny(index, e.children(), env, own);
    }

    private @Nullable Long walkedInAny(String index, List<Expression> parts, Env env, Set<String> own) {
        for (Expression part : parts) {
            Long found = walked(index, part, env, own);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A branch that sizes rule out says nothing of indices. */
    private @Nullable Long walked(String index, Expression.If choice, Env env, Set<String> own) {
        for (Expression.Branch branch : choice.branches()) {
            Boolean decided = decided(branch.condition(), env);
            Long found = walkedInAny(
                    index,
                    decided == null || decided
                            ? List.of(branch.condition(), branch.value())
                            : List.of(branch.condition()),
                    env,
                    own);
            if (found != null) {
                return found;
            } else if (decided != null && decided) {
                return null;
            }
        }
        return walked(index, choice.otherwise(), env, own);
    }

    private @Nullable Long bare(String index, Expression.Subscripted e, Env env, Set<String> own) {
        boolean counts = !(e.base() instanceof Expression.Name name && own.contains(name.name()));
        for (int k = 0; counts && k < e.subscripts().size(); k++) {
            if (isBare(e.subscripts().get(k), index)) {
                long[] shape = shapeOrNull(e, k, env);
                if (shape != null) {
                    return shape[k];
                }
            }
        }
        return null;
    }

    private static boolean isBare(Subscript subscript, String index) {
        return subscript instanceof Subscript.At at
                && at.value() instanceof Expression.Name name
                && name.name().equals(index);
    }

    /** The shape of what is subscripted, if it is known without indices that are bound further in. */
    private long @Nullable [] shapeOrNull(Expression.Subscripted e, int axis, Env env) {
        try {
            if (e.base() instanceof Expression.Name name && env.find(name.name()) instanceof Quantity quantity) {
                long[] shape = new long[e.subscripts().size()];
                shape[axis] = quantity.axis(axis);
                return shape;
            }
            return shape(e.base(), env);
        } catch (UnknownName unknown) {
            return null;
        }
    }

    /** What an index walks that this one narrows. */
    private @Nullable Long narrowing(String index, Expression e, Env env, Set<String> own) {
        if (e instanceof Expression.Binder binder) {
            for (int k = 0; k < binder.indices().size(); k++) {
                Expression.BoundIndex bound = binder.indices().get(k);
                if (bound.limit() instanceof Expression.Name name && name.name().equals(index)) {
                    Long found = walked(bound.name().name(), scope(binder, k), env, own);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        for (Expression part : e.children()) {
            Long found = narrowing(index, part, env, own);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Where an index of a binder can be named. */
    static List<Expression> scope(Expression.Binder binder, int index) {
        List<Expression> scope = new ArrayList<>();
        binder.indices().subList(index + 1, binder.indices().size()).forEach(i -> scope.addAll(i.children()));
        if (binder.where() != null) {
            scope.add(binder.where());
        }
        if (binder.body() != null) {
            scope.add(binder.body());
        }
        return scope;
    }

    /** An index of a binder where it takes its first value, whether or not there is one. */
    Index bound(Expression.Binder binder, int k, Env env) {
        Expression.BoundIndex bound = binder.indices().get(k);
        Index limit = bound.limit() instanceof Expression.Name name && env.find(name.name()) instanceof Index index
                ? index
                : null;
        Long axis = null;
        Bounds base;
        if (bound.range() != null) {
            base = stated(bound.range(), env);
        } else {
            axis = walked(bound.name().name(), scope(binder, k), env, Set.of());
            axis = axis == null ? sibling(binder, k, env) : axis;
            axis = axis == null && limit != null ? limit.axis() : axis;
            base = axis != null
                    ? new Bounds(0, axis)
                    : Objects.requireNonNull(limit).range();
        }
        return new Index(base.from, narrowed(base, bound, env), axis, conditions(binder));
    }

    /** What a later index of the binder walks that this one narrows. */
    private @Nullable Long sibling(Expression.Binder binder, int k, Env env) {
        for (int later = k + 1; later < binder.indices().size(); later++) {
            Expression.BoundIndex other = binder.indices().get(later);
            if (other.limit() instanceof Expression.Name name
                    && name.name().equals(binder.indices().get(k).name().name())) {
                Long found = walked(other.name().name(), scope(binder, later), env, Set.of());
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private Bounds narrowed(Bounds base, Expression.BoundIndex bound, Env env) {
        if (bound.relation() == null || bound.limit() == null) {
            return base;
        }
        long limit = new ExactIntegers(meaning).value(bound.limit(), env);
        return switch (bound.relation()) {
            case LESS -> new Bounds(base.from, Math.min(base.to, limit));
            case LESS_EQUAL -> new Bounds(base.from, Math.min(base.to, limit + 1));
            case GREATER -> new Bounds(Math.max(base.from, limit + 1), base.to);
            case GREATER_EQUAL -> new Bounds(Math.max(base.from, limit), base.to);
            case EQUAL, NOT_EQUAL -> base;
        };
    }

    /** What must hold of the indices of a binder beyond their ranges. */
    static List<Expression> conditions(Expression.Binder binder) {
        List<Expression> conditions = new ArrayList<>();
        for (Expression.BoundIndex bound : binder.indices()) {
            Expression limit = bound.limit();
            if (limit != null
                    && (bound.relation() == Expression.Relation.NOT_EQUAL
                            || bound.relation() == Expression.Relation.EQUAL)) {
                Expression name =
                        new Expression.Name(bound.name().name(), bound.name().span());
                conditions.add(new Expression.Comparison(
                        name,
                        List.of(new Expression.Test(bound.relation(), limit)),
                        bound.name().span()));
            }
        }
        if (binder.where() != null) {
            conditions.add(binder.where());
        }
        return conditions;
    }
}
