package dev.costate.compiler.eval;

import dev.costate.runtime.Activation;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.Special;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;

/** The functions of the language by name, and their values: those of one number are {@link Expansions}. */
final class Functions {
    private interface TernaryOperator {
        double applyAsDouble(double a, double b, double c);
    }

    private static final Map<String, DoubleBinaryOperator> BINARY = new HashMap<>();
    private static final Map<String, TernaryOperator> TERNARY = new HashMap<>();

    static {
        BINARY.put("max", Math::max);
        BINARY.put("min", Math::min);
        BINARY.put("pow", Elementary::pow);
        BINARY.put("hypot", Math::hypot);
        BINARY.put("atan2", Math::atan2);
        BINARY.put("leaky_relu", Activation::leakyRelu);
        BINARY.put("lbeta", Special::lbeta);
        BINARY.put("logaddexp", Logarithm::logaddexp);
        BINARY.put("xlogy", Logarithm::xlogy);
        BINARY.put("xlog1py", Logarithm::xlog1py);
        BINARY.put("gamma_p", Special::gammaP);
        BINARY.put("gamma_q", Special::gammaQ);
        TERNARY.put("clamp", Elementary::clamp);
        TERNARY.put("inc_beta", Special::incBeta);
    }

    private Functions() {}

    static boolean has(String name) {
        return Expansions.has(name) || BINARY.containsKey(name) || TERNARY.containsKey(name);
    }

    static double value(String name, double... x) {
        return switch (x.length) {
            case 1 -> Expansions.value(name, x[0]);
            case 2 -> Objects.requireNonNull(BINARY.get(name)).applyAsDouble(x[0], x[1]);
            default -> Objects.requireNonNull(TERNARY.get(name)).applyAsDouble(x[0], x[1], x[2]);
        };
    }
}
