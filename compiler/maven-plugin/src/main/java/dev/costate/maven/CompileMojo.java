package dev.costate.maven;

import dev.costate.compiler.project.DerivativeTestBuild;
import dev.costate.compiler.project.LibraryExport;
import dev.costate.compiler.project.ModelFolder;
import dev.costate.compiler.source.LibraryFinder;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Compiles the models of the main sources to Java. Models that did not change are left alone. Libraries go into the
 * jar, for other projects to import.
 */
@Mojo(
        name = "compile",
        defaultPhase = LifecyclePhase.GENERATE_SOURCES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class CompileMojo extends AbstractCompileMojo {
    /** Where the models are; the package of a model is its folder below this one. */
    @Parameter(property = "costate.sourceDirectory", defaultValue = "${project.basedir}/src/main/model")
    private File sourceDirectory;

    /** Where the Java goes; added to the sources that Maven compiles. */
    @Parameter(
            property = "costate.outputDirectory",
            defaultValue = "${project.build.directory}/generated-sources/costate")
    private File outputDirectory;

    /** Where javac puts the classes, and this goal the libraries. */
    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
    private File classesDirectory;

    /** Whether the libraries among the models go into the jar. */
    @Parameter(property = "costate.packageLibraries", defaultValue = "true")
    private boolean packageLibraries;

    /**
     * Whether each model gets a JUnit 5 test that holds its derivatives against its values, at the data in a file
     * beside it, {@code X.json} beside {@code X.model}, or else at seeded data. JUnit 5 is to be a dependency of the
     * tests.
     */
    @Parameter(property = "costate.generateTests", defaultValue = "false")
    private boolean generateTests;

    /** Where these tests and their data go; added to the tests that Maven compiles, and to their resources. */
    @Parameter(
            property = "costate.testsDirectory",
            defaultValue = "${project.build.directory}/generated-test-sources/costate-derivatives")
    private File testsDirectory;

    /** Whether Maven compiles no tests. */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean testSkip;

    @Override
    List<String> classPath() throws DependencyResolutionRequiredException {
        List<String> classPath = new ArrayList<>(project.getCompileClasspathElements());
        classPath.remove(project.getBuild().getOutputDirectory()); // it holds copies of what is among the sources
        return classPath;
    }

    @Override
    void export(LibraryExport libraries) throws IOException {
        libraries.run(classesDirectory.toPath(), packageLibraries);
    }

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
        project.addCompileSourceRoot(path);
    }

    @Override
    void afterwards(ModelFolder sources, LibraryFinder libraries) throws IOException, MojoFailureException {
        if (!generateTests || testSkip) {
            return;
        }
        DerivativeTestBuild.Report report = new DerivativeTestBuild(sources, libraries, testsDirectory.toPath()).run();
        report.problems().forEach(problem -> getLog().error(problem.file() + ": " + problem.message()));
        if (!report.problems().isEmpty()) {
            throw new MojoFailureException("Models without data for their tests: "
                    + report.problems().stream()
                            .map(DerivativeTestBuild.Problem::file)
                            .distinct()
                            .count());
        }
        getLog().info(report.tests() + " tests of derivatives");
        if (report.tests() > 0) {
            Resource data = new Resource();
            data.setDirectory(testsDirectory.getPath());
            data.addInclude("**/*.point");
            project.addTestResource(data);
            project.addTestCompileSourceRoot(testsDirectory.getPath());
        }
    }
}
