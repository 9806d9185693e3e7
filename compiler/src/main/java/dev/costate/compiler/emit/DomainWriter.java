package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes what the public class knows of the domains of its params. */
final class DomainWriter {
    private static final JavaExpression THETA = Java.name("theta");

    private final Model model;
    private final ModelNames names;
    private final ClassName self;
    private final List<Companion> companions;
    private final BoundWriter bounds;

    DomainWriter(Model model, ModelNames names, ClassName self, List<Companion> companions, BoundWriter bounds) {
        this.model = model;
        this.names = names;
        this.self = self;
        this.companions = companions;
        this.bounds = bounds;
    }

    void write(TypeSpec.Builder type) {
        List<Companion> free = companions.stream()
                .filter(c -> c.kind() == Companion.Kind.UNCONSTRAINED)
                .toList();
        for (Companion companion : free) {
            ClassName made = type(companion);
            Tensor output = companion.output();
            String what = output == null ? "the params" : "{@code " + output.name() + "}";
            type.addMethod(MethodSpec.methodBuilder(companion.method(companions))
                    .addModifiers(Modifier.PUBLIC)
                    .addJavadoc("$L", "{@return " + what + " over free numbers, which any values are right for}\n")
                    .returns(made)
                    .addStatement("return new $T(this, 0)", made)
                    .build());
        }
        type.addMethod(point("start", "Writes a point inside of all domains.", "receives it, the parameters")
                .addStatement("new $T(this, 0).constrain(domains(theta).start(), theta)", type(free.get(0)))
                .build());
        type.addMethod(point(
                        "check",
                        "Refuses a point at which a param is outside of its domain, by a {@code DomainException}.",
                        "the parameters")
                .addStatement("domains(theta).check(theta)")
                .build());
        if (model.params().stream().allMatch(this::isBounded)) {
            type.addMethod(bounds("lowerBounds", "least"));
            type.addMethod(bounds("upperBounds", "greatest"));
        }
        type.addMethod(domains());
    }

    private ClassName type(Companion companion) {
        return ClassName.get(self.packageName(), companion.className(names, companions));
    }

    private static MethodSpec.Builder point(String name, String doc, String theta) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", doc + "\n@param theta " + theta + "\n")
                .addParameter(PoetTypes.DOUBLES, "theta");
    }

    private static MethodSpec bounds(String name, String which) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return the " + which + " value that each parameter may have}\n")
                .returns(PoetTypes.DOUBLES)
                .addStatement("return domains(new double[dimension()]).$L()", name)
                .build();
    }

    /** Whether bounds that depend on no param are all there is to say of it. */
    private boolean isBounded(Tensor param) {
        Domain domain = model.domains().get(param);
        return domain == null || (domain.kind().isBounds() && !domain.isOfParams());
    }

    /** Where the params live, with bounds as data and a point say. */
    private MethodSpec domains() {
        List<JavaStatement> body = new ArrayList<>();
        body.add(new JavaStatement.Evaluate(
                Java.call("Checks", "vector", Java.string("theta"), THETA, Java.call("dimension", List.of()))));
        body.addAll(bounds.compute(model.params(), THETA));
        JavaExpression domains = bounds.none();
        for (Tensor param : model.params()) {
            Domain domain = model.domains().get(param);
            domains = domain == null ? domains : bounds.put(domains, param, domain);
        }
        body.add(new JavaStatement.Return(domains));
        return MethodSpec.methodBuilder("domains")
                .addParameter(PoetTypes.DOUBLES, "theta")
                .returns(PoetTypes.rare("Domains"))
                .addCode(JavaPrinter.print(body, JavaPrinter.METHOD))
                .build();
    }
}
