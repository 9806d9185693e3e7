package dev.costate.maven;

import dev.costate.compiler.project.LibraryExport;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
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
}
