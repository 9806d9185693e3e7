package dev.costate.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Exit codes, and what goes where, of every command. Long, since there are many of both. */
class CommandsTest {
    private static final String WRONG = "model Wrong\n\nparam x\noutput y = x +\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine costate =
            Costate.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    private Path folder;

    private int run(Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return costate.execute(texts);
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compile", "check", "eval", "gradcheck", "accuracy", "explain", "fmt"})
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: costate " + command, "-I=LIBDIR", "--color=WHEN");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compile",
                "frobnicate",
                "compile X.model",
                "check",
                "check --format=xml X.model",
                "check --color=blue X.model",
                "eval X.model",
            })
    void wrongUsageIs2(String line) {
        assertThat(run((Object[]) line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Usage: costate");
    }

    /** The usage would hide the one line that matters. */
    @ParameterizedTest
    @CsvSource({
        "check missing.model, there is no such file",
        "explain missing.model, there is no such file",
        "compile -d out --package 1a pom.xml, is no name in Java",
        "check -I missing pom.xml, there is no such folder or jar",
        "check -I pom.xml pom.xml, there is no such folder or jar",
        "check EMPTY, there is no .model file in this folder",
        "explain --stage=loup MODEL, there is no such stage",
        "eval MODEL --input missing.json, there is no such file",
        "eval MODEL --input DATA --only gradient, the model has no such derivative",
        "eval MODEL --input DATA --output missing/out.json, there is no such file or folder",
        "compile MODEL -d MODEL, this is a file",
        "eval - --input -, standard input is the model already",
        "bench -, needs --input",
    })
    void aWrongArgumentIs2InOneLine(String line, String message) throws IOException {
        Path model = file("M.model", "model M\nparam x\noutput y = x\n");
        Path data = file("in.json", "{\"inputs\": {\"x\": 1}}");
        Files.createDirectories(folder.resolve("empty"));
        String text = line.replace("MODEL", model.toString())
                .replace("DATA", data.toString())
                .replace("EMPTY", folder.resolve("empty").toString());
        assertThat(piped("model M\nparam x\noutput y = x\n", (Object[]) text.split(" ")))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("error: ").contains(message).hasLineCount(1);
    }

    /** Runs a command with a text on standard input. */
    private int piped(String text, Object... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void readsStandardInput() throws IOException {
        String model = "model M\nparam x\noutput y = 2*x\nderive gradient of y\n";
        assertThat(piped(model, "check", "-")).isZero();
        assertThat(piped(WRONG, "check", "-")).isEqualTo(1);
        assertThat(err.toString()).contains("<stdin>:4:15: error[C101]");
        Path target = folder.resolve("out");
        assertThat(piped(model, "compile", "-", "-d", target)).isZero();
        assertThat(target.resolve("M.java")).content().contains("// line 3: output y = 2*x");
        assertThat(piped(model, "compile", "-", "-d", target, "--package", "com.acme"))
                .isZero();
        assertThat(target.resolve("com/acme/M.java")).exists();
        out.getBuffer().setLength(0);
        assertThat(piped(model, "eval", "-", "--input", file("in.json", "{\"inputs\": {\"x\": 3}}")))
                .isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).at("/outputs/y").asDouble())
                .isEqualTo(6);
        out.getBuffer().setLength(0);
        assertThat(piped(model, "fmt", "-")).isZero();
        assertThat(out).hasToString("model M\nparam x\noutput y = 2 * x\nderive gradient of y\n");
        assertThat(piped(model, "fmt", "--check", "-")).isEqualTo(1);
    }

    /** A pipe, as {@code --input <(...)} of a shell is one; it has no length and no position. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void readsPipes() throws Exception {
        Path model = file("M.model", "model M\nparam x\noutput y = 2 * x\n");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, "{\"inputs\": {\"x\": 3}}", StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();
        assertThat(run("eval", model, "--input", pipe)).isZero();
        writer.join();
        assertThat(new ObjectMapper().readTree(out.toString()).at("/outputs/y").asDouble())
                .isEqualTo(6);
    }

    @Test
    void explainDrawsSparsePatterns() throws IOException {
        Path model = file("M.model", """
                model M
                dim N >= 2
                param x[N]
                output r[i] = x[i + 1] - x[i]^2 for i in N - 1
                output f = sum(i) r[i]^2
                derive sparse jacobian of r
                derive sparse hessian of f
                """);
        Path small = file("small.json", "{\"inputs\": {\"x\": [1, 2, 3]}}");
        assertThat(run("explain", "--stage=sparsity", "--input", small, model)).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        sparse jacobian of r: 2 × 3, 4 of 6 need not be zero
                        ■■·
                        ·■■

                        sparse hessian of f: 3 × 3, 5 of 9 need not be zero
                        ■··
                        ■■·
                        ·■■
                        """);
        out.getBuffer().setLength(0);
        String many = "0, ".repeat(399) + "0";
        Path large = file("large.json", "{\"inputs\": {\"x\": [" + many + "]}}");
        assertThat(run("explain", "--stage=sparsity", "--input", large, model)).isZero();
        assertThat(out.toString().lines().toList())
                .startsWith(
                        "sparse jacobian of r: 399 × 400, 798 of 159600 need not be zero",
                        "each character is 8 × 4",
                        "░░░" + "·".repeat(97))
                .hasSize(2 * (2 + 50) + 1);
    }

    @Test
    void explainListsItsStages() throws IOException {
        Path model = file("M.model", "model M\nparam x\noutput y = x^2\nderive gradient of y\n");
        assertThat(run("explain", "--help")).isZero();
        String help = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("explain", model)).isZero();
        List<String> stages = Pattern.compile("^== (.*) ==$", Pattern.MULTILINE)
                .matcher(out.toString())
                .results()
                .map(m -> m.group(1).replaceFirst("gradient of .*", "gradient of OUTPUT"))
                .map(s -> s.replaceFirst(".*\\.java", "NAME.java"))
                .distinct()
                .toList();
        assertThat(stages)
                .hasSizeGreaterThan(7)
                .allSatisfy(stage -> assertThat(help).contains("\n  " + stage + " "));
    }

    @Test
    void aWrongModelIs1AndToldOnStandardError() throws IOException {
        Path model = file("Wrong.model", WRONG);
        Path target = folder.resolve("out");
        assertThat(run("compile", model, "-d", target)).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(model + ":4:", "error[C101]", "4 | output y = x +");
        assertThat(target).doesNotExist();
        assertThat(run("check", model)).isEqualTo(1);
        assertThat(run("explain", model)).isEqualTo(1);
        assertThat(run("eval", model, "--input", file("in.json", "{}"))).isEqualTo(1);
    }

    @Test
    void allModelsOfAFolderAreChecked() throws IOException {
        file("a/Wrong.model", WRONG);
        file("b/Wrong.model", WRONG);
        assertThat(run("check", folder)).isEqualTo(1);
        assertThat(err.toString()).contains(folder.resolve("a") + "", folder.resolve("b") + "");
    }

    @Test
    void librariesAreFoundInTheirFolderAndMakeNoJava() throws IOException {
        Path model =
                file("models/com/acme/A.model", "model A\nimport L\nimport com.acme.M\nparam x\noutput y = f(g(x))\n");
        file("models/com/acme/M.model", "library M\nfn g(x) = 2 * x\n");
        Path library = file("lib/L.model", "library L\nfn f(x) = x^2\n");
        Path target = folder.resolve("out");
        assertThat(run("check", model)).isEqualTo(1);
        assertThat(err.toString()).contains("error[C803]", "there is no library `L`");
        assertThat(run("check", "-I", requireNonNull(library.getParent()), model))
                .isZero();
        assertThat(run("compile", "-I", requireNonNull(library.getParent()), folder.resolve("models"), "-d", target))
                .isZero();
        assertThat(target.resolve("com/acme/A.java")).exists();
        assertThat(target.resolve("com/acme/M.java")).doesNotExist();
        Path data = file("in.json", "{\"inputs\": {\"x\": 3}}");
        assertThat(run("eval", "-I", requireNonNull(library.getParent()), model, "--input", data))
                .isZero();
        assertThat(out.toString()).contains("36");
        assertThat(run("eval", library, "--input", data)).isEqualTo(2);
        assertThat(err.toString()).contains("this is a library");
    }

    /** As the plugin, {@code IncrementalBuildTest}. */
    @Test
    void whatMakesNoClassOrOneThatAnotherMakesIsRefused() throws IOException {
        String model = "param a\noutput y = a^2\nderive gradient of y\n";
        file("clash/Fit.model", "model Fit\n" + model);
        Path other = file("other/Fit.model", "model Fit\n" + model);
        file("clash/fit.model", "model fit\n" + model);
        file("names/com/class/A.model", "model A\n" + model);
        Path target = folder.resolve("out");
        for (String command : new String[] {"check", "compile"}) {
            Object[] more = command.equals("check") ? new Object[] {} : new Object[] {"-d", target};
            assertThat(run(with(more, command, folder.resolve("clash")))).isEqualTo(1);
            assertThat(err.toString())
                    .contains("fit.model:1:1: error[C802]", "where upper and lower case are not told apart");
            assertThat(run(with(more, command, folder.resolve("names")))).isEqualTo(1);
            assertThat(err.toString()).contains("A.model:1:1: error[C801]", "'com.class', is no name in Java");
            assertThat(run(with(more, command, folder.resolve("clash/Fit.model"), other)))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .contains("Fit.model:1:1: error[C802]: this model makes the class `Fit`, which")
                    .contains("makes, too");
            Path again = folder.resolve("clash/../clash/Fit.model");
            assertThat(run(with(more, command, folder.resolve("clash/Fit.model"), again)))
                    .as("the same file twice")
                    .isZero();
        }
        assertThat(target.resolve("com")).doesNotExist();
        assertThat(target.resolve("Fit.java")).content().contains("class Forward");
    }

    @Test
    void compileOverwritesItsOwnFilesOnly() throws IOException {
        Path model = file("A.model", "model A\nparam a\noutput y = a\n");
        Path target = folder.resolve("out");
        assertThat(run("compile", model, "-d", target)).isZero();
        assertThat(run("compile", model, "-d", target)).isZero();
        Path own = file("out/A.java", "class A { int precious; }");
        assertThat(run("compile", model, "-d", target)).isEqualTo(1);
        assertThat(err.toString()).contains("error[C809]", own.toString());
        assertThat(own).content().contains("precious");
        assertThat(run("compile", model, "-d", own)).isEqualTo(2);
        assertThat(err.toString())
                .contains("-d " + own + ": can't be written: ")
                .doesNotContain("Exception");
    }

    private static Object[] with(Object[] last, Object... first) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray();
    }

    @Test
    void whatIsWrongWithALibraryIsToldOnce() throws IOException {
        file("A.model", "model A\nimport L\nparam x\noutput y = f(x)\n");
        file("B.model", "model B\nimport L\nparam x\noutput y = f(x) + 1\n");
        file("L.model", "library L\nfn f(x) = g * x\n");
        assertThat(run("check", folder)).isEqualTo(1);
        assertThat(err.toString()).containsOnlyOnce("error[");
    }

    @Test
    void fmtChangesOnlyWhatIsNotInLayout() throws IOException {
        Path plain = file("m/A.model", "model A\r\n\n\n\nparam x // in\noutput y=x*2");
        String formatted = "model A\n\nparam x  // in\noutput y = x * 2\n";
        file("m/B.model", formatted.replace("model A", "model B"));
        assertThat(run("fmt", "--check", folder.resolve("m"))).isEqualTo(1);
        assertThat(out.toString()).isEqualToIgnoringNewLines(plain.toString());
        assertThat(plain).content().contains("\r\n");
        assertThat(run("fmt", folder.resolve("m"))).isZero();
        assertThat(plain).hasContent(formatted);
        assertThat(run("fmt", "--check", folder.resolve("m"))).isZero();
        Path wrong = file("Wrong.model", WRONG);
        assertThat(run("fmt", wrong)).isEqualTo(1);
        assertThat(err.toString()).contains("error[C101]");
        assertThat(wrong).hasContent(WRONG);
    }

    @Test
    void checkTellsJson() throws IOException {
        Path model = file("Wrong.model", WRONG);
        assertThat(run("check", "--format=json", model)).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
        JsonNode first = new ObjectMapper().readTree(out.toString()).get(0);
        assertThat(first.get("code").asText()).isEqualTo("C101");
        assertThat(first.get("severity").asText()).isEqualTo("error");
        assertThat(first.get("file").asText()).isEqualTo(model.toString());
        assertThat(first.get("line").asInt()).isEqualTo(4);
        assertThat(first.get("message").asText()).isNotEmpty();
        assertThat(first.get("notes").isArray()).isTrue();
    }

    @Test
    void coloursWhenAsked() throws IOException {
        Path model = file("Wrong.model", WRONG);
        run("check", model);
        assertThat(err.toString()).doesNotContain("\u001b[");
        run("check", "--color=never", model);
        assertThat(err.toString()).doesNotContain("\u001b[");
        run("--color=always", "check", model);
        assertThat(err.toString()).contains("\u001b[");
        err.getBuffer().setLength(0);
        run("check", model, "--color=always");
        assertThat(err.toString()).contains("\u001b[");
    }
}
