package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.source.Spelling;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import org.jspecify.annotations.Nullable;

/** What is said of the left sides of equations: which elements they define, and which nobody does. */
final class LeftMessages {
    private LeftMessages() {}

    static Diagnostic notPlain(Symbol symbol, Expression subscript) {
        String text = subscript.span().text();
        return new Diagnostic(
                        DiagnosticCode.LEFT_SUBSCRIPT,
                        subscript.span(),
                        "`" + text + "` on the left does not say plainly which elements are defined")
                .withHint(
                        subscript instanceof Expression.Subscripted
                                ? "To collect what belongs to each element, sum: `" + symbol + "[k] = sum(i where "
                                        + text + " == k) …`."
                                : "On the left stand an index, an index plus or minus an integer, or a size.");
    }

    /** @param ofIndex whether the subscript has an index of its own, whose range could start later */
    static Diagnostic negative(Span subscript, boolean ofIndex) {
        return new Diagnostic(
                        DiagnosticCode.LEFT_SUBSCRIPT,
                        subscript,
                        "`" + subscript.text() + "` on the left may be negative, and subscripts count from 0")
                .withHint(ofIndex ? "Let the range start later." : null);
    }

    /** @param indices those on the left */
    static Diagnostic noIndex(Identifier name, Symbol symbol, Declaration.Equation equation, Iterable<String> indices) {
        return new Diagnostic(
                        DiagnosticCode.FOR_INDEX,
                        name.span(),
                        "`" + name + "` is not an index on the left of `" + symbol + "`")
                .withNote(equation.name().span(), "the equation is here")
                .withHint(Spelling.hint(name.name(), indices));
    }

    static Diagnostic statedTwice(Identifier index) {
        return new Diagnostic(DiagnosticCode.FOR_INDEX, index.span(), "the range of `" + index + "` is stated twice");
    }

    /** @param element one that no equation defines; null if none is known */
    static Diagnostic notDefined(Symbol symbol, Tensor tensor, Coverage.@Nullable Example element) {
        if (element == null) {
            return new Diagnostic(
                            DiagnosticCode.NOT_DEFINED,
                            symbol.span(),
                            "it is not proved that the equations of `" + symbol + "` define all its elements")
                    .withHint("State the ranges so that one continues where another ends.");
        }
        return new Diagnostic(
                        DiagnosticCode.NOT_DEFINED,
                        symbol.span(),
                        "`" + element.name() + "`" + element.with() + " is not defined")
                .withHint(
                        element.with().isEmpty()
                                ? "Add an equation for it: `let " + element.name() + " = …`."
                                : "`" + tensor + "` is as long as its greatest subscript says; every element needs an"
                                        + " equation.");
    }

    /** @param element one that both equations define; null if none is known */
    static Diagnostic definedTwice(Symbol symbol, Span place, Span otherPlace, Coverage.@Nullable Example element) {
        return new Diagnostic(
                        DiagnosticCode.DEFINED_TWICE,
                        place,
                        element == null
                                ? "it is not proved that two equations of `" + symbol + "` define different elements"
                                : "`" + element.name() + "`" + element.with() + " is defined twice")
                .withNote(otherPlace, "the other equation is here")
                .withHint("Narrow the range of one of them.");
    }
}
