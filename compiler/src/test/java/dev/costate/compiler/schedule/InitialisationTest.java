package dev.costate.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.SourceFile;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What holds what is accumulated, and what it holds first. */
class InitialisationTest {
    /** The halves alone: a sweep, after them, is another way to write both. */
    private static String halves(String text) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("M.model", "model M\n" + text),
                ModelCompiler.Options.of("").withStages());
        assertThat(result.diagnostics()).isEmpty();
        String loops = Objects.requireNonNull(result.stages().get("loops"));
        int sweep = loops.indexOf("SWEEP");
        return sweep < 0 ? loops : loops.substring(0, sweep);
    }

    /** Each element in a variable, stored once, though the array is kept for the backward half. */
    @Test
    void anElementIsAccumulatedInAVariable() {
        String loops = halves("""
                dim N
                dim M
                data x[N, M]
                param a
                let s[n] = sum(m) exp(a * x[n, m])
                output y = sum(n) log(s[n])
                derive gradient of y
                """);
        assertThat(loops).contains("yMax[n] = yMaxHere").doesNotContain("fill yMax");
    }

    /** The first contribution to each element is assigned. */
    @Test
    void theFirstContributionIsAssigned() {
        String loops = halves("""
                dim N
                data x[N]
                param a[N]
                output y = sum(n) a[n]^2 + sum(n) a[n] * x[n]
                derive gradient of y
                """);
        assertThat(loops).doesNotContain("fill aAdj").contains("aAdj[n] = ");
    }

    /** Where several iterations contribute to one element there is no first one. */
    @Test
    void whatIsScatteredIsZeroFirst() {
        String loops = halves("""
                dim N
                dim G
                data group[N] in G
                param a[G]
                output y = sum(n) a[group[n]]^2
                derive gradient of y
                """);
        assertThat(loops).contains("fill aAdj").contains("aAdj[group[n]] += ");
    }

    /** What is read in the loop that adds to it is in memory. */
    @Test
    void whatIsReadMeanwhileStaysInMemory() {
        String loops = halves("""
                dim M
                param A[M, M]
                let L[a, b] = if a == b then sqrt(A[a, a] - sum(k < a) L[a, k]^2)
                              else if a > b then (A[a, b] - sum(k < b) L[a, k] * L[b, k]) / L[b, b]
                              else 0
                output y = sum(a, b) L[a, b]^3
                derive gradient of y
                """);
        assertThat(loops).contains("fill LSumAdj");
    }
}
