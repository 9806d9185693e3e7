package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Corpus;
import dev.costate.compiler.testing.Derived;
import dev.costate.compiler.testing.RandomModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every form of derivative on every model of the other tests: forward against reverse mode (the dot-product test), both
 * against the interpreter, matrices against their columns and rows, second derivatives against differences of first.
 */
@Tag("slow")
class FormsTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private static String withoutClauses(String text) {
        return String.join(
                "\n", text.lines().filter(line -> !line.startsWith("derive ")).toList());
    }

    /** Of what the clauses of a model are, and by what; and each array output by all params. */
    private static List<String> subjects(Model model) {
        List<String> subjects = new ArrayList<>();
        for (Model.Derivative d : model.derivatives()) {
            String names = String.join(", ", d.wrt().stream().map(Tensor::name).toList());
            subjects.add(d.output().name() + " wrt " + names);
        }
        for (Tensor output : model.outputs()) {
            if (!output.shape().isEmpty()) {
                subjects.add(output.name());
            }
        }
        return subjects.stream().distinct().toList();
    }

    private static void agree(
            SourceFile source, Map<String, Integer> dims, Map<String, double[]> inputs, boolean differences) {
        ModelCompiler.Options options = ModelCompiler.Options.of("");
        Model model = ModelCompiler.model(source, options);
        for (String subject : subjects(requireNonNull(model))) {
            Derived derived = Derived.of(
                    new SourceFile(source.name(), withoutClauses(source.text())), subject, options, dims, inputs);
            if (derived != null) {
                derived.agrees(differences);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> corpus() {
        return Corpus.all().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Corpus corpus = entry.getValue();
                    Model model = ModelCompiler.model(corpus.source(), ModelCompiler.Options.of(""));
                    agree(
                            corpus.source(),
                            corpus.dims(requireNonNull(model)),
                            corpus.arrays(requireNonNull(model)),
                            corpus.differences());
                }));
    }

    @TestFactory
    Stream<DynamicTest> otherModels() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : new String[] {"oracle/array", "oracle/scalar", "stages"}) {
            try (Stream<Path> all = Files.list(RESOURCES.resolve(folder))) {
                all.filter(f -> f.toString().endsWith(".model")).sorted().forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(40);
        return files.stream().map(file -> DynamicTest.dynamicTest(file.toString(), () -> atRandom(file)));
    }

    private static void atRandom(Path file) throws IOException {
        SourceFile source = new SourceFile(file.getFileName().toString(), Files.readString(file));
        Model model = ModelCompiler.model(source, ModelCompiler.Options.of(""));
        Map<String, Integer> dims = new LinkedHashMap<>();
        requireNonNull(model).dims().stream()
                .filter(Model.Dimension::given)
                .forEach(d -> dims.put(d.dim().name(), dims.size() + 2));
        Random random = new Random(5);
        Map<String, double[]> inputs = new LinkedHashMap<>();
        for (Tensor input : model.inputs()) {
            int size = (int) input.size().evaluate(dim -> dims.get(dim.name()));
            if (input.role() != Tensor.Role.CONST) {
                inputs.put(input.name(), random.doubles(size, 0.2, 0.8).toArray());
            }
        }
        agree(source, dims, inputs, true);
    }

    @Test
    void randomModels() {
        int models = Integer.getInteger("costate.random.models", 4);
        for (long seed = 0; seed < models; seed++) {
            RandomModel random = RandomModel.of(seed);
            agree(new SourceFile("R.model", random.text()), random.dims(), random.inputs(), false);
        }
    }
}
