package dev.costate.compiler.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.testing.Stages;
import org.junit.jupiter.api.Test;

/** What {@code costate explain --stage rewrites} says of a model: which law was applied where. */
class RewriteReportTest {
    @Test
    void tellsPlaceAndLaw() {
        String report = Stages.of("rewrites", """
                dim N
                param x[N]
                param a
                let p[i] = normcdf(x[i])
                let m = mean(i) x[i]
                output tail = sum(i) log(p[i])
                output spread = (mean(i) x[i]^2) - m^2
                output slope = (exp(3 * a) - 1) / a
                output plain = a * m
                """);
        assertThat(report.lines())
                .containsExactly(
                        "M.model:7:1: log(normcdf(u)) → log_normcdf(u)",
                        "M.model:8:1: a difference that cancels: of squares or moments, or the logarithm of a share",
                        "M.model:9:1: exp(u) - 1 → expm1(u)",
                        "M.model:9:1: a share of a sum of exponentials, or what cancels in a quotient");
    }
}
