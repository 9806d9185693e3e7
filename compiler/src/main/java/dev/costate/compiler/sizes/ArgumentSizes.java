package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.syntax.Declaration.Parameter;
import dev.costate.compiler.syntax.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the shapes of arguments against the signature of the function that is called with them. */
public final class ArgumentSizes {
    private static final String[] ORDINALS = {"first", "second", "third", "fourth"};

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
                right = rank(parameter, shapes.get(k), argument);
                continue;
            }
            for (int axis = 0; axis < parameter.axes().size(); axis++) {
                Poly size = shapes.get(k).get(axis);
                String name = signature.named(parameter.axes().get(axis));
                if (name != null) {
                    Poly before = known.putIfAbsent(name, size);
                    Expression first = from.putIfAbsent(name, argument);
                    if (before != null && first != null && !before.equals(size)) {
                        right = differs(name, before, first, size, argument);
                    }
                }
            }
        }
        return right && formulas(known, shapes, e) ? known : null;
    }

    private boolean rank(Parameter parameter, List<Poly> shape, Expression argument) {
        String wanted = parameter.axes().isEmpty()
                ? "a number"
                : "an array with " + Reporter.count(parameter.axes().size(), "axis", "axes");
        String given = shape.isEmpty()
                ? "is a number"
                : "has the shape " + shape + ", with " + Reporter.count(shape.size(), "axis", "axes");
        reporter.anyway(
                DiagnosticCode.ARGUMENT_SHAPE,
                argument.span(),
                "`" + symbol + "` takes " + wanted + " for `" + text(parameter) + "`, and " + shown(argument) + " "
                        + given,
                declared(parameter),
                parameter.axes().isEmpty() ? "Subscript it." : null);
        return false;
    }

    private boolean differs(String name, Poly before, Expression first, Poly size, Expression argument) {
        reporter.unequal(
                List.of(before),
                List.of(size),
                DiagnosticCode.ARGUMENT_SHAPE,
                argument.span(),
                "the size `" + name + "` of `" + symbol + "` is " + before + " in " + shown(first) + " and " + size
                        + " in " + shown(argument),
                List.of(
                        new Note(first.span(), "`" + name + "` is " + before + " here"),
                        new Note(symbol.span(), "`" + symbol + "` is declared here")),
                null);
        return false;
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
                    String along = parameter.axes().size() == 1 ? "" : " along its " + ordinal(axis) + " axis";
                    reporter.unequal(
                            List.of(size),
                            List.of(given),
                            DiagnosticCode.ARGUMENT_SHAPE,
                            e.arguments().get(k).span(),
                            "`" + text(parameter) + "` of `" + symbol + "` has "
                                    + Reporter.count(size, "entry", "entries") + along + ", and "
                                    + shown(e.arguments().get(k)) + " has " + given,
                            declared(parameter),
                            null);
                    right = false;
                }
            }
        }
        return right;
    }

    private static String ordinal(int axis) {
        return axis < ORDINALS.length ? ORDINALS[axis] : (axis + 1) + "th";
    }

    private List<Note> declared(Parameter parameter) {
        return List.of(new Note(parameter.name().span(), "the parameter is declared here"));
    }

    private static String shown(Expression argument) {
        String text = argument.span().text();
        return text.length() > 40 || text.contains("\n") ? "this argument" : "`" + text + "`";
    }

    private static String text(Parameter parameter) {
        return parameter.name()
                + (parameter.axes().isEmpty()
                        ? ""
                        : parameter.axes().stream()
                                .map(a -> a.span().text())
                                .collect(Collectors.joining(", ", "[", "]")));
    }
}
