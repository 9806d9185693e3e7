package dev.costate.cli;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.report.Benchmark;
import dev.costate.compiler.report.Footprint;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.runtime.ShapeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costate bench}: how long values and derivatives take, and how much memory. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Measures the time and memory of a model's value and derivatives on this JVM.")
final class BenchCommand extends ModelCommand {
    /** How figures are told. */
    enum Format {
        text,
        json
    }

    /** What the value is called beside the clauses. */
    static final String VALUE = "value";

    /** The first compilation in a JVM is much slower than others. */
    private static final int COMPILATIONS = 3;

    @Parameters(
            paramLabel = "FILE|DIR",
            description =
                    "A model; or a folder, each of whose models X.model is measured on the data X.json beside it.")
    private Path source;

    @Option(
            names = "--input",
            paramLabel = "IN.json",
            description = "The data of one model; if it is not given, X.json beside X.model. - is standard input.")
    private @Nullable String input;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "How long the value and each derivative run, ${DEFAULT-VALUE} if not given.")
    private double seconds = 3;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}: text, which for a folder is a table in Markdown, or JSON.")
    private Format format = Format.text;

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "SIDE",
            description = "Two ways of compiling, measured by turns; their ratio is what matters. A side is "
                    + "\"default\"; \"without=PASS\", one of the passes that can be left out; \"literal\", without all "
                    + "of these; \"sum=ORDER\", as --sum; or the jar of another build of this command.")
    private List<String> compare = List.of();

    @Mixin
    private ArithmeticOptions arithmetic;

    /** A model and how long, in nanoseconds, each compilation of it took. */
    private record Compilation(LoadedModel model, List<Double> toJava, List<Double> toClasses) {}

    /** A model with its data, and how long its first compilation took, in nanoseconds. */
    private record Bound(Model model, Result compiled, double first, Binding binding) {}

    @Override
    ModelCompiler.Options computing(ModelCompiler.Options plain) {
        return arithmetic.of(plain);
    }

    @Override
    public Integer call() throws IOException, DataException {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw usage("--seconds " + seconds + ": more than 0 and at most 3600");
        }
        boolean folder = Files.isDirectory(source);
        if (folder && input != null) {
            throw usage("--input is the data of one model; in a folder, that of X.model is X.json");
        }
        List<BenchSide> sides = sides();
        List<BenchFigures> all = new ArrayList<>();
        List<BenchComparison> comparisons = new ArrayList<>();
        int status = 0;
        for (Input model : models(List.of(source), "")) {
            if (input == null && model.isStandard()) {
                throw usage("-: the data of a model from standard input needs --input");
            }
            String data = input == null ? beside(model.path()).toString() : input;
            if (folder && !Files.isReadable(Path.of(data))) {
                err().println("note: " + model.path() + " is left out, there is no " + data);
                continue;
            }
            Bound bound = bound(model, data);
            if (bound == null) {
                status = Costate.WRONG;
            } else if (sides.isEmpty()) {
                all.add(measure(model, bound));
            } else {
                comparisons.add(compared(model, bound, sides));
            }
        }
        write(all, comparisons, folder);
        return status;
    }

    private List<BenchSide> sides() {
        List<BenchSide> sides = new ArrayList<>();
        for (String name : compare) {
            BenchSide side = BenchSide.of(name, computing(ModelCompiler.Options.of("")));
            if (side == null) {
                throw usage("--compare " + name + ": neither " + BenchSide.DEFAULT + ", " + BenchSide.LITERAL + ", nor "
                        + BenchSide.WITHOUT + " one of " + String.join(", ", ModelCompiler.Options.optional())
                        + ", nor " + BenchSide.SUM + " one of " + String.join(", ", BenchSide.orders())
                        + ", nor a jar that can be read");
            }
            if (side instanceof OtherBuild && !arithmetic.isDefault()) {
                throw usage("--compare " + name + ": another build computes as it does by default, so neither --sum,"
                        + " --half nor --reproducible can be asked of this one");
            }
            sides.add(side);
        }
        return sides;
    }

    private void write(List<BenchFigures> all, List<BenchComparison> comparisons, boolean folder) throws IOException {
        if (format == Format.json && !compare.isEmpty()) {
            BenchJson.writeComparisons(comparisons, folder, out());
        } else if (!compare.isEmpty()) {
            comparisons.forEach(comparison -> BenchText.comparison(comparison, out()));
        } else if (format == Format.json) {
            BenchJson.write(all, folder, out());
        } else if (folder) {
            BenchText.table(all, out());
        } else {
            all.forEach(figures -> BenchText.one(figures, out()));
        }
        out().flush();
    }

    private static Path beside(Path model) {
        String name = model.getFileName().toString();
        return model.resolveSibling(name.replaceFirst("\\.model$", "") + ".json");
    }

    /** A model with its data, or null if it has errors, which have been shown. */
    private @Nullable Bound bound(Input file, String data) throws IOException, DataException {
        long start = System.nanoTime();
        Result compiled = compile(file, false);
        double first = since(start);
        show(compiled.diagnostics());
        if (compiled.hasErrors()) {
            return null;
        }
        Model model = compiled.model();
        if (model == null) {
            throw new CompilerBug("bench", "neither a model nor errors");
        }
        return new Bound(model, compiled, first, Binding.of(model, data(data, model)));
    }

    private BenchFigures measure(Input file, Bound bound) throws DataException {
        Compilation compilation = compilations(file, bound.compiled(), bound.first());
        try {
            return run(compilation, bound.compiled(), bound.binding());
        } catch (ShapeException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    private BenchComparison compared(Input file, Bound bound, List<BenchSide> sides) throws DataException {
        SourceFile source = read(file, new Diagnostics());
        if (source == null) {
            throw new CompilerBug("bench", "a model that was compiled can't be read");
        }
        BenchSide.Subject subject = new BenchSide.Subject(source, roots(), libraries(), bound.binding());
        Map<String, String> names = new LinkedHashMap<>();
        valued(bound.model()).ifPresent(output -> names.put(VALUE, output.name()));
        bound.model().derivatives().forEach(d -> names.put(d.clause(), d.clause()));
        List<Map<String, DoubleSupplier>> computations = new ArrayList<>();
        try {
            for (BenchSide side : sides) {
                Map<String, DoubleSupplier> all = side.computations(subject, List.copyOf(names.values()));
                Map<String, DoubleSupplier> named = new LinkedHashMap<>();
                names.forEach((name, what) -> named.put(name, all.get(what)));
                computations.add(named);
            }
            return new BenchComparison(
                    bound.model().name(),
                    bound.binding().dims(),
                    compare,
                    BenchComparison.measure(computations.get(0), computations.get(1), seconds));
        } catch (ShapeException | IndexOutOfBoundsException | ArithmeticException | IllegalStateException e) {
            throw new DataException(String.valueOf(e.getMessage()));
        }
    }

    private Compilation compilations(Input file, Result compiled, double first) {
        List<Double> toJava = new ArrayList<>(List.of(first));
        List<Double> toClasses = new ArrayList<>();
        long start = System.nanoTime();
        LoadedModel loaded = LoadedModel.load(compiled);
        toClasses.add(since(start));
        for (int k = 1; k < COMPILATIONS; k++) {
            start = System.nanoTime();
            Result again = compile(file, false);
            toJava.add(since(start));
            start = System.nanoTime();
            LoadedModel.load(again);
            toClasses.add(since(start));
        }
        return new Compilation(loaded, toJava, toClasses);
    }

    private BenchFigures run(Compilation compilation, Result compiled, Binding binding) {
        Model model = compilation.model().model();
        ModelInstance instance = compilation.model().create(binding.arguments());
        long empty = Footprint.of(instance.object());
        binding.bind(instance);
        long data = Footprint.of(instance.object()) - empty;
        Map<String, DoubleSupplier> subjects = new LinkedHashMap<>();
        valued(model).ifPresent(output -> subjects.put(VALUE, instance.evaluation(output.name())));
        model.derivatives().forEach(d -> subjects.put(d.clause(), instance.evaluation(d.clause())));
        Map<String, Benchmark.Timing> results = Benchmark.measure(subjects, seconds);
        return new BenchFigures(
                model.name(),
                binding.dims(),
                results,
                Footprint.of(instance.object()) - data,
                data,
                compilation.toJava(),
                compilation.toClasses(),
                compiled.files());
    }

    /**
     * An output whose evaluation, which is that of all outputs, is the value: of what is derived rather than another.
     */
    private static Optional<Tensor> valued(Model model) {
        return Stream.concat(model.derivatives().stream().map(Model.Derivative::output), model.outputs().stream())
                .findFirst();
    }

    private static double since(long start) {
        return System.nanoTime() - start;
    }
}
