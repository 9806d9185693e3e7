package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import java.util.List;

/** Statements with other variables, integers and elements of memory, in what they assign to as in what they read. */
public class Image {
    private final Kinds kinds = new Kinds();

    public List<Statement> block(List<Statement> statements) {
        return statements.stream().map(this::statement).toList();
    }

    public Statement statement(Statement statement) {
        return statement.accept(kinds);
    }

    public Code code(Code code) {
        if (code instanceof Code.Variable variable) {
            return new Code.Variable(local(variable.local()));
        } else if (code instanceof Code.Whole integer) {
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

    private final class Kinds implements Statement.Visitor<Statement> {
        @Override
        public Statement visit(Statement.From from) {
            return from;
        }

        @Override
        public Statement visit(Statement.Define define) {
            return mapped(define);
        }

        @Override
        public Statement visit(Statement.Declare declare) {
            return mapped(declare);
        }

        @Override
        public Statement visit(Statement.Update update) {
            return mapped(update);
        }

        @Override
        public Statement visit(Statement.Store store) {
            return new Statement.Store(element(store.target()), store.reduction(), code(store.value()));
        }

        @Override
        public Statement visit(Statement.Fill fill) {
            Range rows = fill.rows();
            return rows == null ? fill : new Statement.Fill(fill.place(), fill.value(), range(rows));
        }

        @Override
        public Statement visit(Statement.Loop loop) {
            return new Statement.Loop(range(loop.range()), loop.step(), block(loop.body()));
        }

        @Override
        public Statement visit(Statement.Let let) {
            return new Statement.Let(let.index(), poly(let.value()), block(let.body()));
        }

        @Override
        public Statement visit(Statement.SumLoop sum) {
            return new Statement.SumLoop(local(sum.local()), range(sum.range()), code(sum.value()));
        }

        @Override
        public Statement visit(Statement.If choice) {
            return mapped(choice);
        }

        @Override
        public Statement visit(Statement.Row row) {
            return new Statement.Row(
                    slice(row.target()), row.reduction(), code(row.factor()), slice(row.source()), poly(row.count()));
        }

        @Override
        public Statement visit(Statement.Axpy axpy) {
            return new Statement.Axpy(
                    slice(axpy.target()), code(axpy.factor()), slice(axpy.source()), poly(axpy.count()));
        }

        @Override
        public Statement visit(Statement.Product product) {
            return new Statement.Product(
                    range(product.row()),
                    range(product.term()),
                    range(product.column()),
                    slice(product.target()),
                    slice(product.left()),
                    slice(product.right()));
        }

        @Override
        public Statement visit(Statement.Pack pack) {
            return new Statement.Pack(pack.packed(), range(pack.term()), range(pack.column()), slice(pack.factor()));
        }

        @Override
        public Statement visit(Statement.Call call) {
            return mapped(call);
        }

        @Override
        public Statement visit(Statement.Kernel kernel) {
            return new Statement.Kernel(kernel.name(), kernel.rows(), poly(kernel.count()));
        }

        private Statement mapped(Statement statement) {
            return statement.map(Image.this::local, Image.this::code, Image.this::block);
        }
    }
}
