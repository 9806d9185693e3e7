package dev.costate.samples.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;

class BoostingSampleTest {
    private static final Pattern LEAF = Pattern.compile("leaf=([^,\\s]+)");

    private final Tumours data = Tumours.read();

    /** The same splits in all trees, and leaves that differ by the rounding of floats. */
    @Test
    void growsTheTreesOfTheBuiltInObjective() throws XGBoostError {
        Booster own = BoostingSample.own(data);
        Booster ours = BoostingSample.ours(data);
        assertThat(splits(ours)).hasSize(BoostingSample.TREES).isEqualTo(splits(own));
        assertThat(leaves(ours)).hasSizeGreaterThan(BoostingSample.TREES);
        assertThat(leaves(ours)).containsExactly(leaves(own), within(1e-6));
    }

    @Test
    void tellsTumoursApart() throws XGBoostError {
        double[] margins = Boosting.margins(BoostingSample.ours(data), BoostingSample.matrix(data));
        double[] labels = data.labels();
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += (margins[i] > 0) == (labels[i] == 1) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(560).isLessThanOrEqualTo(569);
    }

    /** Most of what the limit hides is found. */
    @Test
    void predictsBelowTheLimit() throws XGBoostError {
        Limit limit = Limit.run();
        double squares = limit.errorBelow(limit.bySquares());
        double likelihood = limit.errorBelow(limit.byLikelihood());
        double none = limit.errorBelow(limit.withoutLimit());
        assertThat(none).isLessThan(likelihood);
        assertThat(likelihood - none).isLessThan((squares - none) / 3);
    }

    /**
     * Against derivatives of the loss written by hand: (t² + log(2π))/2 is that of a measurement, -log Φ(t) that of the
     * limit.
     */
    @Test
    void knowsTheDerivativesOfACensoredLoss() {
        Censored model = Censored.of(2).y(new double[] {1.5, 0}).limit(0).sigma(0.5);
        double[][] derivatives = derivatives(model, 1.1, 0.3);
        assertThat(derivatives[0][0]).isCloseTo(-0.4 / 0.25, within(1e-14));
        assertThat(derivatives[1][0]).isCloseTo(4, within(1e-14));
        // At t = -0.6 the ratio φ(t)/Φ(t) is 1.2150257602.
        double ratio = 1.2150257602;
        assertThat(derivatives[0][1]).isCloseTo(ratio / 0.5, within(1e-8));
        assertThat(derivatives[1][1]).isCloseTo(ratio * (ratio - 0.6) / 0.25, within(1e-8));
    }

    @Test
    void drawsThePictureOfTheReadme() throws IOException, XGBoostError {
        assertThat(Path.of("boosting.svg")).hasContent(Picture.of(Limit.run()));
        assertThat(Files.readString(Path.of("README.md"))).contains("(boosting.svg)");
    }

    private static double[][] derivatives(Censored model, double... z) {
        double[][] derivatives = new double[2][z.length];
        model.lossGradient(z, derivatives[0]);
        model.lossDiagonalHessian(z, derivatives[1]);
        return derivatives;
    }

    private static List<String> splits(Booster booster) throws XGBoostError {
        return Arrays.stream(booster.getModelDump("", false))
                .map(tree -> LEAF.matcher(tree).replaceAll("leaf"))
                .toList();
    }

    private static double[] leaves(Booster booster) throws XGBoostError {
        return Arrays.stream(booster.getModelDump("", false))
                .flatMap(tree -> LEAF.matcher(tree).results())
                .mapToDouble(leaf -> Double.parseDouble(leaf.group(1)))
                .toArray();
    }
}
