package dev.costate.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields that hold data and the methods that bind it. Long, since scalars, arrays, tables of constants and
 * data of other classes are each held in their own way.
 */
final class BindingWriter {
    /** Up to so many axes an array may be given nested. */
    private static final int NESTED = 3;

    /** So many elements of constant arrays stand in the constructor, which as any method has 65 535 bytes at most. */
    private static final int IN_PLACE = 2000;

    /** And so many in one class, which has 65 535 constants at most. */
    private static final int IN_PART = 4000;

    private static final JavaExpression BINDING = Java.name(ModelNames.BINDING);

    private final ModelNames names;
    private final ClassName model;
    private final Defaults defaults;
    private final List<Model.Derivative> sparse;
    private final List<Unit> preparations;
    private final boolean shown;
    private final boolean single;
    /** The data of which it is counted how often it is bound, for other classes to know. */
    private final Set<Tensor> counted = new HashSet<>();

    private final DataDomains domains;
    private final Integers integers;
    private int inPlace;

    /**
     * @param sparse the derivatives whose patterns depend on integer data
     * @param preparations what depends on data alone
     * @param companions the classes of the package that read the data
     * @param domains where data lives
     * @param single whether arrays are of {@code float}
     */
    BindingWriter(
            ModelNames names,
            ClassName model,
            Defaults defaults,
            List<Model.Derivative> sparse,
            List<Unit> preparations,
            List<Companion> companions,
            DataDomains domains,
            boolean single) {
        this.single = single;
        this.shown = !companions.isEmpty();
        companions.forEach(c -> c.prepared().forEach(unit -> counted.addAll(unit.data())));
        this.domains = domains;
        this.names = names;
        this.sparse = sparse;
        this.preparations = preparations;
        this.model = model;
        this.defaults = defaults;
        this.integers = names.integers();
    }

    /** Adds the field that holds an input. */
    void field(TypeSpec.Builder type, Tensor input) {
        String field = names.field(input);
        boolean constant = input.role() == Tensor.Role.CONST;
        boolean integer = input.type() == Tensor.Type.INTEGER;
        if (constant && !input.shape().isEmpty()) {
            type.addField(FieldSpec.builder(arrayType(input), field, Modifier.FINAL, Modifier.TRANSIENT)
                    .initializer(JavaPrinter.print(table(type, input), JavaPrinter.METHOD))
                    .build());
            return;
        }
        if (!input.shape().isEmpty()) {
            type.addField(arrayType(input), field);
            return;
        }
        FieldSpec.Builder value = FieldSpec.builder(
                elementType(input),
                field,
                constant ? new Modifier[] {Modifier.FINAL, Modifier.TRANSIENT} : new Modifier[0]);
        if (constant && integer) {
            value.initializer("$L", input.integers().get(0));
        } else {
            defaults.of(input)
                    .ifPresent(number -> value.initializer(JavaPrinter.print(
                            integer ? Java.integer((long) number) : Java.number(number), JavaPrinter.METHOD)));
        }
        type.addField(value.build());
        if (input.shape().isEmpty() && mustBeGiven(input)) {
            type.addField(TypeName.BOOLEAN, given(input), shown ? new Modifier[0] : new Modifier[] {Modifier.PRIVATE});
        }
    }

    /** Adds the methods that bind data. */
    void write(TypeSpec.Builder type, Tensor input) {
        if (counted.contains(input)) {
            type.addField(TypeName.INT, names.bindings(input), Modifier.TRANSIENT);
        }
        if (input.role() == Tensor.Role.CONST) {
            return;
        } else if (input.shape().isEmpty()) {
            scalar(type, input, names.field(input));
            return;
        }
        int rank = input.shape().size();
        array(type, input, names.field(input));
        if (isFloat(input)) {
            floats(type, input);
        }
        if (rank > 1 && rank <= NESTED) {
            nested(type, input);
        }
    }

    private static TypeName elementType(Tensor input) {
        return input.type() == Tensor.Type.INTEGER ? TypeName.INT : TypeName.DOUBLE;
    }

    private boolean isFloat(Tensor input) {
        return single && input.type() == Tensor.Type.REAL && !input.shape().isEmpty();
    }

