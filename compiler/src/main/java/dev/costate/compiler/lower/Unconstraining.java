package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.model.Unconstrained;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.NumberFormats;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model over free numbers: the params of the model become quantities with equations, which all later stages
 * treat as any others. So laws of stability see through them, and derivatives go through them. Long, since what reads
 * a param is written anew: bounds, equations and clauses.
 */
public final class Unconstraining {
    private static final Set<Form> FORMS = Set.of(Form.GRADIENT, Form.HESSIAN, Form.HVP, Form.JACOBIAN);

    private final Model model;
    private final @Nullable Tensor output;
    private final Program program;
    private final Exprs make;
    private final Map<Tensor, Tensor> free = new LinkedHashMap<>();
    /** What stands in the place of params, and of outputs that are none any more. */
    private final Map<Tensor, Tensor> quantities = new HashMap<>();

    private final Map<Tensor, Transforms> transforms = new LinkedHashMap<>();
    private final List<Equation> equations = new ArrayList<>();
    private final NodeMap<Expr> replaced = new NodeMap<>();

    /** A model over free numbers, and its program. */
    public record Lowered(Unconstrained unconstrained, Program program) {}

    private Unconstraining(Checked checked, @Nullable Tensor output) {
        this.model = checked.model();
        this.output = output;
        this.program = Lowering.withBounds(checked);
        this.make = program.make();
    }

    /**
     * Of a model with domains, one for each scalar that has a gradient by all params; one without such an output if
     * there is none.
     */
    public static List<Lowered> of(Checked checked) {
        Model model = checked.model();
        if (!model.isConstrained()) {
            return List.of();
        }
        List<Tensor> outputs = model.computed().stream()
                .filter(d -> d.form() == Form.GRADIENT && d.wrt().equals(model.params()))
                .map(Model.Derivative::output)
                .toList();
        List<Lowered> all = new ArrayList<>();
        if (outputs.isEmpty()) {
            all.add(new Unconstraining(checked, null).build());
        }
        outputs.forEach(output -> all.add(new Unconstraining(checked, output).build()));
        return all;
    }

    /** The bounds that are computed, as outputs over the params. */
    public record Bounds(Model model, Program program) {}

    /** The bounds that are more than numbers and inputs, or null if there are none. */
    public static @Nullable Bounds bounds(Checked checked) {
        Model model = checked.model();
        Set<Tensor> computed = new LinkedHashSet<>();
        for (Domain domain : model.domains().values()) {
            for (Domain.Bound bound : domain.bounds()) {
                if (bound instanceof Domain.Bound.Quantity q && !q.tensor().isInput()) {
                    computed.add(q.tensor());
                }
            }
        }
        if (computed.isEmpty()) {
            return null;
        }
        List<Tensor> outputs = List.copyOf(computed);
        Program all = Lowering.withBounds(checked);
        return new Bounds(
                with(model, model.inputs(), model.defaults(), outputs, List.of()),
                new Program(all.make(), all.dims(), all.inputs(), all.tables(), all.equations(), outputs));
    }

    private static Model with(
            Model model,
            List<Tensor> inputs,
            Map<Tensor, Term> defaults,
            List<Tensor> outputs,
            List<Model.Derivative> derivatives) {
        return new Model(
                model.source(),
                model.name(),
                model.doc(),
                model.precision(),
                model.dims(),
                List.copyOf(inputs),
                model.noise(),
                defaults,
                Map.of(),
                model.quantities(),
                List.copyOf(outputs),
                List.copyOf(derivatives),
                model.tensors(),
                model.file());
    }

