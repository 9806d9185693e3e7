package dev.costate.compiler.project;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts the libraries of a source folder among the classes, each at its path below the source root, so that they get
 * into the jar and other projects can import them. What was put there stands in a {@linkplain Manifests manifest}
 * beside the folder, and goes when the library does.
 */
public final class LibraryExport {
    private final ModelFolder sources;
    private final String execution;

    /**
     * @param sources the models and libraries
     * @param execution tells these from others among the same classes; empty for the usual one
     */
    public LibraryExport(ModelFolder sources, String execution) {
        this.sources = sources;
        this.execution = execution;
    }

    /**
     * Makes the folder hold the libraries and none that it held by an earlier run.
     *
     * @param classes the folder of the classes; need not exist
     * @param wanted whether there shall be any
     */
    public void run(Path classes, boolean wanted) throws IOException {
        Manifests manifests =
                new Manifests(classes, sources.root(), "libraries" + (execution.isEmpty() ? "" : "-") + execution);
        Manifest before = manifests.own();
        Manifest now = manifests.empty();
        OutputFolder folder = new OutputFolder(classes);
        for (ModelFolder.Entry entry : sources.entries()) {
            SourceFile source = wanted ? SourceFile.read(entry.path(), entry.name(), new Diagnostics()) : null;
            if (source != null && ModelCompiler.isLibrary(source)) {
                folder.write(entry.name(), source.text());
                String hash = Digest.of(source.text().getBytes(StandardCharsets.UTF_8));
                now.put(entry.name(), new Manifest.Entry(Manifest.STALE, new TreeMap<>(Map.of(entry.name(), hash))));
            }
        }
        Set<String> gone = new TreeSet<>(before == null ? Set.of() : before.files());
        now.files().forEach(gone::remove);
        for (String name : gone) {
            folder.remove(name);
        }
        if (before == null || !before.files().isEmpty() || !now.files().isEmpty()) {
            manifests.write(now);
        }
    }
}
