package dev.costate.compiler.emit;

import dev.costate.compiler.check.Model;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What each thing of a model is called in Java, and where each parameter stands in the vector. */
public final class ModelNames {
    /** What the generated code calls by a name of ours, so that no variable may bear it. */
    private static final List<String> OURS = List.of(
            "theta gradient seed model unit forward work kept out point evaluated parameterCount value values view scalars flat Shape ParameterLayout CostateGenerated DifferentiableFunction layout",
            "Math Arrays Objects Double Integer String Kernels Elementary Special Checks System Serializable");

    private static final List<String> METHODS = List.of(
            "of parameters forward backward fork dimension valueAndGradient value hashCode toString getClass",
            "notify notifyAll wait equals clone finalize ready");

    private final Model model;
    private final Names variables;
    private final Names members;
    private final Map<Atom.Dim, String> dims = new HashMap<>();
    private final Map<Tensor, String> fields = new LinkedHashMap<>();
    private final Map<String, String> offsets = new HashMap<>();
    private final Map<Tensor, String> given = new HashMap<>();
    private final Map<Tensor, String> methods = new LinkedHashMap<>();
    private final Map<Model.Derivative, String> gradients = new LinkedHashMap<>();
    private final Map<Model.Derivative, String> suffixes = new LinkedHashMap<>();

    public ModelNames(Model model) {
        this.model = model;
        this.variables = new Names(words(OURS, model.name()));
        this.members = new Names(words(METHODS, model.name()));
        for (Model.Dimension dim : model.dims()) {
            dims.put(dim.dim(), variables.member(dim.dim().name()));
            members.member(dim.dim().name());
        }
        for (Tensor input : model.inputs()) {
            methods.put(input, members.member(input.name()));
            if (input.role() != Tensor.Role.PARAM) {
                fields.put(input, variables.member(input.name()));
            }
        }
        for (Tensor output : model.outputs()) {
            methods.put(output, members.member(output.name()));
        }
        parameters().forEach(p -> offsetName(p, "At"));
        nameDerivatives();
    }

    /** The variable for where a tensor begins in a vector. */
    String offsetName(Tensor tensor, String suffix) {
        return offsets.computeIfAbsent(tensor.name() + suffix, variables::member);
    }

    /** The flag that says that scalar data has been bound. */
    String given(Tensor input) {
        return given.computeIfAbsent(input, t -> variables.member("has" + capital(t.name())));
    }

    private void nameDerivatives() {
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Model.Derivative derivative : model.derivatives()) {
            String wrt = wholeVector(derivative) ? "" : "Wrt" + joined(derivative.wrt());
            derivative.wrt().forEach(t -> offsetName(t, "GradientAt"));
            gradients.put(derivative, members.member(derivative.output().name() + "Gradient" + wrt));
            String suffix = model.derivatives().size() == 1
                    ? ""
                    : "Of" + capital(derivative.output().name()) + wrt;
            while (!taken.add(suffix)) {
                suffix += "_";
            }
            suffixes.put(derivative, suffix);
        }
    }

    private static Set<String> words(List<String> lines, String more) {
        Set<String> words = new HashSet<>();
        lines.forEach(line -> words.addAll(List.of(line.split(" "))));
        words.add(more);
        return words;
    }

    private static String joined(List<Tensor> tensors) {
        StringBuilder text = new StringBuilder();
        tensors.forEach(t -> text.append(capital(t.name())));
        return text.toString();
    }

    static String capital(String name) {
        int first = name.offsetByCodePoints(0, 1);
        return name.substring(0, first).toUpperCase(Locale.ROOT) + name.substring(first);
    }

    /** Whether the derivative is with respect to all params, in declaration order. */
    public boolean wholeVector(Model.Derivative derivative) {
        return derivative.wrt().equals(parameters());
    }

    /** The params, in declaration order. */
    public List<Tensor> parameters() {
        return model.inputs().stream()
                .filter(t -> t.role() == Tensor.Role.PARAM)
                .toList();
    }

    /** The variable and accessor of a dim. */
    public String dim(Atom dim) {
        return dims.computeIfAbsent((Atom.Dim) dim, d -> Names.legal(d.name()));
    }

    /** The field that holds data or a constant. */
    String field(Tensor input) {
        return fields.getOrDefault(input, Names.legal(input.name()));
    }

    /** The method that binds data, or evaluates an output, or reads a param of the typed view. */
    public String method(Tensor tensor) {
        return methods.getOrDefault(tensor, Names.legal(tensor.name()));
    }

    /** The method that computes a gradient. */
    public String method(Model.Derivative derivative) {
        return gradients.getOrDefault(derivative, "");
    }

    /** The method of the half of a gradient that runs backward. */
    String backward(Model.Derivative derivative) {
        if (model.derivatives().size() == 1) {
            return "backward";
        }
        return method(derivative).replaceFirst("Gradient", "Backward");
    }

    /** What the class of a unit adds to the model's name. */
    String suffix(Model.Derivative derivative) {
        return suffixes.getOrDefault(derivative, "");
    }

    /** Names that no local variable may bear. */
    Set<String> variables() {
        Set<String> all = new HashSet<>(variables.given());
        all.addAll(words(OURS, model.name()));
        return all;
    }

    /** The number of entries of the tensors before this one in the list, all for one that is not in it. */
    public static Poly offset(List<Tensor> tensors, Tensor tensor) {
        Poly offset = Poly.ZERO;
        for (Tensor before : tensors) {
            if (before == tensor) {
                break;
            }
            offset = offset.plus(size(before));
        }
        return offset;
    }

    /** The number of elements. */
    public static Poly size(Tensor tensor) {
        return product(tensor.shape());
    }

    static Poly product(List<Poly> shape) {
        Poly size = Poly.ONE;
        for (Poly axis : shape) {
            size = size.times(axis);
        }
        return size;
    }
}
