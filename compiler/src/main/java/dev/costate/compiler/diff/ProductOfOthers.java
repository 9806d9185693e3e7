package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Extremes;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Range.Order;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * For a product over one index, the product of all factors but one, for each: the product of those before it times the
 * product of those after it, by two scans. Right where factors are zero, and free of the overflow of a quotient.
 */
final class ProductOfOthers {
    private final Exprs make;
    private final Equation product;
    private final Range over;
    private final List<Range> outer;
    private final List<Equation> equations = new ArrayList<>();
    private final Expr value;

    ProductOfOthers(Exprs make, Equation product) {
        this.make = make;
        this.product = product;
        this.over = product.domain().get(product.domain().size() - 1);
        this.outer = product.domain().subList(0, product.domain().size() - 1);
        List<Poly> shape = new ArrayList<>(product.target().shape());
        shape.add(Extremes.greatest(over.extent(), outer).plus(1));
        Tensor before = Tensor.temporary(product.target().name() + "Before", shape, product.span());
        Tensor after = Tensor.temporary(product.target().name() + "After", shape, product.span());
        Poly here = Poly.of(over.index()).minus(over.from());
        start(before, Poly.ZERO);
        step(before, here, here.plus(1), Order.UPWARD);
        start(after, over.extent());
        step(after, here.plus(1), here, Order.DOWNWARD);
        value = make.apply(Ops.MUL, make.read(before, at(here)), make.read(after, at(here.plus(1))));
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
        equations.add(new Equation(scan, at(first), outer, null, Reduction.SET, make.number(1), product.span()));
    }

    private void step(Tensor scan, Poly from, Poly to, Order order) {
        Atom.Index index = over.index();
        List<Range> domain = new ArrayList<>(outer);
        domain.add(new Range(index, over.from(), over.to(), order));
        Expr next = make.apply(Ops.MUL, make.read(scan, at(from)), product.value());
        equations.add(new Equation(scan, at(to), domain, product.guard(), Reduction.SET, next, product.span()));
    }
}
