package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.source.FileProblem;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costate eval}: values and derivatives for given data. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Evaluates every output and every derivative of a model for the data in a JSON file.")
final class EvalCommand extends ModelCommand {
    @Parameters(paramLabel = "FILE", description = "The model; - is standard input.")
    private Path source;

    @Option(names = "--input", paramLabel = "IN.json", required = true, description = "The data; - is standard input.")
    private String input;

    @Option(names = "--output", paramLabel = "OUT.json", description = "Where the results go; else standard output.")
    private @Nullable Path output;

    @Option(names = "--only", paramLabel = "CLAUSE", description = "The derivative to evaluate; repeatable.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--interpret", description = "Interprets the model instead of compiling it.")
    private boolean interpret;

    @Option(
            names = "--lets",
            description = "Gives the lets, too, by the interpreter, and says which quantity is the first that is not"
                    + " finite.")
    private boolean lets;

    @Override
    public Integer call() throws IOException, DataException {
        if (Files.isDirectory(source)) {
            throw usage(source + ": eval takes one model, not a folder");
        }
        Result compiled = compile(models(List.of(source), "").get(0), false);
        show(compiled.diagnostics());
        if (compiled.hasErrors()) {
            return Costate.WRONG;
        }
        Model model = compiled.model();
        if (model == null) {
            throw usage(source + ": this is a library, and eval takes a model");
        }
        List<Derivative> derivatives = selected(model);
        Binding binding = Binding.of(model, data(input, model));
        derivatives.stream().filter(d -> !binding.given().containsKey(d)).forEach(this::skipped);
        List<Derivative> served =
                derivatives.stream().filter(binding.given()::containsKey).toList();
        Evaluation results = evaluator().evaluate(compiled, binding, served);
        write(model, binding, results, lets ? lets(model, binding) : null);
        return 0;
    }

    /** The lets, or null after it was said why there are none. */
    private @Nullable Map<Tensor, double[]> lets(Model model, Binding binding) {
        try {
            Quantities quantities = Quantities.of(model, binding);
            quantities.notFinite().ifPresent(place -> err().println("note: the first that is not finite is " + place));
            return quantities.lets();
        } catch (DataException e) {
            e.problems().forEach(problem -> err().println("note: there are no lets: " + problem));
            return null;
        }
    }

    private void skipped(Derivative derivative) {
        boolean seeded = derivative.slots(false).stream().anyMatch(slot -> slot.use() == Form.Use.SEED);
        boolean directed = derivative.slots(false).stream().anyMatch(slot -> slot.use() == Form.Use.DIRECTION);
        String what =
                (directed ? "\"vectors\"" : "") + (directed && seeded ? " and " : "") + (seeded ? "\"seeds\"" : "");
        err().println("note: '" + derivative.clause() + "' is skipped: the input gives nothing for it in " + what);
    }

    private Evaluator evaluator() {
        return interpret ? new InterpretedEvaluator() : new CompiledEvaluator();
    }

    private List<Derivative> selected(Model model) {
        List<String> wanted = only.stream().map(EvalCommand::canonical).toList();
        List<String> clauses =
                model.derivatives().stream().map(Derivative::clause).toList();
        for (String clause : wanted) {
            if (!clauses.contains(clause)) {
                throw usage("--only '" + clause + "': the model has no such derivative; it has "
                        + (clauses.isEmpty() ? "none" : "'" + String.join("', '", clauses) + "'"));
            }
        }
        return model.derivatives().stream()
                .filter(d -> wanted.isEmpty() || wanted.contains(d.clause()))
                .toList();
    }

    /** A clause with single spaces, and {@code ", "} between names. */
    private static String canonical(String clause) {
        return clause.strip()
                .replaceAll("\\s*,\\s*", ", ")
                .replaceAll("\\s+", " ")
                .replaceFirst("^derive ", "");
    }

    private void write(Model model, Binding binding, Evaluation results, @Nullable Map<Tensor, double[]> quantities)
            throws IOException {
        if (output == null) {
            OutputJson.write(model, binding, results, quantities, out());
            return;
        }
        try (Writer file = Files.newBufferedWriter(output)) {
            OutputJson.write(model, binding, results, quantities, file);
        } catch (IOException e) {
            throw usage("--output " + output + ": can't be written: " + FileProblem.reason(e));
        }
    }
}
