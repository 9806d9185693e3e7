package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;

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
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.syntax.DomainExpression.Kind;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * How data is held against its domains: when it is bound where bounds are numbers or sizes, else at the first call
 * after that, since what bounds are computed from may be bound later.
 */
final class DataDomains {
    /** The flag that says that data has been checked since it was bound. */
    static final String CHECKED = "dataChecked";

    static final String CHECK = "checkData";

    private static final JavaType DOMAINS = new JavaType("dev.costate.runtime", "Domains", "");

    private final Model model;
    private final ModelNames names;
    private final BoundWriter bounds;
    private final Integers integers;

    DataDomains(Model model, ModelNames names, BoundWriter bounds) {
        this.model = model;
        this.names = names;
        this.bounds = bounds;
        this.integers = names.integers();
    }

    /** What is said of the elements of an input in the Javadoc of its method. */
    String doc(Tensor input) {
        Domain domain = model.domains().get(input);
        if (domain != null) {
            return ", {@code " + Escape.javadoc(domain.text()) + "}";
        } else if (input.least() == null && input.most() == null) {
            return "";
        }
        return ", " + (input.least() == null ? "" : "at least {@code " + input.least() + "}")
                + (input.least() == null || input.most() == null ? "" : " and ")
                + (input.most() == null ? "" : "at most {@code " + input.most() + "}");
    }

    /** The values that are bound, with a check of what can be checked then. */
    JavaExpression checked(Tensor input, JavaExpression values) {
        Domain domain = model.domains().get(input);
        if (input.least() != null || input.most() != null) {
            return Java.call(
                    "Checks",
                    "between",
                    Java.string(input.name()),
                    values,
                    bound(input.least(), "MIN_VALUE"),
                    bound(input.most(), "MAX_VALUE"));
        } else if (domain == null || isLate(input)) {
            return values;
        }
        return data(input, domain, values, false);
    }

    /** A check that gives the values themselves; arrays of bounds are taken where one bound is computed. */
    private JavaExpression data(Tensor input, Domain domain, JavaExpression values, boolean arrays) {
        boolean lower = domain.kind().hasLower();
        boolean upper = domain.kind().hasUpper();
        List<Domain.Bound> all = domain.bounds();
        Domain.Bound none = new Domain.Bound.Known(lower ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        Domain.Bound least = lower ? all.get(0) : none;
        Domain.Bound most = upper ? all.get(all.size() - 1) : none;
        boolean open = domain.kind() == Kind.GREATER || domain.kind() == Kind.LESS;
        return new JavaExpression.Static(DOMAINS)
                .call(
                        "data",
                        Java.string(input.name()),
                        Java.string(domain.text()),
                        values,
                        bounds.bound(least, arrays),
                        bounds.bound(most, arrays),
                        Java.name(Boolean.toString(open)));
    }

    private JavaExpression bound(@Nullable Poly bound, String otherwise) {
        return bound == null ? Java.name("Integer." + otherwise) : integers.print(bound);
    }

    /** Whether a bound is computed, or, of integers, is no size. */
    private boolean isLate(Tensor input) {
        Domain domain = model.domains().get(input);
        return domain != null
                && (input.type() == Tensor.Type.INTEGER
                        || !domain.bounds().stream().allMatch(b -> b instanceof Domain.Bound.Known));
    }

    /** The data whose bounds are computed. */
    private List<Tensor> late() {
        return model.domains().keySet().stream()
                .filter(t -> t.role() == Tensor.Role.DATA && isLate(t))
                .toList();
    }

    /** Whether data is checked at the first call after it was bound. */
    boolean areChecked() {
        return !late().isEmpty();
    }

    /** Adds the method that checks data, and its flag. */
    void write(TypeSpec.Builder type, BindingWriter binding) {
        if (!areChecked()) {
            return;
        }
        String flag = names.helper(CHECKED);
        type.addField(TypeName.BOOLEAN, flag, Modifier.PRIVATE, Modifier.TRANSIENT);
        JavaExpression anywhere = new JavaExpression.NewArray(JavaType.DOUBLE, Java.call("dimension", List.of()));
        List<JavaStatement> check = new ArrayList<>(bounds.compute(late(), anywhere));
        for (Tensor input : late()) {
            Domain domain = requireNonNull(model.domains().get(input));
            JavaExpression held = Java.name(names.field(input));
            boolean single = model.isFloat() && !input.shape().isEmpty() && input.type() == Tensor.Type.REAL;
            JavaExpression field = single ? Java.call("FloatKernels", "widened", held) : held;
            JavaStatement checked = new JavaStatement.Evaluate(
                    data(input, domain, field, !input.shape().isEmpty()));
            JavaExpression isBound = binding.isBound(input);
            check.add(isBound == null ? checked : JavaStatement.when(isBound, checked));
        }
        check.add(JavaStatement.set(Java.name(flag), Java.name("true")));
        JavaStatement once =
                JavaStatement.when(new JavaExpression.Unary("!", Java.name(flag)), check.toArray(JavaStatement[]::new));
        type.addMethod(MethodSpec.methodBuilder(CHECK)
                .addJavadoc("Holds data against its domain, once after it was bound.\n")
                .addCode(JavaPrinter.print(List.of(once), JavaPrinter.METHOD))
                .build());
    }
}
