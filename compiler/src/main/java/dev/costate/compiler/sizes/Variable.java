package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import dev.costate.compiler.syntax.RangeExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An index variable: where it is bound, how it is used, and the range that follows. */
public final class Variable {
    /**
     * A subscript that is just this index.
     *
     * @param node the subscripted array
     * @param position which of its subscripts
     * @param shape of that array
     * @param declared where it is declared, or null if it has no name
     */
    record Use(
            Expression.Subscripted node,
            int position,
            List<Poly> shape,
            @Nullable Span declared) {
        Span span() {
            return node.span();
        }

        Poly axis() {
            return shape.get(position);
        }

        String array() {
            return node.base().span().text();
        }
    }

    final Identifier name;
    final Atom.Index index;
    /** The range that a clause or binder states, or null. */
    @Nullable
    RangeExpression stated;
    /** How the binder narrows it, or null. */
    Expression.@Nullable BoundIndex narrowing;
    /** The index that narrows it, or null. */
    @Nullable
    Variable limit;

    final List<Use> uses = new ArrayList<>();
    /** Where it subscripts something whose shape depends on arrays that are defined together with this equation. */
    final List<Expression.Subscripted> later = new ArrayList<>();
    /** An array that it subscripts and that is defined together with this equation, or null. */
    @Nullable
    String defined;
    /** Whether it subscripts something whose shape is unknown because of an error. */
    boolean usedUnknown;

    boolean mentioned;
    /** Whether it has been told that its stated range leads out of an array. */
    boolean strays;
    /** In error: what uses it stays silent. */
    boolean broken;
    /** The inferred size of what it walks, or null. */
    @Nullable
    Poly extent;
    /** The range that its position has in other equations of the array, or null. */
    @Nullable
    Range adopted;
    /** Where it runs, once known. */
    @Nullable
    Range range;
    /** The condition that its binder puts on it, or null. */
    @Nullable
    Term where;

    public Variable(Identifier name, int id) {
        this.name = name;
        this.index = Atom.Index.free(name.name(), id);
    }

    public Identifier name() {
        return name;
    }

    public Atom.Index index() {
        return index;
    }

    /** Where it runs, once known. */
    public @Nullable Range range() {
        return range;
    }

    /** The condition that its binder puts on it, or null. */
    public @Nullable Term where() {
        return where;
    }

    public void narrow(@Nullable Term condition) {
        where = condition;
    }

    /** Whether it is in error: what uses it stays silent. */
    public boolean isBroken() {
        return broken;
    }

    public boolean isMentioned() {
        return mentioned;
    }

    /** Whether something says where it runs, or it is known to be in error. */
    boolean hasSource() {
        return broken || stated != null || extent != null || adopted != null || usedUnknown || limit != null;
    }

    boolean isNarrowed() {
        return narrowing != null && narrowing.relation() != null;
    }

    public Poly poly() {
        return Poly.of(index);
    }
}
