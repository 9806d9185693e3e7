package dev.costate.compiler.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The libraries that come with the compiler, resources of its jar. They import nothing but each other. */
final class OwnLibraries implements LibraryFinder {
    /** What diagnostics call the folder they are in; no path looks like that. */
    private static final String FOLDER = "<costate>/";

    private static final String RESOURCES = "/dev/costate/compiler/library/";
    private static final List<String> NAMES = List.of(
            "Complex",
            "Cumulative",
            "Distributions",
            "Interpolation",
            "Layers",
            "LinearAlgebra",
            "Losses",
            "Rotations",
            "RungeKutta");

    /** Whether a file is one of these libraries. */
    static boolean holds(SourceFile file) {
        return file.path() == null && file.name().startsWith(FOLDER);
    }

    @Override
    public @Nullable Library find(SourceFile importer, List<String> name) {
        return name.size() == 1 && NAMES.contains(name.get(0)) ? new Resource(name.get(0) + ".model") : null;
    }

    @Override
    public List<String> places(SourceFile importer, List<String> name) {
        return List.of("among the compiler's own");
    }

    @Override
    public List<String> names(SourceFile importer, List<String> name) {
        return NAMES;
    }

    private record Resource(String file) implements Library {
        @Override
        public SourceFile read(Diagnostics diagnostics) {
            try (InputStream in = OwnLibraries.class.getResourceAsStream(RESOURCES + file)) {
                if (in == null) {
                    throw new CompilerBug("import", file + " is missing from the compiler's jar");
                }
                return new SourceFile(FOLDER + file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
