package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Params, data and constants. */
final class Inputs {
    private final Context context;
    private final Dims dims;
    private final Map<Tensor, Term> defaults = new LinkedHashMap<>();

    Inputs(Context context, Dims dims) {
        this.context = context;
        this.dims = dims;
    }

    /** What constants are, and data if it is not given; each after those it uses. */
    Map<Tensor, Term> defaults() {
        return defaults;
    }

    void check(Symbol symbol) {
        if (symbol.declaration instanceof Declaration.Const constant) {
            constant(symbol, constant);
        } else {
            input(symbol, (Declaration.Input) symbol.declaration);
        }
        symbol.broken |= symbol.tensor == null;
    }

    private void constant(Symbol symbol, Declaration.Const constant) {
        if (!constant.axes().isEmpty() || !(constant.type() instanceof Declaration.Type.Real)) {
            context.reporter.report(
                    Code.CONSTANT_FORM,
                    symbol.span(),
                    (constant.axes().isEmpty() ? "integer constants are" : "constant arrays are") + " not compiled yet",
                    constant.axes().isEmpty() ? "A constant dim may do: `dim K = 3`." : "Declare it as data.");
            return;
        }
        Term value = value(constant.value());
        if (value != null) {
            symbol.tensor = tensor(symbol, Tensor.Role.CONST, List.of(), constant.doc());
            defaults.put(symbol.tensor, value);
        }
    }

    private @Nullable Term value(Expression e) {
        Scope scope = new Scope(Scope.Sees.CONSTANTS);
        Inference inference = new Inference(context, scope, List.of());
        inference.run(e);
        return new Expressions(context, scope, inference).number(e);
    }

    private static Tensor tensor(Symbol symbol, Tensor.Role role, List<Poly> shape, @Nullable String doc) {
        return new Tensor(symbol.text(), role, Tensor.Type.REAL, shape, symbol.span(), doc);
    }

    private void input(Symbol symbol, Declaration.Input input) {
        List<Poly> shape = dims.shape(input.axes());
        if (!(input.type() instanceof Declaration.Type.Real)) {
            integer(symbol, input);
            return;
        }
        Expression given = input.defaultValue();
        Term value = given == null ? null : value(given);
        if (given != null && (input.param() || !input.axes().isEmpty())) {
            context.reporter.report(
                    Code.DEFAULT,
                    given.span(),
                    input.param() ? "a param has no default" : "only scalar data may have a default",
                    input.param() ? "Declare it as data, or start the optimiser there." : null);
            return;
        }
        if (shape == null || (given != null && value == null)) {
            return;
        }
        Tensor.Role role = input.param() ? Tensor.Role.PARAM : Tensor.Role.DATA;
        symbol.tensor = tensor(symbol, role, shape, input.doc());
        if (value != null) {
            defaults.put(symbol.tensor, value);
        }
    }

    private void integer(Symbol symbol, Declaration.Input input) {
        if (input.param()) {
            context.reporter.report(
                    Code.NUMBER_EXPECTED,
                    symbol.span(),
                    "param `" + symbol + "` is declared as an integer, and only real numbers have derivatives",
                    "Declare it as data.");
            return;
        }
        context.reporter.report(
                Code.INTEGER_DATA,
                symbol.span(),
                input.type() instanceof Declaration.Type.Int
                        ? "integer data is not compiled yet"
                        : "index data is not compiled yet");
    }
}
