package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Statement.Define;
import dev.costate.compiler.loop.Statement.If;
import dev.costate.compiler.loop.Statement.Update;
import dev.costate.compiler.op.Arithmetic;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonValuesTest {
    private static final Code ONE = new Code.Constant(1);

    private final Local c = new Local("c", Op.Kind.CONDITION);
    private final Local x = new Local("x", Op.Kind.REAL);
    private final Local y = new Local("y", Op.Kind.REAL);
    private final Code holds = new Code.Variable(c);
    private final Statement addX = new Update(x, Reduction.SUM, ONE);

    private static If when(Code condition, Statement... then) {
        return new If(condition, List.of(then), List.of());
    }

    @Test
    void copiesAreWhatTheyCopy() {
        Local copy = new Local("copy", Op.Kind.REAL);
        Local first = new Local("first", Op.Kind.REAL);
        Code sum = new Code.Apply(Arithmetic.ADD, List.of(new Code.Variable(x), ONE));
        assertThat(CommonValues.share(List.of(
                        new Define(first, sum),
                        new Define(copy, new Code.Variable(first)),
                        new Update(y, Reduction.SUM, new Code.Variable(copy)))))
                .containsExactly(new Define(first, sum), new Update(y, Reduction.SUM, new Code.Variable(first)));
    }

    @Test
    void aBranchHasEachValueOnce() {
        Local first = new Local("first", Op.Kind.REAL);
        Local second = new Local("second", Op.Kind.REAL);
        Code sum = new Code.Apply(Arithmetic.ADD, List.of(new Code.Variable(x), ONE));
        Statement again = new Define(second, sum);
        Statement use = new Update(y, Reduction.SUM, new Code.Variable(second));
        assertThat(CommonValues.share(List.of(when(holds, new Define(first, sum), again, use))))
                .containsExactly(
                        when(holds, new Define(first, sum), new Update(y, Reduction.SUM, new Code.Variable(first))));
        List<Statement> changed = List.of(when(holds, new Define(first, sum), addX, again, use));
        assertThat(CommonValues.share(changed)).isEqualTo(changed);
    }
}
