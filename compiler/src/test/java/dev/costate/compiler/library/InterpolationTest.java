package dev.costate.compiler.library;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The piece that a value is in is found in a number of steps that grows as the logarithm of the number of knots. */
class InterpolationTest {
    private static final int PARTS = 32;

    /** The model with a counter of the iterations of all loops. */
    private static LoadedModel counting() {
        String text = """
                model Curve
                import Interpolation
                dim n
                param x
                data t[n]
                data y[n]
                output v = interpolate_linear(x, t, y)
                derive gradient of v
                """;
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Curve.model", text), ModelCompiler.Options.of(""));
        assertThat(result.diagnostics()).isEmpty();
        List<JavaSource> counting = result.files().stream()
                .map(file -> new JavaSource(
                        file.packageName(),
                        file.className(),
                        file.text()
                                .replaceFirst("(?s)(public final class Curve [^{]*\\{)", "$1 public static long steps;")
                                .replaceAll("(?s)(\\bfor \\([^{]*\\{)", "$1 Curve.steps++;")))
                .toList();
        return LoadedModel.load(requireNonNull(result.model()), counting);
    }

    private static long steps(LoadedModel model) throws ReflectiveOperationException {
        return model.type().getField("steps").getLong(null);
    }

    @Test
    void stepsGrowAsTheLogarithm() throws ReflectiveOperationException {
        LoadedModel model = counting();
        for (int levels = 1, pieces = PARTS; levels <= 4; levels++, pieces *= PARTS) {
            double[] t = new double[pieces + 1];
            double[] y = new double[pieces + 1];
            Arrays.setAll(t, k -> k + 0.25 * Math.sin(k));
            Arrays.setAll(y, k -> Math.cos(k));
            ModelInstance curve =
                    model.create(Map.of("n", pieces + 1)).set("t", t).set("y", y);
            for (double part : new double[] {-0.1, 0, 0.2, 0.6180339887, 0.999, 1, 1.1}) {
                double x = part * pieces;
                int at = Arrays.binarySearch(t, x);
                int k = Math.max(0, Math.min(pieces - 1, at < 0 ? -at - 2 : at));
                double slope = (y[k + 1] - y[k]) / (t[k + 1] - t[k]);
                curve.set("x", x);
                long before = steps(model);
                double value = curve.output("v")[0];
                long between = steps(model);
                double derivative =
                        requireNonNull(curve.gradient("gradient of v").get("x"))[0];
                long after = steps(model);
                assertThat(value).isCloseTo(y[k] + slope * (x - t[k]), within(1e-9 * (1 + Math.abs(x))));
                assertThat(derivative).isCloseTo(slope, within(1e-12));
                assertThat(between - before).isBetween((long) PARTS, (levels + 1L) * PARTS);
                assertThat(after - between).isBetween((long) PARTS, (levels + 1L) * PARTS);
            }
            curve.set("x", Double.NaN);
            assertThat(curve.output("v")).containsExactly(Double.NaN);
        }
    }
}
