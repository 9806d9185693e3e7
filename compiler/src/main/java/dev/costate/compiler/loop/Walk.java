package dev.costate.compiler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Visits what stands in statements of the loop language. */
public final class Walk {
    private Walk() {}

    /** Each expression in the statement with all its parts, also in statements within it. */
    public static void codes(Statement statement, Consumer<Code> visitor) {
        for (Code code : codesOf(statement)) {
            code(code, visitor);
        }
        for (List<Statement> body : statement.bodies()) {
            body.forEach(s -> codes(s, visitor));
        }
    }

    /** The same of the expressions that the statement itself evaluates. */
    public static void own(Statement statement, Consumer<Code> visitor) {
        statement.expressions().forEach(code -> code(code, visitor));
    }

    static void code(Code code, Consumer<Code> visitor) {
        visitor.accept(code);
        List<Code> operands = code.operands();
        for (int k = 0; k < operands.size(); k++) {
            code(operands.get(k), visitor);
        }
    }

    /** Each local the statement reads or assigns, but for those it introduces itself and does not read. */
    public static void references(Statement statement, Consumer<Local> visitor) {
        if (statement instanceof Statement.Update update) {
            visitor.accept(update.local());
        } else if (statement instanceof Statement.SumLoop sum) {
            visitor.accept(sum.local());
        }
        for (Code code : codesOf(statement)) {
            code(code, c -> {
                if (c instanceof Code.Variable variable) {
                    visitor.accept(variable.local());
                }
            });
        }
        for (List<Statement> body : statement.bodies()) {
            body.forEach(s -> references(s, visitor));
        }
    }

    /** The variable that the statement itself introduces, or null. */
    public static @Nullable Local defined(Statement statement) {
        if (statement instanceof Statement.Define define) {
            return define.local();
        }
        return statement instanceof Statement.Declare declare ? declare.local() : null;
    }

    /** The variable that the statement itself introduces or changes, or null. */
    public static @Nullable Local assigned(Statement statement) {
        if (statement instanceof Statement.Update update) {
            return update.local();
        }
        return statement instanceof Statement.SumLoop sum ? sum.local() : defined(statement);
    }

    /** Each local introduced by the statement or within it. */
    public static void introduced(Statement statement, Consumer<Local> visitor) {
        if (statement instanceof Statement.Define define) {
            visitor.accept(define.local());
        } else if (statement instanceof Statement.Declare declare) {
            visitor.accept(declare.local());
        }
        for (List<Statement> body : statement.bodies()) {
            body.forEach(s -> introduced(s, visitor));
        }
    }

    /** The expressions of the statement itself, what it assigns to among them. */
    static List<Code> codesOf(Statement statement) {
        Code.Element target = statement.target();
        if (target == null) {
            return statement.expressions();
        }
        List<Code> codes = new ArrayList<>(List.of(target));
        codes.addAll(statement.expressions());
        return codes;
    }
}
