package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the methods and variables of one derivative are called. */
public final class DerivativeNames {
    /** Longer lists of names are not made into a name. */
    private static final int LONG = 100;

    private final ModelNames names;
    private final String method;
    private final @Nullable String beside;
    private final @Nullable String pattern;
    private final String again;
    private final String suffix;
    private @Nullable String layout;

    private DerivativeNames(ModelNames names, Model model, Model.Derivative derivative, int number, Set<String> taken) {
        this.names = names;
        Tensor output = derivative.output();
        String wrt = names.wholeVector(derivative) ? "" : "Wrt" + joined(derivative.wrt());
        String title = derivative.title();
        this.method =
                names.scopes().method(output.name() + title + wrt, "`" + derivative.clause() + "`", derivative.span());
        this.beside = derivative.beside() == null
                ? null
                : names.scopes().member(output.name() + "ValueGradient" + title + wrt);
        if (beside != null) {
            scratch();
        }
        this.pattern = derivative.form().isSparse()
                ? names.scopes().member(output.name() + derivative.matrixTitle() + "Pattern" + wrt)
                : null;
        if (pattern != null) {
            pattern();
            matrix();
        }
        boolean single = model.computed().stream()
                        .filter(d -> d.form() == derivative.form())
                        .count()
                == 1;
        String half = derivative.form().again();
        if (half == null || half.equals(title)) {
            this.again = method;
        } else {
            this.again = single ? half.toLowerCase(Locale.ROOT) : names.scopes().member(output.name() + half + wrt);
        }
        this.suffix = suffix(title, single ? "" : "Of" + ModelNames.capital(output.name()) + wrt, number, taken);
    }

    private String suffix(String title, String wanted, int number, Set<String> taken) {
        String free = names.isLong(wanted) ? "" + number : wanted;
        while (!taken.add(title + free)) {
            free += "_";
        }
        return free;
    }

    /** The names of all derivatives of a model. */
    static Map<Model.Derivative, DerivativeNames> of(Model model, ModelNames names) {
        Map<Model.Derivative, DerivativeNames> all = new LinkedHashMap<>();
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Model.Derivative derivative : model.computed()) {
            for (Form.Slot slot : slots(derivative)) {
                derivative.wrt().forEach(t -> names.offsetName(t, ModelNames.offsetSuffix(slot.name())));
            }
            names.nameLast(derivative.output());
            all.put(derivative, new DerivativeNames(names, model, derivative, all.size() + 1, taken));
        }
        return all;
    }

    /** What the methods of a derivative take. */
    static List<Form.Slot> slots(Model.Derivative derivative) {
        List<Form.Slot> slots = new ArrayList<>(derivative.slots(false));
        Form.Slot beside = derivative.beside();
        if (beside != null) {
            slots.add(slots.size() - 1, beside);
        }
        return slots;
    }

    /** All names one after the other, or the first and the last of very many. */
    private static String joined(List<Tensor> tensors) {
        StringBuilder text = new StringBuilder();
        tensors.forEach(t -> text.append(ModelNames.capital(t.name())));
        return text.length() <= LONG || tensors.size() < 3
                ? text.toString()
                : ModelNames.capital(tensors.get(0).name()) + "To"
                        + ModelNames.capital(tensors.get(tensors.size() - 1).name());
    }

    /** The method that computes it. */
    public String method() {
        return method;
    }

    /** The method that computes it where the outputs are known. */
    public String again() {
        return again;
    }

    /** The method that gives the pattern of a sparse derivative. */
    public String patternMethod() {
        return requireNonNull(pattern, method);
    }

    /** The variable that holds the pattern of a sparse derivative. */
    String pattern() {
        return names.variable(patternMethod());
    }

    /** The method that computes a Hessian with value and gradient. */
    String beside() {
        return requireNonNull(beside, method);
    }

    /** The variable that holds what is computed besides where the caller does not ask for it. */
    String scratch() {
        return names.variable(method + "Beside");
    }

    /** The variable that holds the matrix of which a sparse derivative is entries. */
    String matrix() {
        return names.variable(method + "Matrix");
    }

    /** The variable that holds how entries are recovered from what is computed: a colouring, or the slots of rows. */
    String recovery() {
        return names.variable(method + "Recovery");
    }

    /** The variable that holds a colouring as the unit takes it. */
    String colours() {
        return names.variable(method + "Colours");
    }

    /** The method that tells how a gradient stands in its vector. */
    String layout() {
        if (layout == null) {
            layout = names.scopes().member(method + "Layout");
        }
        return layout;
    }

    /** What the class of a unit adds to the model's name. */
    String suffix() {
        return suffix;
    }
}
