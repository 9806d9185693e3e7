package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports arrays with more or fewer subscripts than they have axes. */
public final class SubscriptCounts {
    private SubscriptCounts() {}

    /** Reports a wrong number of subscripts of an array without a name. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
    public static <T> @Nullable T wrong(Reporter reporter, List<Poly> shape, int subscripts, Span span) {
        return reporter.report(
                DiagnosticCode.SUBSCRIPT_COUNT,
                span,
                "this array has the shape " + shape + ", with "
                        + Reporter.count(shape.size(), "axis", "axes") + ", and here it has "
                        + Reporter.count(subscripts, "subscript", "subscripts"));
    }

    /** Reports a wrong number of subscripts. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
    public static <T> @Nullable T wrong(
            Reporter reporter, String name, List<Poly> shape, int subscripts, @Nullable Span declared, Span span) {
        String hint = subscripts == 0 ? "Say which element, as in `" + name + "[i]`." : null;
        return wrong(reporter, name, shape, subscripts, declared, span, hint);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
    public static <T> @Nullable T wrong(
            Reporter reporter,
            String name,
            List<Poly> shape,
            int subscripts,
            @Nullable Span declared,
            Span span,
            @Nullable String hint) {
        String has = shape.isEmpty()
                ? "a scalar"
                : name + String.valueOf(shape) + ", with " + Reporter.count(shape.size(), "axis", "axes");
        return reporter.report(
                DiagnosticCode.SUBSCRIPT_COUNT,
                span,
                "`" + name + "` is " + has + ", and here it has "
                        + (subscripts == 0 ? "no subscript" : Reporter.count(subscripts, "subscript", "subscripts")),
                declared == null ? List.of() : List.of(new Note(declared, "it is declared here")),
                hint);
    }
}
