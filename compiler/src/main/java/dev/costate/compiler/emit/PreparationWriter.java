package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Unit;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the fields that hold what depends on data alone, and the methods that have it computed. */
final class PreparationWriter {
    private final ModelNames names;
    private final ClassName self;
    private final BindingWriter binding;

    PreparationWriter(ModelNames names, ClassName self, BindingWriter binding) {
        this.names = names;
        this.self = self;
        this.binding = binding;
    }

    /** Where setters of the class itself make it be computed anew. */
    void write(TypeSpec.Builder type, Unit unit) {
        write(type, names, self, unit, CodeBlock.of(""));
    }

    /** @param version changes whenever data is bound where no setter of the class does it; empty elsewhere */
    static void write(TypeSpec.Builder type, ModelNames names, ClassName self, Unit unit, CodeBlock version) {
        String className = names.preparedType(unit);
        String prepared = names.prepared(className);
        ClassName of = self.nestedClass(className);
        JavaExpression held = Java.name(prepared);
        type.addField(of, prepared, Modifier.PRIVATE, Modifier.TRANSIENT);
        String what = unit.data().isEmpty() ? "sizes" : Preparations.names(unit.data());
        type.addMethod(MethodSpec.methodBuilder(names.prepareMethod(className))
                .addJavadoc("$L", "{@return what depends on " + what + " alone}\n")
                .returns(of)
                .addCode(JavaPrinter.print(
                        List.of(JavaStatement.set(
                                held,
                                Java.choice(
                                        held.binary("==", Java.NULL),
                                        new JavaExpression.New(JavaType.here(className), List.of(Java.THIS)),
                                        held))),
                        JavaPrinter.METHOD))
                .addStatement("$L.prepare($L)", prepared, version)
                .addStatement("return $L", prepared)
                .build());
    }

    /** Computes it if all of its data is bound, and gives it to another object over the same data. */
    JavaStatement share(Unit unit, JavaExpression copy) {
        String className = names.preparedType(unit);
        List<JavaExpression> bound = new ArrayList<>();
        for (Tensor input : unit.data()) {
            JavaExpression isBound = binding.isBound(input);
            if (isBound != null) {
                bound.add(isBound);
            }
        }
        JavaExpression computed = Java.call(names.prepareMethod(className), List.of());
        JavaStatement share = JavaStatement.set(copy.member(names.prepared(className)), computed);
        return bound.isEmpty() ? share : JavaStatement.when(Java.all(bound), share);
    }
}
