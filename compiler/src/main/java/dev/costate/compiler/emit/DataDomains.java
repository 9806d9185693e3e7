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
import java.util.Objects;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * How data is held against domains: when it is bound where bounds are numbers or sizes, else at the first call after
 * that, since what bounds are computed from may be bound later. Then also the ends of intervals that params live in are
 * looked at, where data says them.
 */
final class DataDomains {
    /** The flag that says that data has been checked since it was bound. */
    static final String CHECKED = "dataChecked";

    static final String CHECK = "checkData";

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
        return new JavaExpression.Static(BoundWriter.DOMAINS)
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

    /** Whether a bound is computed, or, of integers, is no size; of a param, whether data decides on an interval. */
    private boolean isLate(Tensor input) {
        Domain domain = model.domains().get(input);
        if (domain == null) {
            return false;
        }
        boolean known = domain.bounds().stream().allMatch(b -> b instanceof Domain.Bound.Known);
        return input.role() == Tensor.Role.DATA
                ? !known || input.type() == Tensor.Type.INTEGER
                : !known && domain.kind() == Kind.INTERVAL && !domain.isOfParams();
    }

    private List<Tensor> late() {
        return model.domains().keySet().stream().filter(this::isLate).toList();
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
        List<JavaStatement> check = new ArrayList<>();
        late().forEach(input -> check.addAll(check(input, binding)));
        check.add(JavaStatement.set(Java.name(flag), Java.name("true")));
        JavaStatement once =
                JavaStatement.when(new JavaExpression.Unary("!", Java.name(flag)), check.toArray(JavaStatement[]::new));
        type.addMethod(MethodSpec.methodBuilder(CHECK)
                .addJavadoc("Holds data against its domain, once after it was bound.\n")
                .addCode(JavaPrinter.print(List.of(once), JavaPrinter.METHOD))
                .build());
    }

    /** Checks what is declared of an input once all is bound that this is about. */
    private List<JavaStatement> check(Tensor input, BindingWriter binding) {
        Domain domain = requireNonNull(model.domains().get(input));
        JavaExpression anywhere = new JavaExpression.NewArray(JavaType.DOUBLE, Java.call("dimension", List.of()));
        List<JavaStatement> check = new ArrayList<>(bounds.compute(List.of(input), anywhere));
        check.add(new JavaStatement.Evaluate(
                input.role() == Tensor.Role.PARAM ? bounds.put(bounds.none(), input, domain) : values(input, domain)));
        JavaExpression bound = model.inputs().stream()
                .filter(t -> t.role() == Tensor.Role.DATA && (t == input || domain.isOf(t)))
                .map(binding::isBound)
                .filter(Objects::nonNull)
                .reduce(null, (all, next) -> all == null ? next : all.binary("&&", next));
        return bound == null ? check : List.of(JavaStatement.when(bound, check.toArray(JavaStatement[]::new)));
    }

    /** Holds data that is bound against its bounds. */
    private JavaExpression values(Tensor input, Domain domain) {
        JavaExpression held = Java.name(names.field(input));
        boolean single = model.isFloat() && !input.shape().isEmpty() && input.type() == Tensor.Type.REAL;
        JavaExpression field = single ? Java.call("FloatKernels", "widened", held) : held;
        return data(input, domain, field, !input.shape().isEmpty());
    }
}
