package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.DenseProduct;
import dev.costate.compiler.op.Guards;
import dev.costate.compiler.op.Rows;
import dev.costate.compiler.schedule.Allocation.Slot;
import dev.costate.compiler.schedule.Nest.Block;
import dev.costate.compiler.schedule.Nest.Item;
import dev.costate.compiler.schedule.Nest.Leaf;
import dev.costate.compiler.schedule.Nest.Loop;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the statements of a nest of loops. Long, since each kind of equation and loop is written in its own way. */
final class LoopWriter {
    private final Exprs make;
    private final Prover prover;
    private final Allocation allocation;
    private final Initialisation initialisation;
    private final ValueWriter values;
    private final LoopShapes shapes;
    private final LoopGuards guards;
    private final Partials partials;
    private final Sums sums;
    /**
     * One for each open loop and one around them: what stands directly in its body, or in a branch there that is being
     * written.
     */
    private final List<BlockScope> scopes = new ArrayList<>();

    /** That of what stands before what is written next. */
    private @Nullable Origin last;

    LoopWriter(Exprs make, Fusion fusion, Allocation allocation, Sums sums, Prover prover) {
        this.make = make;
        this.prover = prover;
        this.allocation = allocation;
        this.initialisation = allocation.initialisation();
        this.guards = new LoopGuards(make, fusion, initialisation, prover);
        this.values = new ValueWriter(fusion, allocation, guards, prover, scopes);
        this.partials = new Partials(make);
        this.shapes = new LoopShapes(allocation::tensor, sums);
        this.sums = sums;
    }

    List<Statement> write(Block root) {
        BlockScope scope = new BlockScope(null);
        scopes.add(scope);
        values.enter(root);
        block(root);
        allocation.gathered().forEach(this::finish);
        values.leave();
        return scope.out;
    }

    private void block(Block block) {
        for (Item item : block.ordered()) {
            begin(item);
            if (item instanceof Loop loop) {
                loop(loop);
            } else {
                leaf((Leaf) item);
            }
            initialisation.accumulatorsAround(item).forEach(this::finish);
        }
    }

    private BlockScope scope() {
        return scopes.get(scopes.size() - 1);
    }

    /** What has been gathered in a variable goes where the caller reads it. */
    private void finish(Slot slot) {
        Code variable = slot.element(List.of());
        scope().out.add(new Statement.Store(new Code.Element(slot.memory(), List.of()), Reduction.SET, variable));
    }

    /** What has been accumulated in a variable is stored; by itself, if that is all that it is needed for. */
    private void finish(Initialisation.Accumulator accumulator) {
        Equation e = accumulator.leaf().equation;
        Code.Element element = (Code.Element) accumulator.slot().element(e.subscripts());
        Expr read = make.read(e.target(), e.subscripts());
        List<Statement> out = scope().out;
        Code value = new Code.Variable(accumulator.local());
        if (values.isUsed(read)) {
            scope().define(read, value);
        } else if (out.get(out.size() - 1) instanceof Statement.Define d && d.local() == accumulator.local()) {
            out.remove(out.size() - 1);
            value = d.value();
        }
        out.add(new Statement.Store(element, Reduction.SET, value));
    }

    /** What an item accumulates begins; where all of it comes from one line, under the comment of that. */
    private void begin(Item item) {
        List<Tensor> begun = new ArrayList<>();
        initialisation.identitiesBefore(item).forEach(slot -> begun.add(slot.tensor()));
        initialisation.accumulatorsAround(item).forEach(a -> begun.add(a.slot().tensor()));
        List<Equation> equations =
                begun.stream().map(t -> values.writers(t).get(0).equation).toList();
        if (equations.stream().map(LoopWriter::origin).distinct().count() == 1) {
            comment(equations.get(0));
        }
        for (Slot slot : initialisation.identitiesBefore(item)) {
            if (!(item instanceof Leaf leaf && defines(leaf, slot))) {
                start(slot);
            }
        }
        for (Initialisation.Accumulator accumulator : initialisation.accumulatorsAround(item)) {
            scope().out.add(declared(accumulator.local(), accumulator.slot().tensor()));
        }
    }

    /** Whether an equation is all that there is to a variable, as its guard is known to hold where it stands. */
    private boolean defines(Leaf leaf, Slot slot) {
        Equation e = leaf.equation;
        return slot.local() != null
                && slot.tensor() == e.target()
                && !e.target().isTable()
                && slot.block() == leaf.block
                && e.guard() != null
                && guards.rest(leaf) == null
                && (e.reduction() == Reduction.SET || e.reduction() == Reduction.SUM)
                && values.writers(e.target()).size() == 1;
    }

