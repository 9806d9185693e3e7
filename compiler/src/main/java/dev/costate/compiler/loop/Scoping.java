package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Holds statements against the rule that a variable is declared once, before all its uses and in a block around them,
 * and that indices are used within their loops. What breaks it is a {@link CompilerBug}. Takes time in proportion to
 * the code.
 */
final class Scoping implements Statement.Visitor<Scoping> {
    /**
     * A block that is being read: what is left of it, and what it has declared, which is known to its end; that of a
     * method is that of the block that calls it.
     */
    private record Block(Iterator<Statement> rest, List<Object> declared, boolean isMethod) {}

    private final Deque<Block> blocks = new ArrayDeque<>();
    /** The variables and indices that the open blocks have declared. */
    private final Set<Object> known = new HashSet<>();

    /** What is left of the expression that is being read. */
    private final Deque<Code> open = new ArrayDeque<>();

    private final Uses uses = new Uses();

    private Scoping() {}

    /** @param around the ranges of indices that are known everywhere */
    static void verify(List<Statement> body, List<Range> around) {
        Scoping scoping = new Scoping();
        around.forEach(range -> scoping.known.add(range.index()));
        scoping.open(body);
        while (!scoping.blocks.isEmpty()) {
            Block block = scoping.blocks.element();
            if (block.rest().hasNext()) {
                block.rest().next().accept(scoping);
            } else {
                scoping.blocks.remove();
                if (!block.isMethod()) {
                    block.declared().forEach(scoping.known::remove);
                }
            }
        }
    }

    private Scoping open(List<Statement> body) {
        blocks.push(new Block(body.iterator(), new ArrayList<>(), false));
        return this;
    }

    @Override
    public Scoping visit(Statement.From from) {
        return this;
    }

    @Override
    public Scoping visit(Statement.Define define) {
        value(define.value());
        return declare(define.local());
    }

    @Override
    public Scoping visit(Statement.Declare declare) {
        value(declare.value());
        return declare(declare.local());
    }

    @Override
    public Scoping visit(Statement.Update update) {
        value(update.value());
        return use(update.local(), update.local().hint());
    }

    @Override
    public Scoping visit(Statement.Store store) {
        return value(store.target()).value(store.value());
    }

    @Override
    public Scoping visit(Statement.Fill fill) {
        return fill.rows() == null ? this : bounds(fill.rows());
    }

    @Override
    public Scoping visit(Statement.Loop loop) {
        return bounds(loop.range()).open(loop.body()).declare(loop.range().index());
    }

    @Override
    public Scoping visit(Statement.Let let) {
        return indices(let.value()).open(let.body()).declare(let.index());
    }

    @Override
    public Scoping visit(Statement.SumLoop sum) {
        bounds(sum.range()).use(sum.local(), sum.local().hint());
        return open(List.of()).declare(sum.range().index()).value(sum.value());
    }

    @Override
    public Scoping visit(Statement.If choice) {
        return value(choice.condition()).open(choice.otherwise()).open(choice.then());
    }

    @Override
    public Scoping visit(Statement.Row row) {
        return value(row.target()).value(row.factor()).value(row.source()).indices(row.count());
    }

    @Override
    public Scoping visit(Statement.Axpy axpy) {
        return value(axpy.target()).value(axpy.factor()).value(axpy.source()).indices(axpy.count());
    }

    @Override
    public Scoping visit(Statement.Product product) {
        product.ranges().forEach(this::bounds);
        open(List.of());
        product.ranges().forEach(range -> declare(range.index()));
        return value(product.target()).value(product.left()).value(product.right());
    }

    @Override
    public Scoping visit(Statement.Pack pack) {
        pack.ranges().forEach(this::bounds);
        open(List.of());
        pack.ranges().forEach(range -> declare(range.index()));
        return value(pack.factor());
    }

    @Override
    public Scoping visit(Statement.Call call) {
        call.method().around().forEach(range -> use(range.index(), range.index().name()));
        blocks.push(new Block(call.method().body().iterator(), blocks.element().declared(), true));
        return this;
    }

    @Override
    public Scoping visit(Statement.Kernel kernel) {
        return indices(kernel.count());
    }

    private Scoping declare(Object variable) {
        if (!known.add(variable)) {
            throw new CompilerBug("schedule", variable + " is declared twice");
        }
        blocks.element().declared().add(variable);
        return this;
    }

    private Scoping use(Object variable, String name) {
        if (!known.contains(variable)) {
            throw new CompilerBug("schedule", name + " is used where it is not declared");
        }
        return this;
    }

    private Scoping bounds(Range range) {
        return indices(range.from()).indices(range.to());
    }

    private Scoping indices(Poly poly) {
        for (Atom.Index index : poly.indices()) {
            use(index, index.name());
        }
        return this;
    }

    private Scoping value(Code root) {
        open.push(root);
        while (!open.isEmpty()) {
            open.pop().accept(uses);
        }
        return this;
    }

    /** What an expression itself uses; what it is made of is read later. */
    private final class Uses implements Code.Visitor<Scoping> {
        @Override
        public Scoping visit(Code.Constant number) {
            return Scoping.this;
        }

        @Override
        public Scoping visit(Code.Whole integer) {
            return indices(integer.value());
        }

        @Override
        public Scoping visit(Code.Variable variable) {
            return use(variable.local(), variable.local().hint());
        }

        @Override
        public Scoping visit(Code.Element element) {
            element.subscripts().forEach(Scoping.this::indices);
            return Scoping.this;
        }

        @Override
        public Scoping visit(Code.Apply apply) {
            return later(apply);
        }

        @Override
        public Scoping visit(Code.Choice choice) {
            return later(choice);
        }

        @Override
        public Scoping visit(Code.RowSum sum) {
            return later(sum).indices(sum.count());
        }

        @Override
        public Scoping visit(Code.Dot dot) {
            return later(dot).indices(dot.count());
        }

        private Scoping later(Code code) {
            code.operands().forEach(open::push);
            return Scoping.this;
        }
    }
}
