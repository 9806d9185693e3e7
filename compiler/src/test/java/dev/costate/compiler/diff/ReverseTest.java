package dev.costate.compiler.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.testing.Stages;
import org.junit.jupiter.api.Test;

/** The adjoint equations of small models, as text. */
class ReverseTest {
    private static String gradient(String model) {
        return Stages.of("gradient of y", model + "derive gradient of y\n");
    }

    @Test
    void aReadAndAWriteExchangeTheirSubscripts() {
        assertThat(gradient("""
                dim N
                data at[N] in 5
                param x[5]
                let z[i] = sin(x[at[i]])
                output y = sum(i) z[i]
                """)).contains("xAdj[at[i]] += yAdj * cos(x[at[i]])  for i in N");
    }

    /** The largest summand is only there for the digits: no derivative goes through it, in recurrences neither. */
    @Test
    void nothingGoesThroughPartialDerivativesOfZero() {
        String gradient = gradient("""
                dim K
                dim T
                param start[K]
                param move[K, K]
                let a[0, k] = start[k]
                let a[t + 1, k] = logsumexp(j) (a[t, j] + move[j, k]) for t in T
                output y = logsumexp(k) a[T, k]
                """);
        assertThat(gradient).contains("aSumAdj").doesNotContain("MaxAdj", "Ties");
    }
}
