package dev.costate.compiler.java;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Prints statements as JavaPoet takes them: never as a format, and with types as such, so that JavaPoet writes the
 * imports and qualifies a name that the model has taken. Blocks and expressions may be as deep as they like.
 */
public final class JavaPrinter extends JavaLine.Output implements JavaStatement.Visitor {
    /** The columns of a line. */
    public static final int WIDTH = 118;

    public static final int INDENT = 4;

    /** The columns by which the body of a method is indented. */
    public static final int METHOD = 2 * INDENT;

    /** The same in a nested class. */
    public static final int NESTED = 3 * INDENT;

    private final int margin;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder format = new StringBuilder();
    private final List<Object> arguments = new ArrayList<>();
    /** What is still to be printed, the next first. */
    private final Deque<Runnable> pending = new ArrayDeque<>();

    private int depth;
    /** Whether a block has just begun. */
    private boolean opened = true;

    private JavaPrinter(int margin) {
        this.margin = margin;
    }

    /**
     * The statements.
     *
     * @param margin the columns to the left that whoever takes the text will indent it by
     */
    public static CodeBlock print(List<JavaStatement> statements, int margin) {
        JavaPrinter printer = new JavaPrinter(margin);
        printer.block(statements);
        while (!printer.pending.isEmpty()) {
            printer.pending.pop().run();
        }
        return printer.result();
    }

    /** An expression with what stands before it on its line taking so many columns. */
    public static CodeBlock print(JavaExpression expression, int margin) {
        JavaPrinter printer = new JavaPrinter(margin);
        new JavaLine().expression(expression, 0).print(printer, WIDTH - margin, WIDTH - margin);
        return printer.result();
    }

    private CodeBlock result() {
        format.append("$L");
        arguments.add(text.toString());
        return CodeBlock.of(format.toString(), arguments.toArray());
    }

    @Override
    void text(String more) {
        text.append(more);
    }

    @Override
    void type(JavaType type) {
        if (type.packageName().isEmpty()) {
            text.append(type.name()).append(type.suffix());
            return;
        }
        format.append("$L$T");
        arguments.add(text.toString());
        arguments.add(type.className());
        text.setLength(0);
        text.append(type.suffix());
    }

    @Override
    void next() {
        text.append('\n').append(" ".repeat((depth + 2) * INDENT));
    }

    /** A line, or lines of which all but the first are indented twice more. */
    private void line(JavaLine line) {
        int width = WIDTH - margin - depth * INDENT;
        text.append(" ".repeat(depth * INDENT));
        line.print(this, width, width - 2 * INDENT);
        text.append('\n');
        opened = false;
    }

    private void open(JavaLine line) {
        line(line.text(" {"));
        depth++;
        opened = true;
    }

    private void close(JavaLine line) {
        depth--;
        line(line);
    }

    /** To be printed next. */
    private void block(List<JavaStatement> body) {
        for (int k = body.size() - 1; k >= 0; k--) {
            JavaStatement statement = body.get(k);
            pending.push(() -> statement.accept(this));
        }
    }

    /** A block, to be printed next, and then the line that closes it. */
    private void nested(List<JavaStatement> body) {
        pending.push(() -> close(new JavaLine().text("}")));
        block(body);
    }

    @Override
    public void visit(JavaStatement.Assign assign) {
        line(new JavaLine()
                .expression(assign.target(), 1)
                .text(" " + assign.operator())
                .space(0)
                .expression(assign.value(), 0)
                .text(";"));
    }

    @Override
    public void visit(JavaStatement.Declare declare) {
        boolean several = declare.variables().size() > 1;
        JavaLine line = new JavaLine().type(declare.type()).text(" ");
        String between = "";
        for (JavaStatement.Variable variable : declare.variables()) {
            if (!between.isEmpty()) {
                line.text(between).space(0);
            }
            line.text(variable.name() + " =").space(several ? 1 : 0).expression(variable.value(), several ? 2 : 0);
            between = ",";
        }
        line(line.text(";"));
    }

    @Override
    public void visit(JavaStatement.Evaluate evaluate) {
        line(new JavaLine().expression(evaluate.expression(), 0).text(";"));
    }

    @Override
    public void visit(JavaStatement.Return result) {
        line(new JavaLine().text("return ").expression(result.value(), 0).text(";"));
    }

    @Override
    public void visit(JavaStatement.Throw thrown) {
        line(new JavaLine().text("throw ").expression(thrown.exception(), 0).text(";"));
    }

    @Override
    public void visit(JavaStatement.For loop) {
        String i = loop.index();
        String step = loop.step() == 1 ? "++" : loop.step() == -1 ? "--" : " += " + loop.step();
        open(new JavaLine()
                .text("for (int " + i + " = ")
                .expression(loop.from(), 1)
                .text(";")
                .space(0)
                .text(i + " " + loop.comparison() + " ")
                .operand(loop.last(), Precedence.SUM, 1)
                .text(";")
                .space(0)
                .text(i + step + ")"));
        nested(loop.body());
    }

    @Override
    public void visit(JavaStatement.If choice) {
        open(new JavaLine().text("if (").expression(choice.condition(), 0).text(")"));
        pending.push(() -> otherwise(choice.otherwise()));
        block(choice.then());
    }

    /** Choices in the second branches of each other stand one below the other. */
    private void otherwise(List<JavaStatement> body) {
        if (body.isEmpty()) {
            close(new JavaLine().text("}"));
        } else if (body.size() == 1 && body.get(0) instanceof JavaStatement.If next) {
            depth--;
            open(new JavaLine()
                    .text("} else if (")
                    .expression(next.condition(), 0)
                    .text(")"));
            pending.push(() -> otherwise(next.otherwise()));
            block(next.then());
        } else {
            depth--;
            open(new JavaLine().text("} else"));
            nested(body);
        }
    }

    @Override
    public void visit(JavaStatement.Try attempt) {
        JavaLine head = new JavaLine().text("try");
        if (attempt.resource() != null) {
            head.text(" (").expression(attempt.resource(), 0).text(")");
        }
        open(head);
        JavaType caught = attempt.caught();
        if (caught == null) {
            nested(attempt.body());
            return;
        }
        pending.push(() -> {
            depth--;
            open(new JavaLine().text("} catch (").type(caught).text(" e)"));
            nested(attempt.handler());
        });
        block(attempt.body());
    }

    /** A comment ends where the line does. */
    @Override
    public void visit(JavaStatement.Comment comment) {
        String line = "// " + comment.text();
        int width = WIDTH - margin - depth * INDENT;
        boolean fits = line.codePointCount(0, line.length()) <= width;
        line(new JavaLine()
                .text(
                        fits
                                ? line
                                : line.substring(0, line.offsetByCodePoints(0, Math.max(3, width - 1)))
                                                .stripTrailing() + "…"));
    }

    @Override
    public void visit(JavaStatement.Gap gap) {
        if (!opened) {
            text.append('\n');
            opened = true;
        }
    }
}
