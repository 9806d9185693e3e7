package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A declared name and what checking has found out about it so far. */
final class Symbol {
    enum Kind {
        DIM("a dim"),
        CONST("a const"),
        PARAM("a param"),
        DATA("data"),
        FUNCTION("a function"),
        LET("a let"),
        OUTPUT("an output");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** With its article, for messages. */
        String text() {
            return text;
        }
    }

    final Kind kind;
    final Identifier name;
    final Declaration declaration;
    /** The equations of a let or output, in the order of the text. */
    final List<Declaration.Equation> equations = new ArrayList<>();

    /** The declarations of the file it is in: what its own declaration can name. */
    final Symbols home;

    /** In error, or of a form that is not compiled yet: whatever uses it stays silent. */
    boolean broken;

    /** The value of a dim, or of an integer constant, over given dims, once known. */
    @Nullable
    Poly size;

    /** The array or scalar, once its shape is known. */
    @Nullable
    Tensor tensor;

    /** The signature of a function, once known to be right. */
    @Nullable
    Signature signature;

    /** Whether it is a function that calls itself, directly or through others. */
    boolean recursive;

    Symbol(Symbols home, Kind kind, Identifier name, Declaration declaration) {
        this.home = home;
        this.kind = kind;
        this.name = name;
        this.declaration = declaration;
        if (declaration instanceof Declaration.Equation equation) {
            equations.add(equation);
        }
    }

    String text() {
        return name.name();
    }

    Span span() {
        return name.span();
    }

    boolean isEquation() {
        return kind == Kind.LET || kind == Kind.OUTPUT;
    }

    /** Whether it is real: an input, a constant or a defined quantity. */
    boolean isReal() {
        return kind != Kind.DIM && kind != Kind.FUNCTION;
    }

    @Override
    public String toString() {
        return text();
    }
}
