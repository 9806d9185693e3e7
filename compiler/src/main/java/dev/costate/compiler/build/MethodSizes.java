package dev.costate.compiler.build;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sizes of the methods of class files. HotSpot interprets a method of more than {@value #JIT_LIMIT} bytes for ever,
 * some fifty times slower, unless it runs with {@code -XX:-DontCompileHugeMethods}.
 */
public final class MethodSizes {
    /** The most bytes of code that HotSpot compiles. */
    public static final int JIT_LIMIT = 8000;

    private static final int MAGIC = 0xCAFEBABE;

    private MethodSizes() {}

    /** A method and how many bytes its code has. */
    public record Method(String className, String name, int bytes) {}

    /**
     * The methods that no JIT compiles, of classes that were generated into an output folder.
     *
     * @param output the folder of the Java sources, as it was given to {@link IncrementalBuild}
     * @param classes the folder where javac put the classes
     */
    public static List<Method> tooLarge(Path output, Path classes) throws IOException {
        List<Method> found = new ArrayList<>();
        for (String source : IncrementalBuild.filesIn(output)) {
            Path outer = classes.resolve(source.substring(0, source.length() - ".java".length()) + ".class");
            for (Path file : withNested(outer)) {
                try (InputStream in = Files.newInputStream(file)) {
                    of(in).stream().filter(m -> m.bytes() > JIT_LIMIT).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static List<Path> withNested(Path outer) throws IOException {
        Path folder = outer.getParent();
        Path name = outer.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        String file = name.toString();
        String nested = file.substring(0, file.length() - ".class".length()) + "$";
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> {
                        String candidate = String.valueOf(f.getFileName());
                        return candidate.equals(file) || (candidate.startsWith(nested) && candidate.endsWith(".class"));
                    })
                    .sorted()
                    .toList();
        }
    }

    /** The methods with code of one class file (JVMS 4). */
    public static List<Method> of(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.skipNBytes(4);
        Constants constants = Constants.read(in);
        in.skipNBytes(2);
        String className = constants.className(in.readUnsignedShort()).replace('/', '.');
        in.skipNBytes(2);
        in.skipNBytes(2L * in.readUnsignedShort());
        members(in, constants, className); // the fields
        return members(in, constants, className);
    }

    private static List<Method> members(DataInputStream in, Constants constants, String className) throws IOException {
        List<Method> methods = new ArrayList<>();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.skipNBytes(2);
            String name = constants.text(in.readUnsignedShort());
            in.skipNBytes(2);
            int attributes = in.readUnsignedShort();
            for (int k = 0; k < attributes; k++) {
                String attribute = constants.text(in.readUnsignedShort());
                long length = Integer.toUnsignedLong(in.readInt());
                if (attribute.equals("Code")) {
                    in.skipNBytes(4);
                    methods.add(new Method(className, name, in.readInt()));
                    length -= 8;
                }
                in.skipNBytes(length);
            }
        }
        return methods;
    }

    /** The constant pool, as far as names need it. */
    private static final class Constants {
        private final String[] texts;
        private final int[] classes;

        private Constants(int count) {
            this.texts = new String[count];
            this.classes = new int[count];
        }

        static Constants read(DataInputStream in) throws IOException {
            int count = in.readUnsignedShort();
            Constants constants = new Constants(count);
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> constants.texts[i] = in.readUTF();
                    case 7 -> constants.classes[i] = in.readUnsignedShort();
                    case 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        i++; // a long or double counts twice
                    }
                    default -> throw new IOException("unknown constant " + tag);
                }
            }
            return constants;
        }

        String text(int index) {
            return texts[index];
        }

        String className(int index) {
            return texts[classes[index]];
        }
    }
}
