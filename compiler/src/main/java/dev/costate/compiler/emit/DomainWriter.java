package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.model.Domain.Bound;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes what the public class knows of the domains of its params. */
final class DomainWriter {
    private static final JavaType DOMAINS = new JavaType("dev.costate.runtime", "Domains", "");
    private static final JavaExpression THETA = Java.name("theta");

    private final Model model;
    private final ModelNames names;
    private final ClassName self;
    private final List<Companion> companions;
    private final Integers integers;
    private final Defaults defaults;

    DomainWriter(Model model, ModelNames names, ClassName self, List<Companion> companions) {
        this.model = model;
        this.names = names;
        this.self = self;
        this.companions = companions;
        this.integers = new Integers(names::size);
        this.defaults = new Defaults(model);
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
                .addParameter(Blocks.DOUBLES, "theta");
    }

    private static MethodSpec bounds(String name, String which) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return the " + which + " value that each parameter may have}\n")
                .returns(Blocks.DOUBLES)
                .addStatement("return domains(new double[parameterCount]).$L()", name)
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
                Java.call("Checks", "vector", Java.string("theta"), THETA, Java.name("parameterCount"))));
        companions.stream()
                .filter(c -> c.kind() == Companion.Kind.BOUNDS)
                .findFirst()
                .ifPresent(bounds -> compute(bounds, body));
        JavaExpression domains = Java.make(DOMAINS, layout());
        for (Tensor param : model.params()) {
            Domain domain = model.domains().get(param);
            if (domain != null) {
                domains = domains.call(method(domain), arguments(param, domain));
            }
        }
        body.add(new JavaStatement.Return(domains));
        return MethodSpec.methodBuilder("domains")
                .addParameter(Blocks.DOUBLES, "theta")
                .returns(Blocks.rare("Domains"))
                .addCode(JavaPrinter.print(body, JavaPrinter.METHOD))
                .build();
    }

    /** Adds statements that compute the bounds that are more than numbers and inputs, each to a local. */
    private void compute(Companion bounds, List<JavaStatement> body) {
        JavaType type = JavaType.here(bounds.className(names, companions));
        ModelNames own = ModelNames.companion(bounds.model(), names, type.name());
        body.add(JavaStatement.declare(type, "computed", Java.make(type, Java.THIS)));
        JavaExpression computed = Java.name("computed");
        for (Tensor quantity : bounds.model().outputs()) {
            String method = own.method(quantity);
            if (quantity.shape().isEmpty()) {
                body.add(JavaStatement.declare(JavaType.DOUBLE, local(quantity), computed.call(method, THETA)));
            } else {
                JavaExpression size = integers.print(quantity.size());
                body.add(JavaStatement.declare(
                        JavaType.DOUBLES, local(quantity), new JavaExpression.NewArray(JavaType.DOUBLE, size)));
                body.add(new JavaStatement.Evaluate(computed.call(method, THETA, Java.name(local(quantity)))));
            }
        }
    }

    private JavaExpression layout() {
        return Java.name(names.helper("parameters")).call("layout");
    }

    private List<JavaExpression> arguments(Tensor param, Domain domain) {
        List<JavaExpression> arguments = new ArrayList<>(List.of(Java.string(param.name())));
        if (domain.kind().isBounds()) {
            arguments.add(Java.string(domain.text()));
            boolean known = domain.bounds().stream().allMatch(b -> b instanceof Bound.Known);
            boolean arrays = domain.bounds().size() == 2 && !known;
            domain.bounds().forEach(bound -> arguments.add(bound(bound, arrays)));
        }
        return arguments;
    }

    private static String method(Domain domain) {
        return switch (domain.kind()) {
            case GREATER -> "greater";
            case AT_LEAST -> "atLeast";
            case LESS -> "less";
            case AT_MOST -> "atMost";
            case INTERVAL -> domain.isOfParams() ? "within" : "between";
            case ORDERED -> "ordered";
            case POSITIVE_ORDERED -> "positiveOrdered";
            case SIMPLEX -> "simplex";
            case SUM_TO_ZERO -> "sumToZero";
            case UNIT -> "unit";
            case CHOLESKY_CORRELATION -> "choleskyCorrelation";
        };
    }

    /** @param array whether an array is wanted, also of one number */
    private JavaExpression bound(Bound bound, boolean array) {
        if (bound instanceof Bound.Known known) {
            return number(Java.number(known.value()), array);
        }
        Tensor tensor = ((Bound.Quantity) bound).tensor();
        JavaExpression value = value(tensor);
        return tensor.shape().isEmpty() ? number(value, array) : value;
    }

    private JavaExpression value(Tensor tensor) {
        boolean scalar = tensor.shape().isEmpty();
        if (tensor.role() == Tensor.Role.PARAM) {
            JavaExpression values =
                    layout().call("slice", Java.string(tensor.name())).call("get", THETA);
            return scalar ? values.at(Java.ZERO) : values;
        } else if (!tensor.isInput()) {
            return Java.name(local(tensor));
        }
        JavaExpression field = Java.name(names.field(tensor));
        if (!defaults.mustBeGiven(tensor)) {
            return field;
        }
        List<JavaExpression> arguments = new ArrayList<>(List.of(
                Java.string(model.name()), Java.string(tensor.name()), Java.string(names.method(tensor)), field));
        if (scalar) {
            arguments.add(Java.name(names.given(tensor)));
        }
        return Java.call("Checks", "bound", arguments);
    }

    private static JavaExpression number(JavaExpression value, boolean array) {
        return array ? new JavaExpression.Elements(JavaType.DOUBLES, List.of(value)) : value;
    }

    private static String local(Tensor quantity) {
        return quantity.name() + "Bound";
    }
}
