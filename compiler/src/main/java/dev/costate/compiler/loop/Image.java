package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import java.util.List;

/** Statements with other variables, integers and elements of memory, in what they assign to as in what they read. */
public class Image {
    public final List<Statement> block(List<Statement> statements) {
        return statements.stream().map(this::statement).toList();
    }

    public Statement statement(Statement statement) {
        if (statement instanceof Statement.Store store) {
            return new Statement.Store(element(store.target()), store.reduction(), code(store.value()));
        } else if (statement instanceof Statement.Loop loop) {
            return new Statement.Loop(range(loop.range()), loop.step(), block(loop.body()));
        } else if (statement instanceof Statement.SumLoop sum) {
            return new Statement.SumLoop(local(sum.local()), range(sum.range()), code(sum.value()));
        } else if (statement instanceof Statement.Axpy axpy) {
            return new Statement.Axpy(
                    slice(axpy.target()), code(axpy.factor()), slice(axpy.source()), poly(axpy.count()));
        } else if (statement instanceof Statement.Row row) {
            return new Statement.Row(
                    slice(row.target()), row.reduction(), code(row.factor()), slice(row.source()), poly(row.count()));
        } else if (statement instanceof Statement.Product product) {
            return new Statement.Product(
                    range(product.row()),
                    range(product.term()),
                    range(product.column()),
                    slice(product.target()),
                    slice(product.left()),
                    slice(product.right()));
        }
        return statement.map(this::local, this::code, this::block);
    }

    public Code code(Code code) {
        if (code instanceof Code.Whole integer) {
            return new Code.Whole(poly(integer.value()));
        } else if (code instanceof Code.Element element) {
            return element(element);
        } else if (code instanceof Code.Dot dot) {
            return new Code.Dot(slice(dot.left()), slice(dot.right()), poly(dot.count()));
        } else if (code instanceof Code.RowSum sum) {
            return new Code.RowSum(slice(sum.row()), poly(sum.count()));
        }
        return code.map(this::code);
    }

    protected Local local(Local local) {
        return local;
    }

    protected Poly poly(Poly poly) {
        return poly;
    }

    protected Code.Element element(Code.Element element) {
        return slice(element);
    }

    /** An element from which on others are meant too. */
    protected Code.Element slice(Code.Element element) {
        return new Code.Element(
                element.place(), element.subscripts().stream().map(this::poly).toList());
    }

    private Range range(Range inner) {
        return new Range(inner.index(), poly(inner.from()), poly(inner.to()), inner.order());
    }
}
