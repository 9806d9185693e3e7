package dev.costate.compiler.check;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that the language itself brings. */
final class Builtins {
    static final String DETACH = "detach";
    static final String SOFTMAX = "softmax";
    static final String LOGSOFTMAX = "logsoftmax";

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

    private Builtins() {}

    static @Nullable Double constant(String name) {
        return CONSTANTS.get(name);
    }

    static Term.@Nullable Binder binder(String name) {
        return BINDERS.get(name);
    }

    static boolean normalizes(String name) {
        return name.equals(SOFTMAX) || name.equals(LOGSOFTMAX);
    }

    static boolean isFunction(String name) {
        return name.equals(DETACH) || Ops.function(name) != null;
    }

    /** What the language calls this name, or null if it has no such name. */
    static @Nullable String describe(String name) {
        if (CONSTANTS.containsKey(name)) {
            return "constant";
        }
        if (BINDERS.containsKey(name) || normalizes(name)) {
            return "binder";
        }
        return isFunction(name) ? "function" : null;
    }

    static List<String> functionNames() {
        List<String> names = new ArrayList<>(List.of(DETACH));
        Ops.FUNCTIONS.stream().map(Op::name).forEach(names::add);
        return names;
    }

    static List<String> constantNames() {
        return List.of("pi", "e", "inf");
    }
}
