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
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** Writes how arrays stand in a flat vector, and the nested class by which one is read and written by name. */
final class ViewWriter {
    /** Longer chains of calls are cut: javac goes through them by recursion, and a method has an end. */
    static final int CHAIN = 100;

    private static final List<String> INDICES = List.of("i", "j", "k", "l", "m", "n");

    private static final JavaStatement RETURN_THIS = new JavaStatement.Return(Java.THIS);

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
        this.integers = new Integers(names::size);
    }

    /**
     * Adds the view class, and the methods that build long layouts in parts.
     *
     * @param name of the view class
     * @param use what to do with the layout and its views
     * @return statements that build it as a local, and do so
     */
    List<JavaStatement> write(
            TypeSpec.Builder type, String name, String what, Function<JavaExpression, JavaStatement> use) {
        type.addType(view(name, what));
        JavaType layout = JavaType.of("ParameterLayout");
        JavaExpression builder = Java.call("ParameterLayout", "builder");
        List<JavaStatement> statements = new ArrayList<>();
        if (tensors.size() <= CHAIN) {
            builder = added(builder, tensors);
        } else {
            statements.add(JavaStatement.declare(layout.nested("Builder"), "builder", builder));
            builder = Java.name("builder");
            for (int start = 0; start < tensors.size(); start += CHAIN) {
                String part = names.helperMethod("layoutPart");
                List<Tensor> some = tensors.subList(start, Math.min(tensors.size(), start + CHAIN));
                type.addMethod(MethodSpec.methodBuilder(part)
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(PoetTypes.className("ParameterLayout").nestedClass("Builder"), "builder")
                        .addCode(body(JavaPrinter.METHOD, new JavaStatement.Evaluate(added(builder, some))))
                        .build());
                statements.add(new JavaStatement.Evaluate(Java.call(part, List.of(builder))));
            }
        }
        statements.add(JavaStatement.declare(layout, "layout", builder.call("build")));
        JavaExpression views = new JavaExpression.Reference(Java.name(name), "new");
        statements.add(use.apply(Java.make(JavaType.of("VectorLayout").diamond(), Java.name("layout"), views)));
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
                .superclass(PoetTypes.className("VectorView"))
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
        JavaExpression vector = Java.name("vector");
        JavaExpression element = vector.at(position(tensor));
        String what = "{@code " + tensor.name() + "}"
                + (tensor.shape().isEmpty() ? "" : ", " + UnitDoc.shape(tensor.shape()));
        String of = tensor.shape().isEmpty() ? "" : "an element of ";
        type.addMethod(accessor(tensor, "{@return " + of + what + Doc.remark(tensor.doc()) + "}")
                .returns(TypeName.DOUBLE)
                .addCode(body(JavaPrinter.NESTED, new JavaStatement.Return(element)))
                .build());
        type.addMethod(accessor(tensor, "{@return this, with " + of + "{@code " + tensor.name() + "} set}")
                .addParameter(TypeName.DOUBLE, "value")
                .addJavadoc("@param value what it is from now on\n")
                .returns(self)
                .addCode(body(JavaPrinter.NESTED, JavaStatement.set(element, Java.name("value")), RETURN_THIS))
                .build());
        if (tensor.shape().isEmpty()) {
            return;
        }
        JavaExpression slice = Java.name("layout").call("slice", Java.string(tensor.name()));
        type.addMethod(MethodSpec.methodBuilder(names.method(tensor))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return a copy of all of " + what + ", row-major}\n")
                .returns(PoetTypes.DOUBLES)
                .addCode(body(JavaPrinter.NESTED, new JavaStatement.Return(slice.call("get", vector))))
                .build());
        type.addMethod(MethodSpec.methodBuilder(names.method(tensor))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return this, with all of {@code " + tensor.name() + "} set}\n")
                .addJavadoc("@param values row-major\n")
                .addParameter(PoetTypes.DOUBLES, "values")
                .returns(self)
                .addCode(body(
                        JavaPrinter.NESTED,
                        new JavaStatement.Evaluate(slice.call("set", vector, Java.name("values"))),
                        RETURN_THIS))
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

    private static CodeBlock body(int margin, JavaStatement... statements) {
        return JavaPrinter.print(List.of(statements), margin);
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
