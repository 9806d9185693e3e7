package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** Writes how arrays stand in a flat vector, and the nested class by which one is read and written by name. */
final class ViewWriter {
    /** Longer chains of calls are cut: javac goes through them by recursion, and a method has an end. */
    static final int CHAIN = 100;

    private static final List<String> INDICES = List.of("i", "j", "k", "l", "m", "n");

    private final ModelNames names;
    private final ClassName model;
    private final List<Tensor> tensors;
    private final Map<Tensor, Poly> offsets;
    private final Integers integers;

    ViewWriter(ModelNames names, ClassName model, List<Tensor> tensors) {
        this.names = names;
        this.model = model;
        this.tensors = tensors;
        this.offsets = Tensor.offsets(tensors);
        this.integers = new Integers(names::dim);
    }

    /**
     * Adds the view class, and the methods that build long layouts in parts.
     *
     * @param name of the view class
     * @return statements that build the layout as a local, then an expression for it and its views
     */
    List<String> write(TypeSpec.Builder type, String name, String what) {
        type.addType(view(name, what));
        List<String> statements = new ArrayList<>();
        String layout = Blocks.type("ParameterLayout") + " layout =" + Lines.mark(0);
        String builder = Blocks.type("ParameterLayout") + ".builder()";
        if (tensors.size() <= CHAIN) {
            statements.add(layout + builder + added(tensors) + Lines.CHAIN + ".build();");
        } else {
            statements.add(Blocks.type("ParameterLayout") + ".Builder builder = " + builder + ";");
            for (int start = 0; start < tensors.size(); start += CHAIN) {
                String part = names.helperMethod("layoutPart");
                type.addMethod(MethodSpec.methodBuilder(part)
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(Blocks.className("ParameterLayout").nestedClass("Builder"), "builder")
                        .addCode(body(
                                2 * Lines.INDENT,
                                "builder" + added(tensors.subList(start, Math.min(tensors.size(), start + CHAIN)))
                                        + ";"))
                        .build());
                statements.add(part + "(builder);");
            }
            statements.add(layout + "builder.build();");
        }
        statements.add("new " + Blocks.type("VectorLayout") + "<>(layout, " + name + "::new)");
        return statements;
    }

    private String added(List<Tensor> some) {
        StringBuilder text = new StringBuilder();
        for (Tensor tensor : some) {
            text.append(Lines.CHAIN).append(".add(\"").append(tensor.name()).append('"');
            if (!tensor.shape().isEmpty()) {
                text.append(", ").append(Sizes.shape(tensor.shape(), integers));
            }
            text.append(')');
        }
        return text.toString();
    }

    private TypeSpec view(String name, String what) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(Blocks.className("VectorView"))
                .addJavadoc("$L by name, in a flat vector that the caller owns.\n", ModelNames.capital(what))
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(Blocks.className("ParameterLayout"), "layout")
                        .addParameter(Blocks.DOUBLES, "vector")
                        .addStatement("super(layout, vector)")
                        .build());
        for (Tensor tensor : tensors) {
            accessors(type, model.nestedClass(name), tensor);
        }
        return type.build();
    }

    private void accessors(TypeSpec.Builder type, ClassName self, Tensor tensor) {
        String element = "vector[" + position(tensor) + "]";
        String what = "{@code " + tensor.name() + "}"
                + (tensor.shape().isEmpty() ? "" : ", " + UnitDoc.shape(tensor.shape()));
        String of = tensor.shape().isEmpty() ? "" : "an element of ";
        type.addMethod(accessor(tensor, "{@return " + of + what + Doc.remark(tensor.doc()) + "}")
                .returns(TypeName.DOUBLE)
                .addCode(body(Lines.NESTED, "return " + element + ";"))
                .build());
        type.addMethod(accessor(tensor, "{@return this, with " + of + "{@code " + tensor.name() + "} set}")
                .addParameter(TypeName.DOUBLE, "value")
                .addJavadoc("@param value what it is from now on\n")
                .returns(self)
                .addCode(body(Lines.NESTED, element + " = value;", "return this;"))
                .build());
        if (tensor.shape().isEmpty()) {
            return;
        }
        String slice = "layout.slice(\"" + tensor.name() + "\")";
        type.addMethod(MethodSpec.methodBuilder(names.method(tensor))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return a copy of all of " + what + ", row-major}\n")
                .returns(Blocks.DOUBLES)
                .addCode(body(Lines.NESTED, "return " + slice + ".get(vector);"))
                .build());
        type.addMethod(MethodSpec.methodBuilder(names.method(tensor))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return this, with all of {@code " + tensor.name() + "} set}\n")
                .addJavadoc("@param values row-major\n")
                .addParameter(Blocks.DOUBLES, "values")
                .returns(self)
                .addCode(body(Lines.NESTED, slice + ".set(vector, values);", "return this;"))
                .build());
    }

    private MethodSpec.Builder accessor(Tensor tensor, String doc) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(names.method(tensor))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", doc + "\n");
        for (int axis = 0; axis < tensor.shape().size(); axis++) {
            method.addParameter(TypeName.INT, index(axis));
            method.addJavadoc(
                    "$L",
                    "@param " + index(axis) + " less than {@code "
                            + tensor.shape().get(axis) + "}\n");
        }
        return method;
    }

    private static CodeBlock body(int margin, String... lines) {
        Lines body = new Lines(margin);
        List.of(lines).forEach(body::add);
        return Blocks.of(body.toString());
    }

    private String offset(Tensor tensor) {
        if (tensors.equals(names.parameters()) && names.isConstant(tensor)) {
            return names.offsetName(tensor, ModelNames.AT);
        }
        return integers.print(offsets.getOrDefault(tensor, Poly.ZERO)).text();
    }

    private String position(Tensor tensor) {
        String offset = offset(tensor);
        List<String> rows = new ArrayList<>();
        String position = "";
        for (int axis = 0; axis < tensor.shape().size(); axis++) {
            Text size = integers.print(tensor.shape().get(axis));
            String checked = Blocks.type("Objects") + ".checkIndex(" + index(axis) + ", " + size.text() + ")";
            if (axis == 0) {
                position = checked;
            } else {
                String row = axis == 1 ? position : "(" + position + ")";
                position = row + " * " + size.inRight(Precedence.PRODUCT) + Lines.mark(1) + "+ " + checked;
            }
        }
        if (offset.equals("0")) {
            return position.isEmpty() ? offset : position;
        }
        rows.add(offset);
        if (!position.isEmpty()) {
            rows.add(position);
        }
        return String.join(Lines.mark(0) + "+ ", rows);
    }

    private static String index(int axis) {
        return axis < INDICES.size() ? INDICES.get(axis) : "i" + axis;
    }
}
