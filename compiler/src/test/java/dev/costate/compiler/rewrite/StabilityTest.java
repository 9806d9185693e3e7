package dev.costate.compiler.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Law;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Pattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both sides of every law are the same function: evaluated as they stand, where the left one keeps its digits. */
class StabilityTest {
    static List<Law> laws() {
        return Ops.LAWS;
    }

    @ParameterizedTest
    @MethodSource("laws")
    void bothSidesAreEqual(Law law) {
        Random random = new Random(3);
        int compared = 0;
        for (int trial = 0; trial < 400; trial++) {
            Map<Pattern, Double> holes = new HashMap<>();
            double left = value(law.left(), holes, random);
            double right = value(law.right(), holes, random);
            if (!Double.isNaN(left)) {
                double scale = Math.max(1, Math.abs(left));
                assertThat(right).as("%s at %s", law, holes).isCloseTo(left, within(1e-13 * scale));
                compared++;
            }
        }
        assertThat(compared).as("%s was compared", law).isGreaterThan(50);
    }

    private static Offset<Double> within(double tolerance) {
        return Offset.offset(tolerance);
    }

    private static double value(Pattern pattern, Map<Pattern, Double> holes, Random random) {
        if (pattern instanceof Pattern.Constant constant) {
            return constant.value();
        } else if (pattern instanceof Pattern.Node node) {
            Op op = node.op();
            return op.value(node.operands().stream()
                    .mapToDouble(p -> value(p, holes, random))
                    .toArray());
        }
        return holes.computeIfAbsent(pattern, p -> random.nextDouble() * 3 - 1.5);
    }
}