    private Lowered build() {
        List<Model.Derivative> wanted = model.computed().stream()
                .filter(d -> FORMS.contains(d.form()) && d.wrt().equals(model.params()))
                .filter(d -> d.output() == output || !d.isScalar())
                .toList();
        Set<Tensor> derived = new HashSet<>();
        wanted.forEach(d -> derived.add(d.output()));
        for (Tensor param : model.params()) {
            Domain domain = model.domains().get(param);
            if (domain == null) {
                free.put(param, param);
                continue;
            }
            free.put(param, tensor(param, Tensor.Role.PARAM, model.freeShape(param)));
            quantities.put(param, tensor(param, Tensor.Role.LET, param.shape()));
        }
        for (Tensor other : model.outputs()) {
            if (other == output || !derived.contains(other)) {
                quantities.put(other, tensor(other, Tensor.Role.LET, other.shape()));
            }
        }
        Tensor jacobian = output(Unconstrained.LOG_JACOBIAN, List.of());
        Tensor with = flag();
        order(jacobian);
        List<Tensor> outputs = new ArrayList<>(List.of(constrained(), jacobian));
        Tensor sum = output == null ? null : tensor(output, Tensor.Role.OUTPUT, List.of());
        if (output != null && sum != null) {
            Expr flag = make.integer(Poly.element(with, List.of()));
            Expr read = make.read(jacobian, List.of());
            // Its derivative is a product, so that nothing of it stands in branches.
            Expr added = make.apply(
                    Surrogates.SURROGATE,
                    make.choose(make.apply(Comparisons.NE, flag, make.number(0)), read, make.number(0)),
                    make.apply(Arithmetic.MUL, flag, read));
            Expr value = make.read(quantity(output), List.of());
            set(sum, make.apply(Arithmetic.ADD, value, added), output.span());
            outputs.add(sum);
        }
        model.outputs().stream().filter(o -> !quantities.containsKey(o)).forEach(outputs::add);
        List<Tensor> inputs = new ArrayList<>();
        model.inputs().forEach(input -> inputs.add(free.getOrDefault(input, input)));
        inputs.add(with);
        Map<Tensor, Term> defaults = new LinkedHashMap<>(model.defaults());
        defaults.put(with, new Term.Int(Poly.ZERO, span()));
        List<Model.Derivative> derivatives = new ArrayList<>();
        for (Model.Derivative d : wanted) {
            Tensor of = d.output() == output && sum != null ? sum : d.output();
            derivatives.add(new Model.Derivative(
                    d.form(), of, List.copyOf(free.values()), d.transposed(), d.order(), d.clause(), d.span()));
        }
        Model unconstrained = with(model, inputs, defaults, outputs, derivatives);
        Program result = new Program(make, program.dims(), unconstrained.read(), program.tables(), equations, outputs);
        return new Lowered(new Unconstrained(output, unconstrained), result);
    }

    private Span span() {
        return new Span(model.source(), 0, 0);
    }

    private Tensor tensor(Tensor like, Tensor.Role role, List<Poly> shape) {
        return model.tensors().tensor(like.name(), role, Tensor.Type.REAL, shape, like.span(), like.doc());
    }

    private Tensor output(String name, List<Poly> shape) {
        return model.tensors().tensor(name, Tensor.Role.OUTPUT, Tensor.Type.REAL, shape, null, null);
    }

    private Tensor flag() {
        return model.tensors()
                .integers(Unconstrained.WITH_LOG_JACOBIAN, Tensor.Role.DATA, List.of(), null, null, null, List.of());
    }

    private Tensor quantity(Tensor tensor) {
        return quantities.getOrDefault(tensor, tensor);
    }

    private void set(Tensor scalar, Expr value, @Nullable Span span) {
        equations.add(new Equation(scalar, List.of(), List.of(), null, Reduction.SET, value, span));
    }

    /** All equations, those of params as early as their bounds allow. */
    private void order(Tensor jacobian) {
        List<Equation> rest = new ArrayList<>(program.equations());
        Expr log = make.number(0);
        for (Tensor param : model.params()) {
            Domain domain = model.domains().get(param);
            if (domain == null) {
                continue;
            }
            Set<Tensor> needed = new HashSet<>();
            for (Domain.Bound bound : domain.bounds()) {
                if (bound instanceof Domain.Bound.Quantity q) {
                    needed.add(q.tensor());
                }
            }
            take(rest, needed);
            Transforms made = new Transforms(make, param, Objects.requireNonNull(free.get(param)), quantity(param))
                    .write(domain, this::bound);
            transforms.put(param, made);
            equations.addAll(made.equations());
            Expr own = made.logJacobian();
            log = own == null ? log : make.apply(Arithmetic.ADD, log, own);
        }
        set(jacobian, log, null);
        rest.forEach(e -> equations.add(replaced(e)));
    }

