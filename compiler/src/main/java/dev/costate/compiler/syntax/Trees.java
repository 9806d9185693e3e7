package dev.costate.compiler.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What walks over the tree need. */
public final class Trees {
    private Trees() {}

    /** The parts of an expression, in order. */
    public static List<Expression> children(Expression e) {
        if (e instanceof Expression.Chain chain) {
            List<Expression> parts = new ArrayList<>(List.of(chain.first()));
            chain.rest().forEach(link -> parts.add(link.operand()));
            return parts;
        } else if (e instanceof Expression.Negate negate) {
            return List.of(negate.operand());
        } else if (e instanceof Expression.Power power) {
            return List.of(power.base(), power.exponent());
        } else if (e instanceof Expression.Comparison comparison) {
            List<Expression> parts = new ArrayList<>(List.of(comparison.first()));
            comparison.rest().forEach(test -> parts.add(test.operand()));
            return parts;
        } else if (e instanceof Expression.Logical logical) {
            return logical.operands();
        } else if (e instanceof Expression.Not not) {
            return List.of(not.operand());
        } else if (e instanceof Expression.If choice) {
            return branches(choice);
        } else if (e instanceof Expression.Binder binder) {
            return binder(binder);
        } else if (e instanceof Expression.Call call) {
            return call.arguments();
        } else if (e instanceof Expression.Subscripted subscripted) {
            List<Expression> parts = new ArrayList<>(List.of(subscripted.base()));
            parts.addAll(subscripts(subscripted));
            return parts;
        }
        return e instanceof Expression.ArrayLiteral literal ? literal.elements() : List.of();
    }

    private static List<Expression> branches(Expression.If choice) {
        List<Expression> parts = new ArrayList<>();
        for (Expression.Branch branch : choice.branches()) {
            parts.add(branch.condition());
            parts.add(branch.value());
        }
        parts.add(choice.otherwise());
        return parts;
    }

    private static List<Expression> binder(Expression.Binder binder) {
        List<Expression> parts = new ArrayList<>();
        binder.indices().forEach(i -> parts.addAll(bounds(i)));
        addIfThere(parts, binder.where());
        addIfThere(parts, binder.body());
        return parts;
    }

    /** The expressions in the range or limit of a bound index. */
    public static List<Expression> bounds(Expression.BoundIndex index) {
        List<Expression> parts = new ArrayList<>(bounds(index.range()));
        addIfThere(parts, index.limit());
        return parts;
    }

    public static List<Expression> bounds(@Nullable RangeExpression range) {
        if (range instanceof RangeExpression.Extent extent) {
            return List.of(extent.size());
        }
        return range instanceof RangeExpression.Between between ? List.of(between.from(), between.to()) : List.of();
    }

    /** The expressions within subscripts and slices. */
    public static List<Expression> subscripts(Expression.Subscripted e) {
        List<Expression> parts = new ArrayList<>();
        for (Expression.Subscript subscript : e.subscripts()) {
            if (subscript instanceof Expression.Subscript.At at) {
                parts.add(at.value());
            } else if (subscript instanceof Expression.Subscript.Slice slice) {
                parts.addAll(bounds(slice.range()));
            }
        }
        return parts;
    }

    private static void addIfThere(List<Expression> list, @Nullable Expression e) {
        if (e != null) {
            list.add(e);
        }
    }

    /** The name that a subscript is, or null if it is anything else. */
    public static @Nullable String bareName(Expression.Subscript subscript) {
        return subscript instanceof Expression.Subscript.At at && at.value() instanceof Expression.Name name
                ? name.name()
                : null;
    }
}
