package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
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
        this.integers = names.integers();
    }

    /**
     * Adds the view class, and the methods that build long layouts in parts.
     *
     * @param name of the view class
     * @param use what to do with the builder of the layout and what makes its views
     * @return statements that do so
     */
    List<JavaStatement> write(
            TypeSpec.Builder type,
            String name,
            String what,
            BiFunction<JavaExpression, JavaExpression, JavaStatement> use) {
        type.addType(view(name, what));
        JavaExpression builder = Java.call("ParameterLayout", "builder");
        List<JavaStatement> statements = new ArrayList<>();
        if (tensors.size() <= CHAIN) {
            builder = added(builder, tensors);
        } else {
            statements.add(JavaStatement.declare(JavaType.of("ParameterLayout").nested("Builder"), "builder", builder));
            builder = Java.name("builder");
            for (int start = 0; start < tensors.size(); start += CHAIN) {
                String part = names.helperMethod("layoutPart");
                List<Tensor> some = tensors.subList(start, Math.min(tensors.size(), start + CHAIN));
                type.addMethod(MethodSpec.methodBuilder(part)
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(PoetTypes.className("ParameterLayout").nestedClass("Builder"), "builder")
                        .addCode(JavaPrinter.print(
                                List.of(new JavaStatement.Evaluate(added(builder, some))), JavaPrinter.METHOD))
                        .build());
                statements.add(new JavaStatement.Evaluate(Java.call(part, List.of(builder))));
            }
        }
        statements.add(use.apply(builder, new JavaExpression.Reference(Java.name(name), "new")));
        return statements;
    }

    private JavaExpression added(JavaExpression builder, List<Tensor> some) {
        JavaExpression chain = builder;
        for (Tensor tensor : some) {
            JavaExpression name = Java.string(tensor.name());
            chain = tensor.shape().isEmpty()
                    ? chain.call("add", name)
                    : chain.call("add", name, Sizes.shape(tensor.shape(), integers));
        }
        return chain;
    }

    private TypeSpec view(String name, String what) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(PoetTypes.parameterized("VectorView", model.nestedClass(name)))
                .addJavadoc("$L by name, in a flat vector that the caller owns.\n", ModelNames.capital(what))
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(PoetTypes.className("ParameterLayout"), "layout")
                        .addParameter(PoetTypes.DOUBLES, "vector")
                        .addStatement("super(layout, vector)")
                        .build());
        for (Tensor tensor : tensors) {
            accessors(type, model.nestedClass(name), tensor);
        }
        return type.build();
    }

    private void accessors(TypeSpec.Builder type, ClassName self, Tensor tensor) {
        JavaExpression position = position(tensor);
        JavaExpression name = Java.string(tensor.name());
        String what =
                "{@code " + tensor.name() + "}" + (tensor.shape().isEmpty() ? "" : ", " + names.shape(tensor.shape()));
        String of = tensor.shape().isEmpty() ? "" : "an element of ";
        type.addMethod(accessor(tensor, "{@return " + of + what + Doc.remark(tensor.doc()) + "}")
                .returns(TypeName.DOUBLE)
                .addCode(returned(Java.name("vector").at(position)))
                .build());
        type.addMethod(accessor(tensor, "{@return this, with " + of + "{@code " + tensor.name() + "} set}")
                .addParameter(TypeName.DOUBLE, "value")
                .addJavadoc("@param value what it is from now on\n")
                .returns(self)
                .addCode(returned(Java.call("put", List.of(Java.name("value"), position))))
                .build());
        if (tensor.shape().isEmpty()) {
            return;
        }
        type.addMethod(MethodSpec.methodBuilder(names.method(tensor))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return a copy of all of " + what + ", row-major}\n")
                .returns(PoetTypes.DOUBLES)
                .addCode(returned(Java.call("get", List.of(name))))
                .build());
        type.addMethod(MethodSpec.methodBuilder(names.method(tensor))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return this, with all of {@code " + tensor.name() + "} set}\n")
                .addJavadoc("@param values row-major\n")
                .addParameter(PoetTypes.DOUBLES, "values")
                .returns(self)
                .addCode(returned(Java.call("put", List.of(name, Java.name("values")))))
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

    private static CodeBlock returned(JavaExpression value) {
        return JavaPrinter.print(List.of(new JavaStatement.Return(value)), JavaPrinter.NESTED);
    }

    private JavaExpression offset(Tensor tensor) {
        return tensors.equals(names.parameters()) && names.isConstant(tensor)
                ? Java.name(names.offsetName(tensor, ModelNames.AT))
                : integers.print(offsets.getOrDefault(tensor, Poly.ZERO));
    }

    private JavaExpression position(Tensor tensor) {
        JavaExpression position = Java.ZERO;
        for (int axis = 0; axis < tensor.shape().size(); axis++) {
            JavaExpression size = integers.print(tensor.shape().get(axis));
            JavaExpression checked = Java.call("Objects", "checkIndex", Java.name(index(axis)), size);
            position = axis == 0 ? checked : position.binary("*", size).binary("+", checked);
        }
        JavaExpression offset = offset(tensor);
        if (offset.equals(Java.ZERO)) {
            return position;
        }
        return position.equals(Java.ZERO) ? offset : Java.sum(offset, position);
    }

    private static String index(int axis) {
        return axis < INDICES.size() ? INDICES.get(axis) : "i" + axis;
    }
}
