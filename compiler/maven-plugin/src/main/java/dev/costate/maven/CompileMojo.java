package dev.costate.maven;

import java.io.File;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** Compiles the models of the main sources to Java. */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public class CompileMojo extends AbstractMojo {
    /** Where the models are; a package is a folder. */
    @Parameter(property = "costate.sourceDirectory", defaultValue = "${project.basedir}/src/main/model")
    private File sourceDirectory;

    /** Where the Java goes; added to the sources that Maven compiles. */
    @Parameter(
            property = "costate.outputDirectory",
            defaultValue = "${project.build.directory}/generated-sources/costate")
    private File outputDirectory;

    /** Whether to do nothing. */
    @Parameter(property = "costate.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** Called by Maven, which fills in the parameters. */
    public CompileMojo() {}

    CompileMojo(MavenProject project, File sourceDirectory, File outputDirectory) {
        this.project = project;
        this.sourceDirectory = sourceDirectory;
        this.outputDirectory = outputDirectory;
    }

    @Override
    public void execute() {
        if (skip || !sourceDirectory.isDirectory()) {
            getLog().info("No models to compile");
            return;
        }
        project.addCompileSourceRoot(outputDirectory.getPath());
    }
}
