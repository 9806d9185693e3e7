package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.RangeExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of expressions. */
final class TreeWalk {
    private TreeWalk() {}

    static List<Expression> parts(Expression e) {
        List<Expression> parts = new ArrayList<>();
        if (e instanceof Expression.Chain chain) {
            parts.add(chain.first());
            chain.rest().forEach(link -> parts.add(link.operand()));
        } else if (e instanceof Expression.Negate negate) {
            parts.add(negate.operand());
        } else if (e instanceof Expression.Power power) {
            parts.add(power.base());
            parts.add(power.exponent());
        } else if (e instanceof Expression.Comparison comparison) {
            parts.add(comparison.first());
            comparison.rest().forEach(test -> parts.add(test.operand()));
        } else if (e instanceof Expression.Logical logical) {
            parts.addAll(logical.operands());
        } else if (e instanceof Expression.Not not) {
            parts.add(not.operand());
        } else if (e instanceof Expression.If choice) {
            for (Expression.Branch branch : choice.branches()) {
                parts.add(branch.condition());
                parts.add(branch.value());
            }
            parts.add(choice.otherwise());
        } else if (e instanceof Expression.Binder binder) {
            binder.indices().forEach(index -> parts.addAll(bounds(index)));
            addTo(parts, binder.where());
            addTo(parts, binder.body());
        } else if (e instanceof Expression.Call call) {
            parts.addAll(call.arguments());
        } else if (e instanceof Expression.Subscripted subscripted) {
            parts.add(subscripted.base());
            subscripted.subscripts().forEach(s -> parts.addAll(subscript(s)));
        } else if (e instanceof Expression.ArrayLiteral literal) {
            parts.addAll(literal.elements());
        }
        return parts;
    }

    private static List<Expression> subscript(Expression.Subscript subscript) {
        if (subscript instanceof Expression.Subscript.At at) {
            return List.of(at.value());
        }
        return subscript instanceof Expression.Subscript.Slice slice ? bounds(slice.range()) : List.of();
    }

    static List<Expression> bounds(Expression.BoundIndex index) {
        List<Expression> parts = new ArrayList<>();
        if (index.range() != null) {
            parts.addAll(bounds(index.range()));
        }
        addTo(parts, index.limit());
        return parts;
    }

    static List<Expression> bounds(RangeExpression range) {
        if (range instanceof RangeExpression.Between between) {
            return List.of(between.from(), between.to());
        }
        return List.of(((RangeExpression.Extent) range).size());
    }

    private static void addTo(List<Expression> parts, @Nullable Expression e) {
        if (e != null) {
            parts.add(e);
        }
    }

    /** The names in an expression, also those of functions. */
    static List<String> names(Expression e) {
        List<String> names = new ArrayList<>();
        if (e instanceof Expression.Name name) {
            names.add(name.name());
        } else if (e instanceof Expression.Call call) {
            names.add(call.name().name());
        }
        parts(e).forEach(part -> names.addAll(names(part)));
        return names;
    }

    /** The equations among these, also those in blocks, each with the clause of its blocks. */
    static List<Declaration.Equation> equations(List<Declaration> declarations) {
        List<Declaration.Equation> equations = new ArrayList<>();
        for (Declaration declaration : declarations) {
            if (declaration instanceof Declaration.Equation equation) {
                equations.add(equation);
            } else if (declaration instanceof Declaration.Results results) {
                equations.addAll(results.equations());
            } else if (declaration instanceof Declaration.ForBlock block) {
                for (Declaration.Equation e : equations(block.body())) {
                    List<Declaration.IndexRange> ranges = new ArrayList<>(block.ranges());
                    ranges.addAll(e.ranges());
                    equations.add(new Declaration.Equation(
                            e.output(), e.name(), e.subscripts(), e.integer(), e.value(), ranges, e.doc(), e.span()));
                }
            }
        }
        return equations;
    }
}
