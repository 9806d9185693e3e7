package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.function.IntFunction;

/** Inputs of random numbers between 0 and 1, always the same. */
final class Examples {
    private final Random random = new Random(1);
    private final ObjectNode input = JsonNodeFactory.instance.objectNode();

    /** Adds a number. */
    Examples number(String name, double value) {
        input.put(name, value);
        return this;
    }

    /** Adds an integer. */
    Examples integer(String name, int value) {
        input.put(name, value);
        return this;
    }

    /** Adds random numbers. */
    Examples array(String name, int... shape) {
        input.set(name, filled(0, shape, k -> random.nextDouble()));
        return this;
    }

    /** Adds random integers from 0 to below a bound. */
    Examples below(String name, int bound, int... shape) {
        input.set(name, filled(0, shape, k -> random.nextInt(bound)));
        return this;
    }

    /** Adds an object. */
    Examples object(String name, Examples fields) {
        input.set(name, fields.input);
        return this;
    }

    private static ArrayNode filled(int axis, int[] shape, IntFunction<Number> number) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int k = 0; k < shape[axis]; k++) {
            if (axis + 1 < shape.length) {
                array.add(filled(axis + 1, shape, number));
            } else if (number.apply(k) instanceof Integer integer) {
                array.add(integer);
            } else {
                array.add(number.apply(k).doubleValue());
            }
        }
        return array;
    }

    JsonNode input() {
        return input;
    }
}
