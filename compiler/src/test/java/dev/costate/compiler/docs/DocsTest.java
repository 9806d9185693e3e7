package dev.costate.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.InMemoryCompiler;
import dev.costate.compiler.LoadedModel;
import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelInstance;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.Severity;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Executes what the documents show: a {@code model} compiles without a word, its {@code values} are what its outputs
 * are, {@code java} is in what is emitted for it, {@code java embedded} compiles and runs beside it, and a {@code model
 * wrong} gives the {@code error} behind it. {@code -Dcostate.golden=update} writes errors and the list of diagnostics.
 */
class DocsTest {
    private static final Path ROOT = Path.of("..");
    private static final boolean UPDATE = "update".equals(System.getProperty("costate.golden"));
    private static final Pattern NAME = Pattern.compile("(?m)^model (\\w+)");

    @TestFactory
    List<DynamicTest> documents() throws IOException {
        List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(f -> f.toString().endsWith(".md")).sorted().forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(3);
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files) {
            ModelCompiler.Result last = null;
            Fence wrong = null;
            for (Fence fence : Fence.of(file, Files.readAllLines(file))) {
                ModelCompiler.Result model = last;
                Fence before = wrong;
                switch (fence.info()) {
                    case "model" -> {
                        last = compile(fence);
                        ModelCompiler.Result result = last;
                        tests.add(DynamicTest.dynamicTest(fence + " model", () -> clean(result)));
                    }
                    case "model wrong" -> wrong = fence;
                    case "error" -> tests.add(DynamicTest.dynamicTest(fence + " error", () -> error(before, fence)));
                    case "values" -> tests.add(DynamicTest.dynamicTest(fence + " values", () -> values(model, fence)));
                    case "java" -> tests.add(DynamicTest.dynamicTest(fence + " java", () -> emitted(model, fence)));
                    case "java embedded" ->
                        tests.add(DynamicTest.dynamicTest(fence + " embedded", () -> runs(model, fence)));
                    default ->
                        assertThat(fence.info())
                                .as(fence.toString())
                                .isIn("sh", "xml", "text", "json input", "json output");
                }
            }
        }
        return tests;
    }

    private static ModelCompiler.Result compile(Fence fence) {
        Matcher name = NAME.matcher(fence.text());
        assertThat(name.find()).as(fence + " has a model").isTrue();
        SourceFile source = new SourceFile(name.group(1) + ".model", fence.text());
        return ModelCompiler.compile(source, ModelCompiler.Options.of(""));
    }

    private static void clean(ModelCompiler.Result result) {
        assertThat(printed(result)).isEmpty();
        LoadedModel.load(result);
    }

    private static String printed(ModelCompiler.Result result) {
        return result.diagnostics().stream()
                .map(d -> new DiagnosticPrinter(false).print(d).strip())
                .collect(Collectors.joining("\n\n"));
    }

    private static void error(Fence wrong, Fence expected) throws IOException {
        String actual = printed(compile(wrong)) + "\n";
        if (UPDATE) {
            String text = Files.readString(expected.file());
            int at = text.indexOf("```error\n", text.indexOf(wrong.text()));
            int end = text.indexOf("```", at + 9);
            Files.writeString(expected.file(), text.substring(0, at + 9) + actual + text.substring(end));
        }
        assertThat(UPDATE ? actual : expected.text()).isEqualTo(actual);
    }

    private static void values(ModelCompiler.Result result, Fence fence) {
        ModelInstance instance = LoadedModel.load(result).create(Map.of());
        List<String> lines = new ArrayList<>();
        for (Tensor output : result.model().outputs()) {
            double[] values = instance.output(output.name());
            String text = values.length == 1 ? Double.toString(values[0]) : Arrays.toString(values);
            lines.add(output.name() + " = " + text);
        }
        assertThat(fence.text().lines().toList()).isEqualTo(lines);
    }

    private static void emitted(ModelCompiler.Result result, Fence fence) {
        String all = result.files().stream().map(JavaSource::text).collect(Collectors.joining());
        assertThat(squeezed(all)).contains(squeezed(fence.text()));
    }

    private static String squeezed(String java) {
        return java.lines().map(String::strip).filter(l -> !l.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static void runs(ModelCompiler.Result result, Fence fence) throws ReflectiveOperationException {
        String imports = "import dev.costate.compiler.*;\nimport dev.costate.compiler.source.*;\nimport java.util.*;\n";
        String text = imports + "public final class Snippet {\n    public static void run() throws Exception {\n"
                + fence.text() + "    }\n}\n";
        List<JavaSource> sources = new ArrayList<>(List.of(new JavaSource("", "Snippet", text)));
        if (result != null) {
            sources.addAll(result.files());
        }
        InMemoryCompiler.load(sources).getMethod("run").invoke(null);
    }

    /** docs/diagnostics.md lists every code as the compiler knows it. */
    @Test
    void diagnostics() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Diagnostics

                Every error and warning has a number that never changes. This list is made from the compiler's own: `Code`.

                """);
        for (Code code : Code.values()) {
            String severity = code.severity() == Severity.ERROR ? "error" : "warning";
            text.append("## ")
                    .append(code.id())
                    .append(": ")
                    .append(code.title())
                    .append("\n\n");
            text.append("*")
                    .append(severity)
                    .append("*  \n")
                    .append(code.explanation())
                    .append("\n\n");
        }
        Path file = ROOT.resolve("docs/diagnostics.md");
        if (UPDATE) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file)).isEqualTo(text.toString());
    }
}
