package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Three-address code: each statement evaluates one operation of real numbers at most, whose operands are variables,
 * elements and numbers. What is chosen is evaluated in branches, as before; conditions stay whole, and a sum in several
 * accumulators becomes a plain one. For code that is traced and need not be fast.
 */
public final class ThreeAddress {
    /** What the variables are called that hold parts of expressions. */
    public static final String PART = "part";

    private ThreeAddress() {}

    /** The same with one operation a statement. */
    public static List<Statement> of(List<Statement> body) {
        List<Statement> out = new ArrayList<>();
        body.forEach(statement -> add(statement, out));
        return out;
    }

    private static void add(Statement statement, List<Statement> out) {
        if (statement instanceof Statement.SumLoop sum) {
            List<Statement> body = List.of(new Statement.Update(sum.local(), Reduction.SUM, sum.value()));
            out.add(new Statement.Loop(sum.range(), of(body)));
        } else if (statement instanceof Statement.If || isOfIntegers(statement)) {
            out.add(statement.map(local -> local, code -> code, ThreeAddress::of));
        } else {
            // What is defined here keeps its one operation; what is combined with a target gets it by a variable.
            boolean plain = statement instanceof Statement.Define
                    || statement instanceof Statement.Declare
                    || (statement instanceof Statement.Update update && update.reduction() == Reduction.SET);
            out.add(statement.map(
                    local -> local, code -> plain ? operation(code, out) : atom(code, out), ThreeAddress::of));
        }
    }

    private static boolean isOfIntegers(Statement statement) {
        return statement instanceof Statement.Store store
                && store.target().place().tensor().isTable();
    }

    /** An expression of one operation. */
    private static Code operation(Code code, List<Statement> out) {
        if (code instanceof Code.Apply apply && apply.op().kind() == Op.Kind.REAL) {
            return apply.map(operand -> atom(operand, out));
        }
        return code instanceof Code.Choice choice && isReal(choice) ? choice(choice, out) : code;
    }

    /** Whether it is a number, and neither a condition nor a set. */
    private static boolean isReal(Code code) {
        if (code instanceof Code.Choice choice) {
            return isReal(choice.ifTrue());
        } else if (code instanceof Code.Apply apply) {
            return apply.op().kind() == Op.Kind.REAL;
        } else if (code instanceof Code.Variable variable) {
            return variable.local().kind() == Op.Kind.REAL;
        }
        return !(code instanceof Code.Element element
                && element.place().tensor().type() == Tensor.Type.SET);
    }

    /** An expression of none. */
    private static Code atom(Code code, List<Statement> out) {
        boolean made = code instanceof Code.Apply || code.readsSlices() || code instanceof Code.Choice;
        if (!made || !isReal(code)) {
            return code;
        } else if (code instanceof Code.Choice choice) {
            return choice(choice, out);
        }
        Local part = new Local(PART, Op.Kind.REAL);
        out.add(new Statement.Define(part, operation(code, out)));
        return new Code.Variable(part);
    }

    private static Code choice(Code.Choice choice, List<Statement> out) {
        Local part = new Local(PART, Op.Kind.REAL);
        out.add(new Statement.Declare(part, new Code.Constant(0)));
        out.add(new Statement.If(
                choice.condition(),
                of(List.of(new Statement.Update(part, Reduction.SET, choice.ifTrue()))),
                of(List.of(new Statement.Update(part, Reduction.SET, choice.ifFalse())))));
        return new Code.Variable(part);
    }
}
