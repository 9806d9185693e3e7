package dev.costate.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Compiles the models of the main sources to Java. Models that did not change are left alone. */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class CompileMojo extends AbstractCompileMojo {
    /** Where the models are; the package of a model is its folder below this one. */
    @Parameter(property = "costate.sourceDirectory", defaultValue = "${project.basedir}/src/main/model")
    private File sourceDirectory;

    /** Where the Java goes; added to the sources that Maven compiles. */
    @Parameter(
            property = "costate.outputDirectory",
            defaultValue = "${project.build.directory}/generated-sources/costate")
    private File outputDirectory;

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
