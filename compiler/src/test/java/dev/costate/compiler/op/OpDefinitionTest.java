package dev.costate.compiler.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpDefinitionTest {
    private final Scalars scalars = new Scalars();
    private final Expr x = scalars.input(0);
    private final Expr y = scalars.input(1);

    @Test
    void whatAParagraphDoesNotSayIsAsOfMostOperations() {
        Op op = OpDefinition.unary("twice", x -> 2 * x, "Math.twice").uncatalogued();
        assertThat(op.value(3)).isEqualTo(6);
        assertThat(op.java()).isEqualTo(new Op.Form.Call("Math", "twice"));
        assertThat(op.kind()).isEqualTo(Op.Kind.REAL);
        assertThat(op.arithmetic()).isEqualTo(Op.Arithmetic.FUNCTION);
        assertThat(op.singular() || op.steep() || op.overflows() || op.commutative())
                .isFalse();
        assertThat(op.saturates() && op.regular(0)).isTrue();
        assertThat(op.least(new double[] {0}, new double[] {1})).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(op.finite(new double[] {0}, new double[] {1})).isTrue();
        assertThat(op.simplify(List.of(x), scalars.make)).isNull();
    }

    /** A rule that was forgotten must not pass for a derivative of zero. */
    @Test
    void aDerivativeThatNoRuleGivesIsAnError() {
        Op op = OpDefinition.binary("either", (a, b) -> a + b, "Math.either")
                .byFirst((a, b, result, make) -> b)
                .uncatalogued();
        Expr result = scalars.make.apply(op, x, y);
        assertThat(op.partial(0, List.of(x, y), result, scalars.make)).isSameAs(y);
        assertThatThrownBy(() -> op.partial(1, List.of(x, y), result, scalars.make))
                .hasMessageContaining("either")
                .hasMessageContaining("operand 1");
    }

    @Test
    void aDerivativeMayBeAnotherOperationOfTheOperands() {
        Op op = OpDefinition.binary("either", (a, b) -> a + b, "Math.either")
                .byFirst(() -> Roots.HYPOT)
                .flatIn(1)
                .uncatalogued();
        Expr result = scalars.make.apply(op, x, y);
        assertThat(op.partial(0, List.of(x, y), result, scalars.make)).isSameAs(scalars.make.apply(Roots.HYPOT, x, y));
        assertThat(op.partial(1, List.of(x, y), result, scalars.make)).isNull();
    }

    @Test
    void anIntervalIsOfAllOperandsOrEachHasItsOwn() {
        OpDefinition definition = OpDefinition.binary("either", (a, b) -> a + b, "Math.either");
        assertThat(definition.smoothOn(1, 2).uncatalogued().smooth(1)).isEqualTo(new OpDefinition.Smooth(1, 2));
        assertThat(definition.smoothOn(1, 2, 3, 4).uncatalogued().smooth(1)).isEqualTo(new OpDefinition.Smooth(3, 4));
    }
}
