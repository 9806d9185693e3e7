package dev.costate.compiler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Inputs as JSON, arrays nested by axis, held against a model: what its dims are, and the elements of each input,
 * row-major.
 */
public record JsonInput(Map<String, Integer> dims, Map<String, double[]> arrays) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The content of a file. */
    public static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    /**
     * Binds.
     *
     * @param given what {@code costate eval} reads: an object with {@code inputs} and, where need be, {@code dims}
     */
    public static JsonInput of(Model model, JsonNode given) {
        JsonInput input = new JsonInput(new LinkedHashMap<>(), new LinkedHashMap<>());
        given.path("dims")
                .properties()
                .forEach(d -> input.dims.put(d.getKey(), d.getValue().intValue()));
        given.get("inputs").properties().forEach(entry -> {
            Tensor tensor = model.inputs().stream()
                    .filter(t -> t.name().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(model.name() + " has no input " + entry.getKey()));
            input.sizes(tensor, entry.getValue());
            input.arrays.put(tensor.name(), numbers(entry.getValue()));
        });
        return input;
    }

    private void sizes(Tensor tensor, JsonNode array) {
        JsonNode part = array;
        for (var axis : tensor.shape()) {
            if (axis.asAtom() instanceof Atom.Dim dim) {
                Integer before = dims.putIfAbsent(dim.name(), part.size());
                assertThat(before).as("%s: %s", tensor, dim.name()).isIn(null, part.size());
            }
            part = part.path(0);
        }
        assertThat(part.isContainerNode()).as("more axes than %s has", tensor).isFalse();
    }

    /** The numbers of nested arrays, the last axis changing fastest. */
    public static double[] numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        collect(array, numbers);
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode array, List<Double> numbers) {
        if (array.isArray()) {
            array.forEach(part -> collect(part, numbers));
        } else {
            numbers.add(array.isTextual() ? Double.parseDouble(array.textValue()) : array.doubleValue());
        }
    }
}
