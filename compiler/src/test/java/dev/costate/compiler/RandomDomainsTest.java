package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.eval.Derivation;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.Batches;
import dev.costate.compiler.testing.RandomDomains;
import dev.costate.compiler.testing.RandomIndexModel;
import dev.costate.compiler.testing.RandomModel;
import dev.costate.compiler.testing.RandomSource;
import dev.costate.runtime.Unconstrained;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random models with domains and noise against the interpreter, in natural values and over free numbers. Long runs:
 * {@code -Dcostate.random.models=5000 -Dcostate.random.seed=1}.
 */
@Tag("slow")
class RandomDomainsTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 12);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 70_000);
    private static final double TOLERANCE = 1e-10;

    @Test
    void agreeWithTheInterpreter() {
        new Batches(TOLERANCE, RandomDomainsTest::model)
                .hold(FIRST_SEED, MODELS, (seed, plain) -> plain, RandomDomainsTest::overFreeNumbers);
    }

    private static RandomSource model(long seed) {
        return RandomDomains.of(seed, seed % 2 == 0 ? RandomModel.of(seed) : RandomIndexModel.of(seed));
    }

    private static void overFreeNumbers(long seed, Agreement agreement) {
        Model model = agreement.model();
        List<ModelInstance> unconstrained = agreement.compiled().unconstrained();
        RandomSource source = model(seed);
        if (unconstrained.isEmpty()) {
            assertThat(model.isConstrained()).isFalse();
            return;
        }
        ModelInstance free = unconstrained.get(0);
        Map<String, Integer> dims = source.dims();
        Map<String, double[]> inputs = RandomDomains.freeNumbers(model, dims, source.inputs(), seed);
        double[] u = model.params().stream()
                .flatMapToDouble(p -> Arrays.stream(requireNonNull(inputs.get(p.name()))))
                .toArray();
        System.arraycopy(u, 0, free.theta(), 0, u.length);
        Interpreter.Constrained expected = Interpreter.constrain(model, dims, inputs);
        double[] theta = new double[agreement.compiled().theta().length];
        Unconstrained function = (Unconstrained) free.object();
        function.constrain(u, theta);
        double[] natural = model.params().stream()
                .flatMapToDouble(
                        p -> Arrays.stream(requireNonNull(expected.natural().get(p.name()))))
                .toArray();
        agreement.compare("constrain", theta, natural);
        agreement.compare("logJacobian", new double[] {function.logJacobian(u)}, new double[] {expected.logJacobian()});
        for (Model.Derivative d : free.model().derivatives()) {
            if (d.slots(false).size() > 1) {
                continue;
            }
            Model.Derivative own = model.derivatives().stream()
                    .filter(other -> other.clause().equals(d.clause()))
                    .findFirst()
                    .orElseThrow();
            agreement.compare(
                    d.clause() + " over free numbers",
                    free.derivative(d.clause()),
                    Derivation.unconstrained(model, own, dims, inputs, Agreement.SEED));
        }
    }
}
