package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Methods compute what they return, need the data for that and no other, and leave what others have computed. */
class OutputsOnDemandTest {
    private static final String MODEL = """
            model Any
            dim N
            data x[N]
            data y[N]
            data weight
            param a
            let e[i] = exp(a * x[i])
            output fitted[i] = e[i]
            output loss = sum(i) (e[i] - y[i])^2
            output penalty = weight * a^2
            derive gradient of loss
            """;

    private Object model = new Object();

    @BeforeEach
    void create() {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Any.model", MODEL), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).isFalse();
        model = LoadedModel.load(result).create(Map.of("N", 2)).object();
        bind("x", 0, 1);
    }

    private void bind(String name, double... values) {
        call(name, (Object) values);
    }

    private Object call(String name, Object... arguments) {
        Class<?>[] types = Arrays.stream(arguments)
                .map(a -> a instanceof Double ? double.class : a.getClass())
                .toArray(Class<?>[]::new);
        try {
            return model.getClass().getMethod(name, types).invoke(model, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getTargetException().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void eachMethodNeedsItsOwnDataOnly() {
        double[] fitted = new double[2];
        call("fitted", new double[] {0}, fitted);
        assertThat(fitted).containsExactly(1, 1);
        assertThatThrownBy(() -> call("loss", new double[] {0}))
                .hasMessage("Any: data y is not bound, call y(...) first");
        bind("y", 3, 3);
        assertThat(call("loss", new double[] {0})).isEqualTo(8.0);
        assertThat(call("lossGradient", new double[] {0}, new double[1])).isEqualTo(8.0);
        assertThatThrownBy(() -> call("penalty", new double[] {0}))
                .hasMessage("Any: data weight is not bound, call weight(...) first");
        assertThatThrownBy(() -> call("forward", new double[] {0})).hasMessageContaining("weight");
    }

    @Test
    void afterForwardEveryOutputIsRead() {
        bind("y", 3, 3);
        call("weight", 2.0);
        assertThatThrownBy(() -> call("penaltyValue")).hasMessageContaining("nothing has computed penalty");
        call("forward", new double[] {3});
        double[] fitted = new double[2];
        call("fittedValue", fitted);

        assertThat(fitted).containsExactly(1, Math.exp(3));
        assertThat(call("penaltyValue")).isEqualTo(18.0);
        assertThat(call("lossValue")).isEqualTo(call("loss", new double[] {3}));
    }

    @Test
    void otherPointsLeaveTheForwardHalfAsItIs() {
        bind("y", 3, 3);
        call("weight", 2.0);
        double[] expected = new double[1];
        double[] gradient = new double[1];
        call("lossGradient", new double[] {1}, expected);
        call("forward", new double[] {1});
        call("loss", new double[] {2});
        call("fitted", new double[] {3}, new double[2]);
        call("lossGradient", new double[] {4}, gradient);
        call("backward", 1.0, gradient);

        assertThat(gradient).containsExactly(expected);
    }
}
