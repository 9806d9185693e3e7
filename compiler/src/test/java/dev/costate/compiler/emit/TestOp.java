package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.loop.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations that are only written, for tests of the emitter. */
final class TestOp extends Op {
    static final Op ADD = infix("+");
    static final Op SUB = infix("-");
    static final Op MUL = infix("*");
    static final Op DIV = infix("/");
    static final Op AND = infix("&&");
    static final Op OR = infix("||");
    static final Op LESS = infix("<");
    static final Op NEG = new TestOp(new Form.Prefix("-"), 1);
    static final Op NOT = new TestOp(new Form.Prefix("!"), 1);
    static final Op SIGMOID = new TestOp(new Form.Call("Elementary", "sigmoid"), 1);
    static final Op SOFTPLUS = new TestOp(new Form.Call("Elementary", "softplus"), 1);
    static final Op MAX = new TestOp(new Form.Call("Math", "max"), 2);

    private final Form form;

    private TestOp(Form form, int arity) {
        super("test", arity);
        this.form = form;
    }

    private static Op infix(String symbol) {
        return new TestOp(new Form.Infix(symbol), 2);
    }

    static Code apply(Op op, Code... operands) {
        return new Code.Apply(op, List.of(operands));
    }

    @Override
    public double value(double... a) {
        return Double.NaN;
    }

    @Override
    public @Nullable Expr partial(int k, List<Expr> a, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return form;
    }

    @Override
    public int cost() {
        return 1;
    }
}
