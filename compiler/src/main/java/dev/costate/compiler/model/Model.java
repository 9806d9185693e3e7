package dev.costate.compiler.model;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import dev.costate.compiler.syntax.Precision;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model in which everything is known and right. Every polynomial in it is over <em>given</em> dims, indices and
 * integer inputs only: constant and computed dims have been put in.
 *
 * @param doc the documentation comment of the model, or null
 * @param precision in which numbers it is computed
 * @param dims all dims in declaration order
 * @param inputs params, data and constants in declaration order
 * @param noise random numbers, in declaration order
 * @param defaults what scalar data is if it is not given; also the values of constants: terms of literals and constants
 * @param domains where inputs live, of those that say it
 * @param quantities the lets and outputs that are computed, each after those it reads
 * @param outputs the outputs, in declaration order
 * @param derivatives what is to be derived, in declaration order
 * @param tensors what makes further tensors
 * @param file where all this was found
 */
public record Model(
        SourceFile source,
        String name,
        @Nullable String doc,
        Precision precision,
        List<Dimension> dims,
        List<Tensor> inputs,
        List<Tensor> noise,
        Map<Tensor, Term> defaults,
        Map<Tensor, Domain> domains,
        List<Tensor> quantities,
        List<Tensor> outputs,
        List<Derivative> derivatives,
        Tensors tensors,
        File file) {
    /** A file without errors. Its tree, which takes much more room than the text, goes when memory is short. */
    public static final class File {
        private final SourceFile source;
        private final Set<String> imported;
        private final List<File> imports;
        private SoftReference<@Nullable ModelFile> tree = new SoftReference<>(null);

        /**
         * A file.
         *
         * @param imported the names that its imports bring
         * @param imports the libraries that it imports, in order
         */
        public File(SourceFile source, Set<String> imported, List<File> imports) {
            this.source = source;
            this.imported = imported;
            this.imports = imports;
        }

        /** Its text. */
        public SourceFile source() {
            return source;
        }

        /** The libraries that it imports, in order. */
        public List<File> imports() {
            return imports;
        }

        /** The syntax tree. */
        public synchronized ModelFile tree() {
            ModelFile known = tree.get();
            if (known == null) {
                known = Objects.requireNonNull(new ModelParser(source, new Diagnostics()).file(imported));
                tree = new SoftReference<>(known);
            }
            return known;
        }
    }

    /** Whether it is computed in {@code float}. */
    public boolean isFloat() {
        return precision != Precision.DOUBLE;
    }

    /** The same model, computed in other numbers. */
    Model in(Precision other) {
        return new Model(
                source,
                name,
                doc,
                other,
                dims,
                inputs,
                noise,
                defaults,
                domains,
                quantities,
                outputs,
                derivatives,
                tensors,
                file);
    }

    /** The params, in declaration order. */
    public List<Tensor> params() {
        return inputs.stream().filter(t -> t.role() == Tensor.Role.PARAM).toList();
    }

    /** The names of the params, in declaration order. */
    public List<String> paramNames() {
        return params().stream().map(Tensor::name).toList();
    }

    /** The axes of the free numbers of a param. */
    public List<Poly> freeShape(Tensor param) {
        Domain domain = domains.get(param);
        return domain == null ? param.shape() : domain.freeShape(param.shape());
    }

    /** Whether a param says where it lives. */
    public boolean isConstrained() {
        return params().stream().anyMatch(domains::containsKey);
    }

    /**
     * What is computed: the derivatives of the clauses, and the gradient of each scalar that has a Hessian over all
     * params and no such clause, since functions with second derivatives have first ones.
     */
    public List<Derivative> computed() {
        List<Tensor> params = params();
        List<Derivative> computed = new ArrayList<>(derivatives);
        for (Derivative d : derivatives) {
            boolean function =
                    d.form() == Form.HESSIAN && d.isScalar() && d.wrt().equals(params);
            boolean known = derivatives.stream()
                    .anyMatch(g -> g.form() == Form.GRADIENT
                            && g.output() == d.output()
                            && g.wrt().equals(params));
            if (function && !known) {
                String clause = Form.GRADIENT.words() + " of " + d.output().name();
                computed.add(new Derivative(Form.GRADIENT, d.output(), params, false, 0, clause, d.span()));
            }
        }
        return computed;
    }

    /** The gradient of a scalar output by one input, as if a clause asked for it. */
    public Derivative gradient(String output, String input) {
        Tensor of = outputs.stream()
                .filter(o -> o.name().equals(output))
                .findFirst()
                .orElseThrow();
        List<Tensor> wrt = inputs.stream().filter(i -> i.name().equals(input)).toList();
        String clause = Form.GRADIENT.words() + " of " + output + " wrt " + input;
        return new Derivative(Form.GRADIENT, of, wrt, false, 0, clause, new Span(source, 0, 0));
    }

    /** What equations read and none defines: inputs and noise. */
    public List<Tensor> read() {
        List<Tensor> read = new ArrayList<>(inputs);
        read.addAll(noise);
        return read;
    }

    /** What is known of the sizes. */
    public Prover prover() {
        Map<String, Long> atLeast = new HashMap<>();
        Set<Poly> sizes = new LinkedHashSet<>();
        for (Dimension dim : dims) {
            if (dim.value() == null) {
                atLeast.put(dim.dim().name(), dim.atLeast());
            } else {
                sizes.add(dim.value());
            }
        }
        inputs.forEach(input -> sizes.addAll(input.shape()));
        noise.forEach(z -> sizes.addAll(z.shape()));
        Prover prover = new Prover(atLeast);
        prover.assume(List.copyOf(sizes));
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
    public record Definition(Tensor target, List<Poly> subscripts, List<Range> domain, Term value, Span span) {
        public Definition {
            subscripts = List.copyOf(subscripts);
            domain = List.copyOf(domain);
        }
    }

    /**
     * A derivative that is wanted.
     *
     * @param wrt the inputs, all params if the clause names none
     * @param transposed whether the result has the inputs in rows where it would have them in columns
     * @param order the last order of a series, 0 for what is none
     * @param clause the clause in canonical form, {@code gradient of loss wrt w, X}
     */
    public record Derivative(
            Form form, Tensor output, List<Tensor> wrt, boolean transposed, int order, String clause, Span span) {
        public Derivative {
            wrt = List.copyOf(wrt);
        }

        /** The name of the output. */
        public String outputName() {
            return output.name();
        }

        /** The names of the inputs, in the order of the clause. */
        public List<String> inputNames() {
            return wrt.stream().map(Tensor::name).toList();
        }

        /** What the names of methods and classes call it. */
        public String title() {
            return form.title() + (transposed ? "Transposed" : "") + (order > 0 ? order : "");
        }

        /** What the names of methods call the matrix of which the caller receives entries. */
        public String matrixTitle() {
            return title().replaceFirst("^Sparse", "");
        }

        /** What the caller receives. */
        public Form.Slot result() {
            return form.isSparse() ? form.result() : computed();
        }

        /** What is computed: what the caller receives, or the matrix of which the caller receives entries. */
        public Form.Slot computed() {
            List<Form.Space> axes = new ArrayList<>(form.computed().axes());
            if (transposed) {
                Collections.reverse(axes);
            }
            return new Form.Slot(form.computed().name(), form.computed().use(), axes);
        }

        /**
         * What the caller hands over, in order.
         *
         * @param again whether the outputs have been computed before
         */
        public List<Form.Slot> slots(boolean again) {
            List<Form.Slot> slots = new ArrayList<>();
            if (again && form.seeds() == Form.Seeds.ONE) {
                slots.add(new Form.Slot("seed", Form.Use.SEED, List.of()));
            } else if (form.seeds() == Form.Seeds.GIVEN || (form.seeds() == Form.Seeds.WEIGHTS && !isScalar())) {
                slots.add(new Form.Slot("u", Form.Use.SEED, List.of(Form.Space.OUTPUT)));
            }
            if (form.directions() == Form.Directions.GIVEN) {
                slots.add(new Form.Slot("v", Form.Use.DIRECTION, List.of(Form.Space.INPUTS)));
            }
            if (!isNumber()) {
                slots.add(result());
            }
            return slots;
        }

        /**
         * What the caller of a second method receives besides: the gradient of a scalar with its Hessian; else null.
         */
        public Form.@Nullable Slot beside() {
            return isScalar() ? form.beside() : null;
        }

        /** Whether it is of second order: of a gradient in directions. */
        public boolean isSecond() {
            return form.seeds() != Form.Seeds.NONE && form.directions() != Form.Directions.NONE;
        }

        /** Whether the result is a symmetric matrix. */
        public boolean isSymmetric() {
            return form.computed().axes().equals(List.of(Form.Space.INPUTS, Form.Space.INPUTS));
        }

        /** Whether the output is a scalar. */
        public boolean isScalar() {
            return output.shape().isEmpty();
        }

        /** Whether the derivative is one number, which is returned. */
        public boolean isNumber() {
            return isScalar() && form.result().axes().equals(List.of(Form.Space.OUTPUT));
        }

        /** How many elements there are along an axis of a slot. */
        public Poly size(Form.Space space) {
            if (space == Form.Space.COEFFICIENTS) {
                return Poly.of(order + 1);
            } else if (space == Form.Space.ENTRIES) {
                throw new CompilerBug("derivatives", "data say how many entries " + clause + " has");
            }
            List<Tensor> tensors = space == Form.Space.OUTPUT ? List.of(output) : wrt;
            return tensors.stream().map(Tensor::size).reduce(Poly.ZERO, Poly::plus);
        }

        /** Where the elements of each input begin among those of all inputs, in order. */
        public Map<Tensor, Poly> offsets() {
            return Tensor.offsets(wrt);
        }
    }
}
