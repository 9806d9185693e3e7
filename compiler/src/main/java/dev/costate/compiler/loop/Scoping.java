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
final class Scoping {
    /** A block that is being read: what is left of it, and what it has declared. */
    private record Block(Iterator<Statement> rest, List<Object> declared) {}

    private final Deque<Block> blocks = new ArrayDeque<>();
    /** The variables and indices that the open blocks have declared. */
    private final Set<Object> known = new HashSet<>();

    /** What is left of the expression that is being read. */
    private final Deque<Code> open = new ArrayDeque<>();

    private Scoping() {}

    static void verify(List<Statement> body) {
        Scoping scoping = new Scoping();
        scoping.open(body);
        while (!scoping.blocks.isEmpty()) {
            Block block = scoping.blocks.element();
            if (block.rest().hasNext()) {
                scoping.statement(block.rest().next());
            } else {
                scoping.blocks.remove().declared().forEach(scoping.known::remove);
            }
        }
    }

    private void open(List<Statement> body) {
        blocks.push(new Block(body.iterator(), new ArrayList<>()));
    }

    private void statement(Statement s) {
        if (s instanceof Statement.Define define) {
            value(define.value());
            declare(define.local());
        } else if (s instanceof Statement.Declare declare) {
            value(declare.value());
            declare(declare.local());
        } else if (s instanceof Statement.Update update) {
            value(update.value());
            use(update.local(), update.local().hint());
        } else if (s instanceof Statement.Store store) {
            value(store.target());
            value(store.value());
        } else if (s instanceof Statement.Loop loop) {
            bounds(loop.range());
            open(loop.body());
            declare(loop.range().index());
        } else if (s instanceof Statement.SumLoop sum) {
            bounds(sum.range());
            use(sum.local(), sum.local().hint());
            open(List.of());
            declare(sum.range().index());
            value(sum.value());
        } else if (s instanceof Statement.If choice) {
            value(choice.condition());
            open(choice.otherwise());
            open(choice.then());
        } else if (s instanceof Statement.Row row) {
            value(row.target());
            value(row.factor());
            value(row.source());
            indices(row.count());
        } else if (s instanceof Statement.Axpy axpy) {
            value(axpy.target());
            value(axpy.factor());
            value(axpy.source());
            indices(axpy.count());
        }
    }

    private void declare(Object variable) {
        if (!known.add(variable)) {
            throw new CompilerBug("schedule", variable + " is declared twice");
        }
        blocks.element().declared().add(variable);
    }

    private void use(Object variable, String name) {
        if (!known.contains(variable)) {
            throw new CompilerBug("schedule", name + " is used where it is not declared");
        }
    }

    private void bounds(Range range) {
        indices(range.from());
        indices(range.to());
    }

    private void indices(Poly poly) {
        for (Atom.Index index : poly.indices()) {
            use(index, index.name());
        }
    }

    private void value(Code root) {
        open.push(root);
        while (!open.isEmpty()) {
            Code code = open.pop();
            if (code instanceof Code.Variable variable) {
                use(variable.local(), variable.local().hint());
            } else if (code instanceof Code.Whole integer) {
                indices(integer.value());
            } else if (code instanceof Code.Element element) {
                element.subscripts().forEach(this::indices);
            } else if (code instanceof Code.Apply apply) {
                apply.operands().forEach(open::push);
            } else if (code instanceof Code.Choice choice) {
                open.push(choice.ifFalse());
                open.push(choice.ifTrue());
                open.push(choice.condition());
            } else if (code instanceof Code.Dot dot) {
                indices(dot.count());
                open.push(dot.left());
                open.push(dot.right());
            }
        }
    }
}
