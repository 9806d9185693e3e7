package dev.costate.compiler.check;

import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;

/** What may not be in a library. */
final class LibraryContent {
    private LibraryContent() {}

    /** Whether a declaration cannot be in a library; reports it. */
    static boolean refuses(Declaration declaration, Reporter reporter) {
        if (declaration instanceof Declaration.Dim dim && dim.value() == null) {
            return refuse(
                    dim.name().span(),
                    "`" + dim.name() + "` is a size that is given",
                    "Give it a value, as in `dim " + dim.name() + " = 3`; functions take sizes from their arguments.",
                    reporter);
        } else if (declaration instanceof Declaration.Input input) {
            return refuse(
                    input.name().span(),
                    "`" + input.name() + "` is " + (input.param() ? "a param" : "data"),
                    "Make it a parameter of the functions that use it.",
                    reporter);
        } else if (declaration instanceof Declaration.Equation equation) {
            return refuse(
                    equation.name().span(),
                    "`" + equation.name() + "` is " + (equation.output() ? "an output" : "a let"),
                    "Make it a function: `fn " + equation.name() + "(…) = …`.",
                    reporter);
        } else if (declaration instanceof Declaration.ForBlock block) {
            return refuse(
                    block.ranges().get(0).index().span(),
                    "this is a block of equations",
                    "Equations belong to models, or into a function.",
                    reporter);
        } else if (declaration instanceof Declaration.Derive derive) {
            return refuse(
                    derive.span(),
                    "this asks for a derivative",
                    "Ask for it in the model that imports the library.",
                    reporter);
        }
        return false;
    }

    private static boolean refuse(Span span, String what, String hint, Reporter reporter) {
        reporter.report(
                Code.LIBRARY_CONTENT,
                span,
                "a library holds constants, constant dims and functions only, and " + what,
                hint);
        return true;
    }
}
