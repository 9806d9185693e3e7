package dev.costate.compiler.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The compiler is a fake: it makes class X of {@code X.model}, with the model's text as comment. Long, since each way
 * in which a folder changes is a test.
 */
class IncrementalBuildTest {
    private final FileSystem fileSystem = Jimfs.newFileSystem(Configuration.unix());
    private final Path sources = fileSystem.getPath("/project/src");
    private final Path output = fileSystem.getPath("/project/target/out");
    private final Path library = fileSystem.getPath("/project/lib");
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private String compilerVersion = "1";

    @AfterEach
    void close() throws IOException {
        fileSystem.close();
    }

    @Test
    void compilesAllModelsAtFirst() throws IOException {
        model("com/acme/A.model", "a");
        model("B.model", "b");
        BuildReport report = build();
        assertThat(report.models()).containsExactly("B.model", "com/acme/A.model");
        assertThat(report.compiled()).isEqualTo(report.models());
        assertThat(report.summary()).isEqualTo("2 models: 2 compiled, 0 unchanged");
        assertThat(output.resolve("com/acme/A.java")).content().contains("package com.acme; /* a");
        assertThat(output.resolve("B.java")).content().contains("package ; /* b");
        assertThat(IncrementalBuild.filesIn(output)).containsExactly("B.java", "com/acme/A.java");
    }

    @Test
    void compilesNothingWhenNothingChanged() throws IOException {
        model("A.model", "a");
        build();
        calls.clear();
        BuildReport report = build();
        assertThat(calls).isEmpty();
        assertThat(report.written()).isEmpty();
        assertThat(report.summary()).isEqualTo("1 model: 0 compiled, 1 unchanged");
    }

    @Test
    void compilesWhatChanged() throws IOException {
        model("A.model", "a");
        model("B.model", "b");
        build();
        model("B.model", "b2");
        assertThat(build().compiled()).containsExactly("B.model");
        assertThat(output.resolve("B.java")).content().contains("b2");
    }

    @Test
    void compilesAllWithAnotherCompilerButWritesOnlyWhatDiffers() throws IOException {
        model("A.model", "a");
        build();
        FileTime time = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(output.resolve("A.java"), time);
        compilerVersion = "2";
        BuildReport report = build();
        assertThat(report.compiled()).containsExactly("A.model");
        assertThat(report.written()).isEmpty();
        assertThat(Files.getLastModifiedTime(output.resolve("A.java"))).isEqualTo(time);
    }

    @Test
    void compilesWhatImportsAChangedLibrary() throws IOException {
        model("com/acme/A.model", "model A\nimport com.acme.Direct");
        model("B.model", "model B\nimport Outside");
        model("C.model", "model C");
        model("com/acme/Direct.model", "library Direct\nimport Further");
        model("com/acme/Further.model", "library Further\nconst c = 1");
        Files.createDirectories(library);
        Files.writeString(library.resolve("Outside.model"), "library Outside");
        assertThat(build().compiled()).hasSize(5);
        assertThat(build().compiled()).isEmpty();
        model("com/acme/Further.model", "library Further\nconst c = 2");
        assertThat(build().compiled())
                .containsExactly("com/acme/A.model", "com/acme/Direct.model", "com/acme/Further.model");
        Files.writeString(library.resolve("Outside.model"), "library Outside\nconst c = 3");
        assertThat(build().compiled()).containsExactly("B.model");
        model("Outside.model", "library Outside\nconst c = 4");
        assertThat(build().compiled()).as("a nearer one").containsExactly("B.model", "Outside.model");
        assertThat(build().compiled()).isEmpty();
    }

