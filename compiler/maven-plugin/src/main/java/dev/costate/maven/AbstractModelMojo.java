package dev.costate.maven;

import dev.costate.compiler.project.ModelFolder;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.FileProblem;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.LibraryFolders;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.build.BuildContext;

/** What goals that read models have in common: which there are, their libraries, and what is wrong with them. */
abstract class AbstractModelMojo extends AbstractMojo {
    /** Patterns of the files to read, below the source directory. All {@code .model} files if there are none. */
    @Parameter(property = "costate.includes")
    private List<String> includes = new ArrayList<>();

    /** Patterns of files to leave out although they are included. */
    @Parameter(property = "costate.excludes")
    private List<String> excludes = new ArrayList<>();

    /** Folders and jars with libraries that models import, beside those among the sources and in dependencies. */
    @Parameter(property = "costate.libraryDirectories")
    private List<File> libraryDirectories = new ArrayList<>();

    /** Whether to do nothing at all. */
    @Parameter(property = "costate.skip", defaultValue = "false")
    private boolean skip;

    /** Whether a warning fails the build, as an error does. */
    @Parameter(property = "costate.failOnWarning", defaultValue = "false")
    private boolean failOnWarning;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    @Inject
    private BuildContext buildContext;

    /** What Maven has resolved the dependencies to. */
    interface ClassPath {
        List<String> elements() throws DependencyResolutionRequiredException;
    }

    boolean skipped() {
        return skip;
    }

    ModelFolder models(File directory) {
        return new ModelFolder(directory.toPath(), includes, excludes);
    }

    /** @param classPath what may hold libraries beside classes */
    LibraryFinder libraries(ModelFolder sources, ClassPath classPath) throws MojoExecutionException {
        try {
            return new LibraryFolders(
                    List.of(sources.root()),
                    libraryDirectories.stream().map(File::toPath).toList(),
                    classPath.elements().stream().map(Path::of).toList(),
                    sources.root());
        } catch (DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("The dependencies of the project are not resolved", e);
        }
    }

    static MojoExecutionException unreadable(IOException e) {
        return new MojoExecutionException("Can't read models or write Java: " + FileProblem.text(e), e);
    }

    /**
     * Tells the log, or the IDE, what is wrong.
     *
     * @param read the models that this is all about
     */
    void show(File directory, List<String> read, List<Diagnostic> diagnostics) {
        Messages messages = new Messages(getLog(), buildContext, directory);
        messages.clear(read);
        diagnostics.forEach(messages::show);
    }

    /** Tells the IDE that a file has changed. */
    void refresh(Path file) {
        buildContext.refresh(file.toFile());
    }

    /** Fails the build if that is what errors and warnings are to do. */
    void requireRight(int errors, int warnings) throws MojoFailureException {
        if (errors > 0 || (failOnWarning && warnings > 0)) {
            throw new MojoFailureException("Models are wrong: " + errors + " error(s), " + warnings + " warning(s)"
                    + (errors == 0 ? ", and failOnWarning is set" : ""));
        }
    }
}
