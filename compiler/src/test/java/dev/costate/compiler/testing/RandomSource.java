package dev.costate.compiler.testing;

import java.util.Map;

/** A valid model that was made from a seed, with sizes and inputs for it. */
public interface RandomSource {
    /** The text of the model, which is called R. */
    String text();

    /** The value of each dim that is given; others may be among them. */
    Map<String, Integer> dims();

    /** The elements of each input, row-major. */
    Map<String, double[]> inputs();

    /** One of given text. */
    record Of(String text, Map<String, Integer> dims, Map<String, double[]> inputs) implements RandomSource {}
}
