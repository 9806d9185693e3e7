package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where libraries are found and what their names mean. */
class LibrariesTest {
    private final FileSystem fileSystem = Jimfs.newFileSystem(Configuration.unix());
    private final Path root = fileSystem.getPath("/project/models");
    private final Path folder = fileSystem.getPath("/project/lib");

    @AfterEach
    void close() throws IOException {
        fileSystem.close();
    }

    @Test
    void findsBesideThenInTheRootThenInLibraryFolders() throws IOException {
        write("/project/lib/L.model", "library L", "fn f(x) = 3 * x");
        assertThat(value("import L", "param x", "output y = f(x)")).isEqualTo(6);
        write("/project/models/L.model", "library L", "fn f(x) = 4 * x");
        assertThat(value("import L", "param x", "output y = f(x)")).isEqualTo(8);
        write("/project/models/com/acme/app/L.model", "library L", "fn f(x) = 5 * x");
        assertThat(value("import L", "param x", "output y = f(x)")).isEqualTo(10);
    }

    @Test
    void findsByPackage() throws IOException {
        write("/project/models/com/acme/L.model", "library L", "fn f(x) = 3 * x");
        assertThat(value("import com.acme.L", "param x", "output y = f(x)")).isEqualTo(6);
        LibraryFolders noRoot = new LibraryFolders(List.of(), List.of(), null);
        assertThat(compile(noRoot, "import com.acme.L", "param x", "output y = f(x)")
                        .hasErrors())
                .as("the folder above com is known from the place of the model")
                .isFalse();
    }

    /** Jars are looked in after folders; what is in one imports from it, whatever is there of the same name outside. */
    @Test
    void findsInJars(@TempDir Path disk) throws IOException {
        Path jar = disk.resolve("math.jar");
        jar(
                jar,
                Map.of(
                        "com/acme/math/L.model",
                                "library L\nimport Near\nimport com.acme.math.deep.Far\nfn f(x) = near(far(x))",
                        "com/acme/math/Near.model", "library Near\nfn near(x) = 3 * x",
                        "com/acme/math/deep/Far.model", "library Far\nfn far(x) = 7 * x",
                        "Top.model", "library Top\nfn top(x) = 11 * x"));
        write("/project/models/com/acme/math/deep/Far.model", "library Far", "fn far(x) = 0 * x");
        Path broken = Files.writeString(disk.resolve("broken.jar"), "no jar");
        Path pom = Files.writeString(disk.resolve("some.pom"), "no jar either");
        LibraryFolders finder = new LibraryFolders(List.of(root), List.of(), List.of(broken, pom, jar), null);
        ModelCompiler.Result result =
                compile(finder, "import com.acme.math.L", "import Top", "param x", "output y = f(top(x))");
        assertThat(result.diagnostics()).isEmpty();
        assertThat(LoadedModel.load(result).create(Map.of()).set("x", 2).output("y")[0])
                .isEqualTo(2 * 3 * 7 * 11);
        assertThat(compile(finder, "import com.acme.math.Nears", "param x", "output y = x")
                        .diagnostics()
                        .get(0))
                .satisfies(d -> assertThat(d.message())
                        .isEqualTo("there is no library `com.acme.math.Nears`: looked for"
                                + " com/acme/math/Nears.model beside"
                                + " this file, in /project/models, on the class path and among the"
                                + " compiler's own"))
                .satisfies(d -> assertThat(d.hint()).contains("`com.acme.math.Near`"));
        assertThat(LibraryFolders.problem(broken)).contains("this jar cannot be read: ");
        assertThat(LibraryFolders.problem(jar)).isNull();
        assertThat(LibraryFolders.problem(pom)).isNotNull();
    }

