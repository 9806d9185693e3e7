package dev.costate.runtime;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/** What the tables of exact values call a function, in terms of the methods under test. */
record OracleFunction(Real value, List<Real> gradient, List<Real> hessian) {
    /** A function of a point. */
    interface Real {
        double applyAsDouble(double[] x);
    }

    private static final Real ZERO = x -> Double.isNaN(x[0]) ? x[0] : 0;

    static final Map<String, OracleFunction> ALL = Map.ofEntries(
            entry("log", of(x -> Math.log(x[0]), x -> Elementary.logDx(x[0]))),
            entry("log1p", of(x -> Math.log1p(x[0]), x -> Elementary.log1pDx(x[0]))),
            entry("log1m", of(x -> Math.log1p(-x[0]), x -> -Elementary.log1pDx(-x[0]))),
            entry("one_minus_exp", of(x -> -Math.expm1(x[0]), x -> -Math.exp(x[0]))),
            entry("sqrt", of(x -> Math.sqrt(x[0]), x -> Elementary.sqrtDx(x[0]))),
            entry("reciprocal", of(x -> Elementary.powInt(x[0], -1), x -> Elementary.reciprocalDx(x[0]))),
            entry("cube", of(x -> Elementary.powInt(x[0], 3), x -> Elementary.powIntDx(x[0], 3))),
            entry("pow_m2", of(x -> Elementary.powInt(x[0], -2), x -> Elementary.powIntDx(x[0], -2))),
            entry("asin", of(x -> Math.asin(x[0]), x -> Elementary.asinDx(x[0]))),
            entry("acos", of(x -> Math.acos(x[0]), x -> Elementary.acosDx(x[0]))),
            entry("asinh", of(x -> Elementary.asinh(x[0]), x -> Elementary.asinhDx(x[0]))),
            entry("acosh", of(x -> Elementary.acosh(x[0]), x -> Elementary.acoshDx(x[0]))),
            entry("erf", of(x -> Special.erf(x[0]), x -> Special.erfDx(x[0]))),
            entry("erfc", of(x -> Special.erfc(x[0]), x -> Special.erfcDx(x[0]))),
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
                                    x -> Special.lbetaDab(x[0], x[1]),
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
                            x -> Elementary.hypot(x[0], x[1]),
                            x -> Elementary.hypotDx(x[0], x[1]),
                            x -> Elementary.hypotDx(x[1], x[0]))),
            entry("sigmoid", of(x -> Elementary.sigmoid(x[0]), x -> Elementary.sigmoidDx(x[0]))),
            entry("one_minus_sigmoid", of(x -> Elementary.sigmoid(-x[0]), x -> -Elementary.sigmoidDx(x[0]))),
            entry("softplus", of(x -> Elementary.softplus(x[0]), x -> Elementary.softplusDx(x[0]))),
            entry("log_sigmoid", of(x -> Elementary.logSigmoid(x[0]), x -> Elementary.logSigmoidDx(x[0]))),
            entry("log1m_exp", of(x -> Elementary.log1mexp(x[0]), x -> Elementary.log1mexpDx(x[0]))),
            entry("log_expm1", of(x -> Elementary.logexpm1(x[0]), x -> Elementary.logexpm1Dx(x[0]))),
            entry(
                    "logaddexp",
                    of(
                            x -> Elementary.logaddexp(x[0], x[1]),
                            x -> Elementary.logaddexpDa(x[0], x[1]),
                            x -> Elementary.logaddexpDa(x[1], x[0]))),
            entry(
                    "logsubexp",
                    of(
                            x -> Elementary.logsubexp(x[0], x[1]),
                            x -> Elementary.logsubexpDa(x[0], x[1]),
                            x -> Elementary.logsubexpDb(x[0], x[1]))),
            entry("logit", of(x -> Elementary.logit(x[0]), x -> Elementary.logitDx(x[0]))),
            entry(
                    "xlogx",
                    of(
                            x -> Elementary.xlogy(x[0], x[0]),
                            x -> Elementary.xlogyDx(x[0], x[0]) + Elementary.xlogyDy(x[0], x[0]))),
            entry(
                    "xlogy",
                    of(
                            x -> Elementary.xlogy(x[0], x[1]),
                            x -> Elementary.xlogyDx(x[0], x[1]),
                            x -> Elementary.xlogyDy(x[0], x[1]))),
            entry(
                    "xlog1py",
                    of(
                            x -> Elementary.xlog1py(x[0], x[1]),
                            x -> Elementary.xlog1pyDx(x[0], x[1]),
                            x -> Elementary.xlog1pyDy(x[0], x[1]))),
            entry("relu", of(x -> Elementary.relu(x[0]), x -> Elementary.reluDx(x[0]))),
            entry("elu", of(x -> Elementary.elu(x[0]), x -> Elementary.eluDx(x[0]))),
            entry("silu", of(x -> Elementary.silu(x[0]), x -> Elementary.siluDx(x[0]))),
            entry("gelu", of(x -> Elementary.gelu(x[0]), x -> Elementary.geluDx(x[0]))),
            entry("logcosh", of(x -> Elementary.logCosh(x[0]), x -> Math.tanh(x[0]))),
            entry(
                    "one_minus_tanh2",
                    of(x -> Elementary.sech2(x[0]), x -> -2 * Math.tanh(x[0]) * Elementary.sech2(x[0]))),
            entry("log_quot", of(x -> Math.log(x[0]) - Math.log(x[1]), x -> 1 / x[0], x -> -1 / x[1])),
            entry(
                    "pow",
                    of(
                            x -> Elementary.pow(x[0], x[1]),
                            x -> Elementary.powDx(x[0], x[1]),
                            x -> Elementary.powDy(x[0], x[1]))),
            entry(
                    "atan2",
                    of(
                            x -> Math.atan2(x[0], x[1]),
                            x -> Elementary.atan2Dy(x[0], x[1]),
                            x -> Elementary.atan2Dx(x[0], x[1]))),
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
                            x -> Elementary.minWeight(x[0], x[1]),
                            x -> Elementary.minWeight(x[1], x[0]))),
            entry("clamp01", of(x -> Elementary.clamp(x[0], 0, 1), x -> Elementary.clampDx(x[0], 0, 1))),
            entry("abs", of(x -> Math.abs(x[0]), x -> Elementary.sign(x[0]))),
            entry("sign", of(x -> Elementary.sign(x[0]), ZERO)));

    private static OracleFunction of(Real value, Real... gradient) {
        return new OracleFunction(value, List.of(gradient), List.of());
    }
}