    /** What holds the elements of an array. */
    private TypeName arrayType(Tensor input) {
        return isFloat(input) ? PoetTypes.FLOATS : ArrayTypeName.of(elementType(input));
    }

    /** The elements of a constant array: in place, or of many by classes that hold a part each. */
    private JavaExpression table(TypeSpec.Builder type, Tensor input) {
        List<JavaExpression> elements = input.type() == Tensor.Type.INTEGER
                ? input.integers().stream().map(Java::integer).toList()
                : defaults.table(input).stream()
                        .map(isFloat(input) ? Java::single : Java::number)
                        .toList();
        inPlace += elements.size();
        if (inPlace <= IN_PLACE) {
            return new JavaExpression.Elements(null, elements);
        }
        inPlace -= elements.size();
        List<JavaExpression> parts = new ArrayList<>();
        JavaType element = isFloat(input) ? JavaType.FLOAT : JavaType.DOUBLE;
        JavaType array = (input.type() == Tensor.Type.INTEGER ? JavaType.INT : element).array();
        for (int start = 0; start < elements.size(); start += IN_PART) {
            ClassName part = model.nestedClass(names.table(input, parts.size() + 1));
            JavaStatement values = new JavaStatement.Return(new JavaExpression.Elements(
                    array, elements.subList(start, Math.min(elements.size(), start + IN_PART))));
            type.addType(TypeSpec.classBuilder(part)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .addJavadoc("$L", "Elements of {@code " + input.name() + "}.\n")
                    .addMethod(MethodSpec.constructorBuilder()
                            .addModifiers(Modifier.PRIVATE)
                            .build())
                    .addMethod(MethodSpec.methodBuilder("values")
                            .addModifiers(Modifier.STATIC)
                            .returns(arrayType(input))
                            .addCode(JavaPrinter.print(List.of(values), JavaPrinter.NESTED))
                            .build())
                    .build());
            parts.add(Java.name(part.simpleName()).call("values"));
        }
        return Java.call("Checks", "join", parts);
    }

    /** What an integer must be less than, as an argument of a check. */
    private JavaExpression below(Tensor input) {
        return Sizes.size(String.valueOf(input.below()), Objects.requireNonNull(input.below()), integers);
    }

    /** Whether nothing but a caller can say what it is. */
    boolean mustBeGiven(Tensor input) {
        return defaults.mustBeGiven(input);
    }

    private String given(Tensor input) {
        return names.given(input);
    }

    /** Whether an input has been bound, as a condition; null if it need not be. */
    @Nullable
    JavaExpression isBound(Tensor input) {
        if (!mustBeGiven(input)) {
            return null;
        }
        return input.shape().isEmpty()
                ? Java.name(given(input))
                : Java.name(names.field(input)).binary("!=", Java.NULL);
    }

    /** Statements that take over the data of another object. */
    List<JavaStatement> share(Tensor input, JavaExpression copy) {
        List<String> fields = new ArrayList<>();
        if (input.role() == Tensor.Role.DATA) {
            fields.add(names.field(input));
            if (input.shape().isEmpty() && mustBeGiven(input)) {
                fields.add(given(input));
            }
        }
        return fields.stream()
                .map(field -> JavaStatement.set(copy.member(field), Java.name(field)))
                .toList();
    }

