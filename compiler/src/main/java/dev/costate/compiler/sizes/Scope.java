package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Callee;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import dev.costate.compiler.order.ElementRead;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be named at a place, and what is known there. */
public final class Scope {
    /** Which declared names an expression may use. */
    public enum Sees {
        /** Everything: the equations of the model. */
        MODEL,
        /** Constants, constant dims, functions and parameters: the body of a function. */
        FUNCTION,
        /** Constants, constant dims and functions: a constant, a default. */
        CONSTANTS,
        /** Dims: the size of an axis. */
        SIZES
    }

    /** How deep calls may be nested in the bodies of functions. */
    public static final int DEPTH = 50;

    /** An element that is read, and where. */
    public record Place(ElementRead access, Span span) {}

    private final Sees sees;
    private final Map<String, Tensor> parameters;
    private final Map<String, Poly> integers;
    private final Map<String, Tensor> handed = new HashMap<>();
    private final Map<String, Callee> functions = new LinkedHashMap<>();
    private final List<Range> outer;
    private final int depth;
    private final Map<String, Variable> indices = new LinkedHashMap<>();
    private final List<Place> reads = new ArrayList<>();
    private Facts facts = Facts.NONE;
    private Declaration.@Nullable Equation equation;

    public Scope(Sees sees) {
        this(sees, Map.of(), Map.of(), List.of(), 0);
    }

    public Scope(Sees sees, Map<String, Tensor> parameters, Map<String, Poly> integers, List<Range> outer, int depth) {
        this.sees = sees;
        this.parameters = parameters;
        this.integers = integers;
        this.outer = outer;
        this.depth = depth;
    }

    public Sees sees() {
        return sees;
    }

    /** The parameters of the function and the quantities of its block; empty outside of one. */
    public Map<String, Tensor> parameters() {
        return parameters;
    }

    /** The sizes in the signature of the function and its integer parameters; empty outside of one. */
    public Map<String, Poly> integers() {
        return integers;
    }

    /** The integer parameters as they are where a real number is wanted. */
    public Map<String, Tensor> handed() {
        return handed;
    }

    /** What the parameters that stand for functions stand for. */
    public Map<String, Callee> functions() {
        return functions;
    }

    /** What a call of this name calls here. */
    public Callee callee(String name, Symbols symbols) {
        Callee handedOver = functions.get(name);
        return handedOver != null ? handedOver : new Callee(name, symbols.find(name));
    }

    /** The ranges of the caller's indices that these may mention. */
    List<Range> outer() {
        return outer;
    }

    /** How many calls of functions this is within. */
    public int depth() {
        return depth;
    }

    /** The indices, outermost first. */
    public Map<String, Variable> indices() {
        return indices;
    }

    /** The elements of lets and outputs that have been read so far. */
    public List<Place> reads() {
        return reads;
    }

    /** What is known of integers here. */
    public Facts facts() {
        return facts;
    }

    public void know(Facts known) {
        facts = known;
    }

    /** The equation whose value is checked, for hints; null elsewhere. */
    public Declaration.@Nullable Equation equation() {
        return equation;
    }

    void isIn(Declaration.Equation around) {
        equation = around;
    }

    /** Notes that an element is read. */
    public void read(Tensor tensor, List<Poly> subscripts, Facts known, Span span) {
        boolean defined = tensor.role() == Tensor.Role.LET || tensor.role() == Tensor.Role.OUTPUT;
        if (defined) {
            reads.add(new Place(new ElementRead(tensor, subscripts, known), span));
        }
    }

    /** The same names and facts, without indices. */
    public Scope inner() {
        Scope scope = new Scope(sees, parameters, integers, outer, depth);
        scope.facts = facts;
        scope.handed.putAll(handed);
        scope.functions.putAll(functions);
        return scope;
    }

    /** The ranges of all indices that can be mentioned here. */
    public List<Range> ranges() {
        List<Range> ranges = new ArrayList<>(outer);
        for (Variable variable : indices.values()) {
            if (variable.range != null) {
                ranges.add(variable.range);
            }
        }
        return ranges;
    }

    /** The names that are a function's own. */
    public Set<String> own() {
        Set<String> own = new LinkedHashSet<>(parameters.keySet());
        own.addAll(integers.keySet());
        own.addAll(functions.keySet());
        return own;
    }

    /** Whether a declared name can be used here; it is reported if not. */
    public boolean isVisible(Symbol symbol, Span span, Reporter reporter) {
        String hidden = hides(symbol);
        if (hidden != null) {
            reporter.report(IntegerMessages.notVisible(symbol, span, hidden));
        }
        return hidden == null;
    }

    /** Why a declared name cannot be used here, or null if it can. */
    public @Nullable String hides(Symbol symbol) {
        boolean constant = symbol.kind() == Symbol.Kind.CONST
                || symbol.kind() == Symbol.Kind.FUNCTION
                || (symbol.kind() == Symbol.Kind.DIM
                        && symbol.size() != null
                        && symbol.size().isConstant());
        return switch (sees) {
            case MODEL -> null;
            case FUNCTION ->
                constant ? null : "a function sees constants, constant dims, functions and its parameters only";
            case CONSTANTS -> constant ? null : "a constant is made of literals and other constants only";
            case SIZES -> {
                boolean whole = symbol.tensor() != null && symbol.tensor().type() == Tensor.Type.INTEGER;
                yield symbol.kind() == Symbol.Kind.DIM
                                || (symbol.kind() == Symbol.Kind.CONST && (symbol.size() != null || whole))
                        ? null
                        : "a size is made of dims and integers only";
            }
        };
    }
}
