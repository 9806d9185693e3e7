package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Formula;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.ThreeAddress;
import dev.costate.compiler.source.Span;
import dev.costate.runtime.Advice;
import dev.costate.runtime.NonFiniteOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the methods of a traced unit say of each operation to {@code runtime.FirstNonFinite}. */
final class Tracing {
    /** What an equation defines. */
    private static final Pattern DEFINED =
            Pattern.compile("\\s*(?:let|output)\\s+(\\w+)", Pattern.UNICODE_CHARACTER_CLASS);

    /** Operands of longer names have none. */
    private static final int LONG = 60;

    private final JavaExpression first;
    private final Expressions expressions;
    /** The formulas that parts of expressions stand for. */
    private final Map<Local, Formula> parts = new HashMap<>();

    private String place = "";
    private String line = "";
    private String where = "";

    /** @param owner the object of the unit, whose model has the trace */
    Tracing(JavaExpression owner, Expressions expressions) {
        JavaExpression model = owner.equals(Java.THIS) ? Java.name("model") : owner.member("model");
        this.first = model.member(CompanionWriter.TRACE);
        this.expressions = expressions;
    }

    /** What follows comes from here. */
    void from(Statement.From from) {
        Span span = from.span();
        place = span.file().fileName() + ":" + span.line();
        line = span.file().lineText(span.line()).strip();
        Matcher equation = DEFINED.matcher(line);
        where = !from.remark().isEmpty() ? "the " + from.remark() : equation.lookingAt() ? equation.group(1) : "";
    }

    /** What is said of a variable that has its value. */
    List<JavaStatement> defined(Local local, Code value, JavaExpression variable) {
        if (local.hint().equals(ThreeAddress.PART)) {
            parts.put(local, formula(value));
        }
        return local.kind() == Op.Kind.REAL && isOperation(value) ? List.of(check(variable, value)) : List.of();
    }

    /** What is said of a target that has a new value. */
    List<JavaStatement> assigned(JavaExpression target, Reduction reduction, Code value) {
        return switch (reduction) {
            case SUM -> List.of(check(target, "… + " + NonFiniteOperation.OPERAND, null, List.of(value)));
            case PROD -> List.of(check(target, "… * " + NonFiniteOperation.OPERAND, null, List.of(value)));
            case SET -> isOperation(value) ? List.of(check(target, value)) : List.of();
            case MAX, MIN, UNION -> List.of();
        };
    }

    private static boolean isOperation(Code value) {
        return value.readsSlices() || (value instanceof Code.Apply a && a.op().kind() == Op.Kind.REAL);
    }

    /** A loop body that tells its index. */
    List<JavaStatement> indexed(String name, String variable, List<JavaStatement> body) {
        List<JavaStatement> all = new ArrayList<>();
        JavaExpression index = Java.string(name);
        all.add(new JavaStatement.Evaluate(first.call("index", index, Java.name(variable))));
        all.addAll(body);
        all.add(new JavaStatement.Evaluate(first.call("leave", index)));
        return all;
    }

    private JavaStatement check(JavaExpression value, Code operation) {
        if (operation instanceof Code.Apply apply && apply.op().operandKind() == Op.Kind.REAL) {
            List<Formula> operands = apply.operands().stream()
                    .map(o -> Formula.primary(NonFiniteOperation.OPERAND))
                    .toList();
            String text = Formula.apply(apply.op(), operands).text();
            return check(value, text, apply.op().advice(), apply.operands());
        }
        return check(value, formula(operation).text(), null, List.of());
    }

    private JavaStatement check(JavaExpression value, String operation, @Nullable Advice advice, List<Code> operands) {
        List<String> names = operands.stream().map(this::name).toList();
        String known = advice == null ? "" : advice.name();
        String site = NonFiniteOperation.site(place, line, operation, where, known, names);
        List<JavaExpression> arguments = new ArrayList<>(List.of(value, Java.string(site)));
        operands.forEach(operand -> arguments.add(expressions.of(operand)));
        return new JavaStatement.Evaluate(first.call("check", arguments));
    }

    private String name(Code operand) {
        boolean number = operand instanceof Code.Constant || operand instanceof Code.Whole;
        String text = number ? "" : formula(operand).text();
        return text.length() > LONG ? "" : text;
    }

    private Formula formula(Code code) {
        if (code instanceof Code.Constant number) {
            return Formula.number(number.value());
        } else if (code instanceof Code.Whole integer) {
            return Formula.integer(integer.value());
        } else if (code instanceof Code.Variable variable) {
            Local local = variable.local();
            return parts.getOrDefault(local, Formula.primary(local.hint()));
        } else if (code instanceof Code.Element element) {
            return Formula.element(element.place().tensor().name(), element.subscripts());
        } else if (code instanceof Code.Dot dot) {
            String operands =
                    formula(dot.left()).text() + ", " + formula(dot.right()).text();
            return Formula.primary("dot(" + operands + ")");
        } else if (code instanceof Code.RowSum sum) {
            return Formula.primary("sum(" + formula(sum.row()).text() + ")");
        }
        List<Formula> operands = code.operands().stream().map(this::formula).toList();
        return code instanceof Code.Apply apply
                ? Formula.apply(apply.op(), operands)
                : Formula.choice(operands.get(0), operands.get(1), operands.get(2));
    }
}
