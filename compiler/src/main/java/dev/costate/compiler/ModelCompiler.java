package dev.costate.compiler;

import dev.costate.compiler.check.Checker;
import dev.costate.compiler.emit.ArithmeticMode;
import dev.costate.compiler.emit.Companion;
import dev.costate.compiler.emit.Emitter;
import dev.costate.compiler.emit.JavaNames;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.emit.ModelNames;
import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.ProgramPrinter;
import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.FloatMode;
import dev.costate.compiler.lower.Lowering;
import dev.costate.compiler.lower.NoiseJumps;
import dev.costate.compiler.lower.Unconstraining;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.ModelPrinter;
import dev.costate.compiler.model.Unconstrained;
import dev.costate.compiler.names.Sources;
import dev.costate.compiler.pipeline.Equations;
import dev.costate.compiler.pipeline.Pipeline;
import dev.costate.compiler.pipeline.PipelineOptions;
import dev.costate.compiler.pipeline.Switches;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.Severity;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import dev.costate.compiler.syntax.TreePrinter;
import dev.costate.runtime.Reproducible;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compiler: from the text of one model to the text of Java classes.
 *
 * <pre>{@code
 * SourceFile source = new SourceFile("Logistic.model", Files.readString(path));
 * ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of("com.acme"));
 * if (!result.hasErrors()) {
 *     for (JavaSource file : result.files()) {
 *         Files.writeString(folder.resolve(file.path()), file.text());
 *     }
 * }
 * }</pre>
 *
 * <p>A mistake in the model is never an exception but a {@link Diagnostic} of the result; a {@link CompilerBug} is a
 * mistake of ours. Nothing is read but the arguments and, through the finder in the options, the libraries a model
 * imports; nothing is written. The same texts give the same result on every machine, and any number of threads may
 * compile at once.
 *
 * <p>Long, since what it takes and what it gives are declared here.
 */
public final class ModelCompiler {
    /** A constructor has 255 arguments, the object itself among them. */
    private static final int MOST_SIZES = 254;

    /** @param companions programs that compute with its data besides */
    private record Lowered(Model model, Program program, List<Besides> companions) {}

    private record Besides(Companion.Kind kind, @Nullable Tensor output, Model model, Program program) {}

    private record Scheduled(Model model, Pipeline.Result loops, List<Companion> companions) {}

    private ModelCompiler() {}

