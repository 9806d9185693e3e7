package dev.costate.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Quotients;
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
        Formula difference = of(Arithmetic.SUB, A, B);
        assertThat(of(Arithmetic.SUB, difference, A)).hasToString("a - b - a");
        assertThat(of(Arithmetic.SUB, A, difference)).hasToString("a - (a - b)");
        assertThat(of(Arithmetic.MUL, difference, B)).hasToString("(a - b) * b");
        assertThat(of(Quotients.DIV, A, of(Arithmetic.MUL, A, B))).hasToString("a / (a * b)");
        assertThat(of(Arithmetic.NEG, of(Arithmetic.MUL, A, B))).hasToString("-(a * b)");
        assertThat(of(Arithmetic.NEG, of(Arithmetic.NEG, A))).hasToString("-(-a)");
        assertThat(of(Arithmetic.MUL, Formula.number(-2), A)).hasToString("-2.0 * a");
        assertThat(of(Exponentials.EXP, difference)).hasToString("exp(a - b)");
    }

    @Test
    void conditionsAreThoseOfTheLanguage() {
        Formula less = of(Comparisons.LT, A, B);
        assertThat(of(Connectives.AND, less, of(Connectives.NOT, less))).hasToString("a < b and not a < b");
        assertThat(of(Connectives.AND, of(Connectives.OR, less, less), less)).hasToString("(a < b or a < b) and a < b");
        assertThat(of(Arithmetic.ADD, A, Formula.choice(less, A, B))).hasToString("a + (if a < b then a else b)");
    }

    @Test
    void aReductionTakesProductsAlong() {
        assertThat(Formula.reduce(Reduction.SUM, "i in N", of(Arithmetic.MUL, A, B)))
                .hasToString("sum(i in N) a * b");
        assertThat(Formula.reduce(Reduction.MAX, "i in N", of(Arithmetic.ADD, A, B)))
                .hasToString("max(i in N) (a + b)");
    }
}
