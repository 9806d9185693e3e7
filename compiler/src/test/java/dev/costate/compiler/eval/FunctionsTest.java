package dev.costate.compiler.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Surrogates;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The interpreter's functions against the operations of the compiler. */
class FunctionsTest {
    @Test
    void areThoseOfTheLanguage() {
        Random random = new Random(1);
        for (Op op : Ops.FUNCTIONS) {
            if (op == Surrogates.DETACH) {
                continue;
            }
            assertThat(Functions.has(op.name())).as(op.name()).isTrue();
            for (int n = 0; n < 100; n++) {
                double[] x = random.doubles(op.arity(), -3, 3).toArray();
                assertThat(Functions.value(op.name(), x)).as(op.name()).isEqualTo(Double.valueOf(op.value(x)));
            }
        }
    }
}
