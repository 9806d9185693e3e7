package dev.costate.compiler.emit;

import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of names of one generated class: its nested classes, its variables and its methods. None bears a name to
 * which Java, the runtime or generated code itself gives a meaning.
 */
final class ClassScopes {
    /** What the generated code calls fields, parameters and locals of its own. */
    private static final List<String> VARIABLES = List.of(
            "theta gradient seed value values out copy model unit forward work kept",
            "scalars sets indices vector layout builder in",
            "serialVersionUID serialPersistentFields",
            ModelNames.EVALUATIONS + " " + ModelNames.BINDING + " " + ModelNames.PRODUCT_POINT);

    /** The methods of all generated classes, of Object, and those that serialisation gives a meaning. */
    private static final List<String> METHODS = List.of(
            "of parameters forward backward fork parallel fingerprint checked",
            "getClass hashCode equals clone toString notify notifyAll wait finalize",
            "readObject readObjectNoData writeObject readResolve writeReplace");

    /** The methods of classes with params that say where they live. */
    private static final List<String> CONSTRAINED = List.of("check start lowerBounds upperBounds unconstrained");

    /** The methods of the classes over their free numbers. */
    private static final List<String> UNCONSTRAINED = List.of("unconstrain withLogJacobian");

    /** The method without arguments that gives the number of params. */
    private static final String DIMENSION = "dimension";

    private final Names types;
    private final Names variables;
    private final Names members;
    /** The numbers of arguments of the methods of interfaces that the class may have, by name. */
    private final Map<String, Set<Integer>> interfaces;

    private final List<ModelNames.Clash> clashes = new ArrayList<>();

    /** @param isCompanion whether the class reads the data of an object of another */
    ClassScopes(Model model, boolean isCompanion) {
        this.types = Names.ofClasses(words(JavaType.unqualified(), List.of(ModelNames.VIEW))::contains);
        this.variables = new Names(reserved(model)::contains);
        Set<String> methods = words(Set.of(), METHODS);
        if (!model.noise().isEmpty()) {
            methods.add(ModelNames.SEED);
        }
        List<String> domains = isCompanion ? UNCONSTRAINED : model.isConstrained() ? CONSTRAINED : List.of();
        this.members = new Names(words(methods, domains)::contains);
        Set<Form> clauses = EnumSet.noneOf(Form.class);
        model.computed().forEach(derivative -> clauses.add(derivative.form()));
        this.interfaces = FunctionKind.methods(isCompanion ? EnumSet.allOf(Form.class) : clauses);
    }

    /** What no variable of a model may be called, the arguments of its derivatives among it. */
    private static Set<String> reserved(Model model) {
        Set<String> reserved = words(JavaType.words(), VARIABLES);
        if (model.isFloat()) {
            reserved.addAll(List.of(ModelNames.ROUNDED, "Float"));
        }
        for (Model.Derivative derivative : model.computed()) {
            derivative.slots(true).forEach(slot -> reserved.add(slot.name()));
            DerivativeNames.slots(derivative).forEach(slot -> reserved.add(slot.name()));
            if (derivative.form().isSparse()) {
                reserved.add(derivative.computed().name());
                reserved.add(Argument.COLUMN_COLOURS.name());
                reserved.add(Argument.ROW_COLOURS.name());
                reserved.add(Argument.SLOTS.name());
                reserved.add(Argument.COLUMNS);
            }
        }
        return reserved;
    }

    private static Set<String> words(Set<String> more, List<String> lines) {
        Set<String> words = new HashSet<>(more);
        lines.forEach(line -> words.addAll(List.of(line.split(" "))));
        return words;
    }

    /** The name of a nested class, or of the class itself. */
    String type(String wanted) {
        return types.member(wanted);
    }

    /** The name of a nested class that no variable bears. */
    String typeApart(String wanted) {
        String name = types.member(wanted);
        while (variables.isGiven(name)) {
            name = types.member(name);
        }
        return name;
    }

    /** The name of a field, or of what is known in all methods like one. */
    String variable(String wanted) {
        return variables.member(wanted);
    }

    /** Whether no local variable may bear this name. */
    boolean isVariable(String name) {
        return variables.isReserved(name) || variables.isGiven(name) || types.isGiven(name);
    }

    /** The name of a method that runs, which none of an interface has whatever it takes, as those call it. */
    String member(String wanted) {
        return members.member(wanted, interfaces::containsKey);
    }

    /** The name of a method with so many arguments, which one of an interface may have that takes another number. */
    String member(String wanted, int arguments) {
        return members.member(wanted, name -> isOfInterface(name, arguments));
    }

    /** The name of a method without arguments that gives a size. */
    String size(String wanted) {
        return members.member(wanted, name -> name.equals(DIMENSION) || isOfInterface(name, 0));
    }

    private boolean isOfInterface(String name, int arguments) {
        return interfaces.getOrDefault(name, Set.of()).contains(arguments);
    }

    /** The name of a method that gives an object of an interface. */
    String function(String wanted) {
        return members.member(wanted);
    }

    /** The name of a method that callers know by another. */
    String method(String wanted, String what, @Nullable Span span) {
        String method = member(wanted);
        if (!method.equals(wanted) && span != null) {
            clashes.add(new ModelNames.Clash(span, what, wanted, method));
        }
        return method;
    }

    List<ModelNames.Clash> clashes() {
        return clashes;
    }
}
