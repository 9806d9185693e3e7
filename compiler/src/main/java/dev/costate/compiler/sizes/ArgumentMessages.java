package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.syntax.Declaration.Parameter;
import dev.costate.compiler.syntax.Expression;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of arguments whose shapes are not those of the parameters. */
final class ArgumentMessages {
    private ArgumentMessages() {}

    /** That an argument has more or fewer axes than its parameter. */
    static Diagnostic axes(Symbol function, Parameter parameter, List<Poly> shape, Expression argument) {
        int axes = parameter.axes().size();
        String wanted = axes == 0 ? "a number" : "an array with " + Phrases.axes(axes);
        String given =
                shape.isEmpty() ? "is a number" : "has the shape " + shape + ", with " + Phrases.axes(shape.size());
        return declared(
                        parameter,
                        argument,
                        "`" + function + "` takes " + wanted + " for `" + text(parameter) + "`, and " + shown(argument)
                                + " " + given)
                .withHint(axes == 0 ? "Subscript it." : null);
    }

    /** That two arguments differ in a size that a signature calls alike. */
    static Diagnostic sizes(
            Symbol function, String name, Poly size, Expression argument, Poly other, Expression otherArgument) {
        return new Diagnostic(
                        DiagnosticCode.ARGUMENT_SHAPE,
                        otherArgument.span(),
                        "the size `" + name + "` of `" + function + "` is " + size + " in " + shown(argument) + " and "
                                + other + " in " + shown(otherArgument))
                .withNote(argument.span(), "`" + name + "` is " + size + " here")
                .withNote(function.span(), "`" + function + "` is declared here");
    }

    /** That an argument is not as long as the formula of its parameter says. */
    static Diagnostic length(
            Symbol function, Parameter parameter, int axis, Poly size, Expression argument, Poly given) {
        return declared(
                parameter,
                argument,
                "`" + text(parameter) + "` of `" + function + "` has " + Phrases.count(size, "entry", "entries")
                        + Phrases.alongAxis(axis, parameter.axes().size()) + ", and " + shown(argument) + " has "
                        + given);
    }

    private static Diagnostic declared(Parameter parameter, Expression argument, String message) {
        return new Diagnostic(DiagnosticCode.ARGUMENT_SHAPE, argument.span(), message)
                .withNote(parameter.name().span(), "the parameter is declared here");
    }

    private static String shown(Expression argument) {
        return Phrases.quoted(argument.span().text(), "this argument");
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
