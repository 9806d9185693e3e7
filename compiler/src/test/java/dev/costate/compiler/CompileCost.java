package dev.costate.compiler;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.LargeModels;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Measures what it costs to compile models of growing size; a program, not a test. Each kind of model has a JVM of its
 * own, in which the least size is compiled once before and then the sizes in ascending order, so that a size finds the
 * compiler as warm as those before it made it. Each is compiled once more while all that is dead is collected again and
 * again, to see what is not.
 */
final class CompileCost {
    /** Further options of each JVM, with spaces between them. */
    private static final String OPTIONS = System.getProperty("costate.jvm", "");

    private static final double MILLION = 1e6;

    private static final long PAUSE = 200;

    /** The most that was in use when a collection began, since {@link #reset}. */
    private long peak;

    private CompileCost() {}

    /** Seconds of the processor, and megabytes: the most of the heap in use, and the size of the Java. */
    private record Cost(double compiling, double peak, double java, double javac, double javacPeak) {}

    /**
     * Prints a table for the kinds of model named, or all.
     *
     * @param arguments names of {@link LargeModels}, each with sizes behind it if not the usual ones are meant
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> given = List.of(arguments);
        if (!given.isEmpty() && given.get(0).equals("measure")) {
            new CompileCost()
                    .measure(
                            LargeModels.valueOf(given.get(1)),
                            given.stream().skip(2).map(Integer::valueOf).toList());
            return;
        }
        System.out.println("On Java " + Runtime.version() + ", CPU seconds of the process, megabytes:\n");
        System.out.println(
                "| model | n | model to Java | ~ n^ | peak heap | reachable | Java | ~ n^ | javac | peak heap |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (LargeModels kind : LargeModels.values()) {
            int at = given.indexOf(kind.name());
            if (given.isEmpty() || at >= 0) {
                List<Integer> sizes = new ArrayList<>();
                for (int k = at + 1; at >= 0 && k < given.size() && given.get(k).matches("\\d+"); k++) {
                    sizes.add(Integer.valueOf(given.get(k)));
                }
                start(kind, sizes.isEmpty() ? kind.sizes() : sizes);
            }
        }
    }

    private static void start(LargeModels kind, List<Integer> sizes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx6g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(OPTIONS.split(" ")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of(CompileCost.class.getName(), "measure", kind.name()));
        sizes.forEach(n -> command.add(n.toString()));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            System.out.println("| " + kind.description() + " | | failed with code " + code + " | | | | | | | |");
        }
    }

    private void measure(LargeModels kind, List<Integer> sizes) throws InterruptedException {
        watch();
        cost(kind, sizes.get(0));
        int last = 0;
        Cost before = null;
        for (int n : sizes) {
            Cost cost = cost(kind, n);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %s | %.0f | %.0f | %.2f | %s | %.2f | %.0f |%n",
                    before == null ? kind.description() : "",
                    n,
                    cost.compiling(),
                    before == null ? "" : exponent(n, last, cost.compiling(), before.compiling()),
                    cost.peak(),
                    reachable(kind, n),
                    cost.java(),
                    before == null ? "" : exponent(n, last, cost.java(), before.java()),
                    cost.javac(),
                    cost.javacPeak());
            last = n;
            before = cost;
        }
    }

    private Cost cost(LargeModels kind, int n) {
        double start = reset();
        ModelCompiler.Result result = compile(kind, n);
        double compiling = cpu() - start;
        double peak = peak();
        long java = result.files().stream().mapToLong(f -> f.text().length()).sum();
        start = reset();
        double javac = javac(result) ? cpu() - start : Double.NaN;
        return new Cost(compiling, peak, java / MILLION, javac, peak());
    }

    private static String exponent(int n, double lastN, double cost, double lastCost) {
        return String.format(Locale.ROOT, "%.1f", Math.log(cost / lastCost) / Math.log(n / lastN));
    }

    private static ModelCompiler.Result compile(LargeModels kind, int n) {
        SourceFile source = new SourceFile("Large.model", kind.text(n));
        ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
        if (result.hasErrors()) {
            throw new IllegalStateException(result.diagnostics().toString());
        }
        return result;
    }

    /** Whether javac takes it. */
    private static boolean javac(ModelCompiler.Result result) {
        try {
            return !InMemoryCompiler.compile(result.files(), List.of()).isEmpty();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** The process's, with those of the JIT compiler and the collector. */
    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() * 1e-9;
    }

    private double reset() {
        System.gc();
        peak = 0;
        return cpu();
    }

    private double peak() {
        peak = Math.max(peak, used());
        return peak / MILLION;
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The most that is reachable while a model is compiled. */
    private static double reachable(LargeModels kind, int n) throws InterruptedException {
        AtomicLong most = new AtomicLong();
        Thread collector = new Thread(() -> {
            try {
                while (true) {
                    System.gc();
                    most.accumulateAndGet(used(), Math::max);
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException e) {
                // The model has been compiled.
            }
        });
        collector.start();
        compile(kind, n);
        collector.interrupt();
        collector.join();
        return most.get() / MILLION;
    }

    /** Notes how full the heap is before each collection. */
    private void watch() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                var gc = GarbageCollectionNotificationInfo.from(
                                                (CompositeData) notification.getUserData())
                                        .getGcInfo();
                                peak = Math.max(peak, sum(gc.getMemoryUsageBeforeGc()));
                            },
                            null,
                            null);
        }
    }

    private static long sum(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool ->
                        !pool.getKey().startsWith("Code") && !pool.getKey().contains("Metaspace"))
                .filter(pool -> !pool.getKey().contains("Compressed Class"))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }
}
