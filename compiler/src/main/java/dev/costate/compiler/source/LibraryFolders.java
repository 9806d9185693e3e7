package dev.costate.compiler.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks for libraries beside the file that imports them, then below the source roots, then in the library folders and
 * jars, then along the class path, and last among the compiler's own. The library {@code com.acme.Name} is
 * {@code com/acme/Name.model} below any of these, and also where the importing file itself lies below a folder
 * {@code com}. What is in a jar imports from that jar first.
 */
public final class LibraryFolders implements LibraryFinder {
    private static final String BESIDE = "beside this file";

    private final List<LibraryPlace> places = new ArrayList<>();
    private final Map<String, LibraryJar> jars = new LinkedHashMap<>();
    private final @Nullable Path base;

    /**
     * @param roots the source roots
     * @param libraries folders and jars with libraries
     * @param base the folder that the names of files in diagnostics are relative to, or null if these are whole paths
     */
    public LibraryFolders(Collection<Path> roots, Collection<Path> libraries, @Nullable Path base) {
        this(roots, libraries, List.of(), base);
    }

    /**
     * @param roots the source roots
     * @param libraries folders and jars with libraries
     * @param classPath folders and jars that may hold libraries beside classes; other files are passed over
     * @param base the folder that the names of files in diagnostics are relative to, or null if these are whole paths
     */
    public LibraryFolders(
            Collection<Path> roots, Collection<Path> libraries, Collection<Path> classPath, @Nullable Path base) {
        this.base = base;
        roots.forEach(root -> places.add(folder(root, "in " + name(root))));
        libraries.forEach(library -> add(library, "in " + name(library)));
        classPath.forEach(entry -> add(entry, "on the class path"));
    }

    private void add(Path path, String text) {
        if (LibraryJar.isJar(path)) {
            LibraryJar jar = new LibraryJar(path);
            jars.putIfAbsent(jar.prefix(), jar);
            places.add(new LibraryPlace.InJar(jar, "", text));
        } else if (!Files.isRegularFile(path)) {
            places.add(folder(path, text));
        }
    }

    private LibraryPlace.Folder folder(Path path, String text) {
        return new LibraryPlace.Folder(path.normalize(), text, this::name);
    }

    /** Why a path is neither a folder nor a jar that libraries can be in, or null if it is one. */
    public static @Nullable String problem(Path path) {
        if (LibraryJar.isJar(path)) {
            return new LibraryJar(path).problem();
        }
        return Files.isDirectory(path) ? null : "there is no such folder or jar";
    }

    @Override
    public @Nullable Library find(SourceFile importer, List<String> name) {
        String path = String.join("/", name) + LibraryPlace.SUFFIX;
        for (LibraryPlace place : near(importer, name)) {
            Library library = place.find(path);
            if (library != null) {
                return library;
            }
        }
        return OWN.find(importer, name);
    }

    @Override
    public List<String> places(SourceFile importer, List<String> name) {
        Set<String> texts = new LinkedHashSet<>();
        near(importer, name).forEach(place -> texts.add(place.text()));
        texts.addAll(OWN.places(importer, name));
        return List.copyOf(texts);
    }

    @Override
    public List<String> names(SourceFile importer, List<String> name) {
        Set<String> names = new TreeSet<>();
        List<String> folders = name.subList(0, name.size() - 1);
        String prefix = folders.stream().map(n -> n + ".").collect(Collectors.joining());
        String folder = folders.stream().map(n -> n + "/").collect(Collectors.joining());
        for (LibraryPlace place : near(importer, name)) {
            place.names(folder).forEach(n -> names.add(prefix + n));
        }
        names.addAll(OWN.names(importer, name));
        return List.copyOf(names);
    }

    /** Where a library may be, nearest first. */
    private List<LibraryPlace> near(SourceFile importer, List<String> name) {
        if (OwnLibraries.holds(importer)) {
            return List.of();
        }
        List<LibraryPlace> near = new ArrayList<>();
        Path path = importer.path();
        if (path != null) {
            near.add(folder(path.resolveSibling(""), BESIDE));
            for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
                if (name.size() > 1 && folder.endsWith(name.get(0))) {
                    Path above = folder.resolveSibling("");
                    near.add(folder(above, "in " + name(above)));
                }
            }
        }
        jars.forEach((prefix, jar) -> {
            if (path == null && importer.name().startsWith(prefix)) {
                near.addAll(near(jar, importer.name().substring(prefix.length()), name));
            }
        });
        near.addAll(places);
        return near;
    }

    /** The places in a jar that are near to one of its files. */
    private static List<LibraryPlace> near(LibraryJar jar, String importer, List<String> name) {
        List<LibraryPlace> near = new ArrayList<>();
        near.add(new LibraryPlace.InJar(jar, importer.substring(0, importer.lastIndexOf('/') + 1), BESIDE));
        String start = name.get(0) + "/";
        if (name.size() > 1 && importer.startsWith(start)) {
            near.add(new LibraryPlace.InJar(jar, "", "in the same jar"));
        }
        return near;
    }

    /** What diagnostics call a file or folder. */
    private String name(Path file) {
        Path normal = file.normalize();
        if (base == null || !normal.startsWith(base.normalize()) || normal.equals(base.normalize())) {
            return file.toString().isEmpty() ? "." : file.toString();
        }
        return StreamSupport.stream(base.normalize().relativize(normal).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }
}
