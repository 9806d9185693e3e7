package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

public final class Ops {
    interface P { @Nullable Expr p(int k, List<Expr> a, Expr r, Exprs m); }
    static Op op(String n, int ar, ToDoubleFunction<double[]> v, P p, Op.Form f, Op.Kind kind, Op.Kind ok, boolean comm) {
        return new Op(n, ar) {
            @Override public double value(double... a) { return v.applyAsDouble(a); }
            @Override public @Nullable Expr partial(int k, List<Expr> a, Expr r, Exprs m) { return p.p(k, a, r, m); }
            @Override public Form java() { return f; }
            @Override public int cost() { return 1; }
            @Override public Kind kind() { return kind; }
            @Override public Kind operandKind() { return ok; }
            @Override public boolean commutative() { return comm; }
            @Override public @Nullable Expr simplify(List<Expr> a, Exprs m) {
                if (n.equals("*") && a.get(0).isNumber(1)) return a.get(1);
                if (n.equals("*") && a.get(1).isNumber(1)) return a.get(0);
                return null;
            }
        };
    }
    static final Op.Kind R = Op.Kind.REAL, C = Op.Kind.CONDITION;
    static Op.Form in(String s) { return new Op.Form.Infix(s); }
    static Op.Form ma(String s) { return new Op.Form.Call("Math", s); }
    public static final Op ADD = op("+", 2, a -> a[0] + a[1], (k, a, r, m) -> m.number(1), in("+"), R, R, true);
    public static final Op MUL = op("*", 2, a -> a[0] * a[1], (k, a, r, m) -> a.get(1 - k), in("*"), R, R, true);
    public static final Op NEG = op("neg", 1, a -> -a[0], (k, a, r, m) -> m.number(-1), new Op.Form.Prefix("-"), R, R, false);
    public static final Op SUB = op("-", 2, a -> a[0] - a[1], (k, a, r, m) -> m.number(k == 0 ? 1 : -1), in("-"), R, R, false);
    public static final Op DIV = op("/", 2, a -> a[0] / a[1], (k, a, r, m) -> k == 0 ? m.apply(Ops.DIV, m.number(1), a.get(1)) : m.apply(Ops.NEG, m.apply(Ops.DIV, r, a.get(1))), in("/"), R, R, false);
    public static final Op LT = op("<", 2, a -> a[0] < a[1] ? 1 : 0, (k, a, r, m) -> null, in("<"), C, R, false);
    public static final Op LE = op("<=", 2, a -> a[0] <= a[1] ? 1 : 0, (k, a, r, m) -> null, in("<="), C, R, false);
    public static final Op EQ = op("==", 2, a -> a[0] == a[1] ? 1 : 0, (k, a, r, m) -> null, in("=="), C, R, true);
    public static final Op NE = op("!=", 2, a -> a[0] != a[1] ? 1 : 0, (k, a, r, m) -> null, in("!="), C, R, true);
    public static final Op AND = op("and", 2, a -> a[0] * a[1], (k, a, r, m) -> null, in("&&"), C, C, false);
    public static final Op OR = op("or", 2, a -> Math.max(a[0], a[1]), (k, a, r, m) -> null, in("||"), C, C, false);
    public static final Op NOT = op("not", 1, a -> 1 - a[0], (k, a, r, m) -> null, new Op.Form.Prefix("!"), C, C, false);
    public static final Op EXP = op("exp", 1, a -> Math.exp(a[0]), (k, a, r, m) -> r, ma("exp"), R, R, false);
    public static final Op LOG = op("log", 1, a -> Math.log(a[0]), (k, a, r, m) -> m.apply(Ops.DIV, m.number(1), a.get(0)), ma("log"), R, R, false);
    public static final Op LOG1P = op("log1p", 1, a -> Math.log1p(a[0]), (k, a, r, m) -> m.apply(Ops.DIV, m.number(1), m.apply(Ops.ADD, m.number(1), a.get(0))), ma("log1p"), R, R, false);
    public static final Op SQUARE = op("square", 1, a -> a[0] * a[0], (k, a, r, m) -> m.apply(Ops.MUL, m.number(2), a.get(0)), new Op.Form.Call("Elementary", "square"), R, R, false);
    public static final Op SIGMOID = op("sigmoid", 1, a -> 1 / (1 + Math.exp(-a[0])), (k, a, r, m) -> m.apply(Ops.MUL, r, m.apply(Ops.SIGMOID, m.apply(Ops.NEG, a.get(0)))), new Op.Form.Call("Elementary", "sigmoid"), R, R, false);
    public static final Op SOFTPLUS = op("softplus", 1, a -> Math.log1p(Math.exp(a[0])), (k, a, r, m) -> m.apply(Ops.SIGMOID, a.get(0)), new Op.Form.Call("Elementary", "softplus"), R, R, false);
    public static final Op DETACH = op("detach", 1, a -> a[0], (k, a, r, m) -> null, new Op.Form.Transparent(), R, R, false);
    public static final Op STRONG_MUL = op("strong_mul", 2, a -> a[0] == 0 ? 0 : a[0] * a[1], (k, a, r, m) -> a.get(1 - k), new Op.Form.Call("Elementary", "strongProduct"), R, R, false);
    public static final Op SURROGATE = op("surrogate", 2, a -> a[0], (k, a, r, m) -> k == 0 ? null : m.number(1), new Op.Form.Transparent(), R, R, false);
    public static final Op NORM_ROOT = op("norm_root", 1, a -> Math.sqrt(a[0]), (k, a, r, m) -> null, ma("sqrt"), R, R, false);
    public static final Op EXP_DIFF = op("exp_diff", 2, a -> a[0] == a[1] ? 1 : Math.exp(a[0] - a[1]), (k, a, r, m) -> k == 0 ? r : null, new Op.Form.Call("Elementary", "expDiff"), R, R, false);
    public static final List<Op> ALL = List.of();
    private Ops() {}
    public static @Nullable Op function(String name) { return null; }
}