    /**
     * What a compilation is to do.
     *
     * @param packageName the package of the classes, empty for the unnamed one; what is no name in Java is an error of
     *     the compilation
     * @param stages whether the result shall hold each stage as text
     * @param asked the names of what is there only if it is asked for: passes, and what {@code with…} adds
     * @param without the names of passes to leave out, for comparison; what must not be left out is no matter
     * @param sum in which order sums are taken
     * @param half in which 16 bits models that say {@code precision mixed} keep what derivatives read
     * @param libraries where imports are looked for
     */
    public record Options(
            String packageName,
            boolean stages,
            Set<String> asked,
            Set<String> without,
            SumMode sum,
            HalfFormat half,
            LibraryFinder libraries) {
        /** The class of a model has a twin that tells where a NaN comes from. */
        private static final String CHECKED = "checked";
        /** Models are computed in {@code double}, whatever they say. */
        private static final String DOUBLE = "double";

        public Options {
            asked = Collections.unmodifiableSet(new LinkedHashSet<>(asked));
            without = Collections.unmodifiableSet(new LinkedHashSet<>(without));
        }

        /** The names of all passes that can be left out. */
        public static List<String> optional() {
            return List.copyOf(Switches.optional());
        }

        /** These options, but to another package. */
        public Options to(String newPackage) {
            return new Options(newPackage, stages, asked, without, sum, half, libraries);
        }

        /** To a package, with the compiler's own libraries, and nothing out of the ordinary. */
        public static Options of(String packageName) {
            return new Options(
                    packageName, false, Set.of(), Set.of(), SumMode.BLOCKED, HalfFormat.BFLOAT16, LibraryFinder.OWN);
        }

        /** These options, but with each stage as text in the result. */
        public Options withStages() {
            return new Options(packageName, true, asked, without, sum, half, libraries);
        }

        /** These options, but leaving out a pass. */
        public Options without(String pass) {
            return new Options(packageName, stages, asked, Set.of(pass), sum, half, libraries);
        }

        /** These options, but leaving out passes. */
        public Options without(Set<String> passes) {
            return new Options(packageName, stages, asked, passes, sum, half, libraries);
        }

        /** These options, but with sums of values and derivatives taken in another order. */
        public Options withSum(SumMode mode) {
            return new Options(packageName, stages, asked, without, mode, half, libraries);
        }

        /** These options, but with other numbers of 16 bits in models that say {@code precision mixed}. */
        public Options withHalf(HalfFormat format) {
            return new Options(packageName, stages, asked, without, sum, format, libraries);
        }

        /**
         * These options, but with functions that have the same bits in every Java and on every machine, see
         * {@link Reproducible}.
         */
        public Options withReproducible() {
            return with(Switches.REPRODUCIBLE);
        }

        /**
         * These options, but with a method {@code checked()} of the class, which gives a twin of it: where a value or
         * derivative is NaN or infinite, its methods throw a {@code NonFiniteException} that says where that began.
         */
        public Options withChecked() {
            return with(CHECKED);
        }

        boolean isChecked() {
            return asked.contains(CHECKED);
        }

        /** These options, but computing in {@code double}, whatever the model says: the reference for other formats. */
        public Options inDouble() {
            return with(DOUBLE);
        }

        boolean isInDouble() {
            return asked.contains(DOUBLE);
        }

        private Options with(String name) {
            Set<String> all = new LinkedHashSet<>(asked);
            all.add(name);
            return new Options(packageName, stages, all, without, sum, half, libraries);
        }

        /** These options, but computing the model as it is written, without any pass that can be left out. */
        public Options literal() {
            return new Options(packageName, stages, asked, Switches.optional(), sum, half, libraries);
        }

        /** What generated classes tell of how they compute. */
        ArithmeticMode arithmetic() {
            return new ArithmeticMode(sum, asked.contains(Switches.REPRODUCIBLE));
        }

        PipelineOptions pipeline() {
            return new PipelineOptions(new Switches(without, asked, sum), half, stages, true);
        }

        /** These options, but looking for libraries elsewhere. */
        public Options withLibraries(LibraryFinder finder) {
            return new Options(packageName, stages, asked, without, sum, half, finder);
        }
    }

    /**
     * What became of one model.
     *
     * @param model the checked model, or null if there are errors or the file is a library
     * @param companions the classes besides that compute with its data, without their code
     * @param files the Java classes, the public one first; empty if there is no model
     * @param diagnostics all errors and warnings, by place
     * @param stages the text of each stage that was reached, by its name and in the order of the stages; empty unless
     *     {@link Options#stages} asked for it
     * @param operations how many operations there are, as polynomials of the sizes: of all outputs by {@code value}, of
     *     an output by {@code value of NAME}, unless it is one of many without a derivative, of a derivative with its
     *     output by its clause; without those that are more for some sizes than 64 bits hold
     */
    public record Result(
            @Nullable Model model,
            List<Companion> companions,
            List<JavaSource> files,
            List<Diagnostic> diagnostics,
            Map<String, String> stages,
            Map<String, Poly> operations) {
        public Result {
            companions = companions.stream().map(Companion::withoutUnits).toList();
            files = List.copyOf(files);
            diagnostics = List.copyOf(diagnostics);
            operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
            stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
        }

        /** The paths of the Java files below their root. */
        public List<String> paths() {
            return files.stream().map(JavaSource::path).toList();
        }

        /** Whether the model or library is wrong. */
        public boolean hasErrors() {
            return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
        }
    }

    /** The stages that passes over the equations of a model make, in their order: by name, what stands there. */
    public static Map<String, String> passes() {
        return Pipeline.passes();
    }

    /** The stages that passes over units and their loops make: what each changed. */
    public static Map<String, String> unitPasses() {
        return Pipeline.unitPasses();
    }

