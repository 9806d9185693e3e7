package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.Hyperbolic.TANH;
import static dev.costate.compiler.op.OpDefinition.unary;

import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Activation;

/** The sigmoid, its integral and its inverse. */
public final class Sigmoids {
    static final Family FAMILY = new Family();

    /** 1/(1 + e⁻ˣ). */
    public static final Op SIGMOID = FAMILY.function(unary("sigmoid", Activation::sigmoid, "Activation.sigmoid")
            .derivative(() -> Sigmoids.SIGMOID_DX)
            .least(0)
            .greatest(1)
            .law("sigmoid(u) / sigmoid(-u)", "exp(u)")
            .law("sigmoid(-u) / sigmoid(u)", "exp(-u)")
            .law("exp(u) * sigmoid(-u)", "sigmoid(u)")
            .law("exp(-u) * sigmoid(u)", "sigmoid(-u)")
            .law("sigmoid(u) / exp(u)", "sigmoid(-u)")
            .law("sigmoid(-u) / exp(-u)", "sigmoid(u)")
            .law("exp(u) / (1 + exp(u))", "sigmoid(u)")
            .law("1 / (1 + exp(u))", "sigmoid(-u)")
            .law("v / (1 + exp(u))", "v * sigmoid(-u)")
            .law("1 - sigmoid(u)", "sigmoid(-u)")
            .law("sigmoid(u) - sigmoid(u)^2", "sigmoid(u) * sigmoid(-u)")
            .law("sigmoid(u)^2 - sigmoid(u)", "-sigmoid(u) * sigmoid(-u)")
            .law("1 + tanh(u)", "2 * sigmoid(2 * u)")
            .law("1 - tanh(u)", "2 * sigmoid(-2 * u)")
            .law("0.5 + 0.5 * tanh(u)", "sigmoid(2 * u)")
            .law("0.5 - 0.5 * tanh(u)", "sigmoid(-2 * u)")
            .law("0.5 * v * (2 * u)", "v * u")
            .rows("expNegAbs", "sigmoid")
            .cost(20));

    /**
     * s(x) s(−x) for the sigmoid s, where s(1 − s) would be 0 from 37 on. Its derivative is −tanh(x/2) times itself.
     */
    public static final Op SIGMOID_DX =
            FAMILY.internal(unary("sigmoid_dx", Activation::sigmoidDx, "Activation.sigmoidDx")
                    .derivative((x, result, make) -> make.apply(
                            NEG, make.apply(MUL, result, make.apply(TANH, make.apply(MUL, make.number(0.5), x)))))
                    .least(0)
                    .rowsInTurn("expNegAbs", "sigmoidDx")
                    .cost(20));

    /** log(1 + eˣ) without overflow. */
    public static final Op SOFTPLUS = FAMILY.function(unary("softplus", Activation::softplus, "Activation.softplus")
            .derivative(() -> SIGMOID)
            .least(0)
            .law("log(sigmoid(u))", "-softplus(-u)")
            .law("log1p(-sigmoid(u))", "-softplus(u)")
            .law("u - softplus(u)", "-softplus(-u)")
            .law("log(1 + exp(u))", "softplus(u)")
            .law("log1p(exp(u))", "softplus(u)")
            .rows("expNegAbs", "softplus")
            .cost(35));

    /** log(2/(1 + e⁻ˣ)), with full relative accuracy near 0. */
    public static final Op LOG_TWICE_SIGMOID =
            FAMILY.internal(unary("log_twice_sigmoid", Activation::logTwiceSigmoid, "Activation.logTwiceSigmoid")
                    .derivative((x, result, make) -> make.apply(SIGMOID, make.apply(NEG, x)))
                    .law("log(2 * sigmoid(u))", "log_twice_sigmoid(u)")
                    .law("softplus(u) - 0.6931471805599453", "-log_twice_sigmoid(-u)")
                    .law("0.6931471805599453 - softplus(u)", "log_twice_sigmoid(-u)")
                    .cost(40));

    /** log(p/(1 − p)), the inverse of sigmoid. */
    public static final Op LOGIT = FAMILY.function(unary("logit", Activation::logit, "Activation.logit")
            .derivative(() -> Sigmoids.LOGIT_DX)
            .singular()
            .law("log(u / (1 - u))", "logit(u)")
            .law("log(surrogate(u / (1 - u), 1 / (1 - u) - 1))", "logit(u)")
            .law("log(u) - log1p(-u)", "logit(u)")
            .law("log(1 / u - 1)", "-logit(u)")
            .law("logit(sigmoid(u))", "u")
            .cost(35)
            .smoothOn(0.1, 0.9));

    /** 1/(p(1 − p)); NaN outside of 0 to 1, where logit is. */
    public static final Op LOGIT_DX = FAMILY.internal(unary("logit_dx", Activation::logitDx, "Activation.logitDx")
            .derivative((p, result, make) -> make.apply(
                    MUL,
                    make.apply(SUB, make.apply(MUL, make.number(2), p), make.number(1)),
                    make.apply(SQUARE, result)))
            .singular()
            .cost(6)
            .smoothOn(0.1, 0.9));

    private Sigmoids() {}
}
