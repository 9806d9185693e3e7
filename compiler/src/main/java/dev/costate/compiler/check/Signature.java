package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Declaration.Parameter;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a function and the sizes of their axes. An axis that is just a name gives that name the size it has
 * in the argument; all other axes must then be of the sizes that their formulas say.
 */
final class Signature {
    private static final String[] ORDINALS = {"first", "second", "third", "fourth"};

    private final Symbol symbol;
    private final Declaration.Function function;
    private final Context context;
    /** The names of sizes, each with the place that gives it its value. */
    private final Map<String, Span> sizes = new LinkedHashMap<>();

    private Signature(Symbol symbol, Context context) {
        this.symbol = symbol;
        this.function = (Declaration.Function) symbol.declaration;
        this.context = context;
        for (Parameter parameter : function.parameters()) {
            parameter.axes().stream()
                    .filter(this::isName)
                    .forEach(a -> sizes.putIfAbsent(((Expression.Name) a).name(), a.span()));
        }
    }

    /** The signature of a function, or null after an error. */
    static @Nullable Signature of(Symbol symbol, Context context) {
        Signature signature = new Signature(symbol, context);
        boolean names = signature.hasNames();
        return signature.hasSizes() && names ? signature : null;
    }

    int arity() {
        return function.parameters().size();
    }

    /** The names of sizes. */
    Set<String> sizes() {
        return sizes.keySet();
    }

    /** The size of an axis by those of the names; some size where that is none. */
    static Poly size(Expression axis, Map<String, Poly> sizes, Context context) {
        Poly size = context.integers.poly(axis, scope(sizes), "a size");
        return size == null ? Poly.of(new Atom.Dim(axis.span().text())) : size;
    }

    /** The name of a parameter. */
    String parameter(int k) {
        return function.parameters().get(k).name().name();
    }

    /** Whether there is any array among the parameters, so that sizes may shrink from call to call. */
    boolean takesArrays() {
        return function.parameters().stream().anyMatch(p -> !p.axes().isEmpty());
    }

    private boolean isName(Expression axis) {
        if (!(axis instanceof Expression.Name name)) {
            return false;
        }
        Symbol declared = context.symbols.find(name.name());
        return declared == null
                || declared.kind != Symbol.Kind.DIM
                || declared.size == null
                || !declared.size.isConstant();
    }

    private boolean hasNames() {
        boolean right = true;
        Map<String, Span> names = new LinkedHashMap<>();
        for (Parameter parameter : function.parameters()) {
            Identifier name = parameter.name();
            Span first = names.putIfAbsent(name.name(), name.span());
            Span size = sizes.get(name.name());
            if (first != null) {
                right = twice(name, "`" + symbol + "` has two parameters `" + name + "`", first);
            } else if (size != null) {
                right = twice(name, "`" + name + "` is a parameter of `" + symbol + "` and a size", size);
            }
        }
        return right;
    }

    private boolean twice(Identifier name, String message, Span first) {
        context.reporter.report(
                Code.DUPLICATE_NAME, name.span(), message, List.of(new Note(first, "the first is here")), null);
        return false;
    }

    /** Whether every size follows from the arguments. */
    private boolean hasSizes() {
        Map<String, Poly> any = new LinkedHashMap<>();
        sizes.keySet().forEach(name -> any.put(name, Poly.ONE));
        boolean right = true;
        for (Parameter parameter : function.parameters()) {
            for (Expression axis : parameter.axes()) {
                right &= isName(axis) || follows(axis, any);
            }
        }
        function.parameters().forEach(p -> any.putIfAbsent(p.name().name(), Poly.ONE));
        List<Expression> result =
                function.result() == null ? List.of() : function.result().axes();
        for (Expression axis : result) {
            right &= follows(axis, any);
        }
        return right;
    }

    private boolean follows(Expression axis, Map<String, Poly> known) {
        if (axis instanceof Expression.Name name && !known.containsKey(name.name())) {
            Symbol declared = context.symbols.find(name.name());
            if (declared == null || declared.kind != Symbol.Kind.DIM || isName(axis)) {
                return unknown(name);
            }
        }
        boolean right = true;
        for (Expression part : Trees.children(axis)) {
            right &= follows(part, known);
        }
        return right && (axis instanceof Expression.Name || isInteger(axis, known));
    }

