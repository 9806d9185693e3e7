package dev.costate.compiler;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
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
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Measures what it costs to compile models of growing size; a program, not a test. Each kind of model has a JVM of its
 * own, in which one small model is compiled first and then the sizes in ascending order, so that a size finds the
 * compiler as warm as those before it made it.
 */
final class CompileCost {
    /** Old objects that are dead stay until the heap is this full; so the peak of a small model says little. */
    private static final String HEAP = System.getProperty("costate.heap", "6g");

    private static final double MILLION = 1e6;

    /** The most that was in use when a collection began or ended, since {@link #reset}. */
    private long before;

    private long live;

    private CompileCost() {}

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
                "| model | n | model to Java | ~ n^ | peak heap | live heap | Java | ~ n^ | javac | peak heap |");
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
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(System.getProperty("costate.jvm", "").split(" ")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of(CompileCost.class.getName(), "measure", kind.name()));
        sizes.forEach(n -> command.add(n.toString()));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            System.out.println("| " + kind.description() + " | | failed with code " + code + " | | | | | | | |");
        }
    }

    private void measure(LargeModels kind, List<Integer> sizes) {
        watch();
        javac(compile(kind, Math.min(100, sizes.get(0))));
        double[] last = new double[3];
        String name = kind.description();
        for (int n : sizes) {
            double start = reset();
            ModelCompiler.Result result = compile(kind, n);
            double compiling = cpu() - start;
            String heap = heap();
            long bytes =
                    result.files().stream().mapToLong(f -> f.text().length()).sum();
            start = reset();
            boolean compiles = javac(result);
            double javac = compiles ? cpu() - start : Double.NaN;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %s | %s | %.2f | %s | %.2f | %.0f |%n",
                    name,
                    n,
                    compiling,
                    exponent(n, last[0], compiling, last[1]),
                    heap,
                    bytes / MILLION,
                    exponent(n, last[0], (double) bytes, last[2]),
                    javac,
                    before / MILLION);
            last = new double[] {n, compiling, bytes};
            name = "";
        }
    }

    private static String exponent(int n, double lastN, double cost, double lastCost) {
        return lastN == 0 ? "" : String.format(Locale.ROOT, "%.1f", Math.log(cost / lastCost) / Math.log(n / lastN));
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
        before = 0;
        live = 0;
        return cpu();
    }

    private String heap() {
        noted(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), 0);
        return String.format(Locale.ROOT, "%.0f | %.0f", before / MILLION, live / MILLION);
    }

    private void noted(long start, long end) {
        before = Math.max(before, start);
        live = Math.max(live, end);
    }

    private void watch() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                var gc = GarbageCollectionNotificationInfo.from(
                                                (CompositeData) notification.getUserData())
                                        .getGcInfo();
                                noted(sum(gc.getMemoryUsageBeforeGc()), sum(gc.getMemoryUsageAfterGc()));
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
