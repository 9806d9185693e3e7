package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What each thing of a model is called in Java, and where each parameter stands in the vector. Long, since there are
 * many things; which names are free, {@link ClassScopes} knows.
 */
public final class ModelNames {
    /** The point of the products of a Hessian. */
    static final String PRODUCT_POINT = "productPoint";

    /** The field by which evaluations begin and end. */
    static final String EVALUATIONS = "evaluations";

    /** The field that takes over data. */
    static final String BINDING = "binding";

    /** The point, rounded to the numbers of a model that is computed in {@code float}. */
    static final String ROUNDED = "rounded";

    /** The method that seeds the noise. */
    static final String SEED = "seed";

    /** The nested class that every generated class has. */
    static final String VIEW = "Parameters";

    /** What the name of a constant or variable ends in that tells where a param begins in the vector of all. */
    static final String AT = "At";

    /** Of more params the class has no constants for where they begin. */
    private static final int MANY_PARAMETERS = 100;

    /** Longer names of classes are told apart by numbers, for a file system takes names of 255 bytes. */
    private static final int LONG_CLASS = 200;

    /** A class is called after up to so many data. */
    private static final int MOST_NAMED = 3;

    /** Of more outputs a class has no room to keep each, so that only those are kept that have derivatives. */
    private static final int MANY_OUTPUTS = 100;

    private static final String LAST = "Last";

    /** A method that is not called as one would think: of what in the model, and how then. */
    public record Clash(Span span, String what, String wanted, String method) {}

    /** What a variable tells of a tensor: where it begins in a vector, or what else its suffix says. */
    private record Offset(Tensor tensor, String suffix) {}

    private final Model model;
    /** The names of the class whose data this one reads; null for the public class of a model. */
    private final @Nullable ModelNames host;

    private final List<Tensor> parameters;
    private final Map<Tensor, Poly> parameterOffsets;
    private final ClassScopes scopes;
    private final String type;
    private final Map<String, String> classes = new LinkedHashMap<>();
    private final Map<Atom.Dim, String> dims = new LinkedHashMap<>();
    private final Map<Atom.Dim, String> dimMethods = new LinkedHashMap<>();
    private final Map<Poly, Atom.Dim> computed = new HashMap<>();
    private final Map<Tensor, String> fields = new LinkedHashMap<>();
    private final Map<Tensor, Integer> order = new LinkedHashMap<>();
    private final Map<Offset, String> offsets = new LinkedHashMap<>();
    private final Map<Tensor, String> given = new LinkedHashMap<>();
    private final Map<String, String> unitFields = new LinkedHashMap<>();
    private final Map<Tensor, String> methods = new LinkedHashMap<>();
    private final Map<Model.Derivative, DerivativeNames> derivatives;
    private final Map<Tensor, String> values = new LinkedHashMap<>();
    private final Map<String, String> functions = new LinkedHashMap<>();

    public ModelNames(Model model) {
        this(model, null, model.name());
    }

    /** Of a class that reads the data of an object of another. */
    public static ModelNames companion(Model model, ModelNames host, String className) {
        return new ModelNames(model, host, className);
    }

    private ModelNames(Model model, @Nullable ModelNames host, String className) {
        this.model = model;
        this.host = host;
        this.parameters = model.inputs().stream()
                .filter(t -> t.role() == Tensor.Role.PARAM)
                .toList();
        this.parameterOffsets = Tensor.offsets(parameters);
        this.scopes = new ClassScopes(model, host != null);
        this.type = scopes.type(className);
        if (host != null) {
            nameOutputs(); // first, for two of them are methods of an interface
        }
        for (Model.Dimension dim : model.dims()) {
            dims.put(dim.dim(), scopes.variable(dim.dim().name()));
            if (dim.value() != null && dim.value().terms().size() > 1) {
                computed.putIfAbsent(dim.value(), dim.dim());
            }
            dimMethods.put(dim.dim(), scopes.size(dim.dim().name()));
        }
        for (Tensor input : model.inputs()) {
            methods.put(input, scopes.member(input.name(), 1));
            order.put(input, order.size());
            if (input.role() != Tensor.Role.PARAM) {
                fields.put(input, scopes.variable(input.name()));
            }
        }
        for (Tensor noise : model.noise()) {
            order.put(noise, order.size());
            fields.put(noise, scopes.variable(noise.name()));
        }
        if (host == null) {
            nameOutputs();
        }
        parameters().forEach(p -> offsetName(p, AT));
        this.derivatives = DerivativeNames.of(model, this);
        if (model.outputs().size() <= MANY_OUTPUTS) {
            model.outputs().forEach(this::nameLast);
        }
    }

    private void nameOutputs() {
        for (Tensor output : model.outputs()) {
            methods.put(output, scopes.method(output.name(), "`" + output.name() + "`", output.span()));
        }
    }

