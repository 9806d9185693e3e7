package dev.costate.compiler.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;

/**
 * Lists every package once: the JDK and the class path of a program that runs stay as they are, and javac asks for the
 * same packages each time, which takes it as long as a small class does.
 */
final class KnownFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    /** What is asked for. */
    private record Packages(
            JavaFileManager.Location location, String name, Set<JavaFileObject.Kind> kinds, boolean recurse) {}

    private final Map<Packages, List<JavaFileObject>> files = new HashMap<>();
    /** Of the files above. */
    private final IdentityHashMap<JavaFileObject, String> names = new IdentityHashMap<>();

    KnownFiles(StandardJavaFileManager standard) {
        super(standard);
    }

    @Override
    public List<JavaFileObject> list(
            JavaFileManager.Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
            throws IOException {
        Packages packages = new Packages(location, packageName, new TreeSet<>(kinds), recurse);
        List<JavaFileObject> known = files.get(packages);
        if (known == null) {
            known = new ArrayList<>();
            for (JavaFileObject file : super.list(location, packageName, kinds, recurse)) {
                known.add(file);
                names.put(file, super.inferBinaryName(location, file));
            }
            files.put(packages, known);
        }
        return known;
    }

    @Override
    public String inferBinaryName(JavaFileManager.Location location, JavaFileObject file) {
        String known = names.get(file);
        return known == null ? super.inferBinaryName(location, file) : known;
    }
}
