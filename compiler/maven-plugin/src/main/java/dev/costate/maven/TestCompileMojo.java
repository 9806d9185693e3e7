package dev.costate.maven;

import dev.costate.compiler.project.LibraryExport;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Compiles the models of the test sources to Java. Models that did not change are left alone. */
@Mojo(
        name = "test-compile",
        defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class TestCompileMojo extends AbstractCompileMojo {
    /** Where the models are; the package of a model is its folder below this one. */
    @Parameter(property = "costate.testSourceDirectory", defaultValue = "${project.basedir}/src/test/model")
    private File sourceDirectory;

    /** Where the Java goes; added to the test sources that Maven compiles. */
    @Parameter(
            property = "costate.testOutputDirectory",
            defaultValue = "${project.build.directory}/generated-test-sources/costate")
    private File outputDirectory;

    /** Whether Maven compiles no tests. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean testSkip;

    @Override
    boolean skipped() {
        return super.skipped() || testSkip;
    }

    @Override
    List<String> classPath() throws DependencyResolutionRequiredException {
        List<String> classPath = new ArrayList<>(project.getTestClasspathElements());
        classPath.remove(project.getBuild().getTestOutputDirectory());
        return classPath;
    }

    /** Nobody imports from tests. */
    @Override
    void export(LibraryExport libraries) {}

    @Override
    File sourceDirectory() {
        return sourceDirectory;
    }

    @Override
    File outputDirectory() {
        return outputDirectory;
    }

    @Override
    void addSourceRoot(String path) {
        project.addTestCompileSourceRoot(path);
    }
}
