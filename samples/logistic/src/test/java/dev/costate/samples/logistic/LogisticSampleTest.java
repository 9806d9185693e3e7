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
        -0.41605417304325807,
        -0.45497872276017501,
        -0.40394362062040106,
        -0.41409209949571946,
        -0.15990628553483053,
        0.095185987351387866,
        -0.4701364552690072,
        -0.54599091012621172,
        -0.044354296180402842,
        0.29211719292251391,
        -0.64548180423361611,
        0.077379557266442618,
        -0.44936206458589938,
        -0.49311561308567583,
        -0.09368810233011338,
        0.38406743659843157,
        0.042564295893116339,
        -0.16917962724977875,
        0.18668660285008078,
        0.33763168136455293,
        -0.62978042330868599,
        -0.72145031796712265,
        -0.56522038084141627,
        -0.57569713695345953,
        -0.50757086065518729,
        -0.11372642307088237,
        -0.51202876327461325,
        -0.61090793035254839,
        -0.53176910656756285,
        -0.18914817742379794,
        0.49526969109017871
    };

    private static final double LEAST_LOSS = 0.099591375484705482;

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