    /** @param how the argument is to be */
    private MethodSpec.Builder setter(Tensor input, TypeName type, String name, String how) {
        boolean array = !input.shape().isEmpty();
        return MethodSpec.methodBuilder(names.method(input))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "$L",
                        "{@return this, with " + (array ? "a copy bound to " : "a value bound to ") + "{@code "
                                + input.name() + "}" + Doc.remark(input.doc()) + "}\n")
                .addJavadoc("$L", "@param " + name + " " + how + "\n")
                .addParameter(type, name)
                .returns(model);
    }

    private void finish(
            TypeSpec.Builder type, MethodSpec.Builder method, Tensor input, List<JavaStatement> statements) {
        List<JavaStatement> body = new ArrayList<>(statements);
        if (counted.contains(input)) {
            body.add(JavaStatement.assign(Java.name(names.bindings(input)), "+=", Java.integer(1)));
        }
        if (domains.areChecked()) {
            body.add(JavaStatement.set(Java.name(names.helper(DataDomains.CHECKED)), Java.name("false")));
        }
        for (Unit unit : preparations) {
            if (unit.data().contains(input)) {
                JavaExpression prepared = Java.name(names.prepared(names.preparedType(unit)));
                JavaExpression own = Java.choice(BINDING.call("isShared"), Java.NULL, prepared);
                body.add(JavaStatement.set(prepared, Java.call("Preparation", "anew", own)));
            }
        }
        if (input.type() == Tensor.Type.INTEGER) {
            for (Model.Derivative d : sparse) {
                for (String field : List.of(
                        names.of(d).pattern(),
                        names.of(d).recovery(),
                        names.of(d).matrix())) {
                    body.add(JavaStatement.set(Java.name(field), Java.NULL));
                }
            }
        }
        body.add(new JavaStatement.Return(Java.THIS));
        type.addMethod(
                method.addCode(JavaPrinter.print(body, JavaPrinter.METHOD)).build());
    }

    private void scalar(TypeSpec.Builder type, Tensor input, String field) {
        JavaExpression value = Java.name("value");
        JavaExpression checked = input.below() == null
                ? value
                : Java.call("Checks", "index", Java.string(input.name()), value, below(input));
        checked = domains.checked(input, checked);
        List<JavaStatement> body = new ArrayList<>();
        body.add(JavaStatement.set(Java.THIS.member(field), BINDING.call("of", checked)));
        if (mustBeGiven(input)) {
            body.add(JavaStatement.set(Java.name(given(input)), Java.name("true")));
        }
        finish(type, setter(input, elementType(input), "value", "the value" + bounds(input)), input, body);
    }

    /** Binding of an array that is given flat. */
    private void array(TypeSpec.Builder type, Tensor input, String field) {
        JavaExpression values = array(input);
        if (input.below() != null) {
            values = Java.call("Checks", "indices", Java.string(input.name()), values, below(input));
        }
        JavaExpression target = Java.THIS.member(field);
        values = BINDING.call("of", domains.checked(input, values), target);
        String rows = input.shape().size() > 1 ? ", row-major" : "";
        finish(
                type,
                setter(
                        input,
                        ArrayTypeName.of(elementType(input)),
                        "values",
                        names.shape(input.shape()) + rows + bounds(input)),
                input,
                List.of(JavaStatement.set(target, values)));
    }

    /** Binding of an array of several axes that is given nested: it is made flat first. */
    private void nested(TypeSpec.Builder type, Tensor input) {
        TypeName array = elementType(input);
        for (int axis = 0; axis < input.shape().size(); axis++) {
            array = ArrayTypeName.of(array);
        }
        JavaExpression flat = Java.call(names.method(input), List.of(array(input)));
        type.addMethod(setter(input, array, "values", names.shape(input.shape()) + bounds(input))
                .addCode(JavaPrinter.print(List.of(new JavaStatement.Return(flat)), JavaPrinter.METHOD))
                .build());
    }

    /** What the caller gives for an array, with a check of its shape. */
    private JavaExpression array(Tensor input) {
        return Java.call(
                "Checks",
                "array",
                Java.string(input.name()),
                Java.name("values"),
                Sizes.shape(input.shape(), integers));
    }

    /** Binding of an array that is given in the numbers in which it is stored. */
    private void floats(TypeSpec.Builder type, Tensor input) {
        JavaExpression wide = Java.call("FloatKernels", "widened", Java.name("values"));
        List<JavaStatement> body = List.of(new JavaStatement.Return(Java.call(names.method(input), List.of(wide))));
        String how = names.shape(input.shape()) + (input.shape().size() > 1 ? ", row-major" : "") + bounds(input);
        type.addMethod(setter(input, PoetTypes.FLOATS, "values", how)
                .addCode(JavaPrinter.print(body, JavaPrinter.METHOD))
                .build());
    }

    private String bounds(Tensor input) {
        return input.below() == null
                ? domains.doc(input)
                : ", each at least 0 and less than {@code " + input.below() + "}";
    }
}
