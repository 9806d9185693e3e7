package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model of the folder {@code models} and the text beside it, which gives the inputs ({@code x = 1 2}, dims among
 * them) and what was computed of them by other means: outputs ({@code loss : 3}) and gradients ({@code gradient of loss
 * / x : 4 5}).
 *
 * @param differences whether the derivatives can be had from differences of values at this point
 */
public record Corpus(
        SourceFile source, Map<String, double[]> inputs, Map<String, double[]> expected, boolean differences) {
    private static final Path FOLDER = Path.of("src/test/resources/models");

    /** All models, by name. */
    public static Map<String, Corpus> all() {
        Map<String, Corpus> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".model"))
                    .map(file -> file.substring(0, file.length() - ".model".length()))
                    .sorted()
                    .forEach(name -> all.put(name, read(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Corpus read(String name) {
        return read(FOLDER, name);
    }

    /** A model of another folder. */
    public static Corpus read(Path folder, String name) {
        try {
            String text = Files.readString(folder.resolve(name + ".model"));
            List<String> lines = Files.readAllLines(folder.resolve(name + ".txt"));
            boolean differences = lines.stream().noneMatch(line -> line.startsWith("# no differences"));
            return new Corpus(
                    new SourceFile(name + ".model", text),
                    assignments(lines, " ="),
                    assignments(lines, " :"),
                    differences);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, double[]> assignments(List<String> lines, String sign) {
        Map<String, double[]> result = new LinkedHashMap<>();
        for (String line : lines) {
            int at = line.startsWith("#") ? -1 : line.indexOf(sign);
            if (at >= 0) {
                String values = line.substring(at + sign.length()).strip();
                result.put(line.substring(0, at), values.isEmpty() ? new double[0] : numbers(values));
            }
        }
        return result;
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Those of the inputs that are dims of the model. */
    public Map<String, Integer> dims(Model model) {
        Map<String, Integer> dims = new LinkedHashMap<>();
        for (Model.Dimension dim : model.dims()) {
            if (dim.given()) {
                dims.put(dim.dim().name(), (int)
                        requireNonNull(inputs.get(dim.dim().name()))[0]);
            }
        }
        return dims;
    }

    /** Those of the inputs that are params and data of the model. */
    public Map<String, double[]> arrays(Model model) {
        Map<String, double[]> arrays = new LinkedHashMap<>(inputs);
        arrays.keySet().removeAll(dims(model).keySet());
        return arrays;
    }
}