    /** The file of the model. */
    SourceFile source() {
        return model.source();
    }

    /** The public class. */
    public String type() {
        return type;
    }

    /** A nested class: what it does, and for which derivative. */
    String type(String what) {
        return classes.computeIfAbsent(what, scopes::type);
    }

    /** The nested class that computes an output alone. */
    String valueType(Tensor output) {
        return classes.computeIfAbsent("value " + output.name(), key -> {
            String name = capital(output.name());
            boolean tooLong = isLong(name);
            return scopes.type(
                    "ValueOf" + (tooLong ? "Output" + (1 + model.outputs().indexOf(output)) : name));
        });
    }

    /** The nested class of a unit that computes what depends on data alone: integers, or what is made of these too. */
    String preparedType(Unit unit) {
        List<Tensor> data = unit.data();
        boolean integers =
                unit.fields().stream().anyMatch(place -> place.tensor().isTable());
        boolean rows = unit.fields().stream().anyMatch(Place::isInBlocks);
        String kind = integers ? "Integers" : rows ? "Packed" : "Prepared";
        return classes.computeIfAbsent(kind + data, key -> {
            List<String> named = data.stream().map(t -> capital(t.name())).toList();
            String name = data.isEmpty() ? "Sizes" : String.join("", named);
            boolean tooLong = named.size() > MOST_NAMED || isLong(name);
            return scopes.type(kind + (tooLong ? "" : name));
        });
    }

    /** The variable that holds an object of a nested class that computes what depends on data alone. */
    String prepared(String className) {
        return unitFields.computeIfAbsent(className, c -> scopes.variable(lower(c)));
    }

    /** The method that gives it, with all computed. */
    String prepareMethod(String className) {
        return unitFields.computeIfAbsent(className + " method", c -> scopes.member(lower(className)));
    }

    /** Whether the class of a unit would be called too long a name. */
    boolean isLong(String addition) {
        return type.length() + addition.length() > LONG_CLASS;
    }

    private static String lower(String className) {
        return className.substring(0, 1).toLowerCase(Locale.ROOT) + className.substring(1);
    }

    /** A class with more of a nested one, by a name that no variable bears. */
    String part(String className, int number) {
        return classes.computeIfAbsent(className + " " + number, key -> scopes.typeApart(className + "Part" + number));
    }

    /** The nested class that reads and writes a gradient. */
    String view(Model.Derivative derivative) {
        return classes.computeIfAbsent(method(derivative) + " view", key -> {
            String name = capital(method(derivative));
            int number = 1 + model.computed().indexOf(derivative);
            return scopes.type(isLong(name) ? "Gradient" + number : name);
        });
    }

    /** A nested class that holds a part of a constant array, by a name that no variable bears. */
    String table(Tensor input, int number) {
        return part(capital(field(input)) + "Values", number);
    }

    /** A field that every class has, by a name that no variable of the model bears. */
    String helper(String wanted) {
        return unitFields.computeIfAbsent("the " + wanted, key -> scopes.variable(wanted));
    }

    /** What says which threads compute, as the object reaches it. */
    String parallel() {
        return host == null ? helper("parallel") : "model." + host.parallel();
    }

    /** Another private method, by a name that no method of the model bears. */
    String helperMethod(String wanted) {
        return scopes.member(wanted);
    }

    /** The field that holds an object of a nested class. */
    String unitField(String className) {
        return unitFields.computeIfAbsent(className, c -> scopes.variable(lower(c) + "Pass"));
    }

    /** The field that holds what computes an output where only that is asked for. */
    String valueField(Tensor output) {
        return unitFields.computeIfAbsent("value " + output.name(), c -> scopes.variable(output.name() + "Pass"));
    }

    /** The field that holds a backward half that runs at once after a forward half. */
    String atOnceField(Model.Derivative derivative) {
        return unitFields.computeIfAbsent(
                method(derivative) + "AtOnce", c -> scopes.variable(method(derivative) + "Pass"));
    }

    /** The field that holds what computes outputs where only one is asked for that has no class of its own. */
    String valuesField() {
        return unitFields.computeIfAbsent("values", c -> scopes.variable("valuesPass"));
    }

    /** The variable for where a tensor begins in a vector. */
    String offsetName(Tensor tensor, String suffix) {
        return offsets.computeIfAbsent(new Offset(tensor, suffix), offset -> scopes.variable(tensor.name() + suffix));
    }

    /** The variable that counts how often data has been bound, for the classes that read it. */
    String bindings(Tensor input) {
        return helper(input.name() + "Bindings");
    }

    /** The same as the object reaches it, or null of data of its own. */
    @Nullable
    String bindingsPath(Tensor input) {
        return isElsewhere(input) ? "model." + Objects.requireNonNull(host).bindings(input) : null;
    }

    /** Whether an input is a field of another class. */
    boolean isElsewhere(Tensor input) {
        return host != null && host.fields.containsKey(input);
    }

