package dev.costate.compiler.names;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.syntax.Binders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that the language itself brings. */
public final class Builtins {
    public static final String DETACH = "detach";
    static final String SOFTMAX = "softmax";
    public static final String LOGSOFTMAX = "logsoftmax";

    private static final Map<String, Double> CONSTANTS =
            Map.of("pi", Math.PI, "π", Math.PI, "e", Math.E, "inf", Double.POSITIVE_INFINITY);

    private static final Map<String, Term.Binder> BINDERS = Map.of(
            "sum", Term.Binder.SUM,
            "mean", Term.Binder.MEAN,
            "prod", Term.Binder.PROD,
            "max", Term.Binder.MAX,
            "min", Term.Binder.MIN,
            "logsumexp", Term.Binder.LOGSUMEXP,
            "norm", Term.Binder.NORM,
            "count", Term.Binder.COUNT);

    /** How other languages call what this one has. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("ln", "log(x)"),
            Map.entry("log10", "log(x) / log(10)"),
            Map.entry("log2", "log(x) / log(2)"),
            Map.entry("exp2", "2^x"),
            Map.entry("fabs", "abs(x)"),
            Map.entry("arcsin", "asin(x)"),
            Map.entry("arccos", "acos(x)"),
            Map.entry("arctan", "atan(x)"),
            Map.entry("arctan2", "atan2(y, x)"),
            Map.entry("sgn", "sign(x)"),
            Map.entry("expit", "sigmoid(x)"),
            Map.entry("logistic", "sigmoid(x)"),
            Map.entry("swish", "silu(x)"),
            Map.entry("heaviside", "step(x)"),
            Map.entry("power", "x^y"),
            Map.entry("sqr", "x^2"),
            Map.entry("gammaln", "lgamma(x)"),
            Map.entry("loggamma", "lgamma(x)"),
            Map.entry("gamma", "exp(lgamma(x))"),
            Map.entry("beta", "exp(lbeta(a, b))"),
            Map.entry("betaln", "lbeta(a, b)"),
            Map.entry("psi", "digamma(x)"),
            Map.entry("norm_cdf", "normcdf(x)"),
            Map.entry("product", "prod(i) x[i]"),
            Map.entry("average", "mean(i) x[i]"),
            Map.entry("stop_gradient", "detach(x)"),
            Map.entry("where", "if … then … else …"),
            Map.entry("iif", "if … then … else …"));

    private Builtins() {}

    /** A hint for a function of other languages, or null. */
    public static @Nullable String elsewhere(String name) {
        String here = ELSEWHERE.get(name.toLowerCase(Locale.ROOT));
        return here == null ? Binders.elsewhere(name) : "Write `" + here + "`.";
    }

    public static @Nullable Double constant(String name) {
        return CONSTANTS.get(name);
    }

    public static Term.@Nullable Binder binder(String name) {
        return BINDERS.get(name);
    }

    public static boolean normalizes(String name) {
        return name.equals(SOFTMAX) || name.equals(LOGSOFTMAX);
    }

    public static boolean isFunction(String name) {
        return name.equals(DETACH) || Ops.function(name) != null;
    }

    /** What the language calls this name, or null if it has no such name. */
    public static @Nullable String describe(String name) {
        if (CONSTANTS.containsKey(name)) {
            return "constant";
        }
        if (BINDERS.containsKey(name) || normalizes(name)) {
            return "binder";
        }
        return isFunction(name) ? "function" : null;
    }

    public static List<String> functionNames() {
        List<String> names = new ArrayList<>(List.of(DETACH));
        Ops.FUNCTIONS.stream().map(Op::name).forEach(names::add);
        return names;
    }

    static List<String> constantNames() {
        return List.of("pi", "e", "inf");
    }
}
