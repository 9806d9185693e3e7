package dev.costate.cli;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costate explain}: the stages of a compilation as text. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Prints what the compiler makes of a model, stage by stage.")
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

    /** What the help says of the stages, in their order. */
    static String[] help() {
        Map<String, String> stages = new LinkedHashMap<>();
        stages.put("syntax", "the tree of the file");
        stages.put("check", "the model with all sizes and ranges");
        stages.put("lower", "its equations as one graph");
        stages.putAll(ModelCompiler.passes());
        stages.put("gradient of OUTPUT", "the equations of a derivative, by its clause");
        ModelCompiler.unitPasses().forEach((name, purpose) -> stages.put(name, "if asked for, what became " + purpose));
        stages.put("data", "what depends on data alone, of which data, and in how many bytes it is kept");
        stages.put(
                "pattern of CLAUSE", "the equations that find which entries of a sparse derivative need not be zero");
        stages.put("rewrites", "which laws were applied to keep digits, and where");
        stages.put("units", "which derivatives and outputs have a class of their own, and why");
        stages.put("loops", "the loops of each class");
        stages.put("operations", "how many each output and derivative takes, and in which mode");
        stages.put("NAME.java", "the class NAME");
        stages.put("sparsity", "with --input, the patterns of sparse Jacobians and Hessians drawn");
        List<String> lines = new ArrayList<>(List.of("", "The stages, in their order:"));
        stages.forEach((name, text) -> lines.add(String.format("  %-13s  %s", name, text)));
        return lines.toArray(String[]::new);
    }

    @Mixin
    private ArithmeticOptions arithmetic;

    @Override
    Options computing(Options plain) {
        return arithmetic.of(plain);
    }

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
            // What each pass over units and loops changed is too much where it is not asked for.
            stages.keySet().removeAll(ModelCompiler.unitPasses().keySet());
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