    private void start(Slot slot) {
        scope().out
                .add(
                        slot.local() == null
                                ? new Statement.Fill(slot.memory(), identity(slot.tensor()))
                                : declared(slot.local(), slot.tensor()));
    }

    /** A variable that holds the identity of what a tensor is written by. */
    private Statement declared(Local local, Tensor tensor) {
        return new Statement.Declare(local, ValueWriter.initial(local, identity(tensor)));
    }

    private double identity(Tensor tensor) {
        Reduction reduction = values.writers(tensor).get(0).equation.reduction();
        return reduction == Reduction.SET ? 0 : reduction.identity();
    }

    private void loop(Loop loop) {
        Expr condition = guards.around(loop);
        if (condition == null) {
            unconditional(loop);
            return;
        }
        Equation first = Nest.first(loop).equation;
        comment(first);
        values.computing(first.target());
        Code holds = values.write(condition, scope(), true);
        BlockScope outer = scope();
        BlockScope inner = new BlockScope(outer);
        scopes.set(scopes.size() - 1, inner);
        unconditional(loop);
        scopes.set(scopes.size() - 1, outer);
        outer.out.add(new Statement.If(holds, inner.out, List.of()));
    }

    private void unconditional(Loop loop) {
        BlockScope body = scope().loop();
        scopes.add(body);
        values.enter(loop.body);
        block(loop.body);
        values.leave();
        scopes.remove(scopes.size() - 1);
        List<Statement> shaped = new ArrayList<>(shapes.loop(loop.range, body.out));
        Statement last = shaped.get(shaped.size() - 1);
        if (last instanceof Statement.Update u && isDeclared(u.local()) && allocation.isWrittenOnce(u.local())) {
            scope().out.remove(scope().out.size() - 1);
            shaped.set(shaped.size() - 1, new Statement.Define(u.local(), u.value()));
        }
        scope().out.addAll(shaped);
    }

    /** Whether the last statement starts this sum. */
    private boolean isDeclared(Local local) {
        List<Statement> out = scope().out;
        return !out.isEmpty()
                && out.get(out.size() - 1) instanceof Statement.Declare d
                && d.local() == local
                && d.value().equals(new Code.Constant(0));
    }

    private void leaf(Leaf leaf) {
        Equation e = leaf.equation;
        comment(e);
        values.computing(e.target());
        BlockScope scope = scope();
        Expr condition = guard(leaf);
        if (condition == null) {
            value(leaf, scope, e.guard() == null);
            return;
        }
        Code guard = values.write(condition, scope, true);
        BlockScope inner = new BlockScope(scope);
        value(leaf, inner, false);
        scope.out.add(new Statement.If(guard, inner.out, List.of()));
    }

    /**
     * What is still to be looked at of the guard of an equation; of one that writes a row, first that this has
     * elements: what is the same in all of the row may have no value where there is none.
     */
    private @Nullable Expr guard(Leaf leaf) {
        Equation e = leaf.equation;
        Range row = Rows.range(make, e);
        if (row == null || isNeverEmpty(row, e)) {
            return guards.rest(leaf);
        }
        Expr some = make.apply(Comparisons.LT, make.number(0), make.integer(row.extent()));
        return Guards.before(make, some, guards.rest(leaf));
    }

    private boolean isNeverEmpty(Range row, Equation e) {
        Facts facts = Assumptions.of(e.domain().subList(0, e.domain().size() - 1));
        if (e.guard() != null) {
            facts = new Assumptions(prover).assume(facts, e.guard(), true);
        }
        return prover.nonNegative(row.extent().plus(-1), facts);
    }

    private void value(Leaf leaf, BlockScope scope, boolean hoist) {
        Equation e = leaf.equation;
        Range row = Rows.range(make, e);
        if (leaf.product != null) {
            product(e, leaf.product);
        } else if (row == null) {
            Code value = sums.hasExactTerms() && adds(leaf)
                    ? term(e.value(), scope, hoist)
                    : values.write(e.value(), scope, hoist);
            store(leaf, scope, value);
        } else {
            rows(e, row, scope, hoist);
        }
    }

    private void product(Equation e, DenseProduct product) {
        sums.addsInOrder(e.target());
        scope().out
                .add(new Statement.Product(
                        product.row(),
                        product.term(),
                        product.column(),
                        element(e.target(), e.subscripts()),
                        element(product.left().tensor(), product.left().subscripts()),
                        element(product.right().tensor(), product.right().subscripts())));
    }

    /** Whether it contributes to a sum, and is not all there is. */
    private boolean adds(Leaf leaf) {
        Equation e = leaf.equation;
        boolean only = values.writers(e.target()).size() == 1;
        return e.reduction() == Reduction.SUM
                && !e.target().isTable()
                && !(only && e.guard() == null && initialisation.isFirst(leaf));
    }

