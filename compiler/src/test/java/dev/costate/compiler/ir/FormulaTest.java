package dev.costate.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.op.Ops;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormulaTest {
    private static final Formula A = Formula.primary("a");
    private static final Formula B = Formula.primary("b");

    private static Formula of(Op op, Formula... operands) {
        return Formula.apply(op, List.of(operands));
    }

    @Test
    void parenthesesStandWhereTheyAreNeeded() {
        Formula difference = of(Ops.SUB, A, B);
        assertThat(of(Ops.SUB, difference, A)).hasToString("a - b - a");
        assertThat(of(Ops.SUB, A, difference)).hasToString("a - (a - b)");
        assertThat(of(Ops.MUL, difference, B)).hasToString("(a - b) * b");
        assertThat(of(Ops.DIV, A, of(Ops.MUL, A, B))).hasToString("a / (a * b)");
        assertThat(of(Ops.NEG, of(Ops.MUL, A, B))).hasToString("-(a * b)");
        assertThat(of(Ops.NEG, of(Ops.NEG, A))).hasToString("-(-a)");
        assertThat(of(Ops.MUL, Formula.number(-2), A)).hasToString("-2.0 * a");
        assertThat(of(Ops.EXP, difference)).hasToString("exp(a - b)");
    }

    @Test
    void conditionsAreThoseOfTheLanguage() {
        Formula less = of(Ops.LT, A, B);
        assertThat(of(Ops.AND, less, of(Ops.NOT, less))).hasToString("a < b and not a < b");
        assertThat(of(Ops.AND, of(Ops.OR, less, less), less)).hasToString("(a < b or a < b) and a < b");
        assertThat(of(Ops.ADD, A, Formula.choice(less, A, B))).hasToString("a + (if a < b then a else b)");
    }

    @Test
    void aReductionTakesProductsAlong() {
        assertThat(Formula.reduce(Reduction.SUM, "i in N", of(Ops.MUL, A, B))).hasToString("sum(i in N) a * b");
        assertThat(Formula.reduce(Reduction.MAX, "i in N", of(Ops.ADD, A, B))).hasToString("max(i in N) (a + b)");
    }
}
