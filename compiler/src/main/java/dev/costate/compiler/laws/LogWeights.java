package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Logarithms;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exponents that have logarithms among their terms, {@code log(w) + z}, as weights and what is left: where w is 0, its
 * logarithm is infinite and moves infinitely, while w e^z moves by e^z.
 */
final class LogWeights {
    private final Rewriting rewriting;
    private final Exprs make;

    LogWeights(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
    }

    record Weighted(Expr weight, Expr exponent) {}

    /** The sum divided so, or null if no weight in it may move. */
    @Nullable
    Weighted of(Expr exponent) {
        Expr weight = make.number(1);
        Expr rest = make.number(0);
        for (Expr named : terms(exponent)) {
            Expr opened = rewriting.seen(named);
            // A name stays one, unless it has a logarithm among its terms.
            List<Expr> terms = terms(opened);
            boolean any = terms.stream().anyMatch(term -> weight(term) != null);
            for (Expr term : any ? terms : List.of(named)) {
                Expr factor = weight(term);
                weight = factor == null ? weight : make.apply(Arithmetic.MUL, weight, factor);
                rest = factor == null ? make.apply(Arithmetic.ADD, rest, term) : rest;
            }
        }
        return weight.isNumber(1) ? null : new Weighted(weight, rest);
    }

    private List<Expr> terms(Expr sum) {
        List<Expr> terms = new ArrayList<>();
        Deque<Expr> open = new ArrayDeque<>(List.of(sum));
        while (!open.isEmpty()) {
            Expr node = open.pop();
            if (node.op() == Arithmetic.ADD || node.op() == Arithmetic.SUB) {
                boolean less = node.op() == Arithmetic.SUB;
                open.push(less ? make.apply(Arithmetic.NEG, node.operand(1)) : node.operand(1));
                open.push(node.operand(0));
            } else {
                terms.add(node);
            }
        }
        return terms;
    }

    /** What the term is the logarithm of, if that may move. */
    private @Nullable Expr weight(Expr term) {
        if ((term.op() != Logarithms.LOG && term.op() != Logarithms.LOG1P) || !moves(term)) {
            return null;
        }
        Expr of = term.operand(0);
        return term.op() == Logarithms.LOG ? of : make.apply(Arithmetic.ADD, make.number(1), of);
    }

    /** Whether it reads anything but data. */
    private static boolean moves(Expr node) {
        return node.reads().stream()
                .map(read -> ((Expr.Head.Read) read.head()).tensor().role())
                .anyMatch(role -> role != Tensor.Role.DATA);
    }
}
