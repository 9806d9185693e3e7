package dev.costate.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.testing.Stages;
import org.junit.jupiter.api.Test;

/** In which order equations run that need each other's elements. */
class LoopDistributionTest {
    private static String flat(String declarations) {
        return Stages.of("order", declarations);
    }

    /** {@code v[t]} needs {@code s[t]}, which needs {@code v[t - 1]}: both upward, v first. */
    @Test
    void equationsThatNeedEachOtherShareALoop() {
        assertThat(flat("""
                dim T
                param r[T]
                param k
                let s[0] = k
                let s[t + 1] = s[t] * k + v[t] for t in T
                let v[0] = r[0]
                let v[t] = v[t - 1] + s[t] for t in 1 ..< T
                output y = s[T]
                """)).isEqualTo("""
                s[0] = k
                v[0] = r[0]
                v[t] = v[t - 1] + s[t]  for t in T upward  where 0.0 <= (t - 1)
                s[t + 1] = v[t] + k * s[t]  for t in T upward
                y = s[T]
                """);
    }

    @Test
    void whatNeedsLaterElementsRunsDownward() {
        assertThat(flat("""
                dim T
                param r[T]
                let v[T] = 0
                let v[t] = r[t] + v[t + 1] / 2 for t in T
                output y = v[0]
                """)).contains("for t in T downward");
    }

    /** A declaration may stand before what it uses. */
    @Test
    void definitionsFollowWhatTheyNeed() {
        assertThat(flat("""
                param x
                let b = a + 1
                let a = exp(x)
                output y = b
                """)).isEqualTo("a = exp(x)\nb = a + 1.0\ny = b\n");
    }

    /** No element needs another of the same array: there is no order to keep. */
    @Test
    void whatDependsOnNothingHasNoOrder() {
        assertThat(flat("""
                dim N
                param x[N]
                output y[i] = x[i]^2
                """)).doesNotContain("upward", "downward");
    }
}
