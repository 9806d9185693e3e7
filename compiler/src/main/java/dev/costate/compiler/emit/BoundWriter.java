package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.model.Domain.Bound;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes the bounds of domains as expressions: numbers, data, params, and what a companion computes of these. */
final class BoundWriter {
    static final JavaType DOMAINS = new JavaType("dev.costate.runtime", "Domains", "");
    private static final JavaExpression THETA = Java.name("theta");

    private final Model model;
    private final ModelNames names;
    private final List<Companion> companions;
    private final Integers integers;
    private final Defaults defaults;

    BoundWriter(Model model, ModelNames names, List<Companion> companions) {
        this.model = model;
        this.names = names;
        this.companions = companions;
        this.integers = names.integers();
        this.defaults = new Defaults(model);
    }

    /**
     * Statements that compute the bounds of inputs that are more than numbers and inputs, each to a local.
     *
     * @param theta the params, which some may depend on
     */
    List<JavaStatement> compute(List<Tensor> bounded, JavaExpression theta) {
        Set<Tensor> wanted = new HashSet<>();
        for (Tensor input : bounded) {
            Domain domain = model.domains().get(input);
            for (Bound bound : domain == null ? List.<Bound>of() : domain.bounds()) {
                if (bound instanceof Bound.Quantity q && !q.tensor().isInput()) {
                    wanted.add(q.tensor());
                }
            }
        }
        List<JavaStatement> body = new ArrayList<>();
        for (Companion computing : wanted.isEmpty() ? List.<Companion>of() : companions) {
            if (computing.kind() == Companion.Kind.BOUNDS) {
                compute(computing, wanted, theta, body);
            }
        }
        return body;
    }

    private void compute(Companion computing, Set<Tensor> wanted, JavaExpression theta, List<JavaStatement> body) {
        JavaType type = JavaType.here(computing.className(names, companions));
        ModelNames own = ModelNames.companion(computing.model(), names, type.name());
        body.add(JavaStatement.declare(type, "computed", Java.make(type, Java.THIS)));
        JavaExpression computed = Java.name("computed");
        for (Tensor quantity :
                computing.model().outputs().stream().filter(wanted::contains).toList()) {
            String method = own.method(quantity);
            if (quantity.shape().isEmpty()) {
                body.add(JavaStatement.declare(JavaType.DOUBLE, local(quantity), computed.call(method, theta)));
            } else {
                JavaExpression size = integers.print(quantity.size());
                body.add(JavaStatement.declare(
                        JavaType.DOUBLES, local(quantity), new JavaExpression.NewArray(JavaType.DOUBLE, size)));
                body.add(new JavaStatement.Evaluate(computed.call(method, theta, Java.name(local(quantity)))));
            }
        }
    }

    /** An object of the runtime that knows the layout of the params and no domain. */
    JavaExpression none() {
        return Java.make(DOMAINS, layout());
    }

    /** Tells such an object of the domain of a param. */
    JavaExpression put(JavaExpression domains, Tensor param, Domain domain) {
        List<JavaExpression> arguments = new ArrayList<>(List.of(Java.string(param.name())));
        if (domain.kind().isBounds()) {
            arguments.add(Java.string(domain.text()));
            boolean known = domain.bounds().stream().allMatch(b -> b instanceof Bound.Known);
            boolean arrays = domain.bounds().size() == 2 && !known;
            domain.bounds().forEach(bound -> arguments.add(bound(bound, arrays)));
        }
        return domains.call(method(domain), arguments);
    }

    private static JavaExpression layout() {
        return Java.call("parameters", List.of()).call("layout");
    }

    /** The method of the runtime that a domain is made by. */
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
    JavaExpression bound(Bound bound, boolean array) {
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
        List<JavaExpression> arguments =
                new ArrayList<>(List.of(Java.string(tensor.name()), Java.string(names.method(tensor)), field));
        if (scalar) {
            arguments.add(Java.name(names.given(tensor)));
        }
        return Java.call("bound", arguments);
    }

    private static JavaExpression number(JavaExpression value, boolean array) {
        return array ? new JavaExpression.Elements(JavaType.DOUBLES, List.of(value)) : value;
    }

    private static String local(Tensor quantity) {
        return quantity.name() + "Bound";
    }
}
