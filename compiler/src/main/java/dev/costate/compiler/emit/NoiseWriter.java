package dev.costate.compiler.emit;

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
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Writes what makes random numbers: the seed, a field for each noise, and the method that sets them. */
final class NoiseWriter {
    private final Model model;
    private final ModelNames names;

    NoiseWriter(Model model, ModelNames names) {
        this.model = model;
        this.names = names;
    }

    /** The class of the runtime that makes the numbers. */
    static String type(Tensor noise) {
        return noise.role() == Tensor.Role.UNIFORM_NOISE ? "UniformNoise" : "NormalNoise";
    }

    /** The field that holds the seed, if there is any noise. */
    static Optional<String> seed(Model model, ModelNames names) {
        return model.noise().isEmpty() ? Optional.empty() : Optional.of(names.helper("noiseSeed"));
    }

    void fields(TypeSpec.Builder type) {
        seed(model, names).ifPresent(seed -> type.addField(TypeName.LONG, seed, Modifier.PRIVATE));
        for (Tensor noise : model.noise()) {
            ClassName source = PoetTypes.className(type(noise));
            type.addField(FieldSpec.builder(source, names.field(noise), Modifier.TRANSIENT)
                    .initializer("new $T($S, 0)", source, noise.name())
                    .build());
        }
    }

    void method(TypeSpec.Builder type, ClassName self) {
        seed(model, names).ifPresent(seed -> {
            JavaExpression value = Java.name("value");
            List<JavaStatement> body = new ArrayList<>();
            body.add(JavaStatement.set(Java.name(seed), value));
            for (Tensor noise : model.noise()) {
                JavaExpression made = Java.make(JavaType.of(type(noise)), Java.string(noise.name()), value);
                body.add(JavaStatement.set(Java.name(names.field(noise)), made));
            }
            body.add(
                    new JavaStatement.Evaluate(Java.name(ModelNames.EVALUATIONS).call("reset")));
            body.add(new JavaStatement.Return(Java.THIS));
            type.addMethod(MethodSpec.methodBuilder(ModelNames.SEED)
                    .addModifiers(Modifier.PUBLIC)
                    .addJavadoc("{@return this, with the random numbers of a seed; until one is set, those of 0}\n")
                    .addJavadoc("@param value the seed; the same numbers come from the same one\n")
                    .addParameter(TypeName.LONG, "value")
                    .returns(self)
                    .addCode(JavaPrinter.print(body, JavaPrinter.METHOD))
                    .build());
        });
    }

    /** Statements that give another object the same random numbers. */
    List<JavaStatement> share(JavaExpression copy) {
        return seed(model, names).stream()
                .map(seed -> (JavaStatement) new JavaStatement.Evaluate(copy.call(ModelNames.SEED, Java.name(seed))))
                .toList();
    }
}
