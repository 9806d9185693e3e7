package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Span;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of the libraries that have been checked. */
final class Libraries {
    private final Map<Symbol, Map<Symbol, Span>> uses = new HashMap<>();
    private final Tensors tensors = new Tensors();
    private final Map<Tensor, Term> constants = new LinkedHashMap<>();

    /** Which name of a library uses which, with the place; whoever is checked after them adds to it. */
    Map<Symbol, Map<Symbol, Span>> uses() {
        return uses;
    }

    /** What makes the tensors of these and of the model that imports them. */
    Tensors tensors() {
        return tensors;
    }

    void add(Map<Tensor, Term> values) {
        constants.putAll(values);
    }

    /** What their constants are. */
    Map<Tensor, Term> constants() {
        return constants;
    }

    /** Those of their constants that are arrays. */
    List<Tensor> arrays() {
        return constants.keySet().stream().filter(t -> !t.shape().isEmpty()).toList();
    }
}
