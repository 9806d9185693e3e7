package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.loop.Batch;
import dev.costate.compiler.loop.Place;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.lang.model.element.Modifier;

/**
 * Writes what lets threads share the work of a unit: the method that adds up the whole batch, by itself or in ranges,
 * and the ones that make a unit for another range and add what that has added up.
 */
final class BatchWriter {
    private final UnitContext context;
    private final ClassName type;
    private final Batch batch;

    /** @param self the class that the unit is nested in */
    BatchWriter(UnitContext context, ClassName self) {
        this.context = context;
        this.type = self.nestedClass(context.className());
        this.batch = Objects.requireNonNull(context.unit().batch());
    }

    /** What the units extend. */
    static TypeName superclass(ClassName self, ClassName unit) {
        return ParameterizedTypeName.get(PoetTypes.rare("BatchPass"), self, unit);
    }

    /** The method of the public class that says who computes from now on. */
    static MethodSpec parallel(ModelNames names, ClassName self) {
        ClassName parallel = PoetTypes.rare("Parallel");
        return MethodSpec.methodBuilder("parallel")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("""
                        {@return this, whose gradients are computed by several threads from now on}: see {@link $T}. Their
                        number makes no difference to results.
                        """, parallel)
                .addJavadoc("@param executor runs all but one\n")
                .addJavadoc("@param threads how many there are, the calling one among them\n")
                .addParameter(Executor.class, "executor")
                .addParameter(TypeName.INT, "threads")
                .returns(self)
                .addStatement("this.$L = new $T(executor, threads)", names.parallel(), parallel)
                .addStatement("return this")
                .build();
    }

    /**
     * Adds all of that.
     *
     * @param range the method that adds up over a range
     * @param finish the one that computes what is left
     */
    void write(TypeSpec.Builder type, MethodSpec range, MethodSpec finish) {
        if (!batch.shared().isEmpty()) {
            type.addMethod(constructor());
        }
        type.addMethod(run())
                .addMethod(range)
                .addMethod(finish)
                .addMethod(part())
                .addMethod(add());
        if (batch.ofBlocks()) {
            type.addMethod(method("step", TypeName.INT)
                    .addStatement("return $T.BLOCK", PoetTypes.className("Rows"))
                    .build());
        }
    }

    private MethodSpec run() {
        String array = context.unit().arguments().get(0).name();
        String parallel = context.names().parallel();
        CodeBlock size = JavaPrinter.print(
                context.names()
                        .integers(
                                dim -> Java.name("model").member(context.names().dim(dim)))
                        .print(batch.size()),
                JavaPrinter.NESTED);
        return MethodSpec.methodBuilder("run")
                .addParameter(PoetTypes.DOUBLES, "theta")
                .addParameter(PoetTypes.DOUBLES, array)
                .beginControlFlow("if (model.$L == null)", parallel)
                .addStatement("run(theta, $L, 0, $L)", array, size)
                .nextControlFlow("else")
                .addStatement("model.$L.run(this, theta, $L, $L)", parallel, array, size)
                .endControlFlow()
                .addStatement("finish(theta, $L)", array)
                .build();
    }

    /** Of a unit for another range: the arrays of which each iteration has elements of its own are those of all. */
    private MethodSpec constructor() {
        MethodSpec.Builder method =
                MethodSpec.constructorBuilder().addParameter(type, "whole").addStatement("super(whole.model)");
        for (Place place : batch.shared()) {
            String field = context.fields().name(place);
            method.addStatement("this.$1L = whole.$1L", field);
        }
        return method.build();
    }

    private MethodSpec part() {
        return method("part", type)
                .addStatement("return new $T($L)", type, batch.shared().isEmpty() ? "model" : "this")
                .build();
    }

    private MethodSpec add() {
        MethodSpec.Builder method = method("add", TypeName.VOID).addParameter(type, "part");
        for (Place place : batch.sums()) {
            UnitFields fields = context.fields();
            String field = fields.name(place) != null ? fields.name(place) : "scalars[" + fields.slot(place) + "]";
            String added = place.shape().isEmpty() ? "this.$1L += part.$1L" : "add(part.$1L, this.$1L)";
            method.addStatement(place.sums().hasObjects() ? "this.$1L.add(part.$1L)" : added, field);
        }
        return method.build();
    }

    private static MethodSpec.Builder method(String name, TypeName returns) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(returns);
    }
}
