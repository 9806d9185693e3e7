package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Objects that threads share or fork, and the data that they share. */
class SharedObjectTest {
    private static ModelInstance create(String text, Map<String, Integer> dims) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Any.model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).isFalse();
        return LoadedModel.load(result).create(dims);
    }

    @Test
    void twoThreadsAtOnceAreAnException() throws InterruptedException {
        ModelInstance instance = create(
                "model Any\ndim N\nparam a\noutput y = sum(i in N) sin(a * i)\nderive gradient of y\n",
                Map.of("N", 200_000));
        DifferentiableFunction function = (DifferentiableFunction) instance.object();
        AtomicReference<RuntimeException> seen = new AtomicReference<>();
        long end = System.nanoTime() + 30_000_000_000L;
        Runnable work = () -> {
            try {
                while (seen.get() == null && System.nanoTime() < end) {
                    function.valueAndGradient(new double[] {1}, new double[1]);
                }
            } catch (RuntimeException e) {
                seen.compareAndSet(null, e);
            }
        };
        List<Thread> threads = List.of(new Thread(work), new Thread(work), new Thread(work));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(seen.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("fork()");
        assertThat(function.value(new double[] {0})).isZero();
    }

    @Test
    void anExceptionLeavesTheObjectFree() {
        ModelInstance instance = create(
                "model Any\ndim N\ndata k : int\ndata x[N]\nparam a\noutput y = x[k] * a\nderive gradient of y\n",
                Map.of("N", 2));
        instance.set("x", 3, 4).set("k", 5).set("a", 2);

        assertThatThrownBy(() -> instance.gradient("gradient of y")).hasMessageContaining("is 5");
        assertThatThrownBy(() -> instance.output("y")).hasMessageContaining("is 5");
        instance.set("k", 1);
        assertThat(instance.output("y")).containsExactly(8);
    }

    @Test
    void bindingAgainChangesNoFork() throws ReflectiveOperationException {
        ModelInstance instance = create("model Any\ndim N\ndata x[N]\noutput y = sum(i) x[i]\n", Map.of("N", 2));
        instance.set("x", 1, 2);
        Object fork = instance.object().getClass().getMethod("fork").invoke(instance.object());
        instance.set("x", 10, 20);
        instance.set("x", 100, 200);

        assertThat(instance.output("y")).containsExactly(300);
        assertThat(fork.getClass().getMethod("y", double[].class).invoke(fork, (Object) new double[0]))
                .isEqualTo(3.0);
    }

    @Test
    void sizesThatNoArrayHoldsAreRefusedWhenTheObjectIsMade() {
        String model = "model Any\ndim N\ndim K\ndata B[N, K]\nparam a\noutput y = sum(i, j) B[i, j] * a\n";
        List<String> messages = new ArrayList<>();

        assertThatThrownBy(() -> create(model, Map.of("N", 50_000, "K", 50_000)))
                .isInstanceOf(ShapeException.class)
                .satisfies(e -> messages.add(e.getMessage()));
        assertThatThrownBy(() -> create("""
                        model Any
                        dim N
                        param a
                        let z[i, j] = sin(a * i * j) for i in N, j in N
                        output y = sum(i, j) z[i, j] * z[j, i]
                        """, Map.of("N", 50_000)))
                .isInstanceOf(ShapeException.class)
                .satisfies(e -> messages.add(e.getMessage()));
        assertThat(messages)
                .containsExactly(
                        "B: 50000 × 50000 = 2500000000 values (N × K) are more than an array can hold (2147483647)",
                        "z: 50000 × 50000 = 2500000000 values (N × N) are more than an array can hold (2147483647)");
    }
}
