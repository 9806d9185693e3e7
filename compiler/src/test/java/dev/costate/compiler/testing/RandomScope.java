package dev.costate.compiler.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What an expression of a random model may use besides the arrays that are done.
 *
 * @param indices each with the dim that its values are subscripts of
 * @param own reads of earlier elements of the array that is being defined
 */
record RandomScope(Map<String, String> indices, List<Supplier<String>> own) {
    static RandomScope of(Map<String, String> indices) {
        return new RandomScope(indices, List.of());
    }

    RandomScope with(String index, String dim) {
        Map<String, String> more = new LinkedHashMap<>(indices);
        more.put(index, dim);
        return new RandomScope(more, own);
    }

    RandomScope reading(List<Supplier<String>> reads) {
        return new RandomScope(indices, reads);
    }

    /** The indices over a dim. */
    List<String> over(String dim) {
        List<String> fitting = new ArrayList<>();
        indices.forEach((index, its) -> {
            if (its.equals(dim)) {
                fitting.add(index);
            }
        });
        return fitting;
    }

    /** Some read of an earlier element. */
    String own(Random random) {
        return own.get(random.nextInt(own.size())).get();
    }
}