    /** Moves the equations that these tensors need. */
    private void take(List<Equation> rest, Set<Tensor> needed) {
        Set<Equation> taken = new HashSet<>();
        for (boolean grows = true; grows; ) {
            grows = false;
            for (int k = rest.size() - 1; k >= 0; k--) {
                Equation e = rest.get(k);
                if (needed.contains(e.target()) && taken.add(e)) {
                    e.reads().forEach(read -> needed.add(((Expr.Head.Read) read.head()).tensor()));
                    grows = true;
                }
            }
        }
        rest.stream().filter(taken::contains).forEach(e -> equations.add(replaced(e)));
        rest.removeIf(taken::contains);
    }

    private Expr bound(Domain.Bound bound, List<Poly> at) {
        if (bound instanceof Domain.Bound.Known number) {
            return make.number(number.value());
        }
        Tensor tensor = ((Domain.Bound.Quantity) bound).tensor();
        return replaced(make.read(tensor, tensor.shape().isEmpty() ? List.of() : at));
    }

    private Equation replaced(Equation e) {
        return new Equation(
                quantity(e.target()),
                e.subscripts(),
                e.domain(),
                e.guard() == null ? null : replaced(e.guard()),
                e.reduction(),
                replaced(e.value()),
                e.span());
    }

    private Expr replaced(Expr root) {
        return Graph.rebuild(
                root,
                (node, operands) -> {
                    if (!(node.head() instanceof Expr.Head.Read read)) {
                        Expr distance = node.op() == Arithmetic.SUB ? distance(node) : null;
                        return distance == null ? make.rebuild(node, operands) : distance;
                    }
                    Transforms made = transforms.get(read.tensor());
                    Expr value = made != null
                            ? made.read(read.subscripts())
                            : make.read(quantity(read.tensor()), read.subscripts());
                    return read.tensor().role() == Tensor.Role.PARAM ? rounded(value) : value;
                },
                replaced);
    }

    private Expr rounded(Expr value) {
        return model.isFloat() ? make.apply(NumberFormats.FLOAT, value) : value;
    }

    /** What {@code p - a} or {@code b - p} is of a param p with this bound, or null if a difference is neither. */
    private @Nullable Expr distance(Expr difference) {
        Expr above = distance(difference.operand(0), difference.operand(1), true);
        return above != null ? above : distance(difference.operand(1), difference.operand(0), false);
    }

    private @Nullable Expr distance(Expr element, Expr end, boolean above) {
        if (!(element.head() instanceof Expr.Head.Read read)) {
            return null;
        }
        Transforms made = transforms.get(read.tensor());
        Domain domain = model.domains().get(read.tensor());
        if (made == null || domain == null) {
            return null;
        }
        Domain.Bound near = above ? domain.lower() : domain.upper();
        if (near == null || !isBound(end, near, read.subscripts())) {
            return null;
        }
        Between between = made.between(domain, this::bound, read.subscripts());
        Expr distance = between.distance(above, made.read(read.subscripts()));
        return distance == null ? null : rounded(distance);
    }

    private static boolean isBound(Expr node, Domain.Bound bound, List<Poly> at) {
        if (bound instanceof Domain.Bound.Known number) {
            return node.isNumber(number.value());
        }
        Tensor tensor = ((Domain.Bound.Quantity) bound).tensor();
        return node.head() instanceof Expr.Head.Read read
                && read.tensor() == tensor
                && read.subscripts().equals(tensor.shape().isEmpty() ? List.of() : at);
    }

    /** The natural values of all params in one array. */
    private Tensor constrained() {
        Map<Tensor, Poly> offsets = Tensor.offsets(model.params());
        Poly size = model.params().stream().map(Tensor::size).reduce(Poly.ZERO, Poly::plus);
        Tensor all = output(Unconstrained.CONSTRAIN, List.of(size));
        offsets.forEach((param, offset) -> {
            List<Range> ranges = new ArrayList<>();
            List<Poly> at = new ArrayList<>();
            for (Poly axis : param.shape()) {
                Range range = Range.upTo(Atom.Index.free("i", ranges.size()), axis);
                ranges.add(range);
                at.add(Poly.of(range.index()));
            }
            List<Poly> place = List.of(offset.plus(Poly.position(param.shape(), at)));
            equations.add(new Equation(
                    all, place, ranges, null, Reduction.SET, make.read(quantity(param), at), param.span()));
        });
        return all;
    }
}
