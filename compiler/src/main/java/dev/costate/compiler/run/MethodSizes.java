package dev.costate.compiler.run;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How large the methods of compiled classes are. HotSpot leaves methods above {@link #LIMIT} bytes of bytecode to the
 * interpreter, for ever.
 */
public final class MethodSizes {
    /** The most bytes a method may have to be compiled by the JIT. */
    public static final int LIMIT = 8000;

    /** A method and the length of its bytecode. */
    public record Method(String className, String name, int bytes) {
        @Override
        public String toString() {
            return className + "." + name + ": " + bytes + " bytes";
        }
    }

    private static final int UTF8 = 1;

    private MethodSizes() {}

    /** The largest method of the class files, one of no bytes if there is none. */
    public static Method largest(Collection<byte[]> classFiles) {
        Method largest = new Method("", "", 0);
        for (byte[] classFile : classFiles) {
            Method candidate = largest(classFile);
            if (candidate.bytes() > largest.bytes()) {
                largest = candidate;
            }
        }
        return largest;
    }

    /** The largest method of a class file. */
    public static Method largest(byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            in.readInt();
            in.readInt();
            Map<Integer, String> texts = new LinkedHashMap<>();
            Map<Integer, Integer> classes = new LinkedHashMap<>();
            readConstants(in, texts, classes);
            in.readUnsignedShort();
            int self = in.readUnsignedShort();
            String name = texts.getOrDefault(classes.getOrDefault(self, 0), "?").replace('/', '.');
            in.readUnsignedShort();
            in.skipNBytes(2L * in.readUnsignedShort());
            members(in, texts, name);
            return members(in, texts, name);
        } catch (IOException e) {
            throw new UncheckedIOException("no class file", e);
        }
    }

    private static void readConstants(DataInputStream in, Map<Integer, String> texts, Map<Integer, Integer> classes)
            throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts.put(i, in.readUTF());
                case 7 -> classes.put(i, in.readUnsignedShort());
                case 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> in.skipNBytes(4);
            }
        }
    }

    /** Reads fields or methods; the one with the longest code. */
    private static Method members(DataInputStream in, Map<Integer, String> texts, String className) throws IOException {
        Method largest = new Method(className, "", 0);
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.readUnsignedShort();
            String name = texts.getOrDefault(in.readUnsignedShort(), "?");
            in.readUnsignedShort();
            int attributes = in.readUnsignedShort();
            for (int k = 0; k < attributes; k++) {
                String attribute = texts.getOrDefault(in.readUnsignedShort(), "?");
                long length = Integer.toUnsignedLong(in.readInt());
                if (attribute.equals("Code")) {
                    in.readInt();
                    int code = in.readInt();
                    in.skipNBytes(length - 8);
                    largest = code > largest.bytes() ? new Method(className, name, code) : largest;
                } else {
                    in.skipNBytes(length);
                }
            }
        }
        return largest;
    }
}
