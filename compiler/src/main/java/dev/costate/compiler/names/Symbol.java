package dev.costate.compiler.names;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A declared name and what checking has found out about it so far. */
public final class Symbol {
    public enum Kind {
        DIM("a dim"),
        CONST("a const"),
        PARAM("a param"),
        DATA("data"),
        NOISE("noise"),
        FUNCTION("a function"),
        LET("a let"),
        OUTPUT("an output");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** With its article, for messages. */
        public String text() {
            return text;
        }
    }

    private final Kind kind;
    private final Identifier name;
    private final Declaration declaration;
    private final List<Declaration.Equation> equations = new ArrayList<>();
    private final Symbols declaredIn;
    private boolean broken;
    private boolean recursive;
    private @Nullable Poly size;
    private @Nullable Tensor tensor;
    private @Nullable Signature signature;

    public Symbol(Symbols declaredIn, Kind kind, Identifier name, Declaration declaration) {
        this.declaredIn = declaredIn;
        this.kind = kind;
        this.name = name;
        this.declaration = declaration;
        if (declaration instanceof Declaration.Equation equation) {
            equations.add(equation);
        }
    }

    public Kind kind() {
        return kind;
    }

    public Declaration declaration() {
        return declaration;
    }

    /** The equations of a let or output, in the order of the text. */
    public List<Declaration.Equation> equations() {
        return equations;
    }

    /** The declarations of the file it is in: what its own declaration can name. */
    public Symbols declaredIn() {
        return declaredIn;
    }

    /** Whether it is in error, or of a form that is not compiled yet: whatever uses it stays silent. */
    public boolean isBroken() {
        return broken;
    }

    public void markBroken() {
        broken = true;
    }

    /** Whether it is a function that calls itself, directly or through others. */
    public boolean isRecursive() {
        return recursive;
    }

    public void markRecursive() {
        recursive = true;
    }

    /** The value of a dim, or of an integer constant, over given dims; null until it is known. */
    public @Nullable Poly size() {
        return size;
    }

    /** The array or scalar; null until its shape is known. */
    public @Nullable Tensor tensor() {
        return tensor;
    }

    /** The signature of a function; null until it is known to be right. */
    public @Nullable Signature signature() {
        return signature;
    }

    public void define(Poly value) {
        size = value;
    }

    public void define(Tensor array) {
        tensor = array;
    }

    public void define(Signature parameters) {
        signature = parameters;
    }

    public String text() {
        return name.name();
    }

    public Span span() {
        return name.span();
    }

    public boolean isEquation() {
        return kind == Kind.LET || kind == Kind.OUTPUT;
    }

    @Override
    public String toString() {
        return text();
    }
}
