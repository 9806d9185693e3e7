package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.Objects;

/** What is said of index variables: of their names, their ranges and the axes they walk. */
final class IndexMessages {
    private IndexMessages() {}

    static Diagnostic rebound(Identifier name, Span first) {
        return new Diagnostic(
                        DiagnosticCode.INDEX_REBOUND,
                        name.span(),
                        "index `" + name + "` is bound again within its own scope")
                .withNote(first, "it is bound here")
                .withHint(
                        "Give the inner index another name, or parenthesise: a binder takes the rest of its product.");
    }

    /** That an index is called like a parameter, size or quantity of the function. */
    static Diagnostic shadowsOwn(Identifier name) {
        return new Diagnostic(
                        DiagnosticCode.INDEX_SHADOWS,
                        name.span(),
                        "index `" + name + "` has a name that this function has given to something else")
                .withHint("Give the index another name.");
    }

    static Diagnostic shadows(Identifier name, Symbol declared) {
        return new Diagnostic(
                        DiagnosticCode.INDEX_SHADOWS,
                        name.span(),
                        "index `" + name + "` has the name of "
                                + declared.kind().text())
                .withNote(declared.span(), "it is declared here")
                .withHint("Give the index another name.");
    }

    /** That a comparison in a binder has its new index on the right. */
    static Diagnostic reversed(Identifier binder, Expression.BoundIndex index, Span bound) {
        String meant = Objects.requireNonNull(index.limit()).span().text();
        String relation = Objects.requireNonNull(index.relation()).reversed().symbol();
        return new Diagnostic(
                        DiagnosticCode.INDEX_REBOUND,
                        index.name().span(),
                        "index `" + index.name() + "` is bound already, and of a comparison the left side is bound")
                .withNote(bound, "it is bound here")
                .withHint("Put the new index first: `" + binder + "(" + meant + " " + relation + " " + index.name()
                        + ")`.");
    }

    /** @param proposal what would state its range */
    static Diagnostic noRange(Variable variable, String proposal) {
        String walks = variable.defined == null
                ? "it is not a bare subscript of any array"
                : "it is a bare subscript only of what is being defined, `" + variable.defined + "`";
        return new Diagnostic(
                        DiagnosticCode.NO_RANGE,
                        variable.name.span(),
                        "nothing says what `" + variable.name + "` runs over: " + walks)
                .withHint("State its range, " + proposal + ".");
    }

    /** That an index takes over a range that does not begin at 0. */
    static Diagnostic leftOut(Identifier name, Identifier limit, Poly from) {
        return new Diagnostic(
                        DiagnosticCode.LEFT_OUT,
                        name.span(),
                        "`" + name + "` takes the range of `" + limit + "`, and so starts at " + from + " and not at 0")
                .withHint("State its range, as in `" + name + " in 0 ..< " + limit + "`.");
    }

    /** That an index walks axes of two sizes. */
    static Diagnostic differentSizes(Identifier name, Variable.Use first, Variable.Use second) {
        return new Diagnostic(
                        DiagnosticCode.INDEX_SIZES,
                        second.span(),
                        "`" + name + "` walks axes of different sizes: " + first.axis() + " in `"
                                + first.span().text() + "` and " + second.axis() + " in `"
                                + second.span().text() + "`")
                .withNote(first.span(), "here it walks an axis of size " + first.axis())
                .withNote(second.declared(), "`" + second.array() + "` is declared here")
                .withHint("If it is to walk one of them only, say so: `" + name + " in "
                        + smaller(first.axis(), second.axis()) + "`.");
    }

    /** The smaller of two sizes if it is known which that is; otherwise the first. */
    private static Poly smaller(Poly first, Poly second) {
        return first.minus(second).constant().orElse(0) > 0 ? second : first;
    }

    /**
     * That two subscripts are the wrong way round.
     *
     * @param use of the index, where it walks a wrong axis
     * @param wanted the axis it should walk
     * @param elsewhere where it walks such a one
     * @param first the index that is to be exchanged with the second, as they stand
     */
    static Diagnostic exchanged(
            Identifier name,
            Variable.Use use,
            Poly wanted,
            Variable.Use elsewhere,
            Identifier first,
            Identifier second) {
        String shape = use.array() + use.shape();
        return new Diagnostic(
                        DiagnosticCode.TRANSPOSED,
                        use.span(),
                        "the subscripts of `" + use.array() + "` are the wrong way round: it is " + shape + ", and `"
                                + name + "` walks " + wanted + ", not " + use.axis())
                .withNote(elsewhere.span(), "`" + name + "` walks " + elsewhere.axis() + " here")
                .withNote(use.declared(), "`" + shape + "` is declared here")
                .withHint("Exchange `" + first + "` and `" + second + "`.");
    }
}
