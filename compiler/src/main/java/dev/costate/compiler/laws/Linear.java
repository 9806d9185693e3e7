package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** A sum as numbers times terms, and a number. */
final class Linear {
    final Map<Expr, Double> terms = new LinkedHashMap<>();
    double constant;

    private record Open(Expr node, double factor) {}

    Linear plus(Expr sum, double factor) {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(sum, factor));
        while (!open.isEmpty()) {
            Open next = open.pop();
            Expr node = next.node;
            Op op = node.op();
            if (node.isNumber()) {
                constant += next.factor * node.number();
            } else if (op == Arithmetic.ADD || op == Arithmetic.SUB) {
                open.push(new Open(node.operand(1), op == Arithmetic.ADD ? next.factor : -next.factor));
                open.push(new Open(node.operand(0), next.factor));
            } else if (op == Arithmetic.NEG) {
                open.push(new Open(node.operand(0), -next.factor));
            } else if (op == Arithmetic.MUL && node.operand(0).isNumber()) {
                open.push(
                        new Open(node.operand(1), next.factor * node.operand(0).number()));
            } else if (op == Arithmetic.MUL && node.operand(1).isNumber()) {
                open.push(
                        new Open(node.operand(0), next.factor * node.operand(1).number()));
            } else {
                plusTerm(node, next.factor);
            }
        }
        return this;
    }

    Linear plus(Linear other, double factor) {
        constant += factor * other.constant;
        other.terms.forEach((term, own) -> plusTerm(term, factor * own));
        return this;
    }

    /** Adds a number times an expression that is a term as a whole. */
    Linear plusTerm(Expr term, double factor) {
        if (terms.merge(term, factor, Double::sum) == 0) {
            terms.remove(term);
        }
        return this;
    }

    Expr sum(Exprs make) {
        Expr sum = make.number(0);
        for (Map.Entry<Expr, Double> term : terms.entrySet()) {
            sum = make.apply(
                    Arithmetic.ADD, sum, make.apply(Arithmetic.MUL, make.number(term.getValue()), term.getKey()));
        }
        return make.apply(Arithmetic.ADD, sum, make.number(constant));
    }

    boolean isZero() {
        return terms.isEmpty() && constant == 0;
    }
}
