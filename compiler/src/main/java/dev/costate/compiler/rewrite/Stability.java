package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * The laws by which formulas written the plain way are computed stably. They are applied before differentiation, so
 * that derivatives inherit them.
 */
final class Stability {
    private static final Pattern U = new Pattern.Hole("u");
    private static final Pattern V = new Pattern.Hole("v");
    private static final Pattern X = new Pattern.Unknown("x");
    private static final Pattern ONE = Pattern.of(1);

    static final List<Law> LAWS = laws();

    private Stability() {}

    private static List<Law> laws() {
        List<Law> laws = new ArrayList<>();
        exponentials(laws);
        sigmoids(laws);
        logarithms(laws);
        roots(laws);
        errorFunctions(laws);
        return List.copyOf(laws);
    }

    private static void exponentials(List<Law> laws) {
        add(laws, sub(exp(U), ONE), node(Ops.EXPM1, U));
        add(laws, sub(ONE, exp(U)), neg(node(Ops.EXPM1, U)));
        add(laws, node(Ops.ADD, Pattern.of(-1), exp(U)), node(Ops.EXPM1, U));
        add(laws, node(Ops.MUL, exp(U), exp(V)), exp(node(Ops.ADD, U, V)));
        add(laws, node(Ops.DIV, exp(U), exp(V)), exp(sub(U, V)));
    }

    private static void sigmoids(List<Law> laws) {
        Pattern onePlusExp = node(Ops.ADD, ONE, exp(U));
        add(laws, node(Ops.DIV, exp(U), onePlusExp), sigmoid(U));
        add(laws, node(Ops.DIV, ONE, onePlusExp), sigmoid(neg(U)));
        add(laws, node(Ops.DIV, V, onePlusExp), node(Ops.MUL, V, sigmoid(neg(U))));
        add(laws, sub(ONE, sigmoid(U)), sigmoid(neg(U)));
        add(laws, log(sigmoid(U)), neg(softplus(neg(U))));
        add(laws, node(Ops.LOG1P, neg(sigmoid(U))), neg(softplus(U)));
        add(laws, sub(U, softplus(U)), neg(softplus(neg(U))));
        add(
                laws,
                node(Ops.MUL, Pattern.of(0.5), node(Ops.ADD, ONE, node(Ops.TANH, U))),
                sigmoid(node(Ops.MUL, Pattern.of(2), U)));
        add(laws, sub(ONE, node(Ops.SQUARE, node(Ops.TANH, U))), node(Ops.SECH2, U));
    }

    private static void logarithms(List<Law> laws) {
        add(laws, log(exp(U)), U);
        add(laws, log(node(Ops.ADD, exp(U), exp(V))), node(Ops.LOGADDEXP, U, V));
        add(laws, log(node(Ops.ADD, ONE, exp(U))), softplus(U));
        add(laws, node(Ops.LOG1P, exp(U)), softplus(U));
        add(laws, node(Ops.LOG1P, neg(exp(U))), node(Ops.LOG1MEXP, U));
        add(laws, log(neg(node(Ops.EXPM1, U))), node(Ops.LOG1MEXP, U));
        add(laws, log(node(Ops.ADD, ONE, U)), node(Ops.LOG1P, U));
        add(laws, log(sub(ONE, U)), node(Ops.LOG1P, neg(U)));
        add(laws, log(node(Ops.SQRT, U)), node(Ops.MUL, Pattern.of(0.5), log(U)));
        add(laws, node(Ops.MUL, X, log(V)), node(Ops.XLOGY, X, V));
        add(laws, node(Ops.MUL, X, node(Ops.LOG1P, V)), node(Ops.XLOG1PY, X, V));
        add(laws, log(node(Ops.COSH, U)), node(Ops.LOG_COSH, U));
    }

    private static void roots(List<Law> laws) {
        add(laws, node(Ops.SQRT, node(Ops.SQUARE, U)), node(Ops.ABS, U));
        add(laws, node(Ops.SQRT, node(Ops.ADD, node(Ops.SQUARE, U), node(Ops.SQUARE, V))), node(Ops.HYPOT, U, V));
        add(laws, sub(node(Ops.SQUARE, U), node(Ops.SQUARE, V)), node(Ops.MUL, sub(U, V), node(Ops.ADD, U, V)));
        add(laws, sub(node(Ops.SQUARE, U), ONE), node(Ops.MUL, sub(U, ONE), node(Ops.ADD, ONE, U)));
        add(laws, sub(ONE, node(Ops.SQUARE, U)), node(Ops.MUL, sub(ONE, U), node(Ops.ADD, ONE, U)));
    }

    private static void errorFunctions(List<Law> laws) {
        add(laws, sub(ONE, node(Ops.ERF, U)), node(Ops.ERFC, U));
        add(laws, node(Ops.ADD, ONE, node(Ops.ERF, U)), node(Ops.ERFC, neg(U)));
        add(laws, sub(ONE, node(Ops.ERFC, U)), node(Ops.ERF, U));
    }

    private static void add(List<Law> laws, Pattern left, Pattern right) {
        laws.add(new Law((Pattern.Node) left, right));
    }

    private static Pattern node(Op op, Pattern... operands) {
        return Pattern.of(op, operands);
    }

    private static Pattern log(Pattern u) {
        return node(Ops.LOG, u);
    }

    private static Pattern exp(Pattern u) {
        return node(Ops.EXP, u);
    }

    private static Pattern neg(Pattern u) {
        return node(Ops.NEG, u);
    }

    private static Pattern sub(Pattern u, Pattern v) {
        return node(Ops.SUB, u, v);
    }

    private static Pattern sigmoid(Pattern u) {
        return node(Ops.SIGMOID, u);
    }

    private static Pattern softplus(Pattern u) {
        return node(Ops.SOFTPLUS, u);
    }
}