    /** The field that holds data or a constant, as the object reaches it. */
    String path(Tensor input) {
        return isElsewhere(input) ? "model." + Objects.requireNonNull(host).field(input) : field(input);
    }

    /** The method that binds data. */
    String setter(Tensor input) {
        return isElsewhere(input) ? Objects.requireNonNull(host).method(input) : method(input);
    }

    /** The flag that says that scalar data has been bound, as the object reaches it. */
    String givenPath(Tensor input) {
        return isElsewhere(input) ? "model." + Objects.requireNonNull(host).given(input) : given(input);
    }

    /** The flag that says that scalar data has been bound. */
    String given(Tensor input) {
        return given.computeIfAbsent(input, t -> scopes.variable("has" + capital(t.name())));
    }

    /** The names of the last value of an output, which is kept. */
    void nameLast(Tensor output) {
        values.computeIfAbsent(output, o -> scopes.member(o.name() + "Value"));
        offsetName(output, LAST);
    }

    /** The methods that are not named after their output or clause alone. */
    public List<Clash> clashes() {
        return scopes.clashes();
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
        return parameters;
    }

    /** The variable of a dim. */
    String dim(Atom dim) {
        return named(dims, (Atom.Dim) dim);
    }

    /** The accessor of a dim. */
    String method(Atom.Dim dim) {
        return named(dimMethods, dim);
    }

    private static <T, N> N named(Map<T, N> names, T thing) {
        N name = names.get(thing);
        if (name == null) {
            throw new CompilerBug("emit", "nothing in the model is " + thing);
        }
        return name;
    }

    /** Where an input stands among all. */
    int order(Tensor input) {
        return named(order, input);
    }

    /** The field that holds data or a constant. */
    String field(Tensor input) {
        return named(fields, input);
    }

    /** The method that binds data, or evaluates an output, or reads a param of the typed view. */
    public String method(Tensor tensor) {
        return named(methods, tensor);
    }

    /** What the name of the variable for an offset within an argument ends in. */
    static String offsetSuffix(String argument) {
        return capital(argument) + AT;
    }

    /** The method that computes a derivative. */
    public String method(Model.Derivative derivative) {
        return of(derivative).method();
    }

    /** What the methods and variables of a derivative are called. */
    public DerivativeNames of(Model.Derivative derivative) {
        return named(derivatives, derivative);
    }

    /** A field by a name that no variable of the model bears. */
    String variable(String wanted) {
        return unitFields.computeIfAbsent(wanted, scopes::variable);
    }

    /** Where names are given. */
    ClassScopes scopes() {
        return scopes;
    }

    /** Whether the last value of an output is kept. */
    boolean isKept(Tensor output) {
        return values.containsKey(output);
    }

    /** The method that gives an output at the point of the last call that computed it. */
    String value(Tensor output) {
        return named(values, output);
    }

    /** The variable that holds what the last call computed of an output. */
    String last(Tensor output) {
        return offsetName(output, LAST);
    }

    /** The method that gives an output as a function of all params; the suffix says of which kind. */
    String function(Tensor output, String suffix) {
        return functions.computeIfAbsent(output.name() + suffix, scopes::function);
    }

    /** A shape in words. */
    String shape(List<Poly> shape) {
        return integers().shape(shape);
    }

    /** The dims that stand for sums in what they are made of. */
    Map<Poly, Atom.Dim> computed() {
        return computed;
    }

    /** Integers where the fields of the model are at hand. */
    Integers integers() {
        return integers(this::size);
    }

    /** @param atoms what stands for a dim or an index; for an element of integer data, what stands for its array */
    Integers integers(Function<Atom, JavaExpression> atoms) {
        return new Integers(atoms, computed, atom -> null, () -> "", false);
    }

    /** A dim where its field is at hand. */
    JavaExpression size(Atom dim) {
        return Java.name(dim(dim));
    }

    /** Whether no local variable may bear this name. */
    boolean isVariable(String name) {
        return scopes.isVariable(name);
    }

    /** Whether it is a param that begins there in the vector of all. */
    boolean isAt(Tensor tensor, Poly offset) {
        Poly begin = parameterOffsets.get(tensor);
        return begin != null && begin.equals(offset);
    }

    /** Whether the class has a constant for where a param begins in the vector of all. */
    boolean isConstant(Tensor param) {
        Poly offset = parameterOffsets.get(param);
        return offset != null && offset.isConstant() && !offset.isZero() && parameters.size() <= MANY_PARAMETERS;
    }

    /** Where a param begins in the vector of all. */
    public Poly offset(Tensor param) {
        return named(parameterOffsets, param);
    }

    static Poly product(List<Poly> shape) {
        Poly size = Poly.ONE;
        for (Poly axis : shape) {
            size = size.times(axis);
        }
        return size;
    }
}
