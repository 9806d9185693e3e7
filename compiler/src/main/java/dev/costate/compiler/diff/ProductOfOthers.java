package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Range.Order;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Guards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For a product over one index, the product of all factors but one, for each: the product of those before it times the
 * product of those after it, by two scans. Right where factors are zero, and free of the overflow of a quotient.
 */
final class ProductOfOthers {
    private final Exprs make;
    private final Equation product;
    private final Range over;
    private final List<Range> outer;
    /** Of the conditions of the product the first ones, which hold for all factors or none, and the others. */
    private final @Nullable Expr guard;

    private final @Nullable Expr ofFactor;
    private final List<Equation> equations = new ArrayList<>();
    private final Expr value;

    ProductOfOthers(Exprs make, Equation product) {
        this.make = make;
        this.product = product;
        this.over = product.domain().get(product.domain().size() - 1);
        this.outer = product.domain().subList(0, product.domain().size() - 1);
        Expr whole = null;
        Expr single = null;
        for (Expr condition : Guards.conditions(product.guard())) {
            if (single == null && !condition.free().contains(over.index())) {
                whole = Guards.and(make, whole, condition);
            } else {
                single = Guards.and(make, single, condition);
            }
        }
        this.guard = whole;
        this.ofFactor = single;
        List<Poly> shape = new ArrayList<>(product.target().shape());
        shape.add(PolyBounds.size(over.extent(), outer).plus(1));
        Tensor before = make.tensors().temporary(product.target().name() + "Before", shape, product.span());
        Tensor after = make.tensors().temporary(product.target().name() + "After", shape, product.span());
        Poly here = Poly.of(over.index()).minus(over.from());
        start(before, Poly.ZERO);
        step(before, here, here.plus(1), Order.UPWARD);
        start(after, over.extent());
        step(after, here.plus(1), here, Order.DOWNWARD);
        value = make.apply(Arithmetic.MUL, make.read(before, at(here)), make.read(after, at(here.plus(1))));
    }

    /** The equations of the two scans. */
    List<Equation> equations() {
        return equations;
    }

    /** The product of the others, at each element of the domain of the product. */
    Expr value() {
        return value;
    }

    private List<Poly> at(Poly last) {
        List<Poly> subscripts = new ArrayList<>(product.subscripts());
        subscripts.add(last);
        return subscripts;
    }

    private void start(Tensor scan, Poly first) {
        equations.add(new Equation(scan, at(first), outer, guard, Reduction.SET, make.number(1), product.span()));
    }

    private void step(Tensor scan, Poly from, Poly to, Order order) {
        Map<Atom.Index, Poly> images = new HashMap<>();
        List<Range> domain = new ArrayList<>();
        for (Range r : product.domain()) {
            Substitution renaming = new Substitution(make, images);
            Atom.Index index = r.isShared() ? r.index() : make.shared(r.index().name());
            domain.add(new Range(
                    index, renaming.apply(r.from()), renaming.apply(r.to()), r.equals(over) ? order : r.order()));
            images.put(r.index(), Poly.of(index));
        }
        Substitution own = new Substitution(make, images);
        Expr before = make.read(scan, at(from));
        Expr next = make.apply(Arithmetic.MUL, before, product.value());
        Expr value = ofFactor == null ? next : make.choose(ofFactor, next, before);
        Expr where = guard == null ? null : own.apply(guard);
        List<Poly> subscripts = at(to).stream().map(own::apply).toList();
        equations.add(new Equation(scan, subscripts, domain, where, Reduction.SET, own.apply(value), product.span()));
    }
}
