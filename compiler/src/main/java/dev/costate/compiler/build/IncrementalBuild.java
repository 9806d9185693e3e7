package dev.costate.compiler.build;

import dev.costate.compiler.CompilerVersion;
import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.lang.model.SourceVersion;

/**
 * Compiles a folder of models into a folder of Java sources, and only what changed since the last time. Whether a model
 * changed is decided by the hash of its text, its place, the libraries and the compiler, never by a clock. Beside the
 * output folder, in a file of its name and {@code .manifest}, stands what was made; a model that is gone takes the files
 * along that are listed there, and no other file is ever removed.
 */
public final class IncrementalBuild {
    /** Makes Java of one model, as {@link ModelCompiler#compile} does. */
    interface Compiler {
        ModelCompiler.Result compile(SourceFile source, Options options);
    }

    private final ModelFolder sources;
    private final LibraryFinder libraries;
    private final Path manifestFile;
    private final OutputFolder output;
    private final Compiler compiler;
    private final String compilerVersion;

    private final Diagnostics diagnostics = new Diagnostics();
    private final List<String> compiled = new ArrayList<>();
    private final Manifest made = new Manifest();
    private final Map<String, String> makerOf = new HashMap<>();

    /**
     * A build, to be {@linkplain #run run} once.
     *
     * @param sources the models
     * @param libraries folders with libraries
     * @param output the folder of the Java sources; need not exist
     */
    public IncrementalBuild(ModelFolder sources, List<Path> libraries, Path output) {
        this(sources, libraries, output, ModelCompiler::compile, CompilerVersion.fingerprint());
    }

    IncrementalBuild(
            ModelFolder sources, List<Path> libraries, Path output, Compiler compiler, String compilerVersion) {
        this.sources = sources;
        this.libraries = new LibraryFolders(List.of(sources.root()), libraries, sources.root());
        this.manifestFile = manifest(output);
        this.output = new OutputFolder(output);
        this.compiler = compiler;
        this.compilerVersion = compilerVersion;
    }

    private static Path manifest(Path output) {
        return output.resolveSibling(output.getFileName() + ".manifest");
    }

    /** The Java sources that the last build made in an output folder, as paths below it. */
    public static List<String> filesIn(Path output) throws IOException {
        return Manifest.read(manifest(output)).files();
    }

    /** Builds. Models with errors keep the Java that they had, if any, and are compiled again the next time. */
    public BuildReport run() throws IOException {
        Manifest before = Manifest.read(manifestFile);
        List<ModelFolder.Entry> models = sources.entries();
        for (ModelFolder.Entry model : models) {
            build(model, before.get(model.name()));
        }
        Set<String> kept = new HashSet<>(made.files());
        for (String file : before.files()) {
            if (!kept.contains(file)) {
                output.remove(file);
            }
        }
        writeManifest(!models.isEmpty() || !before.files().isEmpty());
        return new BuildReport(
                models.stream().map(ModelFolder.Entry::name).toList(),
                compiled,
                diagnostics.sorted(),
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
                && claim(model.name(), before.files())) {
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

    /** The hash of everything that the Java of a model depends on: the compiler, the model, the libraries it imports. */
    private String key(SourceFile source) {
        Digest digest = new Digest().add(compilerVersion).add(source.name()).add(source.text());
        for (SourceFile library : ModelCompiler.libraries(source, libraries)) {
            digest.add(library.text());
        }
        return digest.hex();
    }

    private SortedMap<String, String> compile(ModelFolder.Entry model, SourceFile source, Diagnostics own)
            throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        String packageName = model.packageName();
        Span start = new Span(source, 0, 0);
        if (!packageName.isEmpty() && !SourceVersion.isName(packageName)) {
            own.report(
                    Code.PACKAGE_FOLDER,
                    start,
                    "the folders of this file make the package '" + packageName + "', which is no name in Java",
                    "rename the folder, or make another folder the source root");
        }
        if (own.hasErrors()) {
            return files;
        }
        ModelCompiler.Result result =
                compiler.compile(source, Options.of(packageName).withLibraries(libraries));
        result.diagnostics().forEach(own::report);
        for (JavaSource file : result.files()) {
            files.put(file.path(), Digest.of(file.text().getBytes(StandardCharsets.UTF_8)));
        }
        if (!claim(model.name(), files)) {
            own.report(
                    Code.CLASS_CLASH,
                    start,
                    "this model makes a class that " + clashing(model.name(), files) + " makes, too",
                    "rename one of the models");
        }
        if (!own.hasErrors()) {
            for (JavaSource file : result.files()) {
                output.write(file.path(), file.text());
            }
        }
        return files;
    }

    /** Notes that a model makes these files; false if another one makes one of them. */
    private boolean claim(String model, SortedMap<String, String> files) {
        boolean free = files.keySet().stream()
                .allMatch(f -> makerOf.getOrDefault(f, model).equals(model));
        if (free) {
            files.keySet().forEach(f -> makerOf.put(f, model));
        }
        return free;
    }

    private String clashing(String model, SortedMap<String, String> files) {
        return files.keySet().stream()
                .map(f -> makerOf.getOrDefault(f, model))
                .filter(m -> !m.equals(model))
                .findFirst()
                .orElse(model);
    }

    private void writeManifest(boolean wanted) throws IOException {
        String text = made.text();
        if (wanted
                && !(Files.isRegularFile(manifestFile)
                        && Files.readString(manifestFile).equals(text))) {
            Path parent = manifestFile.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(manifestFile, text);
        }
    }
}
