package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
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
 * Scans over the factors of a product over one index: recurrences over an array with one element more than there are
 * factors, upward from what is known before the first of them or downward from what is known after the last. The
 * products before and after a factor are such, and make its derivative: right where factors are zero, and free of the
 * overflow of a quotient.
 */
final class ProductScans {
    /**
     * One of the arrays of a scan.
     *
     * @param first where the scan begins
     * @param next what follows an element, by it and a factor, in the indices of the product
     */
    record Step(Tensor array, Expr first, Expr next) {}

    private final Exprs make;
    private final Equation product;
    private final Range over;
    private final List<Range> outer;
    private final Poly here;
    /** Of the conditions of the product the first ones, which hold for all factors or none, and the others. */
    private final @Nullable Expr guard;

    private final @Nullable Expr ofFactor;

    ProductScans(Exprs make, Equation product) {
        this.make = make;
        this.product = product;
        this.over = product.domain().get(product.domain().size() - 1);
        this.outer = product.domain().subList(0, product.domain().size() - 1);
        this.here = Poly.of(over.index()).minus(over.from());
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
    }

    /** The product as the last element of an array: 1 where it has no factors. */
    Equation whole(Tensor array) {
        Expr value = guard == null ? last(array) : make.choose(guard, last(array), make.number(1));
        return new Equation(product.target(), product.subscripts(), outer, null, Reduction.SET, value, product.span());
    }

    /**
     * The product of all factors but one, for each.
     *
     * @param equations that compute what it is made of
     */
    record Others(List<Equation> equations, Expr product) {}

    /** The products before each factor, times those after it. */
    Others others(Op times) {
        Expr one = make.number(1);
        Tensor before = array("Before");
        Tensor after = array("After");
        Expr next = make.apply(Arithmetic.MUL, before(before), product.value());
        Expr previous = make.apply(times, after(after), product.value());
        List<Equation> equations = new ArrayList<>(scan(Order.UPWARD, List.of(new Step(before, one, next))));
        equations.addAll(scan(Order.DOWNWARD, List.of(new Step(after, one, previous))));
        return new Others(equations, make.apply(times, before(before), after(after)));
    }

    /** What the domain of the product is without its factors, and where it has a value there; null is everywhere. */
    Equation over(Tensor target, Reduction reduction, Expr value) {
        return new Equation(target, product.subscripts(), outer, guard, reduction, value, product.span());
    }

    Tensor array(String suffix) {
        List<Poly> shape = new ArrayList<>(product.target().shape());
        shape.add(PolyBounds.size(over.extent(), outer).plus(1));
        return make.tensors().temporary(product.target().name() + suffix, shape, product.span());
    }

    /** The element of an array before a factor. */
    Expr before(Tensor array) {
        return make.read(array, at(here));
    }

    /** The element of an array after a factor. */
    Expr after(Tensor array) {
        return make.read(array, at(here.plus(1)));
    }

    /** The element of an array after all factors. */
    Expr last(Tensor array) {
        return make.read(array, at(over.extent()));
    }

    private List<Poly> at(Poly last) {
        List<Poly> subscripts = new ArrayList<>(product.subscripts());
        subscripts.add(last);
        return subscripts;
    }

    /** The equations of a scan of arrays together, each step of the first ones before those of the others. */
    List<Equation> scan(Order order, List<Step> steps) {
        boolean upward = order == Order.UPWARD;
        List<Equation> equations = new ArrayList<>();
        for (Step step : steps) {
            List<Poly> first = at(upward ? Poly.ZERO : over.extent());
            equations.add(new Equation(step.array(), first, outer, guard, Reduction.SET, step.first(), product.span()));
        }
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
        for (Step step : steps) {
            Expr same = upward ? before(step.array()) : after(step.array());
            Expr value = ofFactor == null ? step.next() : make.choose(ofFactor, step.next(), same);
            equations.add(new Equation(
                    step.array(),
                    at(upward ? here.plus(1) : here).stream().map(own::apply).toList(),
                    domain,
                    guard == null ? null : own.apply(guard),
                    Reduction.SET,
                    own.apply(value),
                    product.span()));
        }
        return equations;
    }
}
