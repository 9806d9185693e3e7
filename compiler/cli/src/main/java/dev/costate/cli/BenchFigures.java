package dev.costate.cli;

import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.report.Benchmark.Timing;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one model. All times are nanoseconds.
 *
 * @param model its name
 * @param dims the size of every dim
 * @param times of the value, under {@link BenchCommand#VALUE}, and of each derivative by its clause
 * @param workBytes what an object holds before data is bound
 * @param dataBytes what it holds of data
 * @param toJava each compilation of the model, in order
 * @param toClasses each compilation of the Java, loading included, in order
 * @param files the Java
 */
record BenchFigures(
        String model,
        Map<String, Long> dims,
        Map<String, Timing> times,
        long workBytes,
        long dataBytes,
        List<Double> toJava,
        List<Double> toClasses,
        List<JavaSource> files) {

    /** How many times as long as the value a derivative takes, value included. */
    double ratio(Timing derivative) {
        Timing value = times.get(BenchCommand.VALUE);
        return value == null ? Double.NaN : derivative.median() / value.median();
    }

    long sourceBytes() {
        return files.stream()
                .mapToLong(f -> f.text().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    long sourceLines() {
        return files.stream().mapToLong(f -> f.text().lines().count()).sum();
    }

    static double least(List<Double> times) {
        return Collections.min(times);
    }

    /** The JVM that all this is of. */
    static String jvm() {
        return "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name");
    }
}