    /**
     * The libraries that a file imports, directly or not, each after those it imports; without those that are not found
     * or cannot be read.
     *
     * @param source the text of the model
     * @param finder where imports are looked for
     */
    public static List<SourceFile> libraries(SourceFile source, LibraryFinder finder) {
        return Sources.read(source, finder, new Diagnostics()).libraries();
    }

    /** Whether a file is a library, from its first declaration. */
    public static boolean isLibrary(SourceFile source) {
        return new ModelParser(source, new Diagnostics()).isLibrary();
    }

    /**
     * Compiles one model; of a library, says what is wrong with it.
     *
     * @param source the text of the model and the name it goes by in diagnostics
     * @param options what to do
     */
    public static Result compile(SourceFile source, Options options) {
        return DeepStack.run("costate " + source.name(), () -> stages(source, options));
    }

    /**
     * The checked model of a file; null if it has errors or is a library.
     *
     * @param source as for {@link #compile}
     */
    public static @Nullable Model model(SourceFile source, Options options) {
        return DeepStack.run("costate " + source.name(), () -> {
            Checked checked = checked(source, options, new Diagnostics(), new LinkedHashMap<>());
            return checked == null ? null : checked.model();
        });
    }

    /**
     * What {@link #compile} makes of one model without its code: the checked model and the classes beside it; null if
     * it has errors or is a library.
     *
     * @param source as for {@link #compile}
     */
    public static @Nullable Result declarations(SourceFile source, Options options) {
        return DeepStack.run("costate " + source.name(), () -> {
            Diagnostics diagnostics = new Diagnostics();
            Lowered lowered = lowered(source, options, diagnostics, new LinkedHashMap<>());
            return lowered == null
                    ? null
                    : new Result(
                            lowered.model(),
                            lowered.companions().stream()
                                    .map(b -> new Companion(b.kind(), b.model(), b.output(), List.of()))
                                    .toList(),
                            List.of(),
                            diagnostics.sorted(),
                            Map.of(),
                            Map.of());
        });
    }

    /**
     * The equations of one model and of its gradients, for who evaluates them number by number; null if the model has
     * errors or is a library.
     *
     * @param source as for {@link #compile}
     */
    public static @Nullable Equations equations(SourceFile source, Options options) {
        return DeepStack.run("costate " + source.name(), () -> {
            Lowered lowered = lowered(source, options, new Diagnostics(), new LinkedHashMap<>());
            return lowered == null ? null : Pipeline.equations(lowered.model(), lowered.program(), options.pipeline());
        });
    }

    /** Reports what no class file can hold. */
    private static void limits(Model model, Diagnostics diagnostics) {
        List<Model.Dimension> given =
                model.dims().stream().filter(Model.Dimension::given).toList();
        if (given.size() > MOST_SIZES) {
            diagnostics.report(
                    DiagnosticCode.CLASS_LIMIT,
                    given.get(MOST_SIZES).span(),
                    "the model has " + given.size() + " sizes that are given, and Java takes " + MOST_SIZES,
                    "Let some follow from others, as in `dim M = 2 * N`, or be constant.");
        }
    }

    private static Result stages(SourceFile source, Options options) {
        if (options.arithmetic().reproducible()) {
            // Constants are folded by the same functions, unless this Java has used others before.
            Reproducible.request();
        }
        Diagnostics diagnostics = new Diagnostics();
        Map<String, String> stages = new LinkedHashMap<>();
        Scheduled scheduled = scheduled(source, options, diagnostics, stages);
        if (scheduled == null) {
            return new Result(null, List.of(), List.of(), diagnostics.sorted(), stages, Map.of());
        }
        Model model = scheduled.model();
        Pipeline.Result loops = scheduled.loops();
        for (Model.Derivative d : loops.zero()) {
            String output = "`" + d.output().name() + "`";
            String what = "the second derivatives of " + output + " are 0: it is linear in what it is derived by";
            diagnostics.report(DiagnosticCode.ZERO_DERIVATIVE, d.span(), what);
        }
        for (ModelNames.Clash clash : new ModelNames(model).clashes()) {
            String text = "the method for " + clash.what() + " is called `" + clash.method() + "`, since `"
                    + clash.wanted() + "` is taken in Java";
            diagnostics.report(DiagnosticCode.JAVA_NAME, clash.span(), text);
        }
        List<JavaSource> files = Emitter.emit(
                model,
                loops.units(),
                scheduled.companions(),
                loops.operations(),
                options.packageName(),
                options.arithmetic());
        if (options.stages()) {
            stages.putAll(loops.stages());
            files.forEach(file -> stages.put(file.className() + ".java", file.text()));
        }
        return new Result(model, scheduled.companions(), files, diagnostics.sorted(), stages, loops.operations());
    }

