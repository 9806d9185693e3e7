package dev.costate.cli;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.report.Benchmark;
import dev.costate.compiler.report.Benchmark.Timing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/**
 * How long a model takes compiled in two ways, measured by turns in one process, so that what matters is the ratio.
 *
 * @param model its name
 * @param dims the size of every dim
 * @param sides how the two ways are called
 * @param times of the value, under {@link BenchCommand#VALUE}, and of each derivative by its clause
 */
record BenchComparison(String model, Map<String, Long> dims, List<String> sides, Map<String, Pair> times) {
    /** The times of one computation, compiled in either way. */
    record Pair(Timing first, Timing second) {
        /** How many times as long as the first the second takes. */
        double ratio() {
            return second.median() / first.median();
        }

        /** How long the first had run when it was as fast as the second is once it is steady; empty if it never was. */
        OptionalDouble asFast() {
            return first.until(second.median());
        }
    }

    /** Measures computations of the same names. */
    static Map<String, Pair> measure(
            Map<String, DoubleSupplier> first, Map<String, DoubleSupplier> second, double seconds) {
        Map<String, Pair> times = new LinkedHashMap<>();
        first.forEach((name, computation) -> {
            Map<String, DoubleSupplier> both = new LinkedHashMap<>();
            both.put("first", computation);
            both.put("second", requireNonNull(second.get(name)));
            List<Timing> measured = List.copyOf(Benchmark.measure(both, seconds).values());
            times.put(name, new Pair(measured.get(0), measured.get(1)));
        });
        return times;
    }
}
