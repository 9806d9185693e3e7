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
    private static final Pattern W = new Pattern.Hole("w");
    private static final Pattern X = new Pattern.Unknown("x");
    private static final Pattern ONE = Pattern.of(1);

    static final List<Law> LAWS = laws();

    private Stability() {}

    private static List<Law> laws() {
        List<Law> laws = new ArrayList<>();
        exponentials(laws);
        hyperbolic(laws);
        circular(laws);
        gammas(laws);
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

    private static void hyperbolic(List<Law> laws) {
        Pattern half = Pattern.of(0.5);
        Pattern two = Pattern.of(2);
        Pattern sum = node(Ops.ADD, exp(U), exp(neg(U)));
        Pattern difference = sub(exp(U), exp(neg(U)));
        Pattern tanhOfHalf = node(Ops.TANH, node(Ops.MUL, half, U));
        Pattern versine = node(Ops.MUL, Pattern.of(4), square(node(Ops.SINH, node(Ops.MUL, half, U))));
        add(laws, node(Ops.MUL, half, sum), node(Ops.COSH, U));
        add(laws, node(Ops.MUL, half, difference), node(Ops.SINH, U));
        add(laws, node(Ops.DIV, difference, sum), node(Ops.TANH, U));
        add(laws, node(Ops.DIV, node(Ops.EXPM1, U), node(Ops.ADD, ONE, exp(U))), tanhOfHalf);
        add(laws, sub(node(Ops.MUL, two, sigmoid(U)), ONE), tanhOfHalf);
        add(laws, sub(ONE, node(Ops.MUL, two, sigmoid(U))), neg(tanhOfHalf));
        add(laws, sub(sum, two), versine);
        add(laws, node(Ops.ADD, sub(exp(U), two), exp(neg(U))), versine);
        add(laws, log(node(Ops.ADD, U, node(Ops.SQRT, node(Ops.ADD, ONE, square(U))))), node(Ops.ASINH, U));
        Pattern factors = node(Ops.MUL, sub(U, ONE), node(Ops.ADD, ONE, U));
        Pattern surrogate = node(Ops.SURROGATE, factors, sub(square(U), ONE));
        add(laws, log(node(Ops.ADD, U, node(Ops.SQRT, surrogate))), node(Ops.ACOSH, U));
        Pattern odds = node(Ops.DIV, node(Ops.ADD, ONE, U), sub(ONE, U));
        add(laws, node(Ops.MUL, half, log(odds)), node(Ops.ATANH, U));
        add(laws, node(Ops.MUL, half, sub(node(Ops.LOG1P, U), node(Ops.LOG1P, neg(U)))), node(Ops.ATANH, U));
    }

    private static void circular(List<Law> laws) {
        Pattern sine = node(Ops.SIN, node(Ops.MUL, Pattern.of(0.5), U));
        add(laws, sub(ONE, node(Ops.COS, U)), node(Ops.MUL, Pattern.of(2), square(sine)));
        add(laws, sub(ONE, square(node(Ops.COS, U))), square(node(Ops.SIN, U)));
        add(laws, sub(ONE, square(node(Ops.SIN, U))), square(node(Ops.COS, U)));
        quotients(laws);
    }

    /**
     * Quotients with a sine that vanishes where the divisor does, such as sin(u)/u and, by its half angle, (1 -
     * cos(u))/u²: sin(u)/u is an operation, so that derivatives keep their digits, too.
     */
    private static void quotients(List<Law> laws) {
        add(laws, node(Ops.DIV, U, node(Ops.SIN, U)), node(Ops.DIV, ONE, node(Ops.SINC, U)));
        quotients(laws, U, ONE);
        quotients(laws, node(Ops.MUL, U, V), V);
        quotients(laws, node(Ops.MUL, V, U), V);
    }

    /** @param angle u times the factor */
    private static void quotients(List<Law> laws, Pattern angle, Pattern factor) {
        Pattern sine = node(Ops.SIN, angle);
        Pattern scaled = node(Ops.MUL, W, square(sine));
        Pattern quotient = node(Ops.MUL, factor, node(Ops.SINC, angle));
        add(laws, node(Ops.DIV, sine, U), quotient);
        add(laws, node(Ops.DIV, square(sine), square(U)), square(quotient));
        add(laws, node(Ops.DIV, scaled, square(U)), node(Ops.MUL, W, square(quotient)));
        add(laws, node(Ops.DIV, square(sine), U), node(Ops.MUL, sine, quotient));
        add(laws, node(Ops.DIV, scaled, U), node(Ops.MUL, W, node(Ops.MUL, sine, quotient)));
    }

    private static void gammas(List<Law> laws) {
        Pattern sum = node(Ops.LGAMMA, node(Ops.ADD, U, V));
        Pattern first = node(Ops.LGAMMA, U);
        Pattern second = node(Ops.LGAMMA, V);
        add(laws, sub(node(Ops.ADD, first, second), sum), node(Ops.LBETA, U, V));
        add(laws, node(Ops.ADD, sub(first, sum), second), node(Ops.LBETA, U, V));
        add(laws, sub(sub(sum, first), second), neg(node(Ops.LBETA, U, V)));
    }

    private static void sigmoids(List<Law> laws) {
        Pattern onePlusExp = node(Ops.ADD, ONE, exp(U));
        add(laws, node(Ops.DIV, sigmoid(U), sigmoid(neg(U))), exp(U));
        add(laws, node(Ops.DIV, sigmoid(neg(U)), sigmoid(U)), exp(neg(U)));
        add(laws, node(Ops.MUL, exp(U), sigmoid(neg(U))), sigmoid(U));
        add(laws, node(Ops.MUL, exp(neg(U)), sigmoid(U)), sigmoid(neg(U)));
        Pattern tanhPlusOne = node(Ops.ADD, ONE, node(Ops.TANH, U));
        Pattern sigmoidOfTwice = sigmoid(node(Ops.MUL, Pattern.of(2), U));
        add(laws, node(Ops.MUL, node(Ops.MUL, Pattern.of(0.5), V), tanhPlusOne), node(Ops.MUL, V, sigmoidOfTwice));
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
        add(laws, log(sub(exp(U), exp(V))), node(Ops.LOGSUBEXP, U, V));
        add(laws, log(node(Ops.EXPM1, U)), node(Ops.LOGEXPM1, U));
        add(laws, log(node(Ops.MUL, V, exp(U))), node(Ops.ADD, log(V), U));
        add(laws, log(node(Ops.DIV, V, exp(U))), sub(log(V), U));
        add(laws, log(node(Ops.DIV, exp(U), V)), sub(U, log(V)));
        add(laws, sub(node(Ops.LOG1P, U), log(U)), node(Ops.LOG1P, node(Ops.DIV, ONE, U)));
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
        Pattern next = node(Ops.SQRT, node(Ops.ADD, ONE, U));
        Pattern root = node(Ops.SQRT, U);
        add(laws, sub(next, root), node(Ops.DIV, ONE, node(Ops.ADD, next, root)));
        add(laws, node(Ops.SQRT, node(Ops.SQUARE, U)), node(Ops.ABS, U));
        add(laws, node(Ops.SQRT, node(Ops.ADD, node(Ops.SQUARE, U), node(Ops.SQUARE, V))), node(Ops.HYPOT, U, V));
    }

    private static void errorFunctions(List<Law> laws) {
        add(laws, sub(ONE, node(Ops.ERF, U)), node(Ops.ERFC, U));
        add(laws, node(Ops.ADD, ONE, node(Ops.ERF, U)), node(Ops.ERFC, neg(U)));
        add(laws, sub(ONE, node(Ops.ERFC, U)), node(Ops.ERF, U));
        Pattern normal = node(Ops.LOG_NORMCDF, node(Ops.MUL, Pattern.of(-Math.sqrt(2)), U));
        add(laws, log(node(Ops.ERFC, U)), node(Ops.LOG_ERFC, U));
        add(laws, log(node(Ops.MUL, Pattern.of(0.5), node(Ops.ERFC, U))), normal);
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

    private static Pattern square(Pattern u) {
        return node(Ops.SQUARE, u);
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
