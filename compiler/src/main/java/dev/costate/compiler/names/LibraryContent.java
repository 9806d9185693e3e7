package dev.costate.compiler.names;

import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;

/** What may not be in a library. The first such declaration is reported: where there are many, the file is a model. */
final class LibraryContent {
    private final Reporter reporter;
    private boolean told;

    LibraryContent(Reporter reporter) {
        this.reporter = reporter;
    }

    /** Whether a declaration cannot be in a library. */
    boolean refuses(Declaration declaration) {
        if (declaration instanceof Declaration.Dim dim && dim.value() == null) {
            return refuse(
                    dim.name().span(),
                    "`" + dim.name() + "` is a size that is given",
                    "Give it a value, as in `dim " + dim.name() + " = 3`; functions take sizes from their arguments.");
        } else if (declaration instanceof Declaration.Input input) {
            return refuse(
                    input.name().span(),
                    "`" + input.name() + "` is " + (input.param() ? "a param" : "data"),
                    "Make it a parameter of the functions that use it.");
        } else if (declaration instanceof Declaration.Noise noise) {
            return refuse(
                    noise.name().span(),
                    "`" + noise.name() + "` is noise",
                    "Declare it in the model, and make it a parameter of the functions that use it.");
        } else if (declaration instanceof Declaration.Equation equation) {
            return refuse(
                    equation.name().span(),
                    "`" + equation.name() + "` is " + (equation.output() ? "an output" : "a let"),
                    "Make it a function: `fn " + equation.name() + "(…) = …`.");
        } else if (declaration instanceof Declaration.Results results) {
            return refuse(results.span(), "these are quantities", "Make them results of a function: `fn … -> (…) {`.");
        } else if (declaration instanceof Declaration.ForBlock block) {
            return refuse(
                    block.ranges().get(0).index().span(),
                    "this is a block of equations",
                    "Equations belong to models, or into a function.");
        } else if (declaration instanceof Declaration.Derive derive) {
            return refuse(
                    derive.span(), "this asks for a derivative", "Ask for it in the model that imports the library.");
        }
        return false;
    }

    private boolean refuse(Span span, String what, String hint) {
        if (!told) {
            told = true;
            reporter.report(NameMessages.notInLibrary(span, what, hint));
        }
        return true;
    }
}
