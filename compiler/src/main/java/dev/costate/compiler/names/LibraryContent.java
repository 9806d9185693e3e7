package dev.costate.compiler.names;

import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;

/** What may not be in a library. The first such declaration is reported: where there are many, the file is a model. */
final class LibraryContent implements Declaration.Visitor {
    private final Reporter reporter;
    private boolean told;
    private boolean refused;

    LibraryContent(Reporter reporter) {
        this.reporter = reporter;
    }

    /** Whether a declaration cannot be in a library. */
    boolean refuses(Declaration declaration) {
        refused = false;
        declaration.accept(this);
        return refused;
    }

    @Override
    public void visit(Declaration.Import declaration) {
        // May be in a library.
    }

    @Override
    public void visit(Declaration.Dim dim) {
        if (dim.value() == null) {
            refuse(
                    dim.name().span(),
                    "`" + dim.name() + "` is a size that is given",
                    "Give it a value, as in `dim " + dim.name() + " = 3`; functions take sizes from their arguments.");
        }
    }

    @Override
    public void visit(Declaration.Const declaration) {
        // May be in a library.
    }

    @Override
    public void visit(Declaration.Input input) {
        refuse(
                input.name().span(),
                "`" + input.name() + "` is " + (input.param() ? "a param" : "data"),
                "Make it a parameter of the functions that use it.");
    }

    @Override
    public void visit(Declaration.Noise noise) {
        refuse(
                noise.name().span(),
                "`" + noise.name() + "` is noise",
                "Declare it in the model, and make it a parameter of the functions that use it.");
    }

    @Override
    public void visit(Declaration.Function declaration) {
        // May be in a library.
    }

    @Override
    public void visit(Declaration.Equation equation) {
        refuse(
                equation.name().span(),
                "`" + equation.name() + "` is " + (equation.output() ? "an output" : "a let"),
                "Make it a function: `fn " + equation.name() + "(…) = …`.");
    }

    @Override
    public void visit(Declaration.Results results) {
        refuse(results.span(), "these are quantities", "Make them results of a function: `fn … -> (…) {`.");
    }

    @Override
    public void visit(Declaration.ForBlock block) {
        refuse(
                block.ranges().get(0).index().span(),
                "this is a block of equations",
                "Equations belong to models, or into a function.");
    }

    @Override
    public void visit(Declaration.Derive derive) {
        refuse(derive.span(), "this asks for a derivative", "Ask for it in the model that imports the library.");
    }

    private void refuse(Span span, String what, String hint) {
        refused = true;
        if (!told) {
            told = true;
            reporter.report(NameMessages.notInLibrary(span, what, hint));
        }
    }
}
