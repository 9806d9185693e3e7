package dev.costate.compiler.rewrite;

import static dev.costate.compiler.rewrite.Pattern.of;

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
    private static final Pattern ONE = of(1);

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
        add(laws, sub(exp(U), ONE), of(Ops.EXPM1, U));
        add(laws, sub(ONE, exp(U)), neg(of(Ops.EXPM1, U)));
        add(laws, of(Ops.ADD, of(-1), exp(U)), of(Ops.EXPM1, U));
        add(laws, of(Ops.MUL, exp(U), exp(V)), exp(of(Ops.ADD, U, V)));
        add(laws, of(Ops.DIV, exp(U), exp(V)), exp(sub(U, V)));
    }

    private static void sigmoids(List<Law> laws) {
        Pattern onePlusExp = of(Ops.ADD, ONE, exp(U));
        add(laws, of(Ops.DIV, exp(U), onePlusExp), sigmoid(U));
        add(laws, of(Ops.DIV, ONE, onePlusExp), sigmoid(neg(U)));
        add(laws, of(Ops.DIV, V, onePlusExp), of(Ops.MUL, V, sigmoid(neg(U))));
        add(laws, sub(ONE, sigmoid(U)), sigmoid(neg(U)));
        add(laws, log(sigmoid(U)), neg(softplus(neg(U))));
        add(laws, of(Ops.LOG1P, neg(sigmoid(U))), neg(softplus(U)));
        add(laws, sub(U, softplus(U)), neg(softplus(neg(U))));
        add(laws, of(Ops.MUL, of(0.5), of(Ops.ADD, ONE, of(Ops.TANH, U))), sigmoid(of(Ops.MUL, of(2), U)));
        add(laws, sub(ONE, of(Ops.SQUARE, of(Ops.TANH, U))), of(Ops.SECH2, U));
    }

    private static void logarithms(List<Law> laws) {
        add(laws, log(exp(U)), U);
        add(laws, log(of(Ops.ADD, exp(U), exp(V))), of(Ops.LOGADDEXP, U, V));
        add(laws, log(of(Ops.ADD, ONE, exp(U))), softplus(U));
        add(laws, of(Ops.LOG1P, exp(U)), softplus(U));
        add(laws, of(Ops.LOG1P, neg(exp(U))), of(Ops.LOG1MEXP, U));
        add(laws, log(neg(of(Ops.EXPM1, U))), of(Ops.LOG1MEXP, U));
        add(laws, log(of(Ops.ADD, ONE, U)), of(Ops.LOG1P, U));
        add(laws, log(sub(ONE, U)), of(Ops.LOG1P, neg(U)));
        add(laws, log(of(Ops.SQRT, U)), of(Ops.MUL, of(0.5), log(U)));
        add(laws, of(Ops.MUL, X, log(V)), of(Ops.XLOGY, X, V));
        add(laws, of(Ops.MUL, X, of(Ops.LOG1P, V)), of(Ops.XLOG1PY, X, V));
        add(laws, log(of(Ops.COSH, U)), of(Ops.LOG_COSH, U));
    }

    private static void roots(List<Law> laws) {
        add(laws, of(Ops.SQRT, of(Ops.SQUARE, U)), of(Ops.ABS, U));
        add(laws, of(Ops.SQRT, of(Ops.ADD, of(Ops.SQUARE, U), of(Ops.SQUARE, V))), of(Ops.HYPOT, U, V));
        add(laws, sub(of(Ops.SQUARE, U), of(Ops.SQUARE, V)), of(Ops.MUL, sub(U, V), of(Ops.ADD, U, V)));
        add(laws, sub(of(Ops.SQUARE, U), ONE), of(Ops.MUL, sub(U, ONE), of(Ops.ADD, ONE, U)));
        add(laws, sub(ONE, of(Ops.SQUARE, U)), of(Ops.MUL, sub(ONE, U), of(Ops.ADD, ONE, U)));
    }

    private static void errorFunctions(List<Law> laws) {
        add(laws, sub(ONE, of(Ops.ERF, U)), of(Ops.ERFC, U));
        add(laws, of(Ops.ADD, ONE, of(Ops.ERF, U)), of(Ops.ERFC, neg(U)));
        add(laws, sub(ONE, of(Ops.ERFC, U)), of(Ops.ERF, U));
    }

    private static void add(List<Law> laws, Pattern left, Pattern right) {
        laws.add(new Law((Pattern.Node) left, right));
    }

    private static Pattern log(Pattern u) {
        return of(Ops.LOG, u);
    }

    private static Pattern exp(Pattern u) {
        return of(Ops.EXP, u);
    }

    private static Pattern neg(Pattern u) {
        return of(Ops.NEG, u);
    }

    private static Pattern sub(Pattern u, Pattern v) {
        return of((Op) Ops.SUB, u, v);
    }

    private static Pattern sigmoid(Pattern u) {
        return of(Ops.SIGMOID, u);
    }

    private static Pattern softplus(Pattern u) {
        return of(Ops.SOFTPLUS, u);
    }
}
