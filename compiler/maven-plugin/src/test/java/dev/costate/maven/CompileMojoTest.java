package dev.costate.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileMojoTest {
    private final MavenProject project = new MavenProject();

    @TempDir
    private Path folder;

    @Test
    void addsItsOutputToTheSources() {
        File output = folder.resolve("out").toFile();
        new CompileMojo(project, folder.toFile(), output).execute();
        assertThat(project.getCompileSourceRoots()).containsExactly(output.getPath());
    }

    @Test
    void leavesAProjectWithoutModelsAlone() {
        File missing = folder.resolve("model").toFile();
        new CompileMojo(project, missing, folder.toFile()).execute();
        assertThat(project.getCompileSourceRoots()).isEmpty();
    }
}
