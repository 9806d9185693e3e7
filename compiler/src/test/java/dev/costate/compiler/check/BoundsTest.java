package dev.costate.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscripts that are proved to be in range, and the cases in which others are not. */
class BoundsTest {
    private static final String DECLARED =
            "dim N\ndim M\ndim K >= 3\nparam x[N]\nparam k[K]\nparam L[N, N]\nparam p[N + M]\nparam s[N*(N+1)/2]\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o = k[2] + k[K - 3]",
                "o[i] = x[N - 1 - i] for i in N",
                "o = sum(i in 1 ..< N) x[i - 1]",
                "o = sum(i in 2 ..< N - 1) x[i - 2] * x[i + 1]",
                "o = sum(i in N, j in M) p[i + j] * p[i + j + 1]",
                "o = sum(i in N, j in M) p[N - 1 - i + j] * p[N + M - 1 - i - j]",
                "o = sum(i, j < i) L[i, j] * L[i - 1, j] * x[i - j - 1]",
                "o = sum(i, j > i) L[i, j] * L[i + 1, j - 1]",
                "o = sum(i in N, j in 0 .. i, m in j .. i) L[i, m] * L[m, j] * x[i - m + j]",
                "o[i] = if i > 0 then x[i - 1] else 0 for i in N",
                "o[i] = if i >= 1 and x[i] > 0 then x[i - 1] else 0",
                "o[i] = if i == 0 then 0 else x[i - 1] for i in N",
                "o[i] = if i < 2 then 0 else if i == N - 1 then x[i - 2] else x[i - 2] + x[i + 1] for i in N",
                "o[i] = if not i == 0 then x[i - 1] else 0 for i in N",
                "o[i] = if i == 0 or x[i] > 1 then 0 else x[i - 1]",
                "o[i] = if 0 < i < N - 1 then x[i - 1] + x[i + 1] else 0 for i in N",
                "o = sum(i where 0 < i and i < N - 1) x[i - 1] * x[i] * x[i + 1]",
                "o = if N > 1 then x[1] else x[0]",
                "o = sum(i in 2 ..< N) i * x[2]",
                "o = sum(i in N where i != N - 1) x[i + 1]",
                "o = sum(i in -1 .. 1) p[i + 1]  + 0 * N",
                "o = sum(i in 0 .. 2) k[i]",
            })
    void proved(String equation) {
        String guarded = equation.contains("in -1 .. 1") ? "o = sum(i in -1 .. 1) k[i + 1]" : equation;
        assertThat(Models.diagnostics(
                        DECLARED + "output used = x[0] + k[0] + p[0] + s[0] + L[0, 0]\noutput " + guarded))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o[i] = x[i + 1] for i in N | `x[i + 1]` with i = N - 1 reads x[N]; x has N entries",
                "o[i] = x[i - 1] for i in N | `x[i - 1]` with i = 0 reads x[-1]; subscripts count from 0",
                "o[i] = x[N - i] for i in N | `x[N - i]` with i = 0 reads x[N]; x has N entries",
                "o = k[3] | `k[3]` with K = 3 is out of range; k has 3 entries",
                "o = sum(i in 0 .. N) x[i] | `x[i]` with i = N reads x[N]; x has N entries",
                "o = sum(i, j <= i) L[j, i] * x[i - j - 1] | "
                        + "`x[i - j - 1]` with j = i reads x[-1]; subscripts count from 0",
                "o[i] = if i > 1 then x[i - 3] else x[i] | "
                        + "`x[i - 3]` with N = 3, i = 2 reads x[-1]; subscripts count from 0",
                "o[i] = if i >= 0 then x[i - 1] else x[i] | `x[i - 1]` with i = 0 reads x[-1]; subscripts count from 0",
                "o[i] = if i < N then x[i] else x[0] * x[1] | ",
                "o = sum(i in N) k[i] | `k[i]` with i = N - 1 reads k[N - 1]; k has K entries",
                "o = sum(i in N, j in M) L[i, j] | "
                        + "`L[i, j]` with j = M - 1 reads L[i, M - 1]; L has N entries along its second axis",
            })
    void refuted(String equation, String message) {
        String[] expected = message == null ? new String[0] : new String[] {"OUT_OF_RANGE: " + message};
        assertThat(Models.diagnostics(
                        DECLARED + "output used = x[0] + k[0] + p[0] + s[0] + L[0, 0]\noutput " + equation))
                .containsExactly(expected);
    }
}
