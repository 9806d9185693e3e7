package dev.costate.samples.logistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogisticSampleTest {
    /**
     * The weights and the intercept where the loss is least, computed without Costate: by Newton's method with gradient
     * and Hessian written by hand, in arithmetic of 40 decimal digits, to a gradient norm of 3e-42.
     */
    private static final double[] OPTIMUM = {
        -0.4160541730432581,
        -0.45497872276017504,
        -0.40394362062040107,
        -0.41409209949571946,
        -0.15990628553483052,
        0.09518598735138786,
        -0.4701364552690072,
        -0.5459909101262117,
        -0.04435429618040284,
        0.2921171929225139,
        -0.6454818042336161,
        0.07737955726644262,
        -0.4493620645858994,
        -0.4931156130856758,
        -0.09368810233011338,
        0.38406743659843157,
        0.04256429589311634,
        -0.16917962724977875,
        0.1866866028500808,
        0.3376316813645529,
        -0.629780423308686,
        -0.7214503179671227,
        -0.5652203808414162,
        -0.5756971369534595,
        -0.5075708606551873,
        -0.11372642307088238,
        -0.5120287632746132,
        -0.6109079303525484,
        -0.5317691065675628,
        -0.18914817742379794,
        0.4952696910901787
    };

    private static final double LEAST_LOSS = 0.09959137548470548;

    private final Observations data = Observations.breastCancer().standardised();

    @Test
    void reachesTheKnownOptimum() {
        Logistic model = LogisticSample.bind(data);
        Training training = new Training(model, LogisticSample.TOLERANCE);
        double[] found = training.run();
        assertThat(found).containsExactly(OPTIMUM, within(1e-5));
        Training.Step last = training.steps().get(training.steps().size() - 1);
        assertThat(last.gradientNorm()).isLessThan(1e-6);
        assertThat(last.loss()).isCloseTo(LEAST_LOSS, within(1e-11));
    }

    @Test
    void hasNoGradientAtTheOptimum() {
        double[] gradient = new double[OPTIMUM.length];
        double loss = LogisticSample.bind(data).valueAndGradient(OPTIMUM, gradient);
        assertThat(loss).isCloseTo(LEAST_LOSS, within(1e-15));
        assertThat(gradient).containsExactly(new double[OPTIMUM.length], within(1e-14));
    }

    @Test
    void classifiesAlmostAll() {
        double[] w = Arrays.copyOf(OPTIMUM, data.columns());
        assertThat(data.rightlyClassified(w, OPTIMUM[data.columns()])).isEqualTo(561);
    }

    @Test
    void readsAllOfTheData() {
        assertThat(data.rows()).isEqualTo(569);
        assertThat(data.columns()).isEqualTo(30);
        assertThat(data.count(1)).isEqualTo(357);
        assertThat(data.count(0)).isEqualTo(212);
    }
}
