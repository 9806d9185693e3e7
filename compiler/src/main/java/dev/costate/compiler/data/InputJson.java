package dev.costate.compiler.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The data for one evaluation, as it stands in the file: nothing is held against the model yet.
 *
 * @param dims the sizes that are given by name
 * @param inputs data and params
 * @param vectors the directions, by clause or output, then by input
 * @param seeds the seeds, by clause or output
 * @param unconstrained the free numbers of all params in place of their inputs, by param
 * @param seed that of the noise, if it is given
 * @param surplus the names of inputs that the model does not have
 */
public record InputJson(
        Map<String, Long> dims,
        Map<String, ArrayValue> inputs,
        Map<String, Map<String, ArrayValue>> vectors,
        Map<String, ArrayValue> seeds,
        Unconstrained unconstrained,
        List<Long> seed,
        Set<String> surplus) {
    /** The free numbers, if they are given. */
    static final class Unconstrained {
        private final Map<String, ArrayValue> values = new LinkedHashMap<>();
        private boolean given;

        boolean isGiven() {
            return given;
        }

        Map<String, ArrayValue> values() {
            return values;
        }
    }

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads one value into a map. */
    private interface Entry {
        void read(JsonParser json, String key) throws IOException, DataException;
    }

    /** What a file would hold with these sizes and inputs. */
    static InputJson of(Map<String, Long> dims, Map<String, ArrayValue> inputs) {
        return new InputJson(dims, inputs, Map.of(), Map.of(), new Unconstrained(), List.of(), Set.of());
    }

    /** Reads the data for a model; of what is no input of it only the name is read. */
    public static InputJson read(InputStream in, Model model) throws IOException, DataException {
        Set<String> names = model.inputs().stream()
                .filter(t -> t.role() != Tensor.Role.CONST)
                .map(Tensor::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return read(in, names::contains);
    }

    /**
     * Reads data.
     *
     * @param known whether the model has an input of a name; of others only the name is read
     */
    public static InputJson read(InputStream in, Predicate<String> known) throws IOException, DataException {
        InputJson input = new InputJson(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new Unconstrained(),
                new ArrayList<>(),
                new LinkedHashSet<>());
        try (JsonParser json = JSON.createParser(in)) {
            json.nextToken();
            entries(json, "the input", (j, key) -> input.section(j, key, known));
            if (json.nextToken() != null) {
                throw NumberText.at(json, "there is more after the end of the object");
            }
            return input;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
            throw new DataException(where + wrong(e));
        }
    }

    /** What is wrong, without what only those need who know the library that reads. */
    private static String wrong(JsonProcessingException problem) {
        if (problem instanceof JsonEOFException) {
            return "the file ends here, within the input: something is not closed";
        }
        if (problem instanceof StreamConstraintsException) {
            return "this is nested deeper, or a number or name is longer, than any input needs";
        }
        return "this is no JSON: " + problem.getOriginalMessage();
    }

    private void section(JsonParser json, String key, Predicate<String> known) throws IOException, DataException {
        switch (key) {
            case "dims" -> entries(json, "\"dims\"", (j, name) -> dims.put(name, size(j, name)));
            case "inputs" -> entries(json, "\"inputs\"", (j, name) -> input(j, name, known));
            case "unconstrained" -> {
                unconstrained.given = true;
                entries(json, "\"unconstrained\"", (j, name) -> free(j, name, known));
            }
            case "seed" -> seed.add(NumberText.integer(json));
            case "seeds" -> entries(json, "\"seeds\"", (j, name) -> seeds.put(name, ArrayReader.read(j, name)));
            case "vectors" ->
                entries(json, "\"vectors\"", (j, name) -> {
                    Map<String, ArrayValue> vector = vectors.computeIfAbsent(name, n -> new LinkedHashMap<>());
                    entries(j, "\"" + name + "\"", (k, wrt) -> vector.put(wrt, ArrayReader.read(k, wrt)));
                });
            default ->
                throw NumberText.at(
                        json,
                        "unknown key \"" + key
                                + "\"; known are \"dims\", \"inputs\", \"unconstrained\", \"vectors\", \"seeds\" and"
                                + " \"seed\"");
        }
    }

    private void input(JsonParser json, String name, Predicate<String> known) throws IOException, DataException {
        if (known.test(name)) {
            inputs.put(name, ArrayReader.read(json, name));
        } else {
            surplus.add(name);
            json.skipChildren();
        }
    }

    private void free(JsonParser json, String name, Predicate<String> known) throws IOException, DataException {
        if (known.test(name)) {
            unconstrained.values.put(name, ArrayReader.read(json, name));
        } else {
            surplus.add(name);
            json.skipChildren();
        }
    }

    private static long size(JsonParser json, String name) throws IOException, DataException {
        try {
            return NumberText.integer(json);
        } catch (DataException e) {
            throw new DataException("dim '" + name + "', " + e.getMessage());
        }
    }

    private static void entries(JsonParser json, String what, Entry entry) throws IOException, DataException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw json.currentToken() == null
                    ? new DataException("the input is empty; an object is expected")
                    : NumberText.at(json, what + " must be an object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            entry.read(json, key);
        }
    }
}