    /** The term of a sum: a product, or the opposite of one, by itself, as it is nowhere else. */
    private Code term(Expr node, BlockScope scope, boolean hoist) {
        Op op = node.op();
        if (op == Arithmetic.NEG && isProduct(node.operand(0))) {
            return new Code.Apply(op, List.of(term(node.operand(0), scope, hoist)), true);
        } else if (op == null || !isProduct(node)) {
            return values.write(node, scope, hoist);
        }
        List<Code> factors = new ArrayList<>();
        node.operands().forEach(factor -> factors.add(values.write(factor, scope, hoist)));
        return new Code.Apply(op, factors, true);
    }

    private static boolean isProduct(Expr node) {
        return node.op() != null && node.op().arithmetic() == Op.Arithmetic.PRODUCT;
    }

    private void rows(Equation e, Range row, BlockScope scope, boolean hoist) {
        Code.Element target = element(e.target(), e.subscripts(), row);
        Reduction reduction = e.reduction();
        for (Rows.Term term : Rows.terms(make, e, row.index())) {
            Code factor = values.write(term.factor(), scope, hoist);
            Code.Element source = element(term.read().tensor(), term.read().subscripts(), row);
            scope.out.add(new Statement.Row(target, reduction, factor, source, row.extent()));
            reduction = Reduction.SUM;
        }
    }

    private Code.Element element(Tensor tensor, List<Poly> subscripts, Range row) {
        return element(tensor, Rows.start(subscripts, row));
    }

    private Code.Element element(Tensor tensor, List<Poly> subscripts) {
        return (Code.Element) allocation.slot(tensor).element(subscripts);
    }

    /** Where an equation comes from, and what it is the derivative of. */
    private record Origin(@Nullable Span span, @Nullable Tensor of) {}

    private static Origin origin(Equation e) {
        return new Origin(e.span(), e.target().of());
    }

    /** Says where an equation comes from, unless what stands before it comes from the same. */
    private void comment(Equation e) {
        Origin origin = origin(e);
        if (e.span() != null && !origin.equals(last)) {
            scope().out.add(new Statement.From(e.span(), remark(e.target()), partials.of(e)));
            last = origin;
        }
    }

    /** What a derivative is of. */
    private static String remark(Tensor tensor) {
        Tensor of = tensor.of();
        if (of == null) {
            return "";
        }
        String what = tensor.role().name().toLowerCase(Locale.ROOT) + " of ";
        return what + (of.of() == null ? of.name() : "the " + remark(of));
    }

    private void store(Leaf leaf, BlockScope scope, Code value) {
        Equation e = leaf.equation;
        Slot slot = allocation.slot(e.target());
        Initialisation.Accumulator accumulator = initialisation.accumulator(leaf);
        Local local = accumulator == null ? slot.local() : accumulator.local();
        boolean only = values.writers(e.target()).size() == 1;
        boolean sets = defines(leaf, slot)
                || (e.guard() == null && (e.reduction() == Reduction.SET || initialisation.isFirst(leaf)));
        if (local != null && sets) {
            boolean once = only || e.reduction() == Reduction.SET;
            scope.out.add(once ? new Statement.Define(local, value) : new Statement.Declare(local, value));
        } else if (local != null) {
            scope.out.add(new Statement.Update(local, e.reduction(), value));
        } else {
            boolean last = sets && (only || e.reduction() == Reduction.SET);
            Code stored = last ? reused(e, scope, value) : value;
            Code.Element element = (Code.Element) slot.element(e.subscripts());
            scope.out.add(new Statement.Store(element, sets ? Reduction.SET : e.reduction(), stored));
        }
    }

    /** The value in a variable, if what is stored is read again near by. */
    private Code reused(Equation e, BlockScope scope, Code value) {
        Expr read = make.read(e.target(), e.subscripts());
        if (!values.isUsed(read)) {
            return value;
        }
        Code known = value;
        if (!(value instanceof Code.Variable)) {
            Local local = allocation.slot(e.target()).variable(e.subscripts());
            scope.out.add(new Statement.Define(local, value));
            known = new Code.Variable(local);
        }
        scope.define(read, known);
        return known;
    }

    /** Sets a gradient that nothing contributes to. */
    static Statement zero(Place place) {
        return new Statement.Fill(place, 0);
    }

    /** Whether the node is a leaf whose text is as short as a variable's. */
    static boolean isTrivial(Expr node) {
        return node.head() instanceof Expr.Head.Constant || node.head() instanceof Expr.Head.Whole;
    }
}
