package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts expressions that are too large for one method: what is inside becomes a local of its own first. Nothing is taken
 * out of the branches of a choice or of conditions, where it might not have been evaluated.
 */
final class Hoist {
    /** The estimated size above which part of an expression becomes a local. */
    private static final int LIMIT = 1000;

    private final List<Statement> out = new ArrayList<>();

    private Hoist() {}

    /** The statement, after those that compute what it was cut from. */
    static List<Statement> of(Statement statement) {
        Hoist hoist = new Hoist();
        hoist.out.add(hoist.cut(statement));
        return hoist.out;
    }

    private Statement cut(Statement statement) {
        if (statement instanceof Statement.Define define) {
            return new Statement.Define(define.local(), cut(define.value()));
        } else if (statement instanceof Statement.Declare declare) {
            return new Statement.Declare(declare.local(), cut(declare.value()));
        } else if (statement instanceof Statement.Update update) {
            return new Statement.Update(update.local(), update.reduction(), cut(update.value()));
        } else if (statement instanceof Statement.Store store) {
            return new Statement.Store(store.target(), store.reduction(), cut(store.value()));
        }
        return statement;
    }

    private Code cut(Code code) {
        if (!(code instanceof Code.Apply apply) || apply.op().operandKind() == Op.Kind.CONDITION) {
            return code;
        }
        List<Code> operands = new ArrayList<>();
        for (Code operand : apply.operands()) {
            Code smaller = cut(operand);
            boolean large = apply.op().kind() != Op.Kind.CONDITION && Weight.of(smaller) > LIMIT;
            operands.add(large ? local(smaller, apply.op().operandKind()) : smaller);
        }
        return new Code.Apply(apply.op(), operands);
    }

    private Code local(Code value, Op.Kind kind) {
        Local local = new Local("term", kind);
        out.add(new Statement.Define(local, value));
        return new Code.Variable(local);
    }
}
