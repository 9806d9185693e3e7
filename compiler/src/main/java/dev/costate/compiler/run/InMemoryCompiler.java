package dev.costate.compiler.run;

import dev.costate.compiler.emit.JavaSource;
import dev.costate.runtime.DifferentiableFunction;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles Java files with the JDK's compiler and loads the classes, all in memory. One file manager serves the whole
 * process, one compilation after the other: opening the JDK's and the class path's archives takes longer than a model.
 * Of the JDK they may use the module {@code java.base}, as generated classes do; javac would look at all others, too.
 */
public final class InMemoryCompiler {
    /**
     * Each compilation with names of its own: by default, javac keeps those of all that this process has compiled, and
     * takes longer for each. To others than ours the option means nothing.
     */
    private static final String OWN_NAMES = "-XDuseUnsharedTable";

    private static @Nullable KnownFiles files;

    private InMemoryCompiler() {}

    /**
     * The class files, by qualified name.
     *
     * @param options more options for javac, such as {@code -Xlint:all}
     * @throws IllegalStateException if there is no compiler (a JRE), or it rejects the sources
     */
    public static synchronized Map<String, byte[]> compile(List<JavaSource> sources, List<String> options) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalStateException("no Java compiler: compiling in memory needs a JDK, this is a JRE");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        if (files == null) {
            files = new KnownFiles(javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8));
        }
        Output output = new Output(files);
        List<String> all = new ArrayList<>(
                List.of("-proc:none", OWN_NAMES, "--limit-modules", "java.base", "-classpath", classPath()));
        all.addAll(options);
        List<Input> inputs = sources.stream().map(Input::new).toList();
        boolean compiled =
                javac.getTask(null, output, diagnostics, all, null, inputs).call();
        if (!compiled) {
            throw new IllegalStateException(message(diagnostics));
        }
        return output.classes();
    }

    /** Compiles the sources and loads the first one's class, with a loader of its own. */
    public static Class<?> load(List<JavaSource> sources) {
        return classes(sources, List.of()).load(sources.get(0));
    }

    /**
     * Compiles the sources; their classes share a loader.
     *
     * @param options as for {@link #compile}
     */
    public static Classes classes(List<JavaSource> sources, List<String> options) {
        Map<String, byte[]> files = compile(sources, options);
        return new Classes(files, new Loader(files, InMemoryCompiler.class.getClassLoader()));
    }

    /**
     * Classes that were compiled together.
     *
     * @param files the class files, by qualified name
     */
    public record Classes(Map<String, byte[]> files, ClassLoader loader) {
        /** The class of a source among them. */
        public Class<?> load(JavaSource source) {
            try {
                return Class.forName(source.qualifiedName(), true, loader);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("javac made no class of " + source.path(), e);
            }
        }
    }

    private static String message(DiagnosticCollector<JavaFileObject> diagnostics) {
        StringBuilder text = new StringBuilder("javac rejects the generated code:");
        for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
            text.append('\n').append(diagnostic);
        }
        return text.toString();
    }

    /** Where the runtime is, as well as what the program has been started with. */
    private static String classPath() {
        String path = System.getProperty("java.class.path", "");
        CodeSource source = DifferentiableFunction.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return path;
        }
        String runtime = Path.of(uri(source.getLocation())).toString();
        return path.isEmpty() ? runtime : runtime + File.pathSeparator + path;
    }

    private static URI uri(URL location) {
        try {
            return location.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the runtime's place is no URI: " + location, e);
        }
    }

    private static final class Input extends SimpleJavaFileObject {
        private final JavaSource source;

        Input(JavaSource source) {
            super(URI.create("memory:///" + encoded(source.path())), Kind.SOURCE);
            this.source = source;
        }

        private static String encoded(String path) {
            return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/");
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE && simpleName.equals(source.className());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }

    private static final class Output extends ForwardingJavaFileManager<KnownFiles> {
        private final Map<String, ByteArrayOutputStream> files = new TreeMap<>();

        Output(KnownFiles known) {
            super(known);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new TreeMap<>();
            files.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return Collections.unmodifiableMap(classes);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String className,
                JavaFileObject.Kind kind,
                @Nullable FileObject sibling) {
            String path = URLEncoder.encode(className, StandardCharsets.UTF_8);
            return new SimpleJavaFileObject(URI.create("memory:///" + path + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    files.put(className, bytes);
                    return bytes;
                }
            };
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes, @Nullable ClassLoader parent) {
            super(parent);
            this.classes = classes;
        }

        /** Its own classes before any of the same name that the program has. */
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null && classes.containsKey(name) ? findClass(name) : super.loadClass(name, resolve);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