    /** The loops of a model, or null if it is none or wrong. Nothing is kept of what stands before them. */
    private static @Nullable Scheduled scheduled(
            SourceFile source, Options options, Diagnostics diagnostics, Map<String, String> stages) {
        Lowered lowered = lowered(source, options, diagnostics, stages);
        if (lowered == null) {
            return null;
        }
        List<Companion> companions = new ArrayList<>();
        for (Besides b : lowered.companions()) {
            if (options.stages()) {
                stages.put(
                        b.kind().name().toLowerCase(Locale.ROOT),
                        ProgramPrinter.print(b.program().equations()));
            }
            companions.add(new Companion(
                    b.kind(),
                    b.model(),
                    b.output(),
                    Pipeline.run(
                                    b.model(),
                                    b.program(),
                                    b.kind().mode(b.model()),
                                    options.pipeline().quiet())
                            .units()));
        }
        FloatMode mode = FloatMode.of(lowered.model().isFloat(), false);
        Pipeline.Result loops = Pipeline.run(lowered.model(), lowered.program(), mode, options.pipeline());
        if (options.isChecked()) {
            companions.add(new Companion(
                    Companion.Kind.TRACE,
                    lowered.model(),
                    null,
                    Pipeline.run(
                                    lowered.model(),
                                    lowered.program(),
                                    mode,
                                    options.pipeline().traced())
                            .units()));
        }
        return new Scheduled(lowered.model(), loops, companions);
    }

    /** The program of a model, or null. Neither its tree nor its terms are kept, which are larger than the program. */
    private static @Nullable Lowered lowered(
            SourceFile source, Options options, Diagnostics diagnostics, Map<String, String> stages) {
        Checked checked = checked(source, options, diagnostics, stages);
        if (checked == null || diagnostics.hasErrors()) {
            return null;
        }
        if (options.stages()) {
            stages.put("check", ModelPrinter.print(checked));
        }
        List<Besides> companions = new ArrayList<>();
        for (Unconstraining.Lowered free : Unconstraining.of(checked)) {
            Unconstrained variant = free.unconstrained();
            companions.add(
                    new Besides(Companion.Kind.UNCONSTRAINED, variant.output(), variant.model(), free.program()));
        }
        Unconstraining.Bounds bounds = Unconstraining.bounds(checked);
        if (bounds != null) {
            companions.add(new Besides(Companion.Kind.BOUNDS, null, bounds.model(), bounds.program()));
        }
        Program program = Lowering.lower(checked);
        NoiseJumps.report(program, checked.model().derivatives(), diagnostics);
        return new Lowered(checked.model(), program, companions);
    }

    /** The model, or null where there is none; the tokens it was made of are not kept. */
    private static @Nullable Checked checked(
            SourceFile source, Options options, Diagnostics diagnostics, Map<String, String> stages) {
        Sources sources = Sources.read(source, options.libraries(), diagnostics);
        ModelFile tree = sources.parse();
        if (tree == null) {
            return null;
        }
        if (options.stages()) {
            stages.put("syntax", TreePrinter.print(tree));
        }
        if (!tree.library() && !JavaNames.isPackage(options.packageName())) {
            diagnostics.report(
                    DiagnosticCode.PACKAGE_FOLDER,
                    new Span(source, 0, 0),
                    "the package of this model, '" + options.packageName()
                            + "', is no name in Java, or one that belongs to Java itself",
                    "Rename the folder that it comes from, or make another folder the source root.");
        }
        Checked checked = Checker.check(sources);
        if (checked != null && options.isInDouble()) {
            checked = checked.inDouble();
        }
        if (checked != null) {
            limits(checked.model(), diagnostics);
        }
        return checked;
    }
}
