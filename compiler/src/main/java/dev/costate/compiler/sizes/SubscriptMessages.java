package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Phrases;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of subscripts: of their number, and of those that leave their axis. */
public final class SubscriptMessages {
    private SubscriptMessages() {}

    /** That an array without a name has a wrong number of subscripts. */
    public static Diagnostic count(List<Poly> shape, int subscripts, Span span) {
        return new Diagnostic(
                DiagnosticCode.SUBSCRIPT_COUNT,
                span,
                "this array has the shape " + shape + ", with " + Phrases.axes(shape.size()) + ", and here it has "
                        + Phrases.subscripts(subscripts));
    }

    /** That an array or scalar that is declared has a wrong number of subscripts. */
    public static Diagnostic count(Tensor tensor, int subscripts, Span span) {
        return count(tensor.name(), tensor.shape(), subscripts, tensor.span(), span);
    }

    /** The same of what a name stands for, with the place where it is declared. */
    public static Diagnostic count(String name, List<Poly> shape, int subscripts, @Nullable Span declared, Span span) {
        String has = shape.isEmpty() ? "a scalar" : name + shape + ", with " + Phrases.axes(shape.size());
        return new Diagnostic(
                        DiagnosticCode.SUBSCRIPT_COUNT,
                        span,
                        "`" + name + "` is " + has + ", and here it has "
                                + (subscripts == 0 ? "no subscript" : Phrases.subscripts(subscripts)))
                .withNote(declared, "it is declared here")
                .withHint(subscripts == 0 ? "Say which element, as in `" + name + "[i]`." : null);
    }

    /** That index data of one axis is the subscript of another. */
    static Diagnostic otherAxis(Tensor array, int axis, Tensor data, Span span) {
        return new Diagnostic(
                        DiagnosticCode.INDEX_SIZES,
                        span,
                        "`" + data.name() + "` holds subscripts of an axis of size " + data.below()
                                + ", and this axis of `" + array.name() + "` is of size "
                                + array.shape().get(axis))
                .withNote(data.span(), "it is declared here");
    }

    /**
     * That a subscript leaves its axis in some case.
     *
     * @param read what is read, as the model says it
     * @param with the case, as a clause
     * @param element what is read in that case
     * @param bound what it leaves: where subscripts begin, or how many there are
     */
    static Diagnostic outOfRange(
            Tensor tensor, Span read, String with, String element, String bound, @Nullable String hint) {
        return new Diagnostic(
                        DiagnosticCode.OUT_OF_RANGE,
                        read,
                        "`" + read.text() + "`" + with
                                + (element.equals(read.text()) ? " is out of range" : " reads " + element) + "; "
                                + bound)
                .withNote(tensor.span(), "`" + tensor + "` is declared here")
                .withHint(hint);
    }

    /** How many elements a subscript that is too large could have named. */
    static String entries(Tensor tensor, String size, int axis) {
        return tensor.name() + " has " + Phrases.count(size, "entry", "entries")
                + Phrases.alongAxis(axis, tensor.shape().size());
    }

    /** What would keep a subscript in range: a larger size, a narrower range, or a condition. */
    static @Nullable String keepInRange(Tensor tensor, int axis, Poly subscript, boolean low) {
        if (!low && subscript.isConstant() && tensor.shape().get(axis).asAtom() instanceof Atom.Dim dim) {
            return "If there are always as many, say so: `dim " + dim.name() + " >= " + subscript.plus(1) + "`.";
        }
        if (!low && subscript.equals(tensor.shape().get(axis)) && subscript.asAtom() instanceof Atom.Dim dim) {
            return "`" + dim.name() + "` is a size, the last subscript is `" + dim.name()
                    + " - 1`; an index has a name of its own.";
        }
        return subscript.indices().isEmpty()
                ? null
                : "Narrow the range of `"
                        + subscript.indices().iterator().next().name() + "`, or put an `if` around what reads `"
                        + tensor.name() + "`.";
    }
}
