package dev.costate.compiler.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks for libraries beside the file that imports them, then below the source roots, then below the library folders,
 * and last among the compiler's own. The library {@code com.acme.Name} is {@code com/acme/Name.model} below any of these,
 * and also where the importing file itself lies below a folder {@code com}.
 */
public final class LibraryFolders implements LibraryFinder {
    private static final String SUFFIX = ".model";

    private final List<Path> folders;
    private final @Nullable Path base;

    /**
     * @param roots the source roots
     * @param libraries folders with libraries
     * @param base the folder that the names of files in diagnostics are relative to, or null if these are whole paths
     */
    public LibraryFolders(Collection<Path> roots, Collection<Path> libraries, @Nullable Path base) {
        this.folders = Stream.concat(roots.stream(), libraries.stream()).toList();
        this.base = base;
    }

    @Override
    public @Nullable Library find(SourceFile importer, List<String> name) {
        for (Path file : files(importer, name)) {
            if (Files.isRegularFile(file)) {
                return new Located(file, name(file));
            }
        }
        return OWN.find(importer, name);
    }

    @Override
    public List<String> places(SourceFile importer, List<String> name) {
        List<String> places = new ArrayList<>();
        files(importer, name).forEach(file -> places.add(name(file)));
        places.addAll(OWN.places(importer, name));
        return places;
    }

    @Override
    public List<String> names(SourceFile importer, List<String> name) {
        Set<String> names = new TreeSet<>();
        String prefix =
                name.subList(0, name.size() - 1).stream().map(n -> n + ".").collect(Collectors.joining());
        for (Path file : files(importer, name)) {
            Path folder = file.getParent();
            if (folder != null && Files.isDirectory(folder)) {
                names(folder).forEach(n -> names.add(prefix + n));
            }
        }
        names.addAll(OWN.names(importer, name));
        return List.copyOf(names);
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> String.valueOf(f.getFileName()))
                    .filter(f -> f.endsWith(SUFFIX))
                    .map(f -> f.substring(0, f.length() - SUFFIX.length()))
                    .toList();
        } catch (IOException e) {
            return List.of(); // a folder that cannot be read offers nothing
        }
    }

    /** Where the library may be, nearest first. */
    private Set<Path> files(SourceFile importer, List<String> name) {
        Set<Path> files = new LinkedHashSet<>();
        if (OwnLibraries.holds(importer)) {
            return files;
        }
        String relative = String.join("/", name) + SUFFIX;
        Path path = importer.path();
        if (path != null) {
            files.add(path.resolveSibling(relative).normalize());
            for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
                if (name.size() > 1 && folder.endsWith(name.get(0))) {
                    files.add(folder.resolveSibling(relative).normalize());
                }
            }
        }
        folders.forEach(folder -> files.add(folder.resolve(relative).normalize()));
        return files;
    }

    /** What diagnostics call a file. */
    private String name(Path file) {
        if (base == null || !file.startsWith(base.normalize())) {
            return file.toString();
        }
        return StreamSupport.stream(base.normalize().relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    private record Located(Path path, String name) implements Library {
        @Override
        public @Nullable SourceFile read(Diagnostics diagnostics) {
            return SourceFile.read(path, name, diagnostics);
        }
    }
}
