package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model in which everything is known and right. Every polynomial in it is over <em>given</em> dims, indices and
 * integer inputs only: constant and computed dims have been put in.
 *
 * @param doc the documentation comment of the model, or null
 * @param dims all dims in declaration order
 * @param inputs params, data and constants in declaration order
 * @param defaults what scalar data is if it is not given; also the values of constants: terms of literals and constants
 * @param equations the equations of lets and outputs, each after those it reads
 * @param outputs the outputs, in declaration order
 * @param derivatives what is to be derived, in declaration order
 */
public record Model(
        SourceFile source,
        String name,
        @Nullable String doc,
        List<Dimension> dims,
        List<Tensor> inputs,
        Map<Tensor, Term> defaults,
        List<Definition> equations,
        List<Tensor> outputs,
        List<Derivative> derivatives) {
    /** What is known of the sizes. */
    public Prover prover() {
        Map<String, Long> atLeast = new HashMap<>();
        List<Poly> sizes = new ArrayList<>();
        for (Dimension dim : dims) {
            if (dim.value() == null) {
                atLeast.put(dim.dim().name(), dim.atLeast());
            } else {
                sizes.add(dim.value());
            }
        }
        inputs.forEach(input -> sizes.addAll(input.shape()));
        Prover prover = new Prover(atLeast);
        prover.assume(sizes);
        return prover;
    }

    /**
     * A dim.
     *
     * @param atLeast the least value allowed when it is given
     * @param value what it is, over given dims, or null if it is given
     */
    public record Dimension(
            Atom.Dim dim,
            long atLeast,
            @Nullable Poly value,
            @Nullable String doc,
            Span span) {
        public boolean given() {
            return value == null;
        }
    }

    /** For all values of the indices of {@code domain}: {@code target[subscripts] = value}. */
    public record Definition(Tensor target, List<Poly> subscripts, List<Range> domain, Term value, Span span) {}

    /**
     * A derivative that is wanted.
     *
     * @param wrt the inputs, all params if the clause names none
     * @param clause the clause in canonical form, {@code gradient of loss wrt w, X}
     */
    public record Derivative(Kind kind, Tensor output, List<Tensor> wrt, String clause, Span span) {
        public enum Kind {
            GRADIENT
        }
    }
}
