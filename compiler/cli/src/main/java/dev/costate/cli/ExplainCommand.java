package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costate explain}: the stages of a compilation as text. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Prints what the compiler makes of a model, stage by stage.",
        footer = {
            "",
            "The stages, in their order:",
            "  syntax      the tree of the file",
            "  check       the model with all sizes and ranges",
            "  lower       its equations as one graph",
            "  inline      with definitions that may fail where they are read",
            "  stabilise   rewritten to keep digits",
            "  scalars     with variables in the place of small arrays",
            "  flatten     with an equation for each reduction",
            "  guard       with guards on arrays that may fail and that only branches read",
            "  order       in an order in which nothing is read before it is written",
            "  speculate   with guards on what is evaluated before it is known to be needed",
            "  gradient of OUTPUT  the equations of a derivative, by its clause",
            "  data        what depends on data alone, of which data, and in how many bytes it is kept",
            "  rewrites    which laws were applied to keep digits, and where",
            "  loops       the loops of each class",
            "  pattern of CLAUSE  the equations that find which entries of a sparse derivative need not be zero",
            "  operations  how many each output and derivative takes, and in which mode",
            "  NAME.java   the class NAME",
            "  sparsity    with --input, the patterns of sparse Jacobians and Hessians drawn"
        })
final class ExplainCommand extends ModelCommand {
    private static final String ALL = "all";

    @Parameters(paramLabel = "FILE", description = "The model; - is standard input.")
    private Path source;

    @Option(
            names = "--stage",
            paramLabel = "S",
            defaultValue = ALL,
            description =
                    "The stage to print, ${DEFAULT-VALUE} if not given. A name that there is not prints those of the "
                            + "model.")
    private String stage = ALL;

    @Option(names = "--input", paramLabel = "IN.json", description = "The data, to draw sparse patterns for.")
    private @Nullable String input;

    @Override
    public Integer call() throws IOException, DataException {
        List<Input> inputs = models(List.of(source), "");
        if (inputs.size() != 1) {
            throw usage(source + ": explain takes one model");
        }
        Result result = compile(inputs.get(0), true);
        show(result.diagnostics());
        Map<String, String> stages = new LinkedHashMap<>(result.stages());
        Model model = result.model();
        if (input != null && model != null) {
            stages.put("sparsity", sparsity(result, Binding.of(model, data(input, model))));
        }
        if (stage.equals(ALL)) {
            stages.forEach(this::print);
        } else if (stages.containsKey(stage)) {
            out().println(stages.get(stage).stripTrailing());
        } else if (!result.hasErrors()) {
            throw usage("--stage " + stage + ": there is no such stage; there are " + ALL + ", "
                    + String.join(", ", names(stages)));
        }
        return result.hasErrors() ? Costate.WRONG : 0;
    }

    private static String sparsity(Result compiled, Binding data) throws DataException {
        StringBuilder text = new StringBuilder();
        new CompiledEvaluator()
                .patterns(compiled, data)
                .forEach((derivative, pattern) -> text.append(derivative.clause())
                        .append(": ")
                        .append(PatternText.draw(pattern))
                        .append('\n'));
        return text.isEmpty() ? "no derivative is sparse" : text.toString();
    }

    private static List<String> names(Map<String, String> stages) {
        return List.copyOf(stages.keySet());
    }

    private void print(String name, String text) {
        out().println("== " + name + " ==");
        out().println(text.stripTrailing());
        out().println();
    }
}
