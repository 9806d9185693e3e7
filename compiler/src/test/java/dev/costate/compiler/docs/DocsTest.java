package dev.costate.compiler.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Executes what the documents show: a {@code model} or {@code library} compiles without a word, the {@code values}
 * behind it are what it gives, {@code java} is in what is emitted for it, {@code java embedded} compiles and runs
 * beside it, with the results in its comments, and a {@code model wrong} gives the {@code error} behind it. With {@code
 * -Dcostate.golden=update} values and errors are written first.
 */
class DocsTest {
    static final Path ROOT = Path.of("..");

    private static final List<String> NOT_RUN = List.of("sh", "xml", "text", "json input", "json output");
    private static final String IMPORTS = """
            import dev.costate.compiler.*;
            import dev.costate.compiler.run.*;
            import dev.costate.compiler.emit.JavaSource;
            import dev.costate.compiler.ir.HalfFormat;
            import dev.costate.compiler.ir.SumMode;
            import dev.costate.compiler.source.*;
            import dev.costate.runtime.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    /** A variable that is set in one line, with what it then is in a comment. */
    private static final Pattern RESULT = Pattern.compile("(?m)^(?:\\w+ )?(\\w+) = .*; +// → (.*)$");

    private static final String CHECK = """
                static void is(Object actual, String expected) {
                    if (!String.valueOf(actual).equals(expected)) {
                        throw new AssertionError("this is " + actual + ", not " + expected);
                    }
                }
            """;

    @TestFactory
    List<DynamicTest> documents() throws IOException {
        List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(f -> f.toString().endsWith(".md")).sorted().forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(3);
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files) {
            tests.addAll(document(file));
        }
        return tests;
    }

    private static List<DynamicTest> document(Path file) throws IOException {
        Map<Fence, String> results = new HashMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        Fence before = null;
        Fence model = null;
        for (Fence fence : Fence.of(file)) {
            assertThat(before != null && before.info().startsWith("model wrong"))
                    .as(fence + " follows a wrong model")
                    .isEqualTo(fence.info().equals("error"));
            if (fence.info().startsWith("model")) {
                model = fence;
            } else if (isResult(fence)) {
                assertThat(model).as(fence + " follows its model").isNotNull().isSameAs(before);
                results.put(fence, result(requireNonNull(model), fence));
            }
            Fence shown = model;
            String result = results.get(fence);
            if (!NOT_RUN.contains(fence.info())) {
                tests.add(DynamicTest.dynamicTest(fence.toString(), () -> check(fence, shown, result)));
            }
            before = fence;
        }
        if (Golden.UPDATE) {
            Fence.replace(file, results);
        }
        return tests;
    }

    private static boolean isResult(Fence fence) {
        return fence.info().equals("values") || fence.info().equals("error");
    }

    private static void check(Fence fence, @Nullable Fence model, @Nullable String result)
            throws ReflectiveOperationException {
        switch (fence.info()) {
            case "model" -> clean(fence);
            case "library" ->
                assertThat(Snippet.diagnostics(Snippet.compile(fence))).isEmpty();
            case "values", "error" ->
                assertThat(Golden.UPDATE ? result : fence.text()).isEqualTo(result);
            case "java" -> emitted(model, fence);
            case "java embedded" -> runs(model, fence);
            default -> assertThat(fence.info()).startsWith("model wrong");
        }
    }

    private static String result(Fence model, Fence fence) {
        ModelCompiler.Result result = Snippet.compile(model);
        return fence.info().equals("error") ? Snippet.diagnostics(result) : Values.of(result, fence.text());
    }

    private static void clean(Fence fence) {
        ModelCompiler.Result result = Snippet.compile(fence);
        assertThat(Snippet.diagnostics(result)).isEmpty();
        LoadedModel.load(result);
    }

    private static void emitted(@Nullable Fence model, Fence fence) {
        assertThat(model).as("a model before it").isNotNull();
        String all = Snippet.compile(requireNonNull(model)).files().stream()
                .map(JavaSource::text)
                .collect(Collectors.joining());
        assertThat(squeezed(all)).contains(squeezed(fence.text()));
    }

    private static String squeezed(String java) {
        return java.lines().map(String::strip).filter(l -> !l.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static void runs(@Nullable Fence model, Fence fence) throws ReflectiveOperationException {
        String text = IMPORTS
                + "public final class Snippet {\n    public static void run() throws Exception {\n"
                + RESULT.matcher(fence.text()).replaceAll("$0\nis($1, \"$2\");")
                + "    }\n"
                + CHECK
                + "}\n";
        List<JavaSource> sources = new ArrayList<>(List.of(new JavaSource("", "Snippet", text)));
        if (model != null) {
            sources.addAll(Snippet.compile(model).files());
        }
        InMemoryCompiler.load(sources).getMethod("run").invoke(null);
    }
}
