package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Value.Whole;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Operator;
import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/** The meaning of expressions, by recursion over the tree, whose depth the parser bounds. */
final class Evaluator implements Meaning {
    private final BinderValues binders = new BinderValues(this);
    private final ConstantOperands constants = new ConstantOperands(this);
    private final Calls calls = new Calls(this);
    /** What literals say, read once. */
    private final IdentityHashMap<Expression.Literal, Value> literals = new IdentityHashMap<>();

    @Override
    public Value value(Expression e, Env env) {
        if (e instanceof Expression.Literal literal) {
            return literals.computeIfAbsent(literal, Evaluator::literal);
        } else if (e instanceof Expression.Name name) {
            return name(name.name(), env);
        } else if (e instanceof Expression.Chain chain) {
            return chain(chain, env);
        } else if (e instanceof Expression.Negate negate) {
            Value operand = value(negate.operand(), env);
            return operand instanceof Whole whole
                    ? new Whole(whole.value().negate())
                    : operand.real().negated();
        } else if (e instanceof Expression.Power power) {
            return apply("pow", List.of(power.base(), power.exponent()), env);
        } else if (e instanceof Expression.If choice) {
            for (Expression.Branch branch : choice.branches()) {
                if (holds(branch.condition(), env)) {
                    return value(branch.value(), env);
                }
            }
            return value(choice.otherwise(), env);
        } else if (e instanceof Expression.Binder binder) {
            return binders.value(binder, env);
        } else if (e instanceof Expression.Call call) {
            return call(call, env);
        } else if (e instanceof Expression.Subscripted subscripted) {
            return TableValues.subscripted(this, subscripted, env);
        } else if (e instanceof Expression.ArrayLiteral literal) {
            return TableValues.literal(this, literal, env);
        }
        throw new IllegalStateException("no number: " + e.span().text());
    }

    @Override
    public void each(Expression.Binder binder, Env env, Consumer<Env> action) {
        binders.each(binder, env, action);
    }

    private static Value literal(Expression.Literal literal) {
        if (literal.integer()) {
            BigInteger integer = new BigInteger(literal.text());
            if (integer.bitLength() < Long.SIZE) {
                return new Whole(integer);
            }
        }
        return Jet.constant(Double.parseDouble(literal.text()));
    }

    private static Value name(String name, Env env) {
        Env.Item item = env.find(name);
        if (item != null) {
            return item.value();
        }
        return switch (name) {
            case "pi", "π" -> Jet.constant(Math.PI);
            case "e" -> Jet.constant(Math.E);
            case "inf" -> Jet.constant(Double.POSITIVE_INFINITY);
            default -> throw new UnknownName(name);
        };
    }

    /** Integers are combined exactly; only {@code div} and {@code mod} ask whether they fit into 64 bits. */
    private Value chain(Expression.Chain chain, Env env) {
        Value left = value(chain.first(), env);
        for (Expression.Link link : chain.rest()) {
            Value right = value(link.operand(), env);
            Operator operator = link.operator();
            boolean whole = left instanceof Whole && right instanceof Whole && operator != Operator.DIVIDE;
            left = whole
                    ? new Whole(whole(operator, ((Whole) left).value(), ((Whole) right).value(), chain))
                    : real(operator, left.real(), right.real());
        }
        return left;
    }

    private static BigInteger whole(Operator operator, BigInteger a, BigInteger b, Expression.Chain chain) {
        return switch (operator) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case DIV, MOD -> ExactIntegers.divided(operator, a, b, chain.span());
            case DIVIDE -> throw new IllegalStateException("a quotient is real");
        };
    }

    private static Jet real(Operator operator, Jet a, Jet b) {
        return switch (operator) {
            case ADD -> a.plus(b);
            case SUBTRACT -> a.minus(b);
            case MULTIPLY -> a.times(b);
            case DIVIDE -> a.over(b);
            case DIV, MOD -> throw new IllegalStateException("of integers only");
        };
    }

    @Override
    public boolean isExtreme(Expression.Call call, Env env) {
        HandedFunction callee = env.callee(call.name().name());
        return (callee.name().equals("max") || callee.name().equals("min")) && callee.declared() == null;
    }

    private Value call(Expression.Call call, Env env) {
        HandedFunction callee = env.callee(call.name().name());
        if (callee.declared() != null) {
            return calls.value(callee.declared(), call, env);
        } else if (callee.name().equals("detach")) {
            return real(call.arguments().get(0), env).still();
        }
        return apply(callee.name(), call.arguments(), env);
    }

    private Value apply(String function, List<Expression> arguments, Env env) {
        boolean extreme = function.equals("max") || function.equals("min");
        List<Value> operands = arguments.stream().map(a -> value(a, env)).toList();
        if (extreme && operands.get(0) instanceof Whole a && operands.get(1) instanceof Whole b) {
            return new Whole(
                    function.equals("max")
                            ? a.value().max(b.value())
                            : a.value().min(b.value()));
        }
        boolean[] constant = new boolean[operands.size()];
        for (int k = 0; k < constant.length; k++) {
            constant[k] = (extreme || function.equals("clamp")) && constants.isConstant(arguments.get(k), env);
        }
        return Joint.of(function, operands.stream().map(Value::real).toList(), constant);
    }

    @Override
    public boolean holds(Expression e, Env env) {
        return Meaning.holds(e, comparison -> compares(comparison, env));
    }

    private boolean compares(Expression.Comparison comparison, Env env) {
        Value left = value(comparison.first(), env);
        for (Expression.Test test : comparison.rest()) {
            Value right = value(test.operand(), env);
            boolean holds = (left instanceof Whole a && right instanceof Whole b)
                    ? Meaning.holds(test.relation(), a.value().compareTo(b.value()), 0)
                    : Meaning.holds(
                            test.relation(), left.real().value(), right.real().value());
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
