package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.JsonInput;
import dev.costate.runtime.Colouring;
import dev.costate.runtime.SparsePattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The programs of the benchmark of the field, on its workloads: what its tools agree on comes out. Long, since it reads
 * each program's own layout of its workloads.
 */
class BenchProgramsTest {
    private static final Path WORKLOADS = Path.of("src/test/resources/bench");
    private static final Path MODELS =
            Path.of("../samples/gradbench/src/main/model/dev/costate/samples/gradbench/models");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double VALUE = 1e-12;
    private static final double GRADIENT = 1e-10;

    private static final ModelCompiler.Options OPTIONS =
            ModelCompiler.Options.of("").withLibraries(new LibraryFolders(List.of(), List.of(), MODELS));

    /** By all parameters at once, of which the model of points within triangles takes two kinds apart. */
    private static final String HAND_JACOBIAN = """

            derive jacobian of objective
            """;

    /** Compiled once, used by all workloads of an eval. */
    private final Map<String, LoadedModel> models = new HashMap<>();

    @TestFactory
    List<DynamicTest> workloads() throws IOException {
        try (Stream<Path> files = Files.list(WORKLOADS)) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .sorted()
                    .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> workload(JsonInput.read(f))))
                    .toList();
        }
    }

    private void workload(JsonNode workload) {
        JsonNode input = workload.path("input");
        JsonNode functions = workload.get("functions");
        switch (workload.get("eval").textValue()) {
            case "hello" -> hello(functions);
            case "lse" -> logSumExp(bound("LogSumExp", input), functions);
            case "kmeans" -> kMeans(bound("KMeans", input), functions);
            case "gmm" -> mixture(bound("Gmm", input), functions);
            case "lstm" -> lstm(bound("Lstm", input), functions);
            case "ba" -> {
                ModelInstance model = bound("BundleAdjustment", observations(input));
                bundle(model, functions);
                bundleJacobian(model, functions);
            }
            case "ht" -> {
                ModelInstance model = input.get("us").isEmpty()
                        ? bound("HandSimple", input)
                        : bound("HandComplicated", HAND_JACOBIAN, input);
                same("objective", model.output("objective"), output(functions, "objective"), VALUE);
                handJacobian(model, functions);
            }
            default -> throw new AssertionError(workload.get("eval"));
        }
    }

    private void hello(JsonNode functions) {
        for (JsonNode point : functions.get("square")) {
            ModelInstance hello = model("Hello", "").create(Map.of()).set("x", JsonInput.numbers(point.get("input")));
            same("square", hello.output("y"), JsonInput.numbers(point.get("output")), VALUE);
        }
        for (JsonNode point : functions.get("double")) {
            ModelInstance hello = model("Hello", "").create(Map.of()).set("x", JsonInput.numbers(point.get("input")));
            double[] gradient = hello.gradient("gradient of y").get("x");
            same("double", requireNonNull(gradient), JsonInput.numbers(point.get("output")), GRADIENT);
        }
    }

    private static void logSumExp(ModelInstance model, JsonNode functions) {
        same("primal", model.output("primal"), output(functions, "primal"), VALUE);
        same(
                "gradient",
                requireNonNull(model.gradient("gradient of primal").get("x")),
                output(functions, "gradient"),
                GRADIENT);
    }

    /** The direction is the gradient divided by the diagonal of the Hessian, which is twice the number of members. */
    private static void kMeans(ModelInstance model, JsonNode functions) {
        same("cost", model.output("cost"), output(functions, "cost"), VALUE);
        double[] direction = model.gradient("gradient of cost").get("centroids");
        double[] members = model.output("members");
        int size = requireNonNull(direction).length / members.length;
        double[] diagonal = model.derivative("diagonal hessian of cost");
        double[] twice = new double[diagonal.length];
        Arrays.setAll(twice, k -> 2 * members[k / size]);
        same("diagonal", diagonal, twice, VALUE);
        Arrays.setAll(direction, k -> direction[k] / diagonal[k]);
        same("dir", direction, output(functions, "dir"), GRADIENT);
    }

    private static void mixture(ModelInstance model, JsonNode functions) {
        same("objective", model.output("objective"), output(functions, "objective"), VALUE);
        Map<String, double[]> gradient = model.gradient("gradient of objective");
        JsonNode expected = functions.get("jacobian").get("output");
        assertThat(gradient.keySet()).hasSameSizeAs(expected);
        gradient.forEach((name, part) -> same(name, part, JsonInput.numbers(expected.get(name)), GRADIENT));
    }

    private static void lstm(ModelInstance model, JsonNode functions) {
        same("objective", model.output("objective"), output(functions, "objective"), VALUE);
        double[] gradient = model.gradient("gradient of objective").values().stream()
                .flatMapToDouble(DoubleStream::of)
                .toArray();
        same("jacobian", gradient, output(functions, "jacobian"), GRADIENT);
    }

    /** All observations give the same. */
    private static void bundle(ModelInstance model, JsonNode functions) {
        JsonNode expected = functions.get("objective").get("output");
        double[] one = JsonInput.numbers(expected.get("reproj_error").get("elements"));
        double[] errors =
                new double[expected.get("reproj_error").get("repeated").intValue() * one.length];
        Arrays.setAll(errors, k -> one[k % one.length]);
        same("reproj_error", model.output("reproj_error"), errors, VALUE);
        double[] weights = new double[expected.get("w_err").get("repeated").intValue()];
        Arrays.fill(weights, expected.get("w_err").get("element").doubleValue());
        same("w_err", model.output("w_err"), weights, VALUE);
    }

    /**
     * Sampled are the first observation's rows, which every other has at columns of its own, and the last weight's. Of
     * the principal point each row has one coordinate only; the programs of the benchmark store a zero for the other.
     */
    private static void bundleJacobian(ModelInstance model, JsonNode functions) {
        JsonNode expected = functions.get("jacobian").get("output");
        double[] columns = JsonInput.numbers(expected.get("cols"));
        double[] values = JsonInput.numbers(expected.get("vals"));
        int width = values.length / 2;
        int observations = model.shape("w").get(0);
        SparsePattern pattern = model.pattern("sparse jacobian of reproj_error");
        double[] got = model.derivative("sparse jacobian of reproj_error");
        assertThat(pattern.size()).isEqualTo(2 * observations * (width - 1));
        assertThat(Colouring.ofColumns(pattern).count()).as("colours").isEqualTo(width - 1);
        for (int o = 0; o < observations; o++) {
            int camera = 11 * (o % model.shape("cams").get(0));
            int point = 3 * (o % model.shape("X").get(0));
            for (int i = 0; i < 2; i++) {
                double[] row = new double[width];
                for (int k = 0; k < width; k++) {
                    int shift = k < 11 ? camera : k < 14 ? point : o;
                    int at = pattern.indexOf(2 * o + i, (int) columns[i * width + k] + shift);
                    row[k] = at < 0 ? 0 : got[at];
                }
                double[] sampled = Arrays.copyOfRange(values, i * width, (i + 1) * width);
                same("jacobian row " + i + " of observation " + o, row, sampled, GRADIENT);
            }
        }
        SparsePattern weights = model.pattern("sparse jacobian of w_err");
        assertThat(weights.size()).isEqualTo(observations);
        assertThat(weights.columns()[observations - 1]).isEqualTo((int) columns[2 * width]);
        double[] ofWeights = new double[observations];
        Arrays.fill(ofWeights, values[2 * width]);
        same("jacobian of the weights", model.derivative("sparse jacobian of w_err"), ofWeights, GRADIENT);
    }

    /** Of the places within triangles only that of the point itself has columns in a row, ahead of theta's. */
    private static void handJacobian(ModelInstance model, JsonNode functions) {
        JsonNode rows = functions.get("jacobian").get("output");
        int theta = 26;
        double[] jacobian = model.derivative("jacobian of objective");
        int columns = jacobian.length / rows.size();
        for (int r = 0; r < rows.size(); r++) {
            double[] expected = JsonInput.numbers(rows.get(r));
            int own = expected.length - theta;
            double[] row = new double[columns];
            System.arraycopy(expected, 0, row, r / 3 * own, own);
            System.arraycopy(expected, own, row, columns - theta, theta);
            double[] got = Arrays.copyOfRange(jacobian, r * columns, (r + 1) * columns);
            same("jacobian row " + r, got, row, GRADIENT);
        }
    }

    /** One camera, point, weight and feature are given, and how often each is to be repeated. */
    private static ObjectNode observations(JsonNode input) {
        int cameras = input.get("n").intValue();
        int points = input.get("m").intValue();
        int observations = input.get("p").intValue();
        ObjectNode all = JSON.objectNode();
        all.set("cams", repeated(input.get("cam"), cameras));
        all.set("X", repeated(input.get("x"), points));
        all.set("w", repeated(input.get("w"), observations));
        all.set("feat", repeated(input.get("feat"), observations));
        ArrayNode camera = all.putArray("camera");
        ArrayNode point = all.putArray("point");
        for (int k = 0; k < observations; k++) {
            camera.add(k % cameras);
            point.add(k % points);
        }
        return all;
    }

    private static ArrayNode repeated(JsonNode node, int times) {
        ArrayNode all = JSON.arrayNode(times);
        for (int k = 0; k < times; k++) {
            all.add(node);
        }
        return all;
    }

    /** A model with those fields of a workload, at any depth, that are inputs of it. */
    private ModelInstance bound(String name, JsonNode input) {
        return bound(name, "", input);
    }

    private ModelInstance bound(String name, String more, JsonNode input) {
        LoadedModel model = model(name, more);
        ObjectNode given = JSON.objectNode();
        ObjectNode inputs = given.putObject("inputs");
        model.model().inputs().forEach(i -> {
            JsonNode value = input.findValue(i.name());
            if (value != null) {
                inputs.set(i.name(), value);
            }
        });
        if (name.equals("Lstm")) {
            given.putObject("dims").put("L", input.get("state").size() / 2);
        }
        String workloads = System.getProperty("costate.workloads");
        if (workloads != null) {
            write(Path.of(workloads), name, given.toString());
        }
        JsonInput data = JsonInput.of(model.model(), given);
        ModelInstance instance = model.create(data.dims());
        data.arrays().forEach(instance::set);
        return instance;
    }

    /**
     * Puts a model and its data where {@code costate bench} finds them; of several workloads the one with the most
     * data.
     */
    private static void write(Path folder, String name, String data) {
        try {
            Path file = Files.createDirectories(folder).resolve(name + ".json");
            if (!Files.exists(file) || Files.size(file) < data.length()) {
                Files.writeString(file, data);
            }
            for (Path model : List.of(MODELS.resolve(name + ".model"), MODELS.resolve("Hand.model"))) {
                Files.copy(model, folder.resolve(model.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LoadedModel model(String name, String more) {
        return models.computeIfAbsent(name + more, key -> {
            try {
                Path file = MODELS.resolve(name + ".model");
                SourceFile source = new SourceFile(name + ".model", Files.readString(file) + more, file);
                ModelCompiler.Result result = ModelCompiler.compile(source, OPTIONS);
                assertThat(result.diagnostics()).isEmpty();
                return LoadedModel.load(result);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static double[] output(JsonNode functions, String function) {
        return JsonInput.numbers(functions.get(function).get("output"));
    }

    /** GradBench's measure; of derivatives also relative to the largest, since small ones pass it whatever they are. */
    private static void same(String what, double[] got, double[] expected, double tolerance) {
        assertThat(got).as(what).hasSameSizeAs(expected);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int k = 0; k < got.length; k++) {
            double scale = Math.max(1, Math.abs(got[k]) + Math.abs(expected[k]));
            if (tolerance == GRADIENT) {
                scale = Math.min(scale, largest);
            }
            assertThat(Math.abs(got[k] - expected[k]))
                    .as("%s[%s]: %s for %s", what, k, got[k], expected[k])
                    .isLessThanOrEqualTo(tolerance * scale);
        }
    }
}
