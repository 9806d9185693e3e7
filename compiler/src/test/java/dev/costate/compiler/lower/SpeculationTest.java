package dev.costate.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.testing.Stages;
import org.junit.jupiter.api.Test;

/** What is evaluated before it is known to be needed. */
class SpeculationTest {
    /** Both branches read one element. The read comes first, and at i = 0 it must not be made. */
    @Test
    void whatTwoBranchesReadIsGuarded() {
        assertThat(Stages.of("speculate", """
                dim N
                param x[N]
                output y[i] = (if i > 0 then x[i - 1] else 0) + (if i > 1 then exp(x[i - 1]) else 0) for i in N
                """)).contains("if 0.0 <= (i - 1) then x[i - 1] else NaN");
    }

    /** What is always in range needs no guard. */
    @Test
    void whatCannotFailIsNot() {
        assertThat(Stages.of("speculate", """
                dim N
                param x[N]
                output y[i] = (if i > 0 then x[i] else 0) + (if i > 1 then exp(x[i]) else 0)
                """)).doesNotContain("NaN");
    }

    /** A read in one branch only is evaluated in that branch, whose condition proves it. */
    @Test
    void whatOneBranchReadsIsNot() {
        assertThat(Stages.of("speculate", """
                dim N
                param x[N]
                output y[i] = if i > 0 then x[i - 1] else 0 for i in N
                """)).isEqualTo("y[i] = if 0.0 < (i) then x[i - 1] else 0.0  for i in N\n");
    }
}
