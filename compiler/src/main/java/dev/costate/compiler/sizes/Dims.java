package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The dims of a model and the sizes of axes. */
public final class Dims {
    private final IntegerExpressions integers;
    private final Reporter reporter;
    private final Map<String, Long> atLeast;
    private final List<Poly> computed = new ArrayList<>();

    /** @param atLeast takes the least value of each given dim as dims are checked */
    public Dims(Context context, Map<String, Long> atLeast) {
        this.integers = new IntegerExpressions(context);
        this.reporter = context.reporter();
        this.atLeast = atLeast;
    }

    /** Sizes that were computed, and so are not negative where the model runs. */
    public List<Poly> computed() {
        return computed;
    }

    public void check(Symbol symbol) {
        Declaration.Dim dim = (Declaration.Dim) symbol.declaration();
        Scope scope = new Scope(Scope.Sees.SIZES);
        if (dim.value() != null) {
            Poly size = size(dim.value(), scope, "a size");
            if (size != null) {
                symbol.define(size);
            }
        } else {
            OptionalLong bound = bound(dim.atLeast(), scope);
            if (bound.isPresent()) {
                atLeast.put(symbol.text(), bound.getAsLong());
                symbol.define(Poly.of(new Atom.Dim(symbol.text())));
            }
        }
        if (symbol.size() == null) {
            symbol.markBroken();
        }
    }

    private OptionalLong bound(@Nullable Expression atLeast, Scope scope) {
        if (atLeast == null) {
            return OptionalLong.of(1);
        }
        Poly bound = integers.poly(atLeast, scope, "the least size");
        if (bound != null && (bound.constant().isEmpty() || bound.constant().getAsLong() < 0)) {
            reporter.report(SizeMessages.leastSize(atLeast.span()));
            return OptionalLong.empty();
        }
        return bound == null ? OptionalLong.empty() : bound.constant();
    }

    /** The size that index data walks, or null after an error. */
    public @Nullable Poly size(Expression e) {
        return size(e, new Scope(Scope.Sees.SIZES), "a size");
    }

    private @Nullable Poly size(Expression e, Scope scope, String what) {
        Poly size = integers.poly(e, scope, what);
        return size == null ? null : checked(size, e.span());
    }

    private @Nullable Poly checked(Poly size, Span span) {
        OptionalLong constant = size.constant();
        if (constant.isPresent() && constant.getAsLong() < 0) {
            reporter.report(SizeMessages.negative(span, size));
            return null;
        }
        if (!ArrayLimits.isInt(size)) {
            reporter.report(SizeMessages.tooLarge(span, "this size", size));
            return null;
        }
        if (constant.isEmpty() && size.asAtom() == null && !computed.contains(size) && computed.size() < 50) {
            computed.add(size);
        }
        return size;
    }

    /** The shape of an input, or null after an error. */
    public @Nullable List<Poly> shape(List<Expression> axes) {
        Scope scope = new Scope(Scope.Sees.SIZES);
        List<Poly> shape = new ArrayList<>();
        for (Expression axis : axes) {
            Poly size = size(axis, scope, "the size of an axis");
            if (size != null) {
                shape.add(size);
            }
        }
        return shape.size() == axes.size() ? shape : null;
    }
}
