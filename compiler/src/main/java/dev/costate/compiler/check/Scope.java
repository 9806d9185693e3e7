package dev.costate.compiler.check;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.order.Access;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be named at a place, and what is known there. */
final class Scope {
    /** Which declared names an expression may use. */
    enum Sees {
        /** Everything: the equations of the model. */
        MODEL,
        /** Constants, constant dims, functions and parameters: the body of a function. */
        FUNCTION,
        /** Constants, constant dims and functions: a constant, a default. */
        CONSTANTS,
        /** Dims: the size of an axis. */
        SIZES
    }

    final Sees sees;
    /** The parameters of the function; empty outside of one. */
    final Map<String, Tensor> parameters;
    /** The indices, outermost first. */
    final Map<String, Variable> indices = new LinkedHashMap<>();

    Facts facts = Facts.NONE;

    /** An element that is read, and where. */
    record Place(Access access, Span span) {}

    /** The elements of lets and outputs that have been read so far. */
    final List<Place> reads = new ArrayList<>();

    Scope(Sees sees) {
        this(sees, Map.of());
    }

    Scope(Sees sees, Map<String, Tensor> parameters) {
        this.sees = sees;
        this.parameters = parameters;
    }

    /** Why a declared name cannot be used here, or null if it can. */
    @Nullable
    String hides(Symbol symbol) {
        boolean constant = symbol.kind == Symbol.Kind.CONST
                || symbol.kind == Symbol.Kind.FUNCTION
                || (symbol.kind == Symbol.Kind.DIM && symbol.size != null && symbol.size.isConstant());
        return switch (sees) {
            case MODEL -> null;
            case FUNCTION ->
                constant ? null : "a function sees constants, constant dims, functions and its parameters only";
            case CONSTANTS -> constant ? null : "a constant is made of literals and other constants only";
            case SIZES -> {
                boolean whole = symbol.tensor != null && symbol.tensor.type() == Tensor.Type.INTEGER;
                yield symbol.kind == Symbol.Kind.DIM
                                || (symbol.kind == Symbol.Kind.CONST && (symbol.size != null || whole))
                        ? null
                        : "a size is made of dims and integers only";
            }
        };
    }
}
