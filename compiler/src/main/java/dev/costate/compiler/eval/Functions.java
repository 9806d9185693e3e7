package dev.costate.compiler.eval;

import dev.costate.runtime.Elementary;
import dev.costate.runtime.Special;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The functions of the language by name, and their values. */
final class Functions {
    private static final Map<String, DoubleUnaryOperator> UNARY = new HashMap<>();
    private static final Map<String, DoubleBinaryOperator> BINARY = new HashMap<>();

    static {
        elementary();
        circular();
        special();
        binary();
    }

    private Functions() {}

    static boolean has(String name) {
        return UNARY.containsKey(name) || BINARY.containsKey(name) || name.equals("clamp");
    }

    static double value(String name, double... x) {
        if (name.equals("clamp")) {
            return Elementary.clamp(x[0], x[1], x[2]);
        }
        return x.length == 1
                ? Objects.requireNonNull(UNARY.get(name)).applyAsDouble(x[0])
                : Objects.requireNonNull(BINARY.get(name)).applyAsDouble(x[0], x[1]);
    }

    private static void elementary() {
        UNARY.put("exp", Math::exp);
        UNARY.put("expm1", Math::expm1);
        UNARY.put("log", Math::log);
        UNARY.put("log1p", Math::log1p);
        UNARY.put("sqrt", Math::sqrt);
        UNARY.put("cbrt", Math::cbrt);
        UNARY.put("abs", Math::abs);
        UNARY.put("sign", Math::signum);
        UNARY.put("floor", Math::floor);
        UNARY.put("ceil", Math::ceil);
        UNARY.put("round", Math::rint);
        UNARY.put("trunc", Elementary::trunc);
        UNARY.put("step", Elementary::step);
        UNARY.put("square", x -> x * x);
    }

    private static void circular() {
        UNARY.put("sin", Math::sin);
        UNARY.put("cos", Math::cos);
        UNARY.put("tan", Math::tan);
        UNARY.put("asin", Math::asin);
        UNARY.put("acos", Math::acos);
        UNARY.put("atan", Math::atan);
        UNARY.put("sinh", Math::sinh);
        UNARY.put("cosh", Math::cosh);
        UNARY.put("tanh", Math::tanh);
        UNARY.put("asinh", Elementary::asinh);
        UNARY.put("acosh", Elementary::acosh);
        UNARY.put("atanh", Elementary::atanh);
    }

    private static void special() {
        UNARY.put("sigmoid", Elementary::sigmoid);
        UNARY.put("logit", Elementary::logit);
        UNARY.put("softplus", Elementary::softplus);
        UNARY.put("relu", Elementary::relu);
        UNARY.put("elu", Elementary::elu);
        UNARY.put("gelu", Elementary::gelu);
        UNARY.put("silu", Elementary::silu);
        UNARY.put("log1mexp", Elementary::log1mexp);
        UNARY.put("log_cosh", Elementary::logCosh);
        UNARY.put("erf", Special::erf);
        UNARY.put("erfc", Special::erfc);
        UNARY.put("erfcx", Special::erfcx);
        UNARY.put("lgamma", Special::lgamma);
        UNARY.put("digamma", Special::digamma);
        UNARY.put("trigamma", Special::trigamma);
        UNARY.put("normcdf", Special::normcdf);
        UNARY.put("log_normcdf", Special::logNormcdf);
    }

    private static void binary() {
        BINARY.put("max", Math::max);
        BINARY.put("min", Math::min);
        BINARY.put("pow", Elementary::pow);
        BINARY.put("hypot", Math::hypot);
        BINARY.put("atan2", Math::atan2);
        BINARY.put("leaky_relu", Elementary::leakyRelu);
        BINARY.put("lbeta", Special::lbeta);
        BINARY.put("logaddexp", Elementary::logaddexp);
        BINARY.put("xlogy", Elementary::xlogy);
        BINARY.put("xlog1py", Elementary::xlog1py);
    }
}
