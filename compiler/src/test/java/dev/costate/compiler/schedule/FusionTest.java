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

    /**
     * A condition on an outer index skips the inner loop; of a conjunction, what is the same in all of its iterations.
     */
    @Test
    void conditionsStandAtTheLoopOfTheirLastIndex() {
        String loops = loops("""
                dim A
                dim B
                data c[A]
                data d[B]
                param w[B]
                output y = sum(a where c[a] > 0) sum(b where d[b] < c[a] and b > a) exp(w[b] * c[a])
                derive gradient of y
                """);
        assertThat(Stages.unit("FORWARD", loops)).isEqualTo("""
                  var ySum := 0.0
                  for a in A
                    var ySum2 := 0.0
                    cHere := c[a]
                    if 0.0 < cHere
                      for b in B
                        if d[b] < cHere and (a) < (b)
                          ySum2 += exp(cHere * w[b])
                      ySum += ySum2
                  y = ySum
                """.indent(0));
        assertThat(Stages.unit("BACKWARD", loops)).isEqualTo("""
                  fill wAdj[B] with 0.0
                  for a in A
                    var ySum2Adj := 0.0
                    cHere := c[a]
                    if 0.0 < cHere
                      ySum2Adj = yAdj
                      for b in B
                        if d[b] < cHere and (a) < (b)
                          wAdj[b] += zero_mul(cHere, exp(cHere * w[b]) * ySum2Adj)
                """.indent(0));
    }

    /** What several sums have in common in their conditions skips the loop that they share. */
    @Test
    void whatConditionsHaveInCommonStandsBeforeTheLoop() {
        String loops = loops("""
                dim A
                dim B
                data c[A]
                data d[A]
                param x[A, B]
                output y = sum(a where c[a] > 0) sum(b where d[a] > 0) sin(x[a, b])
                output z = sum(a where d[a] > 0 and c[a] > 0) max(b) x[a, b]
                """);
        assertThat(Stages.unit("FORWARD", loops)).isEqualTo("""
                  var ySum := 0.0
                  var zSum := 0.0
                  for a in A
                    var ySum2 := 0.0
                    var zMax := -Infinity
                    ySum2Condition := 0.0 < c[a]
                    var holds := ySum2Condition
                    if holds
                      ySum2Condition := 0.0 < d[a]
                      holds = ySum2Condition
                    if holds
                      for b in B
                        x := x[a, b]
                        ySum2 += sin(x)
                        zMax max= x
                    if ySum2Condition
                      ySum += ySum2
                    zSumCondition := 0.0 < d[a]
                    if zSumCondition and ySum2Condition
                      zSum += zMax
                  y = ySum
                  z = zSum
                """.indent(0));
    }

    /** What is done whatever holds keeps its loop. */
    @Test
    void whatIsDoneForAllIsNotSkipped() {
        String loops = loops("""
                dim A
                dim B
                data c[A]
                param x[A, B]
                output y = sum(a where c[a] > 0) sum(b) exp(x[a, b] * x[a, b])
                output z = sum(a, b) sin(x[a, b] * x[a, b])
                """);
        assertThat(Stages.unit("FORWARD", loops)).isEqualTo("""
                  var zSum := 0.0
                  var ySum := 0.0
                  for a in A
                    var ySum2 := 0.0
                    ySum2Condition := 0.0 < c[a]
                    for b in B
                      if ySum2Condition
                        square := square(x[a, b])
                        ySum2 += exp(square)
                      square := square(x[a, b])
                      zSum += sin(square)
                    if ySum2Condition
                      ySum += ySum2
                  y = ySum
                  z = zSum
                """.indent(0));
    }

    /** A subscript that is checked when the model runs is not checked where no iteration would read it. */
    @Test
    void whatMayFailStaysInItsLoop() {
        String loops = loops("""
                dim A
                dim B
                data q[A] : int
                data c[A]
                param x[A, B]
                output y = sum(a, b where c[q[a]] > 0) x[a, b]
                """);
        assertThat(Stages.unit("FORWARD", loops)).isEqualTo("""
                  var ySum := 0.0
                  for a in A
                    for b in B
                      if 0.0 < c[q[a]]
                        ySum += x[a, b]
                  y = ySum
                """.indent(0));
    }
}