    @Test
    void saysWhatIsWrongInAJar(@TempDir Path disk) throws IOException {
        Path jar = disk.resolve("math.jar");
        jar(jar, Map.of("L.model", "library L\nfn f(x) = g * x\n", "M.model", "model M\n"));
        LibraryFolders finder = new LibraryFolders(List.of(), List.of(jar), null);
        assertThat(compile(finder, "import L", "param x", "output y = f(x)").diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.code()).isEqualTo(DiagnosticCode.UNDECLARED))
                .satisfies(d -> assertThat(d.span()).hasToString(jar + "!/L.model:2:11"));
        assertThat(compile(finder, "import M", "param x", "output y = x")
                        .diagnostics()
                        .get(0)
                        .code())
                .isEqualTo(DiagnosticCode.NOT_A_LIBRARY);
    }

    private static void jar(Path jar, Map<String, String> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void namesInALibraryMeanWhatTheyMeanThere() throws IOException {
        write("/project/lib/Inner.model", "library Inner", "const c = 10", "fn g(x) = c * x");
        write("/project/lib/L.model", "library L", "import Inner", "dim K = 2", "fn f(x) = g(x) + c + sum(i in K) 1");
        assertThat(value(
                        "import L",
                        "const c = 1000",
                        "data g = 7",
                        "param x",
                        "let inner = x",
                        "output y = f(inner) + c * g"))
                .isEqualTo(20 + 10 + 2 + 7000);
    }

    @Test
    void oneLibraryReachedTwiceIsOne() throws IOException {
        write("/project/lib/Base.model", "library Base", "const c = 10", "fn g(x) = c * x");
        write("/project/lib/L.model", "library L", "import Base", "fn f(x) = g(x)");
        write("/project/lib/N.model", "library N", "import Base", "fn h(x) = g(x) + c");
        assertThat(value("import L", "import N", "import Base", "param x", "output y = f(x) + h(x) + c"))
                .isEqualTo(20 + 20 + 10 + 10);
    }

    @Test
    void declaredDimsMayBeImported() throws IOException {
        write("/project/lib/Sizes.model", "library Sizes", "dim K = 3", "dim L = K * K", "const half = 1 / 2");
        assertThat(value("import Sizes", "param x", "let a[i] = i * x for i in L", "output y = half * sum(i) a[i]"))
                .isEqualTo(36);
    }

    @Test
    void constantArraysAreThoseOfTheirLibrary() throws IOException {
        write(
                "/project/lib/Inner.model",
                "library Inner",
                "dim K = 3",
                "const A[K] = [1, 2, 4]",
                "const next[K] in K = [1, 2, 0]",
                "const order : int = 2",
                "fn g(x) = sum(i) A[i] * A[next[i]] * x^order");
        write(
                "/project/lib/L.model",
                "library L",
                "import Inner",
                "const B[2] = [10, 20]",
                "fn f(x) = B[1] * x + g(x)");
        String[] model = {
            "import L", "const A[1] = [7]", "data next = 3", "param x", "output y = f(x) + A[0] + B[0] * next"
        };
        assertThat(value(model)).isEqualTo(20 * 2 + (2 + 8 + 4) * 4 + 7 + 10 * 3);
        Model checked = Objects.requireNonNull(compile(finder(), model).model());
        Map<String, double[]> inputs = Map.of("x", new double[] {2}, "next", new double[] {3});
        assertThat(Interpreter.values(checked, Map.of(), inputs).get("y")).containsExactly(133);
    }

    @Test
    void warningsOfALibraryAreToldWhereItIsChecked() throws IOException {
        String[] library = {"library L", "fn f(x) = sum(i in 3) x", "const sin = 2"};
        Path file = write("/project/lib/L.model", library);
        assertThat(compile(finder(), "import L", "param x", "output y = f(x) * sin")
                        .diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("`sin` of `L` hides the function of that name in the whole model");
        SourceFile source = SourceFile.read(file, "L.model", new Diagnostics());
        assertThat(ModelCompiler.compile(requireNonNull(source), ModelCompiler.Options.of(""))
                        .diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly(DiagnosticCode.UNUSED_INDEX, DiagnosticCode.HIDES_BUILTIN);
    }

    @Test
    void aLibraryWithoutErrorsMakesNoJava() throws IOException {
        Path file = write("/project/lib/L.model", "library L", "fn f(x) = x");
        SourceFile source = SourceFile.read(file, "L.model", new Diagnostics());
        ModelCompiler.Result result = ModelCompiler.compile(requireNonNull(source), ModelCompiler.Options.of(""));
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.files()).isEmpty();
        assertThat(result.model()).isNull();
    }

    @Test
    void longChainsOfImportsNeedNoStack() throws IOException {
        int length = 3000;
        for (int i = 0; i < length; i++) {
            String next = i + 1 < length ? "import L" + (i + 1) : "";
            write("/project/lib/L" + i + ".model", "library L" + i, next, "const c" + i + " = " + i);
        }
        assertThat(value("import L0", "param x", "output y = x + c0")).isEqualTo(2);
    }

    private Path write(String path, String... lines) throws IOException {
        Path file = fileSystem.getPath(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private LibraryFolders finder() {
        return new LibraryFolders(List.of(root), List.of(folder), null);
    }

    private ModelCompiler.Result compile(LibraryFolders finder, String... lines) throws IOException {
        Path file = write("/project/models/com/acme/app/M.model", "model M\n" + String.join("\n", lines));
        SourceFile source = SourceFile.read(file, "M.model", new Diagnostics());
        return ModelCompiler.compile(
                requireNonNull(source), ModelCompiler.Options.of("com.acme.app").withLibraries(finder));
    }

    /** The output y where x is 2. */
    private double value(String... lines) throws IOException {
        ModelCompiler.Result result = compile(finder(), lines);
        assertThat(result.diagnostics()).isEmpty();
        return LoadedModel.load(result).create(Map.of()).set("x", 2).output("y")[0];
    }
}
