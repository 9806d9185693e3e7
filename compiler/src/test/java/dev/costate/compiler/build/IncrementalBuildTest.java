package dev.costate.compiler.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The compiler is a fake: it makes class X of {@code X.model}, with the model's text as comment. */
class IncrementalBuildTest {
    private final FileSystem fileSystem = Jimfs.newFileSystem(Configuration.unix());
    private final Path sources = fileSystem.getPath("/project/src");
    private final Path output = fileSystem.getPath("/project/target/out");
    private final Path library = fileSystem.getPath("/project/lib");
    private final List<String> calls = new ArrayList<>();
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
        assertThat(output.resolve("com/acme/A.java")).hasContent("package com.acme; /* a */");
        assertThat(output.resolve("B.java")).hasContent("package ; /* b */");
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
        BuildReport report = new IncrementalBuild(ModelFolder.of(sources), List.of(), output).run();
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.UNDECLARED);
        assertThat(report.diagnostics().get(0).span()).hasToString("L.model:2:11");
        model("L.model", "library L\nfn f(x) = 2 * x\n");
        new IncrementalBuild(ModelFolder.of(sources), List.of(), output).run();
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
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.SYNTAX);
        assertThat(output.resolve("A.java")).content().contains("a");
        assertThat(build().diagnostics()).as("reported again").hasSize(1);
        model("A.model", "a");
        assertThat(build().diagnostics()).isEmpty();
    }

    @Test
    void trustsNoManifestThatPointsElsewhere() throws IOException {
        Files.createDirectories(output.getParent());
        Path precious = Files.writeString(fileSystem.getPath("/project/precious"), "!");
        Files.writeString(
                fileSystem.getPath("/project/target/out.manifest"), "costate 1\nx X.model\n  x ../../precious\n");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(this::build)).isInstanceOf(IOException.class);
        assertThat(precious).exists();
    }

    @Test
    void startsAnewOnAManifestItDoesNotKnow() throws IOException {
        model("A.model", "a");
        build();
        Files.writeString(fileSystem.getPath("/project/target/out.manifest"), "something else\n");
        assertThat(build().compiled()).containsExactly("A.model");
        assertThat(build().compiled()).isEmpty();
    }

    @Test
    void saysWhichFolderIsNoPackage() throws IOException {
        model("my-models/A.model", "a");
        BuildReport report = build();
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.PACKAGE_FOLDER);
        assertThat(report.diagnostics().get(0).message()).contains("'my-models'");
        assertThat(calls).isEmpty();
    }

    @Test
    void saysWhichModelsMakeOneClass() throws IOException {
        model("A.model", "a +helper B");
        model("B.model", "b");
        BuildReport report = build();
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.CLASS_CLASH);
        assertThat(report.diagnostics().get(0).message()).contains("A.model");
    }

    @Test
    void saysWhatIsNotUtf8() throws IOException {
        Files.createDirectories(sources);
        Files.write(sources.resolve("A.model"), new byte[] {'m', '\n', (byte) 0xE4});
        BuildReport report = build();
        assertThat(report.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.NOT_UTF_8);
        assertThat(report.diagnostics().get(0).span()).hasToString("A.model:2:1");
    }

    private void model(String name, String text) throws IOException {
        Path file = sources.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private BuildReport build() throws IOException {
        return new IncrementalBuild(ModelFolder.of(sources), List.of(library), output, this::fake, compilerVersion)
                .run();
    }

    private Result fake(SourceFile source, Options options) {
        calls.add(source.name());
        if (source.text().equals("error")) {
            Diagnostic error = new Diagnostic(Code.SYNTAX, new Span(source, 0, 1), "wrong", List.of(), null);
            return new Result(null, List.of(), List.of(error), Map.of(), Map.of());
        }
        List<JavaSource> files = new ArrayList<>();
        String file = source.name().substring(source.name().lastIndexOf('/') + 1);
        files.add(java(options, file.replace(".model", ""), source.text()));
        int helper = source.text().indexOf("+helper ");
        if (helper >= 0) {
            files.add(java(options, source.text().substring(helper + 8), ""));
        }
        return new Result(null, files, List.of(), Map.of(), Map.of());
    }

    private static JavaSource java(Options options, String name, String comment) {
        return new JavaSource(
                options.packageName(), name, "package " + options.packageName() + "; /* " + comment + " */");
    }
}
