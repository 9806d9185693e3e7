package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.syntax.Declaration.Parameter;
import dev.costate.compiler.syntax.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the shapes of arguments against the signature of the function that is called with them. */
public final class ArgumentSizes {
    private final Symbol symbol;
    private final Signature signature;
    private final IntegerExpressions integers;
    private final Reporter reporter;

    /**
     * @param context where the function is called
     * @param reporter of arguments that do not fit
     */
    public ArgumentSizes(Context context, Symbol symbol, Signature signature, Reporter reporter) {
        this.symbol = symbol;
        this.signature = signature;
        this.integers = new IntegerExpressions(context.of(symbol));
        this.reporter = reporter;
    }

    /**
     * What the names of sizes are for arguments of these shapes, or null after an error.
     *
     * @param e the call, for messages
     */
    public @Nullable Map<String, Poly> match(List<List<Poly>> shapes, Expression.Call e) {
        Map<String, Poly> known = new LinkedHashMap<>();
        Map<String, Expression> from = new LinkedHashMap<>();
        boolean right = true;
        for (int k = 0; k < shapes.size(); k++) {
            Parameter parameter = signature.function().parameters().get(k);
            Expression argument = e.arguments().get(k);
            if (parameter.axes().size() != shapes.get(k).size()) {
                reporter.anyway(ArgumentMessages.axes(symbol, parameter, shapes.get(k), argument));
                right = false;
                continue;
            }
            for (int axis = 0; axis < parameter.axes().size(); axis++) {
                Poly size = shapes.get(k).get(axis);
                String name = signature.named(parameter.axes().get(axis));
                if (name != null) {
                    Poly before = known.putIfAbsent(name, size);
                    Expression first = from.putIfAbsent(name, argument);
                    if (before != null && first != null && !before.equals(size)) {
                        reporter.unequal(
                                List.of(before),
                                List.of(size),
                                ArgumentMessages.sizes(symbol, name, before, first, size, argument));
                        right = false;
                    }
                }
            }
        }
        return right && formulas(known, shapes, e) ? known : null;
    }

    private boolean formulas(Map<String, Poly> known, List<List<Poly>> shapes, Expression.Call e) {
        boolean right = true;
        for (int k = 0; k < shapes.size(); k++) {
            Parameter parameter = signature.function().parameters().get(k);
            for (int axis = 0; axis < parameter.axes().size(); axis++) {
                Expression formula = parameter.axes().get(axis);
                Poly size = signature.named(formula) != null
                        ? null
                        : integers.poly(formula, Signatures.scope(known), "a size");
                Poly given = shapes.get(k).get(axis);
                if (size != null && !size.equals(given)) {
                    reporter.unequal(
                            List.of(size),
                            List.of(given),
                            ArgumentMessages.length(
                                    symbol, parameter, axis, size, e.arguments().get(k), given));
                    right = false;
                }
            }
        }
        return right;
    }
}
