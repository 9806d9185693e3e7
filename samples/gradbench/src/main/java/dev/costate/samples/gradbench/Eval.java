package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;

/** A module of GradBench: a program and its derivative. */
interface Eval {
    /** The functions by name, each of which takes the input of a workload. */
    Map<String, Function<JsonNode, Workload>> functions();

    /** An input of moderate size, for the virtual machine to compile what it runs before anything is timed. */
    JsonNode example();
}
