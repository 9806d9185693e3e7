package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Formula;
import java.util.List;

/** Units as text, for people who look at the stages. */
public final class LoopPrinter {
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private LoopPrinter() {}

    public static String print(List<Unit> units) {
        LoopPrinter printer = new LoopPrinter();
        for (Unit unit : units) {
            printer.line(unit.kind() + (unit.clause() == null ? "" : " " + unit.clause()) + " " + unit.fields());
            printer.block(unit.body());
        }
        return printer.out.toString();
    }

    private void line(String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }

    private void block(List<Statement> statements) {
        depth++;
        statements.forEach(this::statement);
        depth--;
    }

    private void statement(Statement s) {
        if (s instanceof Statement.From from) {
            line("// line " + from.span().line() + " " + from.remark());
        } else if (s instanceof Statement.Define define) {
            line(define.local() + " := " + code(define.value()));
        } else if (s instanceof Statement.Declare declare) {
            line("var " + declare.local() + " := " + code(declare.value()));
        } else if (s instanceof Statement.Update u) {
            line(u.local() + " " + u.reduction().symbol() + " " + code(u.value()));
        } else if (s instanceof Statement.Store store) {
            line(code(store.target()) + " " + store.reduction().symbol() + " " + code(store.value()));
        } else if (s instanceof Statement.Fill fill) {
            line("fill " + fill.place() + " with " + fill.value());
        } else if (s instanceof Statement.Loop loop) {
            line("for " + loop.range());
            block(loop.body());
        } else if (s instanceof Statement.SumLoop sum) {
            line(sum.local() + " += sum for " + sum.range() + " of " + code(sum.value()));
        } else if (s instanceof Statement.If choice) {
            line("if " + code(choice.condition()));
            block(choice.then());
            if (!choice.otherwise().isEmpty()) {
                line("else");
                block(choice.otherwise());
            }
        } else if (s instanceof Statement.Row r) {
            line(code(r.target()) + "… " + r.reduction().symbol() + " " + code(r.factor()) + " * " + code(r.source())
                    + "… (" + r.count() + ")");
        } else if (s instanceof Statement.Axpy a) {
            line(code(a.target()) + "… += " + code(a.factor()) + " * " + code(a.source()) + "… (" + a.count() + ")");
        }
    }

    private static Formula code(Code code) {
        if (code instanceof Code.Constant number) {
            return Formula.number(number.value());
        } else if (code instanceof Code.Whole integer) {
            return Formula.integer(integer.value());
        } else if (code instanceof Code.Variable variable) {
            return Formula.primary(variable.local().hint());
        } else if (code instanceof Code.Element e) {
            return Formula.element(e.place().tensor().name(), e.subscripts());
        } else if (code instanceof Code.Apply apply) {
            return Formula.apply(
                    apply.op(), apply.operands().stream().map(LoopPrinter::code).toList());
        } else if (code instanceof Code.Dot dot) {
            return Formula.primary("dot(" + code(dot.left()) + "…, " + code(dot.right()) + "…, " + dot.count() + ")");
        }
        Code.Choice choice = (Code.Choice) code;
        return Formula.choice(code(choice.condition()), code(choice.ifTrue()), code(choice.ifFalse()));
    }
}
