package dev.costate.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.testing.Stages;
import org.junit.jupiter.api.Test;

/** Which equations meet in a loop, and which of their values are kept in arrays. */
class FusionTest {
    private static final String VARIANCE = """
            dim N
            data y[N]
            param w[N]
            param a
            let z[i] = w[i] * a
            let e[i] = exp(z[i])
            let m = mean(i) e[i]
            let d[i] = e[i] - m
            output loss = sum(i) d[i]^2 * y[i]
            derive gradient of loss
            """;

    private static String loops(String declarations) {
        return Stages.of("loops", declarations).replaceAll("(?m)^ *//.*\n", "");
    }

    /** A sum over all elements ends a loop; what needs the sum is in the next. */
    @Test
    void whatIsReadAtTheSameIterationSharesALoop() {
        assertThat(Stages.unit("FORWARD", loops(VARIANCE))).isEqualTo("""
                  var mSum := 0.0
                  a := a
                  for i in N
                    z := a * w[i]
                    eHere := exp(z)
                    e[i] = eHere
                    mSum += eHere
                  m := mSum / (N)
                  var lossSum := 0.0
                  for i in N
                    dHere := e[i] - m
                    d[i] = dHere
                    lossSum += square(dHere) * y[i]
                  loss = lossSum
                """.indent(0));
    }

    /** Backwards, the loops meet in the opposite order, and each adjoint is a variable where it can be. */
    @Test
    void adjointsShareLoopsToo() {
        assertThat(Stages.unit("BACKWARD", loops(VARIANCE)).lines().filter(line -> line.startsWith("  for")))
                .hasSize(2);
    }

    /** An array that only its own loop reads is a variable; what another loop or unit reads is kept. */
    @Test
    void onlyWhatLaterLoopsReadIsKept() {
        assertThat(Stages.kept("FORWARD", loops(VARIANCE))).isEqualTo("[loss, e[N], d[N]]");
        assertThat(Stages.kept("BACKWARD", loops(VARIANCE))).isEqualTo("[dAdj[N]]");
    }

    /** A read of the element before is of an earlier iteration: there the array must be there. */
    @Test
    void whatIsReadAtAnotherIterationIsKept() {
        String loops = loops("""
                dim N
                param x[N]
                let e[i] = exp(x[i])
                output y[i] = e[i] - (if i > 0 then e[i - 1] else 0)
                """);
        assertThat(Stages.kept("FORWARD", loops)).contains("e[N]");
    }

    /** Loops over different sizes stay apart. */
    @Test
    void differentSizesDoNotMeet() {
        String loops = loops("""
                dim N
                dim M
                param x[N]
                param z[M]
                output y = sum(i) exp(sin(x[i]) * x[i]) + sum(j) exp(sin(z[j]) * z[j])
                """);
        assertThat(loops.lines().filter(line -> line.contains("for ") || line.contains("sum for")))
                .hasSize(2);
    }
}
