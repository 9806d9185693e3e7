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

/**
 * Writes the nested classes by which a flat vector is read and written by name: its layout, and a typed view of one.
 */
final class ViewWriter {
    /** Longer chains of calls are cut: javac goes through them by recursion, and a method has an end. */
    private static final int CHAIN = 100;

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
        this.integers = new Integers(dim -> "model." + names.dim(dim));
    }

    /** The layout class, whose {@code view} makes a view of a vector. */
    TypeSpec layout(String name, String view, String what) {
        TypeSpec.Builder type = nested(name)
                .addJavadoc("How $L stand in a flat vector: one after the other, each row-major.\n", what)
                .addField(model, "model", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(model, "model")
                        .addStatement("this.model = model")
                        .build())
                .addMethod(MethodSpec.methodBuilder("size")
                        .addJavadoc("The length of the vector.\n")
                        .addModifiers(Modifier.PUBLIC)
                        .returns(TypeName.INT)
                        .addCode(Blocks.of("return " + size() + ";\n"))
                        .build());
        slices(type);
        return type.addMethod(MethodSpec.methodBuilder("view")
                        .addJavadoc("A view of a vector: reads and writes it, no copy.\n")
                        .addModifiers(Modifier.PUBLIC)
                        .addParameter(Blocks.DOUBLES, "vector")
                        .returns(model.nestedClass(view))
                        .addStatement("$T.vector($S, vector, size())", Blocks.className("Checks"), "the vector")
                        .addStatement("return new $T(model, vector)", model.nestedClass(view))
                        .build())
                .addMethod(MethodSpec.methodBuilder("view")
                        .addJavadoc("A view of a vector that was stored with the fingerprint of its layout; of another "
                                + "layout it is refused.\n")
                        .addModifiers(Modifier.PUBLIC)
                        .addParameter(Blocks.DOUBLES, "vector")
                        .addParameter(TypeName.LONG, "fingerprint")
                        .returns(model.nestedClass(view))
                        .addStatement("layout().check(vector, fingerprint)")
                        .addStatement("return new $T(model, vector)", model.nestedClass(view))
                        .build())
                .addMethod(MethodSpec.methodBuilder("fingerprint")
                        .addJavadoc("A number that tells this layout from others, to be stored with a vector.\n")
                        .addModifiers(Modifier.PUBLIC)
                        .returns(TypeName.LONG)
                        .addStatement("return layout().fingerprint()")
                        .build())
                .addMethod(text("layout().toString()"))
                .build();
    }

    private String size() {
        Poly size = Poly.ZERO;
        for (Tensor tensor : tensors) {
            size = size.plus(tensor.size());
        }
        return integers.print(size).text();
    }

    /** The method that builds the layout; of many parameters in parts. */
    private void slices(TypeSpec.Builder type) {
        ClassName layout = Blocks.className("ParameterLayout");
        MethodSpec.Builder whole = MethodSpec.methodBuilder("layout")
                .addJavadoc("Names, shapes and offsets, for those who look them up.\n")
                .addModifiers(Modifier.PUBLIC)
                .returns(layout);
        if (tensors.size() <= CHAIN) {
            String text = "return " + Blocks.type("ParameterLayout") + ".builder()\n" + added(tensors);
            type.addMethod(
                    whole.addCode(Blocks.of(text + "        .build();\n")).build());
            return;
        }
        ClassName builder = layout.nestedClass("Builder");
        List<MethodSpec> parts = new ArrayList<>();
        whole.addStatement("$T layout = $T.builder()", builder, layout);
        for (int start = 0; start < tensors.size(); start += CHAIN) {
            String name = "part" + (parts.size() + 1);
            String added = added(tensors.subList(start, Math.min(tensors.size(), start + CHAIN)));
            whole.addStatement("$L(layout)", name);
            parts.add(MethodSpec.methodBuilder(name)
                    .addModifiers(Modifier.PRIVATE)
                    .addParameter(builder, "layout")
                    .addCode(Blocks.of("layout\n" + added.stripTrailing() + ";\n"))
                    .build());
        }
        type.addMethod(whole.addStatement("return layout.build()").build()).addMethods(parts);
    }

    private String added(List<Tensor> some) {
        StringBuilder text = new StringBuilder();
        for (Tensor tensor : some) {
            text.append("        .add(\"").append(tensor.name()).append('"');
            if (!tensor.shape().isEmpty()) {
                text.append(", ").append(Sizes.shape(tensor.shape(), integers));
            }
            text.append(")\n");
        }
        return text.toString();
    }

    /** The view class. */
    TypeSpec view(String name, String layout, String what) {
        TypeSpec.Builder type = nested(name)
                .addJavadoc("$L by name, in a flat vector that the caller owns.\n", ModelNames.capital(what))
                .addField(model, "model", Modifier.PRIVATE, Modifier.FINAL)
                .addField(Blocks.DOUBLES, "vector", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(model, "model")
                        .addParameter(Blocks.DOUBLES, "vector")
                        .addStatement("this.model = model")
                        .addStatement("this.vector = vector")
                        .build());
        for (Tensor tensor : tensors) {
            accessors(type, model.nestedClass(name), tensor);
        }
        type.addMethod(text("new " + layout + "(model).layout().describe(vector)"));
        return type.build();
    }

    private static MethodSpec text(String value) {
        return MethodSpec.methodBuilder("toString")
                .addAnnotation(Blocks.className("Override"))
                .addModifiers(Modifier.PUBLIC)
                .returns(Blocks.className("String"))
                .addStatement("return $L", value)
                .build();
    }

    private static TypeSpec.Builder nested(String name) {
        return TypeSpec.classBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL);
    }

    private void accessors(TypeSpec.Builder type, ClassName self, Tensor tensor) {
        String element = "vector[" + position(tensor) + "]";
        String doc = tensor.doc() == null ? "" : " " + Escape.javadoc(tensor.doc());
        String what = tensor.shape().isEmpty() ? "" : ", " + UnitDoc.shape(tensor.shape());
        type.addMethod(accessor(tensor)
                .addJavadoc("$L", "{@code " + tensor.name() + "}" + what + "." + doc + "\n")
                .returns(TypeName.DOUBLE)
                .addCode(body("return " + element + ";"))
                .build());
        type.addMethod(accessor(tensor)
                .addJavadoc("$L", "Sets {@code " + tensor.name() + "}.\n")
                .addParameter(TypeName.DOUBLE, "value")
                .returns(self)
                .addCode(body(element + " = value;", "return this;"))
                .build());
        if (!tensor.shape().isEmpty()) {
            String size = integers.print(tensor.size()).text();
            String end = integers.print(offsets.getOrDefault(tensor, Poly.ZERO).plus(tensor.size()))
                    .text();
            type.addMethod(MethodSpec.methodBuilder(names.method(tensor))
                    .addModifiers(Modifier.PUBLIC)
                    .addJavadoc("$L", "A copy of all of {@code " + tensor.name() + "}, row-major.\n")
                    .returns(Blocks.DOUBLES)
                    .addCode(body("return " + Blocks.type("Arrays") + ".copyOfRange(vector, " + offset(tensor) + ","
                            + Lines.mark(0) + end + ");"))
                    .build());
            type.addMethod(MethodSpec.methodBuilder(names.method(tensor))
                    .addModifiers(Modifier.PUBLIC)
                    .addJavadoc("$L", "Sets all of {@code " + tensor.name() + "}, row-major.\n")
                    .addParameter(Blocks.DOUBLES, "values")
                    .returns(self)
                    .addCode(body(
                            Blocks.type("Checks") + ".vector(\"" + tensor.name() + "\", values, " + size + ");",
                            Blocks.type("System") + ".arraycopy(values, 0, vector, " + offset(tensor) + ","
                                    + Lines.mark(0) + size + ");",
                            "return this;"))
                    .build());
        }
    }

    private MethodSpec.Builder accessor(Tensor tensor) {
        MethodSpec.Builder method =
                MethodSpec.methodBuilder(names.method(tensor)).addModifiers(Modifier.PUBLIC);
        for (int axis = 0; axis < tensor.shape().size(); axis++) {
            method.addParameter(TypeName.INT, index(axis));
        }
        return method;
    }

    private static CodeBlock body(String... lines) {
        Lines body = new Lines(Lines.NESTED);
        List.of(lines).forEach(body::add);
        return Blocks.of(body.toString());
    }

    private String offset(Tensor tensor) {
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
