package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.op.Comparisons;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for a value other than zero stands where the value is given, unless another choice may give it one. */
class NestedChoicesTest {
    private static final Local A = new Local("a", Op.Kind.REAL);
    private static final Local V = new Local("v", Op.Kind.REAL);
    private static final Local SUM = new Local("sum", Op.Kind.REAL);
    private static final Code ZERO = new Code.Constant(0);

    private static Code value(Local local) {
        return new Code.Variable(local);
    }

    private static Code test(Op comparison, Local local) {
        return new Code.Apply(comparison, List.of(value(local), ZERO));
    }

    private static Statement choice(Code condition, Statement... then) {
        return new Statement.If(condition, List.of(then), List.of());
    }

    private static Statement set(Local local, Code value) {
        return new Statement.Update(local, Reduction.SET, value);
    }

    private static final Statement DECLARED = new Statement.Declare(V, ZERO);
    private static final Statement GIVEN = choice(test(Comparisons.LT, A), set(V, value(A)));
    private static final Statement USED =
            choice(test(Comparisons.NE, V), new Statement.Update(SUM, Reduction.SUM, value(V)));

    @Test
    void whatWaitsForTheValueStandsBesideIt() {
        assertThat(NestedChoices.nest(List.of(DECLARED, GIVEN, USED)))
                .containsExactly(choice(test(Comparisons.LT, A), new Statement.Define(V, value(A)), USED));
    }

    /** What else reads the variable finds it declared. */
    @Test
    void aVariableThatOthersReadStaysOutside() {
        Statement other = new Statement.Update(SUM, Reduction.SUM, value(V));
        assertThat(NestedChoices.nest(List.of(DECLARED, GIVEN, USED, other)))
                .containsExactly(DECLARED, choice(test(Comparisons.LT, A), set(V, value(A)), USED), other);
    }

    @Test
    void whatMayBeGivenElsewhereWaits() {
        Statement again = choice(test(Comparisons.EQ, A), set(V, new Code.Constant(1)));
        Statement other = new Statement.If(test(Comparisons.LT, A), List.of(), List.of(set(V, value(A))));
        Statement first = new Statement.Declare(V, new Code.Constant(1));
        for (List<Statement> apart : List.of(
                List.of(DECLARED, GIVEN, again, USED),
                List.of(DECLARED, set(V, value(A)), GIVEN, USED),
                List.of(DECLARED, other, USED),
                List.of(first, GIVEN, USED),
                List.of(DECLARED, GIVEN, choice(test(Comparisons.EQ, V), set(SUM, ZERO))))) {
            assertThat(NestedChoices.nest(apart)).isEqualTo(apart);
        }
    }
}
