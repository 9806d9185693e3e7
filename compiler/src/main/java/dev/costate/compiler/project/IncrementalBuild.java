package dev.costate.compiler.project;

import dev.costate.compiler.CompilerVersion;
import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compiles a folder of models into a folder of Java sources, and only what changed since the last time. Whether a model
 * changed is decided by the hash of its text, its place, the libraries and the compiler, never by a clock. Beside the
 * output folder, in a {@linkplain Manifests manifest}, stands what was made; a model that is gone takes the files along
 * that are listed there. No other file is ever removed, unless the manifest is damaged: then files go that bear the
 * mark of generated classes and that no model makes. Several executions may share an output folder, each with a
 * manifest.
 */
public final class IncrementalBuild {
    /** Makes Java of one model, as {@link ModelCompiler#compile} does. */
    interface ModelToJava {
        ModelCompiler.Result compile(SourceFile source, Options options);
    }

    private final ModelFolder sources;
    private final Options options;
    private final Manifests manifests;
    private final OutputFolder output;
    private final ModelToJava compiler;
    private final String compilerVersion;

    private final Diagnostics diagnostics = new Diagnostics();
    private final List<String> compiled = new ArrayList<>();
    private final ClassNames names = new ClassNames();
    /** What the last build made and this one has not replaced. */
    private final Set<String> leftovers = new TreeSet<>();

    /** The same, by folded name. */
    private final Map<String, String> namesakes = new HashMap<>();

    private final Manifest made;

    /**
     * A build, to be {@linkplain #run run} once.
     *
     * @param sources the models
     * @param options what to make of them; the packages are theirs, whatever it says
     * @param output the folder of the Java sources; need not exist
     * @param execution tells this build from others into the same folder; empty for the usual one
     */
    public IncrementalBuild(ModelFolder sources, Options options, Path output, String execution) {
        this(sources, options, output, execution, ModelCompiler::compile, CompilerVersion.fingerprint());
    }

    IncrementalBuild(
            ModelFolder sources,
            Options options,
            Path output,
            String execution,
            ModelToJava compiler,
            String compilerVersion) {
        this.sources = sources;
        this.options = options;
        this.manifests = new Manifests(output, sources.root(), execution);
        this.output = new OutputFolder(output);
        this.compiler = compiler;
        this.compilerVersion = compilerVersion;
        this.made = manifests.empty();
    }

    /** The Java sources that the last builds made in an output folder, as paths below it. */
    public static List<String> filesIn(Path output) throws IOException {
        return Manifests.files(output);
    }

    /** Builds. Models with errors keep the Java that they had, if any, and are compiled again the next time. */
    public BuildReport run() throws IOException {
        Manifest last = manifests.own();
        Manifest before = last == null ? manifests.empty() : last;
        leftovers.addAll(before.files());
        leftovers.forEach(file -> namesakes.put(ClassNames.folded(file), file));
        manifests.claimOthers(names);
        List<ModelFolder.Entry> models = sources.entries();
        for (ModelFolder.Entry model : models) {
            build(model, before.get(model.name()));
        }
        if (last == null) {
            leftovers.addAll(output.marked());
        }
        leftovers.removeAll(made.files());
        for (String file : leftovers) {
            if (!names.isMade(file)) {
                output.remove(file);
            }
        }
        if (last == null || !models.isEmpty() || !before.files().isEmpty()) {
            manifests.write(made);
        }
        return new BuildReport(
                models.stream().map(ModelFolder.Entry::name).toList(),
                compiled,
                diagnostics.sorted(),
                last == null
                        ? List.of(manifests.file() + " is damaged, or of another version of Costate: it counts for"
                                + " nothing, and all models are compiled again")
                        : List.of(),
                output.written(),
                output.removed());
    }

    private void build(ModelFolder.Entry model, Manifest.Entry before) throws IOException {
        Diagnostics own = new Diagnostics();
        SourceFile source = SourceFile.read(model.path(), model.name(), own);
        String key = source == null ? Manifest.STALE : key(source);
        if (source != null
                && key.equals(before.key())
                && output.holds(before.files())
                && names.claim(model.name(), before.files().keySet()) == null) {
            made.put(model.name(), before);
            return;
        }
        compiled.add(model.name());
        SortedMap<String, String> files = source == null ? new TreeMap<>() : compile(model, source, own);
        own.sorted().forEach(diagnostics::report);
        if (own.hasErrors()) {
            made.put(model.name(), new Manifest.Entry(Manifest.STALE, before.files()));
        } else {
            // A model with warnings counts as changed, so that they are seen again.
            made.put(model.name(), new Manifest.Entry(own.isEmpty() ? key : Manifest.STALE, files));
        }
    }

    /**
     * The hash of everything that the Java of a model depends on: the compiler and what is asked of it, the model, the
     * libraries it imports.
     */
    private String key(SourceFile source) {
        Digest digest = new Digest().add(compilerVersion).add(source.name()).add(source.text());
        digest.add(String.join(" ", options.asked()))
                .add(options.sum().toString())
                .add(options.half().toString());
        for (SourceFile library : ModelCompiler.libraries(source, options.libraries())) {
            digest.add(library.text());
        }
        return digest.hex();
    }

    private SortedMap<String, String> compile(ModelFolder.Entry model, SourceFile source, Diagnostics own)
            throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        ModelCompiler.Result result = compiler.compile(source, options.to(model.packageName()));
        result.diagnostics().forEach(own::report);
        for (JavaSource file : result.files()) {
            files.put(file.path(), Digest.of(file.text().getBytes(StandardCharsets.UTF_8)));
        }
        names.claim(source, files.keySet(), own);
        if (!own.hasErrors()) {
            output.refuseForeign(
                    source,
                    files.keySet().stream().filter(f -> !leftovers.contains(f)).toList(),
                    own);
        }
        if (!own.hasErrors()) {
            for (JavaSource file : result.files()) {
                removeNamesake(file.path());
                output.write(file.path(), file.text());
            }
        }
        return files;
    }

    /** Removes what was made under a name that differs by case only, which may be the same file. */
    private void removeNamesake(String file) throws IOException {
        String old = namesakes.get(ClassNames.folded(file));
        if (old != null && !old.equals(file) && leftovers.remove(old)) {
            output.remove(old);
        }
    }
}
