package dev.costate.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.ModelPrinter;
import org.junit.jupiter.api.Test;

class ModelPrinterTest {
    @Test
    void printsWhatWasFoundOut() {
        Checked checked = Models.checked(
                "dim N >= 2",
                "dim D = 3",
                "dim T = N*D",
                "const c = 2*pi",
                "data X[N, D]",
                "data lambda = 0.1",
                "param w[D]",
                "fn sq(x) = x*x",
                "fn more(x, n) = sq(x) + n",
                "let z[i] = sum(j) w[j] * X[i, j]",
                "let p[i] = softmax(i) z[i]",
                "let s[i] = if i > 0 then z[i - 1] else -z[i]",
                "output o = sum(i, k < i where z[i] > 0) p[i] * s[k] + c * lambda * more(w[0], T)",
                "derive gradient of o");
        assertThat(ModelPrinter.print(checked)).isEqualTo("""
        model Test

        dim N >= 2
        dim D = 3
        dim T = 3*N

        const c = 2 * 3.141592653589793
        data X[N, 3]
        data lambda = 0.1
        param w[3]

        fn more(x, n : int) = sq(x) + (3*N)
        fn sq(x) = x * x

        let z[i] = sum(j in 3) (w[j] * X[i, j])  for i in N  // z[N]
        let p[i] = softmax(i in N) z[i]  for i in N  // p[N]
        let s[i] = if i > 0 then z[i - 1] else -z[i]  for i in N  // s[N]
        output o = (sum(i in N, k in i where z[i] > 0) (p[i] * s[k])) + (c * lambda * more(w[0], 3*N))

        derive gradient of o wrt w
        """);
    }
}
