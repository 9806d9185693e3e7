package dev.costate.maven;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.project.ModelCheck;
import dev.costate.compiler.project.ModelFolder;
import dev.costate.compiler.source.Severity;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Says what is wrong with the models of the main and test sources, and writes nothing. */
@Mojo(
        name = "check",
        defaultPhase = LifecyclePhase.VALIDATE,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class CheckMojo extends AbstractModelMojo {
    /** Where the models are. */
    @Parameter(property = "costate.sourceDirectory", defaultValue = "${project.basedir}/src/main/model")
    private File sourceDirectory;

    /** Where those of the tests are. */
    @Parameter(property = "costate.testSourceDirectory", defaultValue = "${project.basedir}/src/test/model")
    private File testSourceDirectory;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skipped()) {
            getLog().info("Models are skipped");
            return;
        }
        ModelCheck main = check(sourceDirectory, this::classPath);
        ModelCheck tests = check(testSourceDirectory, this::testClassPath);
        getLog().info(main.models().size() + " models and " + tests.models().size() + " of tests are checked");
        requireRight(
                main.count(Severity.ERROR) + tests.count(Severity.ERROR),
                main.count(Severity.WARNING) + tests.count(Severity.WARNING));
    }

    private ModelCheck check(File directory, ClassPath classPath) throws MojoExecutionException {
        ModelFolder sources = models(directory);
        try {
            ModelCheck check = ModelCheck.of(sources, Options.of("").withLibraries(libraries(sources, classPath)));
            show(directory, check.models(), check.diagnostics());
            return check;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private List<String> classPath() throws DependencyResolutionRequiredException {
        return sources(project.getCompileClasspathElements());
    }

    /** Tests find the libraries of the main sources, whether these are compiled or not. */
    private List<String> testClassPath() throws DependencyResolutionRequiredException {
        List<String> classPath = sources(project.getTestClasspathElements());
        classPath.add(0, sourceDirectory.getPath());
        return classPath;
    }

    /** Without the classes of the project, where copies of what is among the sources may be. */
    private List<String> sources(List<String> classPath) {
        List<String> others = new ArrayList<>(classPath);
        others.remove(project.getBuild().getOutputDirectory());
        others.remove(project.getBuild().getTestOutputDirectory());
        return others;
    }
}
