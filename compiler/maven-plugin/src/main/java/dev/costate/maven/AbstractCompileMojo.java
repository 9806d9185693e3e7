package dev.costate.maven;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.project.BuildReport;
import dev.costate.compiler.project.IncrementalBuild;
import dev.costate.compiler.project.LibraryExport;
import dev.costate.compiler.project.ModelFolder;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.Severity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** What compiling main and test models have in common. */
abstract class AbstractCompileMojo extends AbstractModelMojo {
    /** Whether classes have a method {@code checked()}: a twin that says where a NaN or infinity began. */
    @Parameter(property = "costate.checked", defaultValue = "false")
    private boolean checked;

    /** How sums are taken: {@code naive}, {@code blocked}, {@code pairwise} or {@code compensated}. */
    @Parameter(property = "costate.sum", defaultValue = "blocked")
    private String sum = "blocked";

    /** In which 16 bits models in mixed precision keep what derivatives read: {@code bfloat16} or {@code float16}. */
    @Parameter(property = "costate.half", defaultValue = "bfloat16")
    private String half = "bfloat16";

    /** Whether classes give the same bits in every Java and on every machine. */
    @Parameter(property = "costate.reproducible", defaultValue = "false")
    private boolean reproducible;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution mojo;

    /** Where the models are. */
    abstract File sourceDirectory();

    /** What may hold libraries beside classes: the dependencies, and for tests the main classes. */
    abstract List<String> classPath() throws DependencyResolutionRequiredException;

    /** Puts the libraries among the models where other projects find them. */
    abstract void export(LibraryExport libraries) throws IOException;

    /** Where the Java goes. */
    abstract File outputDirectory();

    /** Has Maven compile the Java. */
    abstract void addSourceRoot(String path);

    /** Does what is left to do once all models are right. */
    void afterwards(ModelFolder sources, LibraryFinder libraries) throws IOException, MojoFailureException {}

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skipped()) {
            getLog().info("Models are skipped");
            return;
        }
        ModelFolder sources = models(sourceDirectory());
        LibraryFinder libraries = libraries(sources, this::classPath);
        BuildReport report = build(sources, libraries);
        getLog().info(report.models().isEmpty() ? "No models to compile" : report.summary());
        tell(report);
        requireRight(report.count(Severity.ERROR), report.count(Severity.WARNING));
        if (!report.models().isEmpty()) {
            addSourceRoot(outputDirectory().getPath());
        }
        try {
            afterwards(sources, libraries);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private SumMode mode() throws MojoExecutionException {
        return SumMode.of(sum)
                .orElseThrow(() -> new MojoExecutionException("The parameter sum is '" + sum + "', and there are "
                        + Arrays.stream(SumMode.values()).map(SumMode::toString).collect(Collectors.joining(", "))));
    }

    private HalfFormat half() throws MojoExecutionException {
        return HalfFormat.of(half)
                .orElseThrow(() -> new MojoExecutionException("The parameter half is '" + half + "', and there are "
                        + Arrays.stream(HalfFormat.values())
                                .map(HalfFormat::toString)
                                .collect(Collectors.joining(", "))));
    }

    private Options options(LibraryFinder libraries) throws MojoExecutionException {
        Options options =
                Options.of("").withLibraries(libraries).withSum(mode()).withHalf(half());
        options = reproducible ? options.withReproducible() : options;
        return checked ? options.withChecked() : options;
    }

    private BuildReport build(ModelFolder sources, LibraryFinder libraries) throws MojoExecutionException {
        try {
            BuildReport report = new IncrementalBuild(
                            sources, options(libraries), outputDirectory().toPath(), execution())
                    .run();
            export(new LibraryExport(sources, execution()));
            return report;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Tells this execution from others into the same folder, also from those of other modules where the folder is not
     * within this one; empty for {@code compile} without an id.
     */
    private String execution() {
        Path module = project.getBasedir().toPath();
        boolean own = outputDirectory().toPath().toAbsolutePath().normalize().startsWith(module);
        boolean usual =
                mojo.getGoal().equals("compile") && mojo.getExecutionId().equals("default");
        if (own && usual) {
            return "";
        }
        String name = mojo.getGoal() + "+" + mojo.getExecutionId();
        return own ? name : project.getGroupId() + "+" + project.getArtifactId() + "+" + name;
    }

    /** Tells the log and the IDE what happened. */
    private void tell(BuildReport report) {
        report.notices().forEach(notice -> getLog().warn(notice));
        show(sourceDirectory(), report.compiled(), report.diagnostics());
        report.written().forEach(this::refresh);
        report.removed().forEach(this::refresh);
    }
}
