package dev.costate.runtime;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/**
 * What the tables of exact values call a function, in terms of the methods under test.
 *
 * @param gradient of what the runtime has methods for; empty if the compiler makes it of other operations
 */
record OracleFunction(Real value, List<Real> gradient, List<Real> hessian) {
    /** A function of a point. */
    interface Real {
        double applyAsDouble(double[] x);
    }

    static final Map<String, OracleFunction> ALL = Map.ofEntries(
            entry("log", of(x -> Math.log(x[0]), x -> Logarithm.logDx(x[0]))),
            entry("log1p", of(x -> Math.log1p(x[0]), x -> Logarithm.log1pDx(x[0]))),
            entry("log1m", of(x -> Math.log1p(-x[0]), x -> -Logarithm.log1pDx(-x[0]))),
            entry("one_minus_exp", of(x -> -Math.expm1(x[0]), x -> -Math.exp(x[0]))),
            entry("reciprocal", of(x -> IntegerPower.of(x[0], -1), x -> -IntegerPower.of(x[0], -2))),
            entry("cube", of(x -> IntegerPower.of(x[0], 3), x -> 3 * IntegerPower.of(x[0], 2))),
            entry("pow_m2", of(x -> IntegerPower.of(x[0], -2), x -> -2 * IntegerPower.of(x[0], -3))),
            entry("asin", of(x -> Math.asin(x[0]), x -> Trigonometry.asinDx(x[0]))),
            entry("asinh", of(x -> Trigonometry.asinh(x[0]), x -> Trigonometry.asinhDx(x[0]))),
            entry("acosh", of(x -> Trigonometry.acosh(x[0]), x -> Trigonometry.acoshDx(x[0]))),
            entry("erf", of(x -> Special.erf(x[0]), x -> Special.erfDx(x[0]))),
            entry("erfc", of(x -> Special.erfc(x[0]), x -> -Special.erfDx(x[0]))),
            entry("log_erfc", of(x -> Special.logErfc(x[0]), x -> Special.logErfcDx(x[0]))),
            entry(
                    "digamma",
                    new OracleFunction(
                            x -> Special.digamma(x[0]),
                            List.of(x -> Special.trigamma(x[0])),
                            List.of(x -> Special.polygamma(2, x[0])))),
            entry(
                    "lbeta",
                    new OracleFunction(
                            x -> Special.lbeta(x[0], x[1]),
                            List.of(x -> Special.lbetaDa(x[0], x[1]), x -> Special.lbetaDa(x[1], x[0])),
                            List.of(
                                    x -> Special.lbetaDaa(x[0], x[1]),
                                    x -> -Special.trigamma(x[0] + x[1]),
                                    x -> Special.lbetaDaa(x[1], x[0])))),
            entry(
                    "normal_logcdf",
                    new OracleFunction(
                            x -> Special.logNormcdf(x[0]),
                            List.of(x -> Special.logNormcdfDx(x[0])),
                            List.of(x -> Special.logNormcdfDxx(x[0])))),
            entry(
                    "hypot",
                    of(
                            x -> Math.hypot(x[0], x[1]),
                            x -> Elementary.hypotDx(x[0], x[1]),
                            x -> Elementary.hypotDx(x[1], x[0]))),
            entry("sigmoid", of(x -> Activation.sigmoid(x[0]), x -> Activation.sigmoidDx(x[0]))),
            entry("one_minus_sigmoid", of(x -> Activation.sigmoid(-x[0]), x -> -Activation.sigmoidDx(x[0]))),
            entry("softplus", of(x -> Activation.softplus(x[0]), x -> Activation.sigmoid(x[0]))),
            entry("log_sigmoid", of(x -> -Activation.softplus(-x[0]), x -> Activation.sigmoid(-x[0]))),
            entry("log1m_exp", of(x -> Logarithm.log1mexp(x[0]), x -> Logarithm.log1mexpDx(x[0]))),
            entry("log_expm1", of(x -> Logarithm.logexpm1(x[0]), x -> Logarithm.logexpm1Dx(x[0]))),
            entry(
                    "logaddexp",
                    of(
                            x -> Logarithm.logaddexp(x[0], x[1]),
                            x -> Logarithm.logaddexpDa(x[0], x[1]),
                            x -> Logarithm.logaddexpDa(x[1], x[0]))),
            entry(
                    "logsubexp",
                    of(
                            x -> Logarithm.logsubexp(x[0], x[1]),
                            x -> Logarithm.logsubexpDa(x[0], x[1]),
                            x -> Logarithm.logsubexpDb(x[0], x[1]))),
            entry("logit", of(x -> Activation.logit(x[0]), x -> Activation.logitDx(x[0]))),
            entry(
                    "xlogx",
                    of(
                            x -> Logarithm.xlogy(x[0], x[0]),
                            x -> Logarithm.xlogyDx(x[0], x[0]) + Logarithm.xlogyDy(x[0], x[0]))),
            entry(
                    "xlogy",
                    of(
                            x -> Logarithm.xlogy(x[0], x[1]),
                            x -> Logarithm.xlogyDx(x[0], x[1]),
                            x -> Logarithm.xlogyDy(x[0], x[1]))),
            entry(
                    "xlog1py",
                    of(
                            x -> Logarithm.xlog1py(x[0], x[1]),
                            x -> Logarithm.xlog1pyDx(x[0], x[1]),
                            x -> Logarithm.xlog1pyDy(x[0], x[1]))),
            entry("relu", of(x -> Activation.relu(x[0]), x -> Elementary.step(x[0]))),
            entry("elu", of(x -> Activation.elu(x[0]), x -> Activation.eluDx(x[0]))),
            entry("silu", of(x -> Activation.silu(x[0]), x -> Activation.siluDx(x[0]))),
            entry("gelu", of(x -> Activation.gelu(x[0]), x -> Activation.geluDx(x[0]))),
            entry("logcosh", of(x -> Trigonometry.logCosh(x[0]), x -> Math.tanh(x[0]))),
            entry(
                    "one_minus_tanh2",
                    of(x -> Trigonometry.sech2(x[0]), x -> -2 * Math.tanh(x[0]) * Trigonometry.sech2(x[0]))),
            entry("log_quot", of(x -> Math.log(x[0]) - Math.log(x[1]), x -> 1 / x[0], x -> -1 / x[1])),
            entry(
                    "pow",
                    of(
                            x -> Elementary.pow(x[0], x[1]),
                            x -> Elementary.powDx(x[0], x[1]),
                            x -> Elementary.powDy(x[0], x[1]))),
            entry(
                    "max",
                    of(
                            x -> Math.max(x[0], x[1]),
                            x -> Elementary.maxWeight(x[0], x[1]),
                            x -> Elementary.maxWeight(x[1], x[0]))),
            entry(
                    "min",
                    of(
                            x -> Math.min(x[0], x[1]),
                            x -> Elementary.maxWeight(x[1], x[0]),
                            x -> Elementary.maxWeight(x[0], x[1]))),
            entry("clamp01", of(x -> Elementary.clamp(x[0], 0, 1))));

    private static OracleFunction of(Real value, Real... gradient) {
        return new OracleFunction(value, List.of(gradient), List.of());
    }
}
