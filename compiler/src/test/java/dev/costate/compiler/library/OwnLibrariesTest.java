package dev.costate.compiler.library;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelFormatter;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The libraries of the compiler: each function against numbers of many digits and against what the document says of it.
 */
class OwnLibrariesTest {
    private static final Path SOURCES = Path.of("src/main/resources/dev/costate/compiler/library");
    private static final Path VALUES = Path.of("src/test/resources/library/values.tsv");
    private static final Path DIGITS = Path.of("src/test/resources/library/digits");
    private static final Path DOCUMENT = Path.of("../docs/libraries.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)\\(([^)]*)\\)` \\| `([^`]*)` \\| .* \\|$");

    /** Of the sum of the sizes of what a formula adds up. */
    private static final double TOLERANCE = 32 * 0x1p-53;

    static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(f -> f.getFileName().toString().replace(".model", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void isFoundCleanAndInLayout(String library) throws IOException {
        SourceFile importer = new SourceFile("M.model", "");
        LibraryFinder.Library found = LibraryFinder.OWN.find(importer, List.of(library));
        Diagnostics diagnostics = new Diagnostics();
        SourceFile source = Objects.requireNonNull(found).read(diagnostics);
        assertThat(ModelCompiler.compile(requireNonNull(source), ModelCompiler.Options.of(""))
                        .diagnostics())
                .isEmpty();
        assertThat(ModelFormatter.format(requireNonNull(source), LibraryFinder.OWN, diagnostics))
                .contains(Files.readString(SOURCES.resolve(library + ".model")));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void everyFunctionHasValuesADocumentationCommentAndARowInTheDocument(String library) throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        String document = Files.readString(DOCUMENT);
        for (Matcher row = ROW.matcher(document); row.find(); ) {
            rows.put(row.group(1), row.group(2));
        }
        Set<String> compared = rows().stream().map(r -> r[1]).collect(Collectors.toSet());
        String called = digits(library);
        for (Declaration.Function function : functions(library)) {
            String name = function.name().name();
            String parameters =
                    function.parameters().stream().map(p -> p.name().name()).collect(Collectors.joining(", "));
            assertThat(function.doc()).as(name).isNotNull();
            if (takesArrays(function) || givesArray(function)) {
                assertThat(document).contains("| `" + name + "(");
            } else {
                assertThat(rows).as("docs/libraries.md").containsEntry(name, parameters);
                assertThat(compared.contains(name) || called.contains(name + "("))
                        .as("values of " + name)
                        .isTrue();
            }
        }
    }

    /** What {@link LibraryDigitsTest} compares of a library. */
    private static String digits(String library) throws IOException {
        Path file = DIGITS.resolve(library + ".tsv");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Those of arrays are held by {@link ArrayLibrariesTest} and {@link LibraryDigitsTest}. */
    private static boolean takesArrays(Declaration.Function function) {
        return !function.results().isEmpty()
                || function.parameters().stream()
                        .anyMatch(p -> p.isFunction() || !p.axes().isEmpty());
    }

    private static boolean givesArray(Declaration.Function function) {
        return function.value() instanceof Expression.ArrayLiteral;
    }

    @TestFactory
    List<DynamicTest> functionsGiveValuesAndDerivatives() throws IOException {
        Map<String, List<String[]>> functions = new LinkedHashMap<>();
        rows().forEach(row -> functions
                .computeIfAbsent(row[0] + "." + row[1], name -> new ArrayList<>())
                .add(row));
        List<DynamicTest> tests = new ArrayList<>();
        functions.forEach((name, rows) -> tests.add(DynamicTest.dynamicTest(name, () -> compare(rows))));
        return tests;
    }

    private static void compare(List<String[]> rows) {
        String[] first = rows.get(0);
        int count = numbers(first[2]).length;
        ModelInstance model = instance(first[0], count, first[1] + "(" + names(count) + ")");
        SoftAssertions all = new SoftAssertions();
        for (String[] row : rows) {
            double[] arguments = numbers(row[2]);
            for (int i = 0; i < count; i++) {
                model.set("x" + i, arguments[i]);
            }
            String what = row[1] + "(" + row[2] + ")";
            within(all, what, model.output("y")[0], numbers(row[3])[0], numbers(row[5])[0]);
            Map<String, double[]> gradient = model.gradient("gradient of y");
            for (int i = 0; i < count; i++) {
                double exact = numbers(row[4])[i];
                if (!Double.isNaN(exact)) {
                    within(all, what + " d" + i, requireNonNull(gradient.get("x" + i))[0], exact, numbers(row[6])[i]);
                }
            }
        }
        all.assertAll();
    }

    private static void within(SoftAssertions all, String what, double got, double exact, double size) {
        double tolerance = TOLERANCE * (Math.abs(exact) + size) + 1e-100;
        all.assertThat(got == exact || Math.abs(got - exact) <= tolerance)
                .as("%s: %s for %s", what, got, exact)
                .isTrue();
    }

    /** The formula of each row in the document, at the first point that there is for the function, all in one model. */
    @ParameterizedTest
    @MethodSource("libraries")
    void formulasOfTheDocumentAreWhatTheFunctionsAre(String library) throws IOException {
        StringBuilder text = new StringBuilder("model M\nimport " + library + "\n");
        Files.readString(SOURCES.resolve(library + ".model"))
                .lines()
                .filter(line -> line.startsWith("import "))
                .forEach(line -> text.append(line).append('\n'));
        List<String[]> points = new ArrayList<>();
        for (Matcher row = ROW.matcher(Files.readString(DOCUMENT)); row.find(); ) {
            String[] point = point(row.group(1));
            if (point[0].equals(library)) {
                text.append(formula("f" + points.size(), row.group(2), row.group(3)));
                points.add(point);
            }
        }
        if (points.isEmpty()) {
            return;
        }
        ModelInstance model = compiled(text.toString());
        for (int k = 0; k < points.size(); k++) {
            double[] arguments = numbers(points.get(k)[2]);
            for (int i = 0; i < arguments.length; i++) {
                model.set("f" + k + "x" + i, arguments[i]);
            }
        }
        SoftAssertions all = new SoftAssertions();
        for (int k = 0; k < points.size(); k++) {
            double exact = numbers(points.get(k)[3])[0];
            double got = model.output("f" + k)[0];
            all.assertThat(Math.abs(got - exact) <= 1e-12 * (1 + Math.abs(exact)))
                    .as("%s: %s for %s", points.get(k)[1], got, exact)
                    .isTrue();
        }
        all.assertAll();
    }

    /** An output, of params named after it, that is a formula of such names. */
    private static String formula(String output, String parameters, String formula) {
        StringBuilder text = new StringBuilder();
        String body = formula;
        String[] names = parameters.split(", ", -1);
        for (int i = 0; i < names.length; i++) {
            text.append("data ").append(output).append('x').append(i).append('\n');
            body = body.replaceAll("\\b" + names[i] + "\\b", output + "x" + i);
        }
        return text.append("output %s = %s\n".formatted(output, body)).toString();
    }

    @Test
    void theDocumentHasFormulas() throws IOException {
        assertThat(ROW.matcher(Files.readString(DOCUMENT)).results()).hasSizeGreaterThan(90);
    }

    /** The first row that there is for a function, of either table: library, function, arguments, value. */
    private static String[] point(String name) throws IOException {
        Optional<String[]> first =
                rows().stream().filter(r -> r[1].equals(name)).findFirst();
        if (first.isPresent()) {
            return first.get();
        }
        for (String library : libraries()) {
            for (String line : digits(library).split("\n", -1)) {
                String[] row = line.split("\t", -1);
                if (row[0].startsWith(name + "(")) {
                    return new String[] {library, name, arguments(row), row[3].split(" ", 2)[0]};
                }
            }
        }
        throw new AssertionError("no values of " + name);
    }

    /** What a function of numbers is called with: numbers and params. */
    private static String arguments(String... row) {
        String call = row[0].substring(row[0].indexOf('(') + 1, row[0].length() - 1);
        String[] given = row[2].split(" ", -1);
        return Arrays.stream(call.split(", ", -1))
                .map(argument -> argument.startsWith("x") ? given[Integer.parseInt(argument.substring(1))] : argument)
                .collect(Collectors.joining(" "));
    }

    private static ModelInstance instance(String library, int count, String formula) {
        String params =
                IntStream.range(0, count).mapToObj(i -> "param x" + i + "\n").collect(Collectors.joining());
        return compiled(
                "model M\nimport " + library + "\n" + params + "output y = " + formula + "\nderive gradient of y\n");
    }

    private static ModelInstance compiled(String text) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("M.model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return LoadedModel.load(result).create(Map.of());
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "x" + i).collect(Collectors.joining(", "));
    }

    private static List<Declaration.Function> functions(String library) throws IOException {
        String text = Files.readString(SOURCES.resolve(library + ".model"));
        ModelFile file = ModelParser.parse(new SourceFile(library + ".model", text), new Diagnostics());
        return Objects.requireNonNull(file).declarations().stream()
                .filter(Declaration.Function.class::isInstance)
                .map(Declaration.Function.class::cast)
                .toList();
    }

    /** Library, function, arguments, value, gradient, and the sizes of what value and gradient are sums of. */
    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(VALUES).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
