package dev.costate.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The data of a model and a point in its parameters, by name: where a generated test checks derivatives. It stands in a
 * text beside the class of the test, a line for each thing, tabulators between its fields:
 *
 * <pre>
 * # what begins so is for people
 * size   N  4
 * shape  X  N × K  4 2
 * array  X  0.25 0.75 …
 * </pre>
 *
 * <p>An array is row-major and has a shape; that of a scalar is empty. Outputs have a shape only.
 */
public final class ModelPoint {
    private final String source;
    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, double[]> arrays = new LinkedHashMap<>();

    private ModelPoint(String source) {
        this.source = source;
    }

    /**
     * The point of a test, in the resource that is called as its class, with the suffix {@code .point}.
     *
     * @throws IllegalStateException if there is none, or it is damaged
     */
    public static ModelPoint of(Class<?> test) {
        String name = test.getSimpleName() + ".point";
        try (InputStream in = test.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no resource " + name + " beside the class " + test.getName());
            }
            ModelPoint point = new ModelPoint(name);
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                point.read(line);
            }
            return point;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        String[] fields = line.split("\t", -1);
        try {
            switch (fields[0]) {
                case "size" -> sizes.put(fields[1], Integer.valueOf(fields[2]));
                case "shape" -> {
                    int[] axes = words(fields[3]).mapToInt(Integer::parseInt).toArray();
                    shapes.put(fields[1], Shape.of(fields[2], axes));
                }
                case "array" ->
                    arrays.put(
                            fields[1],
                            words(fields[2]).mapToDouble(Double::parseDouble).toArray());
                default -> {
                    if (!line.startsWith("#")) {
                        throw damaged(line);
                    }
                }
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw damaged(line);
        }
    }

    private IllegalStateException damaged(String line) {
        return new IllegalStateException(source + " is damaged: " + line);
    }

    private static Stream<String> words(String field) {
        return field.isEmpty() ? Stream.empty() : Arrays.stream(field.split(" ", -1));
    }

    /** The sizes, by name. */
    public Map<String, Integer> sizes() {
        return Collections.unmodifiableMap(sizes);
    }

    /** One of the sizes. */
    public int size(String name) {
        return found(sizes, name);
    }

    /** The numbers of these arrays, one after the other; a new array. */
    public double[] reals(String... names) {
        List<double[]> parts = new ArrayList<>();
        for (String name : names) {
            parts.add(found(arrays, name));
        }
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** The number of a scalar. */
    public double real(String name) {
        return reals(name)[0];
    }

    /** The numbers of an array of integers; a new array. */
    public int[] integers(String name) {
        return Arrays.stream(found(arrays, name)).mapToInt(value -> (int) value).toArray();
    }

    /** The number of an integer scalar. */
    public int integer(String name) {
        return integers(name)[0];
    }

    /** A layout of these arrays, one after the other. */
    public ParameterLayout layout(String... names) {
        ParameterLayout.Builder layout = ParameterLayout.builder();
        for (String name : names) {
            layout.add(name, found(shapes, name));
        }
        return layout.build();
    }

    private <T> T found(Map<String, T> all, String name) {
        T value = all.get(name);
        if (value == null) {
            throw new IllegalStateException(source + " has no " + name + "; it has " + String.join(", ", all.keySet()));
        }
        return value;
    }
}
