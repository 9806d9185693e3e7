package dev.costate.compiler.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value: a number, arrays nested by axis, or {@code {"shape": [2, 2], "values": …}}. Reads on from token to
 * token and keeps nothing but the elements.
 */
final class ArrayReader {
    /** The length of an axis that no row has shown yet. */
    private static final int UNKNOWN = -1;

    private final JsonParser json;
    private final String name;
    private final ArrayValue.Builder elements = new ArrayValue.Builder();
    private final List<Integer> lengths = new ArrayList<>();
    private boolean leaves;

    private ArrayReader(JsonParser json, String name) {
        this.json = json;
        this.name = name;
    }

    /** The value that the parser stands at; it then stands at the last token of the value. */
    static ArrayValue read(JsonParser json, String name) throws IOException, DataException {
        return json.currentToken() == JsonToken.START_OBJECT
                ? new ArrayReader(json, name).shaped()
                : new ArrayReader(json, name).nested();
    }

    private ArrayValue nested() throws IOException, DataException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            rows();
        } else {
            number();
        }
        return elements.build(new ArrayShape(
                lengths.stream().mapToLong(n -> n == UNKNOWN ? 0 : n).toArray()));
    }

    /** Reads nested arrays. A loop over tokens, since their depth is the user's choice. */
    private void rows() throws IOException, DataException {
        List<Integer> counts = new ArrayList<>();
        JsonToken token = json.currentToken();
        while (true) {
            if (token == JsonToken.START_ARRAY) {
                count(counts);
                counts.add(0);
                descend(counts.size());
            } else if (token == JsonToken.END_ARRAY) {
                int depth = counts.size();
                int length = counts.remove(depth - 1);
                check(depth, length);
                if (counts.isEmpty()) {
                    return;
                }
            } else {
                count(counts);
                number(counts.size());
            }
            token = json.nextToken();
        }
    }

    private static void count(List<Integer> counts) {
        if (!counts.isEmpty()) {
            int last = counts.size() - 1;
            counts.set(last, counts.get(last) + 1);
        }
    }

    private void descend(int depth) throws DataException {
        if (lengths.size() < depth) {
            if (leaves || (depth > 1 && lengths.get(depth - 2) != UNKNOWN)) {
                throw ragged("an array stands beside what has none at that depth");
            }
            lengths.add(UNKNOWN);
        }
    }

    private void check(int depth, int length) throws DataException {
        int expected = lengths.get(depth - 1);
        if (expected == UNKNOWN) {
            lengths.set(depth - 1, length);
        } else if (expected != length) {
            throw ragged("on axis " + (depth - 1) + " there are rows of " + expected + " and of " + length);
        }
        if (depth == lengths.size()) {
            leaves = true;
        }
    }

    private void number(int depth) throws IOException, DataException {
        if (depth != lengths.size()) {
            throw ragged("a number stands beside an array");
        }
        leaves = true;
        number();
    }

    private void number() throws IOException, DataException {
        try {
            elements.add(NumberText.real(json));
        } catch (DataException e) {
            throw new DataException("'" + name + "', " + e.getMessage());
        }
    }

    private DataException ragged(String how) {
        var place = json.currentTokenLocation();
        return new DataException("'" + name + "', line " + place.getLineNr() + ", column " + place.getColumnNr()
                + ": the array is ragged: " + how);
    }

    private ArrayValue shaped() throws IOException, DataException {
        ArrayShape shape = null;
        ArrayValue values = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "shape" -> shape = shape();
                case "values" -> values = new ArrayReader(json, name).nested();
                default ->
                    throw NumberText.at(
                            json,
                            "'" + name + "' has the unknown key \"" + key + "\"; known are \"shape\" and \"values\"");
            }
        }
        return combine(shape, values);
    }

    private ArrayValue combine(@Nullable ArrayShape shape, @Nullable ArrayValue values) throws DataException {
        if (shape == null || values == null) {
            throw new DataException(
                    "'" + name + "' lacks " + (shape == null ? "\"shape\"" : "\"values\"") + "; an object has both");
        }
        boolean flat = values.shape().rank() == 1 && values.shape().axis(0) == shape.size();
        if (!flat && !values.shape().equals(shape)) {
            throw new DataException("'" + name + "': \"shape\" says " + shape + ", but \"values\" has "
                    + values.shape().described());
        }
        return new ArrayValue(shape, values.elements());
    }

    private ArrayShape shape() throws IOException, DataException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw NumberText.at(json, "'" + name + "': \"shape\" is an array of sizes");
        }
        List<Long> axes = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            long size = NumberText.integer(json);
            if (size < 0) {
                throw NumberText.at(json, "'" + name + "': no axis is " + size + " long");
            }
            axes.add(size);
        }
        return new ArrayShape(axes.stream().mapToLong(n -> n).toArray());
    }
}
