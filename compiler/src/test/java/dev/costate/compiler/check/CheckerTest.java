package dev.costate.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckerTest {
    private static final String[] LOGISTIC = {
        "dim N",
        "dim D",
        "data X[N, D]",
        "data y[N]",
        "data lambda = 0.1",
        "param w[D]",
        "param b",
        "let    z[i] = b + sum(j) w[j] * X[i, j]",
        "output loss = mean(i) (softplus(z[i]) - y[i] * z[i]) + 0.5 * lambda * sum(j) w[j]^2",
        "derive gradient of loss"
    };

    @Test
    void checksAWholeModel() {
        Model model = Models.model(LOGISTIC);
        assertThat(model.inputs())
                .extracting(Tensor::toString)
                .containsExactly("X[N, D]", "y[N]", "lambda", "w[D]", "b");
        assertThat(model.quantities()).extracting(Tensor::toString).containsExactly("z[N]", "loss");
        assertThat(model.derivatives()).singleElement().satisfies(d -> {
            assertThat(d.clause()).isEqualTo("gradient of loss");
            assertThat(d.wrt()).extracting(Tensor::name).containsExactly("w", "b");
        });
        assertThat(Models.diagnostics(LOGISTIC)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // order does not matter
                "let y = 2 * x\noutput o = y\nparam x",
                // sizes
                "dim N >= 2\ndim T = N*(N-1)/2\ndim R = 4\nparam x[T]\nparam h[2*N + 1]\nparam q[R]\nparam r[4]\n"
                        + "output o = sum(i) x[i] + sum(i) h[i] + sum(i) q[i]*r[i]",
                "const c = 2*pi\nconst d = c^2\ndata s = d/3\nparam x\noutput o = s*x",
                // functions
                "fn sq(x) = x*x\nfn poly(x, n) = sum(k in n) sq(x)^k\nparam x\noutput o = poly(x, 3) + sq(2)",
                // index ranges
                "dim N\nparam x[N]\noutput y[i] = x[N - 1 - i] for i in N",
                "dim N\nparam x[N]\noutput y[i] = sum(j < i) x[j]",
                "dim N\nparam x[N]\noutput y[i] = sum(j <= i) x[j]",
                "dim N\nparam x[N]\noutput y[i] = sum(j > i) x[j] * x[i]",
                "dim N\nparam x[N]\noutput y = sum(i, j < i) (x[i] - x[j])^2",
                "dim N\nparam x[N]\noutput y = sum(i, j != i) (x[i] - x[j])^2",
                "dim N\nparam x[N]\noutput y = sum(i in 1 ..< N) (x[i] - x[i-1])^2",
                "dim N\nparam x[N]\noutput y = sum(i in 1 .. N - 1) (x[i] - x[i-1])^2",
                "dim N\nparam x[N]\noutput y = sum(i where i < N - 1) (x[i] - x[i+1])^2",
                "dim N\nparam x[N]\noutput y[i] = if i > 0 then x[i] - x[i-1] else x[i]",
                "dim N\nparam x[N]\noutput y[i] = if i == 0 then x[i] else x[i] - x[i-1]",
                "dim N\nparam x[N]\noutput y[i] = if i != N - 1 then x[i + 1] else x[i]",
                "dim N\ndim K\nparam x[N + K - 1]\nparam w[K]\noutput y[i] = sum(k) w[k] * x[i + k] for i in N",
                "dim N >= 2\nparam x[N]\noutput y = x[0] + x[1] + x[N - 2]",
                "dim N\nparam x[2*N]\noutput y = sum(i in N) x[2*i] * x[2*i + 1]",
                "dim N\nparam L[N, N]\nparam x[N]\n"
                        + "output y[i] = sum(j in 0 .. i) L[i, j] * x[j] + sum(j in i + 1 ..< N) L[j, i]",
                "dim T\ndim K\nparam x[T, K]\nfor t in T {\n  let a[t] = sum(k) x[t, k]\n  output b[t] = a[t]\n}",
                // binders
                "dim N\nparam x[N]\n"
                        + "output y = max(i) x[i] + min(i) x[i] + logsumexp(i) x[i] + norm(i) x[i] + prod(i) x[i]",
                "dim N\nparam x[N]\noutput y = count(i where x[i] > 0) + mean(i) x[i] + max(x[0], 0)",
                "dim N\ndim K\nparam z[N, K]\nlet p[n, k] = softmax(k) z[n, k]\n"
                        + "output y = sum(n, k) p[n, k] * logsoftmax(k) z[n, k]",
                "dim N\nparam s[N]\nparam v[N]\noutput y = sum(j) softmax(j) s[j] * v[j]",
                // kinds
                "dim N\nparam x[N]\noutput y = sum(i) x[i] * (i + 1)/2 / N + 3 div 2 + 7 mod N + max(N, 2)",
                "param x\noutput y = if 0 < x <= 1 and not x == 0.5 then detach(x) else -x^2 + inf*0 + e",
            })
    void checksWhatIsRight(String text) {
        assertThat(Models.diagnostics(text)).isEmpty();
    }
}
