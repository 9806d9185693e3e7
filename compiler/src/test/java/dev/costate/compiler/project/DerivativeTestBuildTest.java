package dev.costate.compiler.project;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests that are written for models are compiled and run, on right and on wrong Java. */
class DerivativeTestBuildTest {
    private static final String EVERY_FORM = """
            model Every

            dim N
            dim K >= 2

            data  X[N, K]
            data  label[N] : int in 1 .. K
            data  weight[N] in 2 .. 3
            data  scale = 0.5
            param w[K]
            param tau > 0

            let    z[i] = sum(k) w[k] * X[i, k] / tau + scale * weight[i] * w[label[i] - 1]
            output loss = sum(i) z[i]^3
            output r[i] = sin(z[i])

            derive gradient of loss
            derive gradient of loss wrt X, scale
            derive hessian of loss
            derive hvp of loss wrt w
            derive hvp of r
            derive vjp of r
            derive directional of loss
            derive directional of r wrt tau
            derive taylor of loss order 3
            derive jacobian of r
            derive jacobian of r wrt w layout denominator
            derive sparse jacobian of r
            derive sparse hessian of loss
            derive diagonal hessian of loss
            """;

    @TempDir
    private Path folder;

    @Test
    void testsOfEveryFormPass() throws Exception {
        write("com/acme/Every.model", EVERY_FORM);
        assertThat(build().problems()).isEmpty();
        Map<String, String> failures = run("com.acme", "Every", UnaryOperator.identity());
        assertThat(failures)
                .hasSize(18)
                .containsKeys("lossGradientByFreeNumbers", "lossHessianByFreeNumbers", "rJacobianByFreeNumbers")
                .allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty());
    }

    /** A factor lost in the emitted gradient is found by the tests of what it is in, and by no other. */
    @ParameterizedTest
    @CsvSource({"double, 2.0", "float, 2f"})
    void testsOfWrongJavaFail(String precision, String two) throws Exception {
        write("Cubes.model", """
                model Cubes
                precision %s
                param x[3]
                output y = sum(i) x[i]^3
                derive gradient of y
                derive directional of y
                """.formatted(precision));
        build();
        String right = "square + x * (" + two + " * x)";
        Map<String, String> failures = run("", "Cubes", text -> text.replace(right, "square + x * x"));
        assertThat(failures).containsEntry("yDirectional", "");
        assertThat(failures.get("yGradient")).contains("gradient of y", "worst x[");
    }

    /** Derivatives by all params are tested where these are given. */
    @Test
    void derivativesByFreeNumbersAreTested() throws Exception {
        write("Coins.model", """
                model Coins
                param p in 0 .. 1
                param w[3] simplex
                output y = 3 * log(p) + 2 * log(1 - p) + w[0] * w[1]
                output z = sum(k) w[k]^2
                output share[k] = w[k] * p
                derive gradient of y
                derive gradient of z
                derive jacobian of share
                derive vjp of share
                """);
        write("Coins.json", "{\"unconstrained\": {\"p\": 40, \"w\": [0.2, -0.3]}}");
        assertThat(build().problems()).isEmpty();
        assertThat(run("", "Coins", UnaryOperator.identity()))
                .containsOnlyKeys(
                        "yGradientByFreeNumbers", "zGradientByFreeNumbers", "shareJacobianByFreeNumbers", "shareVjp")
                .allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty());
        Map<String, String> failures =
                run("", "Coins", text -> text.replace("-2.0 * logJacobianAdj", "-1.0 * logJacobianAdj"));
        assertThat(failures.get("yGradientByFreeNumbers"))
                .contains("gradient of y", "free p", "1 of 1 derivatives tried failed");
        assertThat(failures).containsEntry("shareJacobianByFreeNumbers", "");
    }

    @Test
    void modelsInFloatAreTested() throws Exception {
        String text = """
                model Every
                precision float
                """ + EVERY_FORM.substring("model Every\n".length());
        write("com/acme/Every.model", text);
        assertThat(build().problems()).isEmpty();
        Map<String, String> failures = run("com.acme", "Every", UnaryOperator.identity());
        assertThat(failures)
                .hasSize(18)
                .allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty());
    }

    @Test
    void whatDependsOnDetachIsNotHeldAgainstValues() throws Exception {
        write("Held.model", "model Held\nparam x\noutput y = detach(x) * x\nderive gradient of y\n");
        build();
        assertThat(Files.readString(folder.resolve("tests/HeldDerivativesTest.java")))
                .contains("@Disabled(\"y depends on detach, which derivatives count as constant\")");
    }

    @Test
    void dataBesideTheModelIsTaken() throws Exception {
        write("Square.model", "model Square\ndim N\nparam x[N]\noutput y = sum(i) x[i]^2\nderive gradient of y\n");
        write("Square.json", "{\"inputs\": {\"x\": [1, 2.5]}}");
        build();
        assertThat(Files.readString(folder.resolve("tests/SquareDerivativesTest.point")))
                .isEqualTo("""
                        # What SquareDerivativesTest checks derivatives at: the data of Square.json.
                        size\tN\t2
                        shape\tx\tN\t2
                        array\tx\t1.0 2.5
                        shape\ty\t\t
                        """);
        assertThat(run("", "Square", UnaryOperator.identity())).containsEntry("yGradient", "");
    }

    @Test
    void problemsNameTheFile() throws IOException {
        write("Square.model", "model Square\ndim N\nparam x[N]\noutput y = sum(i) x[i]^2\nderive gradient of y\n");
        write("Square.json", "{\"inputs\": {\"z\": 3}}");
        write("Never.model", "model Never\nparam x > 0\noutput y = log(-x)\nderive gradient of y\n");
        assertThat(build().problems().stream()
                        .map(p -> p.file().getFileName() + ": " + p.message())
                        .toList())
                .containsExactly(
                        "Never.model: no seeded data was found at which all outputs are finite; put data into Never.json"
                                + " beside the model, in the form that `costate eval` takes",
                        "Square.json: input 'z': the model has no such input; it has x",
                        "Square.json: input 'x' is missing: expected shape [N]");
    }

    @Test
    void testsOfModelsThatAreGoneGo() throws IOException {
        write("Square.model", "model Square\nparam x\noutput y = x^2\nderive gradient of y\n");
        write("Plain.model", "model Plain\nparam x\noutput y = x^2\n");
        write("Wrong.model", "model Wrong\nparam x\noutput y = z^2\nderive gradient of y\n");
        assertThat(build().tests()).isEqualTo(1);
        assertThat(tests()).containsExactly("SquareDerivativesTest.java", "SquareDerivativesTest.point");
        Files.delete(folder.resolve("models/Square.model"));
        build();
        assertThat(tests()).isEmpty();
    }

    /** Most models need nobody to give them data. */
    @Test
    void seededDataSuitsTheCookbook() throws IOException {
        Path cookbook = Path.of("../docs/cookbook");
        Path output = folder.resolve("tests");
        DerivativeTestBuild.Report report = new DerivativeTestBuild(
                        new ModelFolder(cookbook, List.of("*.model"), List.of()), LibraryFinder.OWN, output)
                .run();
        assertThat(report.problems()).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve("models").resolve(name);
        Files.createDirectories(requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private List<String> tests() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tests"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private DerivativeTestBuild.Report build() throws IOException {
        return new DerivativeTestBuild(
                        ModelFolder.of(folder.resolve("models")), LibraryFinder.OWN, folder.resolve("tests"))
                .run();
    }

    /** What each test of a model says; nothing if it passes. */
    private Map<String, String> run(String packageName, String model, UnaryOperator<String> change) throws Exception {
        String path = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
        Path source = folder.resolve("models/" + path + model + ".model");
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile(model + ".model", Files.readString(source)), Options.of(packageName));
        List<String> files = new ArrayList<>();
        for (JavaSource file : result.files()) {
            Path to = folder.resolve("java").resolve(file.path());
            Files.createDirectories(requireNonNull(to.getParent()));
            Files.writeString(to, change.apply(file.text()));
            files.add(to.toString());
        }
        Path classes = folder.resolve("classes");
        List<String> arguments =
                new ArrayList<>(List.of("-d", classes.toString(), "-Xlint:all", "-Werror", "-proc:none"));
        arguments.addAll(files);
        arguments.add(
                folder.resolve("tests/" + path + model + "DerivativesTest.java").toString());
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        String point = path + model + "DerivativesTest.point";
        Files.copy(folder.resolve("tests").resolve(point), classes.resolve(point), StandardCopyOption.REPLACE_EXISTING);
        Map<String, String> failures = new TreeMap<>();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            String name = (packageName.isEmpty() ? "" : packageName + ".") + model + "DerivativesTest";
            Class<?> test = loader.loadClass(name);
            for (Method method : test.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    failures.put(method.getName(), failure(test, method));
                }
            }
        }
        return failures;
    }

    private static String failure(Class<?> test, Method method) throws ReflectiveOperationException {
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        method.setAccessible(true);
        try {
            method.invoke(constructor.newInstance());
            return "";
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        }
    }
}