    private boolean isInteger(Expression axis, Map<String, Poly> known) {
        return !Trees.children(axis).isEmpty() || context.integers.poly(axis, scope(known), "a size") != null;
    }

    private boolean unknown(Expression.Name name) {
        context.reporter.report(
                Code.UNKNOWN_SIZE,
                name.span(),
                "the arguments of `" + symbol + "` do not say what the size `" + name.name() + "` is",
                "Some parameter needs an axis that is just `" + name.name() + "`.");
        return false;
    }

    private static Scope scope(Map<String, Poly> known) {
        return new Scope(Scope.Sees.FUNCTION, Map.of(), known, List.of(), 0);
    }

    /**
     * What the names of sizes are for arguments of these shapes, or null after an error.
     *
     * @param e the call, for messages
     */
    @Nullable
    Map<String, Poly> match(List<List<Poly>> shapes, Expression.Call e, Reporter reporter) {
        Map<String, Poly> known = new LinkedHashMap<>();
        Map<String, Expression> from = new LinkedHashMap<>();
        boolean right = true;
        for (int k = 0; k < shapes.size(); k++) {
            Parameter parameter = function.parameters().get(k);
            Expression argument = e.arguments().get(k);
            if (parameter.axes().size() != shapes.get(k).size()) {
                right = rank(parameter, shapes.get(k), argument, reporter);
                continue;
            }
            for (int axis = 0; axis < parameter.axes().size(); axis++) {
                Poly size = shapes.get(k).get(axis);
                if (isName(parameter.axes().get(axis))) {
                    String name = ((Expression.Name) parameter.axes().get(axis)).name();
                    Poly before = known.putIfAbsent(name, size);
                    Expression first = from.putIfAbsent(name, argument);
                    if (before != null && first != null && !before.equals(size)) {
                        right = differs(name, before, first, size, argument, reporter);
                    }
                }
            }
        }
        return right && formulas(known, shapes, e, reporter) ? known : null;
    }

    private boolean rank(Parameter parameter, List<Poly> shape, Expression argument, Reporter reporter) {
        String wanted = parameter.axes().isEmpty()
                ? "a number"
                : "an array with " + Reporter.count(parameter.axes().size(), "axis", "axes");
        String given = shape.isEmpty()
                ? "is a number"
                : "has the shape " + shape + ", with " + Reporter.count(shape.size(), "axis", "axes");
        reporter.anyway(
                Code.ARGUMENT_SHAPE,
                argument.span(),
                "`" + symbol + "` takes " + wanted + " for `" + text(parameter) + "`, and " + shown(argument) + " "
                        + given,
                declared(parameter),
                parameter.axes().isEmpty() ? "Subscript it." : null);
        return false;
    }

    private boolean differs(
            String name, Poly before, Expression first, Poly size, Expression argument, Reporter reporter) {
        reporter.unequal(
                List.of(before),
                List.of(size),
                Code.ARGUMENT_SHAPE,
                argument.span(),
                "the size `" + name + "` of `" + symbol + "` is " + before + " in " + shown(first) + " and " + size
                        + " in " + shown(argument),
                List.of(
                        new Note(first.span(), "`" + name + "` is " + before + " here"),
                        new Note(symbol.span(), "`" + symbol + "` is declared here")),
                null);
        return false;
    }

    private boolean formulas(Map<String, Poly> known, List<List<Poly>> shapes, Expression.Call e, Reporter reporter) {
        boolean right = true;
        for (int k = 0; k < shapes.size(); k++) {
            Parameter parameter = function.parameters().get(k);
            for (int axis = 0; axis < parameter.axes().size(); axis++) {
                Expression formula = parameter.axes().get(axis);
                Poly size = isName(formula) ? null : context.integers.poly(formula, scope(known), "a size");
                Poly given = shapes.get(k).get(axis);
                if (size != null && !size.equals(given)) {
                    String along = parameter.axes().size() == 1 ? "" : " along its " + ordinal(axis) + " axis";
                    reporter.unequal(
                            List.of(size),
                            List.of(given),
                            Code.ARGUMENT_SHAPE,
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
