package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of the literal that a constant is. */
final class Literals {
    private final Reporter reporter;

    Literals(Reporter reporter) {
        this.reporter = reporter;
    }

    /** The elements, row-major, if the literal has the shape that is declared; else null, after a report. */
    @Nullable
    List<Expression> elements(Symbol symbol, List<Poly> shape, Declaration.Const constant) {
        List<Expression> elements = new ArrayList<>();
        return add(symbol, shape, 0, constant.value(), elements) ? elements : null;
    }

    private boolean add(Symbol symbol, List<Poly> shape, int axis, Expression e, List<Expression> elements) {
        if (axis == shape.size()) {
            if (e instanceof Expression.ArrayLiteral) {
                return wrong(symbol, shape, e, shape.isEmpty() ? "a number" : "a number in each place");
            }
            return elements.add(e);
        }
        long size = shape.get(axis).constant().orElse(-1);
        if (size < 0) {
            reporter.report(InputMessages.sizeOfConstant(symbol, shape.get(axis)));
            return false;
        }
        if (!(e instanceof Expression.ArrayLiteral literal)) {
            return wrong(symbol, shape, e, "an array `[…]`");
        }
        if (literal.elements().size() != size) {
            return wrong(
                    symbol,
                    shape,
                    e,
                    Phrases.count(size, "element", "elements") + " instead of "
                            + literal.elements().size());
        }
        for (Expression element : literal.elements()) {
            if (!add(symbol, shape, axis + 1, element, elements)) {
                return false;
            }
        }
        return true;
    }

    private boolean wrong(Symbol symbol, List<Poly> shape, Expression e, String expected) {
        reporter.report(InputMessages.constantShape(symbol, shape, e, expected));
        return false;
    }
}
