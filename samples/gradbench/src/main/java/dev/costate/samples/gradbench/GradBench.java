package dev.costate.samples.gradbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Speaks GradBench's protocol: a message is a line of JSON on standard input, its answer one on standard output. */
public final class GradBench {
    private static final String TOOL = "costate";
    /** How long each function runs before anything is timed. */
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private static final Map<String, Eval> EVALS = Map.of(
            "hello", new HelloEval(),
            "gmm", new GmmEval(),
            "ba", new BundleEval(),
            "lstm", new LstmEval(),
            "ht", new HandEval(),
            "kmeans", new KMeansEval(),
            "lse", new LogSumExpEval(),
            "det", new DeterminantEval(),
            "llsq", new LeastSquaresEval(),
            "ode", new OdeEval());

    private final ObjectMapper json = new ObjectMapper();
    private final Duration warmUp;

    private GradBench(Duration warmUp) {
        this.warmUp = warmUp;
    }

    /** Answers messages until the end of standard input; takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        answer(
                new InputStreamReader(System.in, StandardCharsets.UTF_8),
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                WARM_UP);
    }

    /** Answers each line of the messages by one line. */
    static void answer(Reader messages, PrintStream answers, Duration warmUp) throws IOException {
        GradBench tool = new GradBench(warmUp);
        BufferedReader lines = new BufferedReader(messages);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(tool.answer(line));
            answers.flush();
        }
    }

    private String answer(String line) throws JsonProcessingException {
        ObjectNode answer = json.createObjectNode();
        JsonNode message;
        try {
            message = json.readTree(line);
        } catch (JsonProcessingException e) {
            answer.put("success", false).put("error", "no JSON: " + e.getOriginalMessage());
            return json.writeValueAsString(answer);
        }
        answer.set("id", message.path("id"));
        switch (message.path("kind").asText()) {
            case "start" -> answer.put("tool", TOOL);
            case "define" -> answer.put("success", define(message.path("module").asText()));
            case "evaluate" -> evaluate(message, answer);
            default -> {
                // Other messages want to be confirmed only.
            }
        }
        return json.writeValueAsString(answer);
    }

    private boolean define(String module) {
        Eval eval = EVALS.get(module);
        if (eval == null) {
            return false;
        }
        JsonNode example = eval.example();
        for (Function<JsonNode, Workload> function : new TreeMap<>(eval.functions()).values()) {
            Workload workload = function.apply(example);
            long start = System.nanoTime();
            do {
                workload.run().run();
            } while (System.nanoTime() - start < warmUp.toNanos());
        }
        return true;
    }

    /** What is wrong with an input is told to who sent it. */
    private void evaluate(JsonNode message, ObjectNode answer) {
        try {
            Workload workload = workload(message);
            ArrayNode timings = timings(workload.run(), message.path("input"));
            answer.put("success", true);
            answer.set("output", json.valueToTree(workload.output().get()));
            answer.set("timings", timings);
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            answer.put("success", false);
            answer.put("error", e.getMessage());
        }
    }

    private static Workload workload(JsonNode message) {
        Eval eval = EVALS.get(message.path("module").asText());
        if (eval == null) {
            throw new IllegalArgumentException("there is no module " + message.path("module"));
        }
        Function<JsonNode, Workload> function =
                eval.functions().get(message.path("function").asText());
        if (function == null) {
            throw new IllegalArgumentException("there is no function " + message.path("function") + " of "
                    + message.path("module") + "; there are "
                    + new TreeSet<>(eval.functions().keySet()));
        }
        return function.apply(message.path("input"));
    }

    /**
     * Runs until both the least number of runs and the least time are reached; times are of runs alone. An input that
     * is no object says nothing of them, and is run once.
     */
    private ArrayNode timings(Runnable run, JsonNode input) {
        int runs = input.path("min_runs").asInt(1);
        double nanos = input.isObject() ? 1e9 * input.path("min_seconds").asDouble(1) : 0;
        ArrayNode timings = json.createArrayNode();
        long sum = 0;
        while (timings.size() < runs || sum < nanos) {
            long start = System.nanoTime();
            run.run();
            long time = System.nanoTime() - start;
            sum += time;
            timings.addObject().put("name", "evaluate").put("nanoseconds", time);
        }
        return timings;
    }
}
