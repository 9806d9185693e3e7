package dev.costate.maven;

import dev.costate.compiler.project.GeneratedMethods;
import dev.costate.compiler.run.MethodSizes;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Proves that no method of the generated classes is larger than what the JIT compiles, 8000 bytes of bytecode. A goal
 * of its own, since there are no classes yet when the models are compiled.
 */
@Mojo(name = "verify-methods", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
public final class VerifyMethodsMojo extends AbstractMojo {
    /** Where the goal {@code compile} put the Java. */
    @Parameter(
            property = "costate.outputDirectory",
            defaultValue = "${project.build.directory}/generated-sources/costate")
    private File outputDirectory;

    /** Where javac put the classes. */
    @Parameter(defaultValue = "${project.build.outputDirectory}")
    private File classesDirectory;

    /** Whether to do nothing. */
    @Parameter(property = "costate.skip", defaultValue = "false")
    private boolean skip;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            return;
        }
        List<MethodSizes.Method> large;
        try {
            large = GeneratedMethods.tooLarge(outputDirectory.toPath(), classesDirectory.toPath());
        } catch (IOException e) {
            throw new MojoExecutionException("Can't read the generated classes: " + e.getMessage(), e);
        }
        if (!large.isEmpty()) {
            large.forEach(m -> getLog().error(m.className() + "." + m.name() + " has " + m.bytes()
                    + " bytes of code; HotSpot never compiles more than " + MethodSizes.LIMIT));
            throw new MojoFailureException(
                    "Generated methods are too large: this is a bug of Costate, please report it");
        }
    }
}
