package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.source.FileProblem;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code costate eval}: values and derivatives for given data. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Evaluates every output and every derivative of a model for the data in a JSON file.")
final class EvalCommand extends DataCommand {
    @Option(names = "--output", paramLabel = "OUT.json", description = "Where the results go; else standard output.")
    private @Nullable Path output;

    @Option(names = "--interpret", description = "Interprets the model instead of compiling it.")
    private boolean interpret;

    @Option(
            names = "--lets",
            description = "Gives the lets, too, by the interpreter, and says which quantity is the first that is not"
                    + " finite.")
    private boolean lets;

    @Option(
            names = "--checked",
            description =
                    "Evaluates outputs and gradients once more, number by number, and says where the first one that"
                            + " is not finite comes from.")
    private boolean checked;

    @Mixin
    private ArithmeticOptions arithmetic;

    @Override
    Options computing(Options plain) {
        return arithmetic.of(plain);
    }

    @Override
    public Integer call() throws IOException, DataException {
        Bound bound = bound(Binding::ofEither);
        if (bound == null) {
            return Costate.WRONG;
        }
        Result compiled = bound.compiled();
        Model model = bound.model();
        Binding binding = bound.data();
        List<Derivative> derivatives = selected(model);
        derivatives.stream().filter(d -> !binding.given().containsKey(d)).forEach(this::skipped);
        List<Derivative> served =
                derivatives.stream().filter(binding.given()::containsKey).toList();
        FreePoint free =
                binding.isUnconstrained() ? evaluator().constrain(compiled, binding, byFree(model, served)) : null;
        if (free != null) {
            free.natural().forEach(binding::natural);
        }
        Evaluation results = evaluator().evaluate(compiled, binding, served);
        if (results.outside() != null) {
            err().println("warning: " + results.outside());
        }
        if (checked) {
            Tracing tracing = new Tracing(equations(bound.file(), false), binding);
            err().println("note: " + tracing.firstNonFinite().orElse("all outputs and gradients are finite"));
        }
        write(model, binding, new OutputJson.Results(results, free, lets ? lets(model, binding) : null));
        return 0;
    }

    /** The derivatives that are also given by free numbers: gradients and Hessians by all params. */
    private static List<Derivative> byFree(Model model, List<Derivative> served) {
        return served.stream()
                .filter(d -> d.isScalar() && d.wrt().equals(model.params()))
                .filter(d -> d.form() == Form.GRADIENT || d.form() == Form.HESSIAN)
                .toList();
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

    private void write(Model model, Binding binding, OutputJson.Results results) throws IOException {
        if (output == null) {
            OutputJson.write(model, binding, results, out());
            return;
        }
        try (Writer file = Files.newBufferedWriter(output)) {
            OutputJson.write(model, binding, results, file);
        } catch (IOException e) {
            throw usage("--output " + output + ": can't be written: " + FileProblem.reason(e));
        }
    }
}
