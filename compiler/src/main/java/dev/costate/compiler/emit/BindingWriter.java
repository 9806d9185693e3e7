package dev.costate.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the fields that hold data and the methods that bind it. */
final class BindingWriter {
    private final ModelNames names;
    private final ClassName model;
    private final Defaults defaults;
    private final Integers integers;

    BindingWriter(ModelNames names, ClassName model, Defaults defaults) {
        this.names = names;
        this.model = model;
        this.defaults = defaults;
        this.integers = new Integers(names::dim);
    }

    void write(TypeSpec.Builder type, Tensor input) {
        String field = names.field(input);
        if (!input.shape().isEmpty()) {
            type.addField(UnitWriter.DOUBLES, field);
            flat(type, input, field);
            if (input.shape().size() > 1) {
                nested(type, input, field);
            }
            return;
        }
        boolean constant = input.role() == Tensor.Role.CONST;
        FieldSpec.Builder value =
                FieldSpec.builder(TypeName.DOUBLE, field, constant ? new Modifier[] {Modifier.FINAL} : new Modifier[0]);
        defaults.of(input).ifPresent(number -> value.initializer("$L", Numbers.literal(number)));
        type.addField(value.build());
        if (!constant) {
            scalar(type, input, field);
        }
    }

    /** Whether nothing but a caller can say what it is. */
    boolean mustBeGiven(Tensor input) {
        return input.role() == Tensor.Role.DATA && defaults.of(input).isEmpty();
    }

    /** The condition that it has not been given. */
    String missing(Tensor input) {
        return input.shape().isEmpty() ? "!" + given(input) : names.field(input) + " == null";
    }

    private String given(Tensor input) {
        return "has" + ModelNames.capital(names.field(input));
    }

    /** Statements that take over the data of another object. */
    void share(Lines lines, Tensor input, String copy) {
        if (input.role() == Tensor.Role.DATA) {
            lines.add(copy + "." + names.field(input) + " = " + names.field(input) + ";");
            if (input.shape().isEmpty() && mustBeGiven(input)) {
                lines.add(copy + "." + given(input) + " = " + given(input) + ";");
            }
        }
    }

    private MethodSpec.Builder setter(Tensor input, TypeName type, String name, String how) {
        String doc = input.doc() == null ? "" : "\n<p>" + Escape.javadoc(input.doc()) + "\n";
        return MethodSpec.methodBuilder(names.method(input))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "Binds {@code " + input.name() + "}" + how + ".\n" + doc)
                .addParameter(type, name)
                .returns(model);
    }

    private static void finish(TypeSpec.Builder type, MethodSpec.Builder method, Lines lines) {
        lines.add("evaluated = false;");
        lines.add("return this;");
        type.addMethod(method.addCode(Blocks.of(lines.toString())).build());
    }

    private void scalar(TypeSpec.Builder type, Tensor input, String field) {
        Lines lines = new Lines(2 * Lines.INDENT);
        lines.add("this." + field + " = value;");
        if (mustBeGiven(input)) {
            type.addField(TypeName.BOOLEAN, given(input), Modifier.PRIVATE);
            lines.add(given(input) + " = true;");
        }
        finish(type, setter(input, TypeName.DOUBLE, "value", ""), lines);
    }

    private void flat(TypeSpec.Builder type, Tensor input, String field) {
        Lines lines = new Lines(2 * Lines.INDENT);
        String size = Sizes.product(input, input.name(), integers);
        lines.add("required(\"" + input.name() + "\", values.length, " + size + ");");
        lines.add("this." + field + " = values.clone();");
        finish(type, setter(input, UnitWriter.DOUBLES, "values", how(input) + ", row-major, which is copied"), lines);
    }

    private static String how(Tensor input) {
        return ", " + UnitDoc.shape(input.shape());
    }

    private void nested(TypeSpec.Builder type, Tensor input, String field) {
        List<Poly> shape = input.shape();
        Lines lines = new Lines(2 * Lines.INDENT);
        Names locals = new Names(names.variables());
        lines.add("final double[] flat = new double[" + Sizes.product(input, input.name(), integers) + "];");
        String rows = "values";
        String at = "";
        TypeName array = UnitWriter.DOUBLES;
        for (int axis = 0; axis + 1 < shape.size(); axis++) {
            Text size = integers.print(shape.get(axis));
            String i = locals.local("i");
            lines.add("required(\"" + input.name() + "\", " + rows + ".length, " + size.text() + ");");
            lines.open("for (int " + i + " = 0; " + i + " < " + size.text() + "; " + i + "++) {");
            rows += "[" + i + "]";
            at = at.isEmpty()
                    ? i
                    : (axis == 1 ? at : "(" + at + ")") + " * " + size.inRight(Precedence.PRODUCT) + " + " + i;
            array = ArrayTypeName.of(array);
        }
        Text last = integers.print(shape.get(shape.size() - 1));
        lines.add("required(\"a row of " + input.name() + "\", " + rows + ".length, " + last.text() + ");");
        String row = (shape.size() == 2 ? at : "(" + at + ")") + " * " + last.inRight(Precedence.PRODUCT);
        lines.add(Blocks.type("System") + ".arraycopy(" + rows + ", 0, flat, " + row + ", " + last.text() + ");");
        for (int axis = 0; axis + 1 < shape.size(); axis++) {
            lines.close("}");
        }
        lines.add("this." + field + " = flat;");
        finish(type, setter(input, array, "values", how(input) + ", which is copied"), lines);
    }
}
