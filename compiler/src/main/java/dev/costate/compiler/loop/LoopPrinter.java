package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Formula;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Units as text, for people who look at the stages: of each statement its first line, behind which its blocks stand.
 */
public final class LoopPrinter implements Statement.Visitor<String> {
    private static final Formulas FORMULAS = new Formulas();

    private final StringBuilder out = new StringBuilder();
    /** Methods that are still to be printed. */
    private final Deque<Method> called = new ArrayDeque<>();

    private int depth;

    private LoopPrinter() {}

    public static String print(List<Unit> units) {
        LoopPrinter printer = new LoopPrinter();
        for (Unit unit : units) {
            printer.line(unit.kind() + (unit.clause() == null ? "" : " " + unit.clause()) + " " + unit.fields());
            Batch batch = unit.batch();
            if (batch == null) {
                printer.methods(unit.body());
            } else {
                printer.line("  each range of " + batch.size());
                printer.block(unit.body().subList(0, batch.head()));
                printer.line("  all ranges, with the sums of " + batch.sums());
                printer.methods(unit.body().subList(batch.head(), unit.body().size()));
            }
        }
        return printer.out.toString();
    }

    /** Statements, and then the methods that have been called. */
    private void methods(List<Statement> statements) {
        block(statements);
        for (Method method = called.poll(); method != null; method = called.poll()) {
            line("  part " + method.number() + " " + method.around());
            block(method.body());
        }
    }

    /** The statements of a unit as they are while passes go over them, with the methods that they call. */
    public static String statements(List<Statement> body) {
        LoopPrinter printer = new LoopPrinter();
        printer.methods(body);
        return printer.out.toString();
    }

    private void line(String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }

    private void block(List<Statement> statements) {
        depth++;
        for (Statement statement : statements) {
            line(statement.accept(this));
            List<List<Statement>> bodies = statement.bodies();
            for (int k = 0; k < bodies.size(); k++) {
                if (k > 0 && !bodies.get(k).isEmpty()) {
                    line("else");
                }
                block(bodies.get(k));
            }
        }
        depth--;
    }

    private static Formula code(Code code) {
        return code.accept(FORMULAS);
    }

    @Override
    public String visit(Statement.From from) {
        return "// line " + from.span().line() + " " + from.remark();
    }

    @Override
    public String visit(Statement.Define define) {
        return define.local() + " := " + code(define.value());
    }

    @Override
    public String visit(Statement.Declare declare) {
        return "var " + declare.local() + " := " + code(declare.value());
    }

    @Override
    public String visit(Statement.Update update) {
        return update.local() + " " + update.reduction().symbol() + " " + code(update.value());
    }

    @Override
    public String visit(Statement.Store store) {
        return code(store.target()) + " " + store.reduction().symbol() + " " + code(store.value());
    }

    @Override
    public String visit(Statement.Fill fill) {
        String rows = fill.rows() == null
                ? ""
                : ", rows " + fill.rows().from() + " .. " + fill.rows().to();
        return "fill " + fill.place() + " with " + fill.value() + rows;
    }

    @Override
    public String visit(Statement.Loop loop) {
        return "for " + loop.range() + (loop.step() == 1 ? "" : " by " + loop.step());
    }

    @Override
    public String visit(Statement.Let let) {
        return "let " + let.index().name() + " = " + let.value();
    }

    @Override
    public String visit(Statement.SumLoop sum) {
        return sum.local() + " += sum for " + sum.range() + " of " + code(sum.value());
    }

    @Override
    public String visit(Statement.If choice) {
        return "if " + code(choice.condition());
    }

    @Override
    public String visit(Statement.Row row) {
        return code(row.target()) + "… " + row.reduction().symbol() + " " + code(row.factor()) + " * "
                + code(row.source()) + "… (" + row.count() + ")";
    }

    @Override
    public String visit(Statement.Axpy axpy) {
        return code(axpy.target()) + "… += " + code(axpy.factor()) + " * " + code(axpy.source()) + "… (" + axpy.count()
                + ")";
    }

    @Override
    public String visit(Statement.Product product) {
        return "product for " + product.row() + ", " + product.term() + ", " + product.column() + " of "
                + code(product.target()) + " += " + code(product.left()) + " * " + code(product.right());
    }

    @Override
    public String visit(Statement.Pack pack) {
        return "pack for " + pack.term() + ", " + pack.column() + " " + code(pack.target()) + " = "
                + code(pack.factor());
    }

    @Override
    public String visit(Statement.Call call) {
        called.add(call.method());
        return "part " + call.method().number();
    }

    @Override
    public String visit(Statement.Kernel kernel) {
        return kernel.name() + " " + kernel.rows() + " (" + kernel.count() + ")";
    }

    /** Formulas for expressions. */
    private static final class Formulas implements Code.Visitor<Formula> {
        @Override
        public Formula visit(Code.Constant number) {
            return Formula.number(number.value());
        }

        @Override
        public Formula visit(Code.Whole integer) {
            return Formula.integer(integer.value());
        }

        @Override
        public Formula visit(Code.Variable variable) {
            return Formula.primary(variable.local().hint());
        }

        @Override
        public Formula visit(Code.Element element) {
            return Formula.element(element.place().tensor().name(), element.subscripts());
        }

        @Override
        public Formula visit(Code.Apply apply) {
            return Formula.apply(
                    apply.op(), apply.operands().stream().map(LoopPrinter::code).toList());
        }

        @Override
        public Formula visit(Code.Choice choice) {
            return Formula.choice(code(choice.condition()), code(choice.ifTrue()), code(choice.ifFalse()));
        }

        @Override
        public Formula visit(Code.RowSum sum) {
            return Formula.primary("sum(" + code(sum.row()) + "…, " + sum.count() + ")");
        }

        @Override
        public Formula visit(Code.Dot dot) {
            return Formula.primary("dot(" + code(dot.left()) + "…, " + code(dot.right()) + "…, " + dot.count() + ")");
        }
    }
}
