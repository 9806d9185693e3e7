package dev.costate.compiler.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.pipeline.Equations;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.OracleModels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Estimated errors against those that there are, by values and gradients of many digits. */
@Tag("slow")
class AccuracyTest {
    private static final double UNIT = 0x1p-53;

    /** Estimates and errors, both at least a unit in the last place, and how many are within a factor of 10. */
    private static final class Tally {
        private int points;
        private int within;
        private final List<String> others = new ArrayList<>();

        void add(String what, Accuracy estimated, double exact) {
            double error = Math.abs(estimated.value() - exact);
            if (!Double.isFinite(error) || !Double.isFinite(estimated.error())) {
                return;
            }
            double least = 2 * UNIT * Math.abs(exact) + Double.MIN_VALUE;
            double ratio = Math.max(estimated.error(), least) / Math.max(error, least);
            points++;
            if (ratio >= 0.1 && ratio <= 10) {
                within++;
            } else {
                others.add(what + ": " + estimated.value() + " for " + exact + ", estimated " + estimated.error()
                        + " for " + error);
            }
        }

        void holds(int atLeast) {
            assertThat(points).isGreaterThan(atLeast);
            assertThat((double) within / points)
                    .as("%s of %s are within a factor of 10; not so are%n%s", within, points, String.join("\n", others))
                    .isGreaterThanOrEqualTo(0.95);
        }
    }

    /** Every spelling of every function, as it is written and as it is rewritten, value and gradient. */
    @Test
    void formulas() throws IOException {
        Tally asWritten = new Tally();
        Tally rewritten = new Tally();
        String[] function = {};
        List<Equations> literal = new ArrayList<>();
        List<Equations> stable = new ArrayList<>();
        for (String[] row : OracleModels.rows("spellings.tsv")) {
            if (row[0].equals("function")) {
                function = row;
                literal.clear();
                stable.clear();
                for (String spelling : Arrays.asList(row).subList(4, row.length)) {
                    SourceFile source = new SourceFile("F.model", text(row[2].split(" "), spelling));
                    ModelCompiler.Options options = ModelCompiler.Options.of("");
                    literal.add(requireNonNull(ModelCompiler.equations(source, options.literal())));
                    stable.add(requireNonNull(ModelCompiler.equations(source, options)));
                }
            } else {
                String at = function[1] + " at " + row[1];
                literal.forEach(f -> point(f, row, at, asWritten));
                stable.forEach(f -> point(f, row, at, rewritten));
            }
        }
        rewritten.holds(3000);
        asWritten.holds(3000);
    }

    private static String text(String[] arguments, String formula) {
        StringBuilder text = new StringBuilder("model F\n");
        for (String argument : arguments) {
            text.append("param ").append(argument).append('\n');
        }
        return text + "output result = " + formula + "\nderive gradient of result\n";
    }

    private static void point(Equations equations, String[] row, String what, Tally tally) {
        double[] in = OracleModels.numbers(row[1]);
        Map<Tensor, double[]> inputs = new LinkedHashMap<>(equations.defaults());
        for (int k = 0; k < in.length; k++) {
            inputs.put(equations.model().inputs().get(k), new double[] {in[k]});
        }
        double[] exact = OracleModels.numbers(row[3]);
        Equations.Gradient gradient = equations.gradients().values().iterator().next();
        Trace trace = Trace.of(gradient.equations(), equations.values().make(), Map.of(), inputs);
        Tensor result = equations.model().outputs().get(0);
        tally.add(what, Accuracy.of(trace, result, 0), OracleModels.numbers(row[2])[0]);
        int k = 0;
        for (Tensor adjoint : gradient.adjoints().values()) {
            tally.add(what + ", derivative " + k, Accuracy.of(trace, adjoint, 0), exact[k]);
            k++;
        }
    }

    /** Long chains, arrays, sums. */
    @Test
    void models() throws IOException {
        Tally tally = new Tally();
        for (OracleModels.Point point : OracleModels.points()) {
            Equations equations = requireNonNull(ModelCompiler.equations(
                    new SourceFile(point.name() + ".model", point.text()), ModelCompiler.Options.of("")));
            Map<Tensor, double[]> inputs = new LinkedHashMap<>(equations.defaults());
            equations.model().inputs().forEach(input -> {
                double[] elements = point.inputs().get(input.name());
                if (elements != null) {
                    inputs.put(input, elements);
                }
            });
            Map<String, Long> dims = new LinkedHashMap<>();
            point.dims().forEach((dim, size) -> dims.put(dim, (long) size));
            Equations.Gradient gradient =
                    equations.gradients().values().iterator().next();
            Trace trace = Trace.of(gradient.equations(), equations.values().make(), dims, inputs);
            Tensor output = equations.model().outputs().stream()
                    .filter(o -> o.name().equals(point.output()))
                    .findFirst()
                    .orElseThrow();
            tally.add(point.name(), Accuracy.of(trace, output, 0), point.value());
            gradient.adjoints().forEach((input, adjoint) -> {
                double[] exact = requireNonNull(point.gradient().get(input.name()));
                for (int k = 0; k < exact.length; k++) {
                    tally.add(point.name() + " " + input.name() + " " + k, Accuracy.of(trace, adjoint, k), exact[k]);
                }
            });
        }
        tally.holds(500);
    }
}