    @Test
    void makesNoJavaOfLibrariesAndTellsTheirErrorsOnce() throws IOException {
        model("A.model", "model A\nimport L\nparam x\noutput y = f(x)\n");
        model("B.model", "model B\nimport L\nparam x\noutput y = f(f(x))\n");
        model("L.model", "library L\nfn f(x) = g * x\n");
        BuildReport report = new IncrementalBuild(ModelFolder.of(sources), options(sources), output, "").run();
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.UNDECLARED);
        assertThat(report.diagnostics().get(0).span()).hasToString("L.model:2:11");
        model("L.model", "library L\nfn f(x) = 2 * x\n");
        new IncrementalBuild(ModelFolder.of(sources), options(sources), output, "").run();
        assertThat(IncrementalBuild.filesIn(output))
                .contains("A.java", "B.java")
                .doesNotContain("L.java");
    }

    @Test
    void removesWhatADeletedOrRenamedModelLeft() throws IOException {
        model("com/acme/A.model", "a");
        model("B.model", "b");
        build();
        Files.writeString(output.resolve("Own.java"), "not ours");
        Files.delete(sources.resolve("com/acme/A.model"));
        Files.move(sources.resolve("B.model"), sources.resolve("C.model"));
        BuildReport report = build();
        assertThat(report.removed()).containsExactly(output.resolve("B.java"), output.resolve("com/acme/A.java"));
        assertThat(output.resolve("com")).doesNotExist();
        assertThat(output.resolve("C.java")).exists();
        assertThat(output.resolve("Own.java")).hasContent("not ours");
    }

    @Test
    void removesEverythingWhenTheSourceFolderIsGone() throws IOException {
        model("A.model", "a");
        build();
        Files.delete(sources.resolve("A.model"));
        Files.delete(sources);
        assertThat(build().removed()).containsExactly(output.resolve("A.java"));
        assertThat(IncrementalBuild.filesIn(output)).isEmpty();
    }

    @Test
    void makesAgainWhatSomebodyDeletedOrEdited() throws IOException {
        model("A.model", "a");
        model("B.model", "b");
        build();
        Files.delete(output.resolve("A.java"));
        Files.writeString(output.resolve("B.java"), "edited");
        assertThat(build().compiled()).containsExactly("A.model", "B.model");
        assertThat(output.resolve("B.java")).content().contains("b");
    }

    @Test
    void keepsTheJavaOfAModelThatHasErrorsNow() throws IOException {
        model("A.model", "a");
        build();
        model("A.model", "error");
        BuildReport report = build();
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.SYNTAX);
        assertThat(output.resolve("A.java")).content().contains("a");
        assertThat(build().diagnostics()).as("reported again").hasSize(1);
        model("A.model", "a");
        assertThat(build().diagnostics()).isEmpty();
    }

    @Test
    void trustsNoManifestThatPointsElsewhere() throws IOException {
        model("A.model", "a");
        build();
        Path precious = Files.writeString(fileSystem.getPath("/project/precious"), "!");
        Manifest forged = new Manifest("out", "../src");
        forged.put("X.model", new Manifest.Entry("x", new TreeMap<>(Map.of("../../precious", "x"))));
        Files.writeString(manifest(), forged.text());
        BuildReport report = build();
        assertThat(report.notices()).hasSize(1);
        assertThat(report.removed()).isEmpty();
        assertThat(precious).exists();
    }

    /**
     * What cannot be read counts as no manifest; the Java of a model that went meanwhile goes, that of others does not.
     */
    @ParameterizedTest
    @ValueSource(strings = {"", "something else", "half", "tail", "flipped", "not UTF-8", "folder", "zeros"})
    void survivesADamagedManifest(String damage) throws IOException {
        model("A.model", "a");
        model("com/acme/B.model", "b");
        build();
        Files.writeString(output.resolve("Own.java"), "class Own {}");
        Files.delete(sources.resolve("com/acme/B.model"));
        byte[] whole = Files.readAllBytes(manifest());
        Files.delete(manifest());
        switch (damage) {
            case "half" -> Files.write(manifest(), Arrays.copyOf(whole, whole.length / 2));
            case "tail" -> Files.write(manifest(), Arrays.copyOfRange(whole, 20, whole.length));
            case "flipped" -> {
                whole[whole.length / 2] ^= 1;
                Files.write(manifest(), whole);
            }
            case "not UTF-8" -> Files.write(manifest(), new byte[] {(byte) 0xff, 0, (byte) 0xc0});
            case "zeros" -> Files.write(manifest(), new byte[whole.length]);
            case "folder" -> Files.createDirectory(manifest());
            default -> Files.writeString(manifest(), damage);
        }
        BuildReport report = build();
        assertThat(report.notices()).singleElement().asString().contains("/project/target/out.manifest is damaged");
        assertThat(report.compiled()).containsExactly("A.model");
        assertThat(report.removed()).containsExactly(output.resolve("com/acme/B.java"));
        assertThat(output.resolve("A.java")).exists();
        assertThat(output.resolve("Own.java")).exists();
        BuildReport next = build();
        assertThat(next.notices()).isEmpty();
        assertThat(next.summary()).isEqualTo("1 model: 0 compiled, 1 unchanged");
    }

    @Test
    void executionsThatShareAFolderLeaveEachOtherAlone() throws IOException {
        Path more = fileSystem.getPath("/project/more");
        model("A.model", "a");
        Files.createDirectories(more);
        Files.writeString(more.resolve("B.model"), "b");
        for (int k = 0; k < 2; k++) {
            BuildReport first = build();
            BuildReport second = build(ModelFolder.of(more), "more");
            assertThat(first.compiled()).hasSize(k == 0 ? 1 : 0);
            assertThat(second.compiled()).hasSize(k == 0 ? 1 : 0);
            assertThat(first.removed()).isEmpty();
            assertThat(second.removed()).isEmpty();
        }
        assertThat(IncrementalBuild.filesIn(output)).containsExactly("A.java", "B.java");
        Files.writeString(more.resolve("A.model"), "another");
        assertThat(build(ModelFolder.of(more), "more").diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly(DiagnosticCode.CLASS_CLASH);
        assertThat(output.resolve("A.java")).content().contains("/* a");
        Files.delete(more.resolve("A.model"));
        Files.delete(more.resolve("B.model"));
        assertThat(build(ModelFolder.of(more), "more").removed()).containsExactly(output.resolve("B.java"));
        assertThat(output.resolve("A.java")).exists();
    }

    @Test
    void aSourceFolderMayMove() throws IOException {
        model("A.model", "a");
        model("B.model", "b");
        build();
        Path moved = fileSystem.getPath("/project/models");
        Files.createDirectories(moved);
        Files.move(sources.resolve("A.model"), moved.resolve("A.model"));
        Files.delete(sources.resolve("B.model"));
        assertThat(build(ModelFolder.of(moved), "").removed()).containsExactly(output.resolve("B.java"));
        assertThat(IncrementalBuild.filesIn(output)).containsExactly("A.java");
    }

    /** Which execution compiles a model may change, and an execution may get another name. */
    @Test
    void aModelMayMoveToAnotherExecution() throws IOException {
        model("A.model", "a");
        model("B.model", "b");
        build();
        ModelFolder b = new ModelFolder(sources, List.of("B.model"), List.of());
        build(b, "other");
        ModelFolder a = new ModelFolder(sources, List.of("A.model"), List.of());
        assertThat(build(a, "").removed()).isEmpty();
        assertThat(output.resolve("B.java")).exists();
        Files.delete(sources.resolve("B.model"));
        assertThat(build(b, "other").removed()).containsExactly(output.resolve("B.java"));
    }

    @Test
    void overwritesNoFileThatCostateDidNotMake() throws IOException {
        Files.createDirectories(output);
        Files.writeString(output.resolve("A.java"), "class A { int precious; }");
        model("A.model", "a");
        for (int k = 0; k < 2; k++) {
            BuildReport report = build();
            assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.FOREIGN_FILE);
            assertThat(report.diagnostics().get(0).message()).contains(output.resolve("A.java") + "");
            assertThat(output.resolve("A.java")).content().contains("precious");
        }
        Files.writeString(output.resolve("A.java"), "");
        assertThat(build().diagnostics()).as("nothing is lost").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-models", "com/class", "2d", "a b", "com/acme.model"})
    void saysWhichFolderIsNoPackage(String folder) throws IOException {
        model(folder + "/A.model", "model A\nparam x\noutput y = x\n");
        model(folder + "/L.model", "library L\nfn f(x) = x\n");
        BuildReport report = new IncrementalBuild(ModelFolder.of(sources), options(sources), output, "").run();
        boolean isName = folder.equals("com/acme.model");
        assertThat(report.diagnostics())
                .extracting(Diagnostic::code)
                .containsExactlyElementsOf(isName ? List.of() : List.of(DiagnosticCode.PACKAGE_FOLDER));
        assertThat(Files.exists(output)).isEqualTo(isName);
    }

    @ParameterizedTest
    @CsvSource({
        "A.model, a +helper B, B.model, b",
        "Foo.model, a, foo.model, b",
        "A.model, a +helper afoo, aFoo.model, b",
        "com/A.model, a, Com/A.model, b",
        "com/acme.model, a, com/acme/A.model, b",
        "com.model, a, com/acme/A.model, b",
        "com/A.model, a +helper acme, com/acme/B.model, b",
    })
    void saysWhichModelsMakeOneClassOrFile(String one, String text, String two, String other) throws IOException {
        model(one, text);
        model(two, other);
        BuildReport report = build();
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.CLASS_CLASH);
        String said = report.diagnostics().get(0).message()
                + report.diagnostics().get(0).span().file().name();
        assertThat(said).contains(one, two);
        assertThat(build().diagnostics()).as("again").hasSize(1);
    }

    /** Java tells them apart, and so does every file system: a class's file has an extension. */
    @Test
    void aClassMayBeCalledLikeAPackageButForCase() throws IOException {
        model("com/Acme.model", "a");
        model("com/acme/B.model", "b");
        assertThat(build().diagnostics()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dev.model", "dev/costate.model", "dev/costate/runtime.model", "dev/costate/runtime/Checks.model"
            })
    void saysWhichNamesAreTheRuntimes(String name) throws IOException {
        model(name, "a");
        assertThat(build().diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.CLASS_CLASH);
        model(name.replace("dev", "mine"), "a");
        Files.delete(sources.resolve(name));
        assertThat(build().diagnostics()).isEmpty();
    }

    @Test
    void aClassMayBeRenamedByCaseOnly() throws IOException {
        try (FileSystem folding = Jimfs.newFileSystem(Configuration.osX())) {
            Path root = folding.getPath("/project/src");
            Path out = folding.getPath("/project/out");
            Files.createDirectories(root);
            Files.writeString(root.resolve("Foo.model"), "a");
            build(ModelFolder.of(root), out, "");
            Files.delete(root.resolve("Foo.model"));
            Files.writeString(root.resolve("foo.model"), "a");
            build(ModelFolder.of(root), out, "");
            try (Stream<Path> files = Files.list(out)) {
                assertThat(files.map(f -> f.getFileName().toString())).containsExactly("foo.java");
            }
        }
    }

    @Test
    void followsLinksAndSaysWhichLeadsNowhere() throws IOException {
        Path elsewhere = Files.createDirectories(fileSystem.getPath("/elsewhere"));
        Files.writeString(elsewhere.resolve("A.model"), "a");
        Files.createDirectories(sources);
        Files.createSymbolicLink(sources.resolve("linked"), elsewhere);
        Files.createSymbolicLink(sources.resolve("B.model"), elsewhere.resolve("missing"));
        BuildReport report = build();
        assertThat(report.models()).containsExactly("B.model", "linked/A.model");
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.UNREADABLE);
        assertThat(report.diagnostics().get(0).message()).contains("a link to what does not exist");
    }

    @Test
    void leavesNoPartsOfFiles() throws IOException {
        model("A.model", "a");
        build();
        Files.createDirectories(output.resolve("B.java/inside"));
        model("B.model", "b");
        assertThat(build().diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.FOREIGN_FILE);
        try (Stream<Path> files = Files.walk(fileSystem.getPath("/project/target"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactlyInAnyOrder(output.resolve("A.java"), manifest());
        }
    }

    /** Builds of the same models into one folder, each of which may start at any moment of another. */
    @Test
    void buildsAtOnceIntoOneFolderAgree(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectories(folder.resolve("src/com/acme"));
        for (int k = 0; k < 20; k++) {
            Files.writeString(root.resolve("A" + k + ".model"), "model" + k);
        }
        Path out = folder.resolve("target/out");
        Callable<BuildReport> one = () -> build(ModelFolder.of(folder.resolve("src")), out, "");
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (Future<BuildReport> build : pool.invokeAll(Collections.nCopies(12, one))) {
                assertThat(build.get().diagnostics()).isEmpty();
                assertThat(build.get().notices()).isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(one.call().summary()).isEqualTo("20 models: 0 compiled, 20 unchanged");
        try (Stream<Path> files = Files.list(out.resolve("com/acme"))) {
            assertThat(files).hasSize(20);
        }
    }

    @Test
    void saysWhatIsNotUtf8() throws IOException {
        Files.createDirectories(sources);
        Files.write(sources.resolve("A.model"), new byte[] {'m', '\n', (byte) 0xE4});
        BuildReport report = build();
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(DiagnosticCode.NOT_UTF_8);
        assertThat(report.diagnostics().get(0).span()).hasToString("A.model:2:1");
    }

    private void model(String name, String text) throws IOException {
        Path file = sources.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Options options(Path root) {
        return Options.of("").withLibraries(finder(root));
    }

    private LibraryFinder finder(Path root) {
        return new LibraryFolders(List.of(root), List.of(library), root);
    }

    private Path manifest() {
        return fileSystem.getPath("/project/target/out.manifest");
    }

    private BuildReport build() throws IOException {
        return build(ModelFolder.of(sources), "");
    }

    private BuildReport build(ModelFolder models, String execution) throws IOException {
        return build(models, output, execution);
    }

    private BuildReport build(ModelFolder models, Path folder, String execution) throws IOException {
        return new IncrementalBuild(models, options(models.root()), folder, execution, this::fake, compilerVersion)
                .run();
    }

    private Result fake(SourceFile source, Options options) {
        calls.add(source.name());
        if (source.text().equals("error")) {
            Diagnostic error = new Diagnostic(DiagnosticCode.SYNTAX, new Span(source, 0, 1), "wrong", List.of(), null);
            return new Result(null, List.of(), List.of(), List.of(error), Map.of(), Map.of());
        }
        List<JavaSource> files = new ArrayList<>();
        String file = source.name().substring(source.name().lastIndexOf('/') + 1);
        files.add(java(options, file.replace(".model", ""), source.text()));
        int helper = source.text().indexOf("+helper ");
        if (helper >= 0) {
            files.add(java(options, source.text().substring(helper + 8), ""));
        }
        return new Result(null, List.of(), files, List.of(), Map.of(), Map.of());
    }

    private static JavaSource java(Options options, String name, String comment) {
        return new JavaSource(
                options.packageName(),
                name,
                "package " + options.packageName() + "; /* " + comment + " @CostateGenerated(\"\") */");
    }
}
