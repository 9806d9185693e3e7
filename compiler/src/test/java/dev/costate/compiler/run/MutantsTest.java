package dev.costate.compiler.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.emit.JavaSource;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.JsonInput;
import dev.costate.runtime.GradientReport;
import dev.costate.runtime.Unconstrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every mistake in the Java of a derivative that changes it is caught. The mistakes are those that derivatives written
 * by hand have, made one at a time in each line where they can be; what changes no number is no mistake.
 */
@Tag("slow")
class MutantsTest {
    private static final Path FOLDER = Path.of("../docs/cookbook");
    /** A difference that counts, as a part of the larger of the two. */
    private static final double CHANGE = 1e-4;

    private static final Map<String, UnaryOperator<String>> MISTAKES = mistakes();

    private static Map<String, UnaryOperator<String>> mistakes() {
        Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
        all.put("overwritten instead of accumulated", line -> line.replaceFirst(" [+]= ", " = "));
        all.put("a wrong sign", line -> swapped(line, " += ", " -= "));
        all.put("a factor of 2", line -> line.replaceFirst("^(.*(?:=|return) )([^;]+);$", "$12.0 * ($2);"));
        all.put("a missing path", line -> line.replaceFirst("^(\\s*)\\S+ [+-]= [^;]+;$", "$1;"));
        all.put("an adjoint that is not cleared", line -> line.replaceFirst("^\\s*Arrays[.]fill[(].*;$", ";"));
        all.put("a sum instead of a mean", line -> line.replaceFirst("1[.]0 / \\w+", "1.0"));
        all.put("the last step missing", line -> line.replaceFirst("(for .* < )(\\w+);", "$1$2 - 1;"));
        all.put("one accumulation for all", line -> line.replaceFirst("(\\w+Adj\\w*)\\[[^\\]]+\\] [+]= ", "$1[0] += "));
        return all;
    }

    private static String swapped(String line, String a, String b) {
        return line.contains(a) ? line.replace(a, b) : line.replace(b, a);
    }

    private record Mutant(String mistake, String line, List<JavaSource> files) {}

    /** An object whose gradient is checked, and what it is derived by. */
    private record Subject(ModelInstance instance, Map<String, double[]> inputs) {
        Model.Derivative gradient() {
            return instance.model().derivatives().get(0);
        }

        double[] derivative() {
            return instance.derivative(gradient().clause());
        }

        GradientReport check() {
            return new DerivativeCheck(instance.model(), instance, inputs, 1).check(gradient());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LogisticRegression", "TwoLayerNetwork", "MatrixFactorisation", "KalmanFilter"})
    void areCaught(String name) throws IOException {
        areCaught(name, 0, Subject::new);
    }

    @Test
    void areCaughtByFreeNumbers() throws IOException {
        areCaught("VolatilitySurface", 1, (instance, inputs) -> {
            ModelInstance free = instance.unconstrained().get(0);
            ((Unconstrained) free.object()).unconstrain(instance.theta(), free.theta());
            Map<String, double[]> numbers = new LinkedHashMap<>();
            int at = 0;
            for (Tensor param : free.model().params()) {
                int size = free.shape(param.name()).stream().reduce(1, Math::multiplyExact);
                numbers.put(param.name(), Arrays.copyOfRange(free.theta(), at, at + size));
                at += size;
            }
            return new Subject(free, numbers);
        });
    }

    /** @param wrong which file of the model has the mistakes */
    private static void areCaught(
            String name, int wrong, BiFunction<ModelInstance, Map<String, double[]>, Subject> subject)
            throws IOException {
        SourceFile source = new SourceFile(name + ".model", Files.readString(FOLDER.resolve(name + ".model")));
        ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
        JsonInput input = JsonInput.of(requireNonNull(result.model()), JsonInput.read(FOLDER.resolve(name + ".json")));
        Subject right = subject.apply(instance(LoadedModel.load(result), input), input.arrays());
        double[] expected = right.derivative();
        assertThat(right.check().passed()).isTrue();
        List<Mutant> mutants = mutants(result.files(), wrong);
        List<LoadedModel> loaded = load(result, mutants);
        List<String> survivors = new ArrayList<>();
        int changed = 0;
        for (int k = 0; k < mutants.size(); k++) {
            Subject mutant = subject.apply(instance(loaded.get(k), input), input.arrays());
            try {
                mutant.derivative();
                if (differs(mutant.derivative(), expected)) {
                    changed++;
                    GradientReport report = mutant.check();
                    if (report.passed()) {
                        survivors.add(
                                mutants.get(k).mistake() + ": " + mutants.get(k).line() + "\n" + report);
                    }
                }
            } catch (IndexOutOfBoundsException e) {
                changed++; // nobody needs a check to see that
            }
        }
        assertThat(survivors).isEmpty();
        assertThat(changed).isGreaterThan(10);
    }

    private static ModelInstance instance(LoadedModel model, JsonInput input) {
        ModelInstance instance = model.create(input.dims());
        input.arrays().forEach(instance::set);
        return instance;
    }

    private static boolean differs(double[] a, double[] b) {
        for (int k = 0; k < a.length; k++) {
            if (!(Math.abs(a[k] - b[k]) <= CHANGE * Math.max(Math.abs(a[k]), Math.abs(b[k])))) {
                return true;
            }
        }
        return false;
    }

    /** One for each mistake in each line of the class that computes value and gradient together, the last one. */
    private static List<Mutant> mutants(List<JavaSource> files, int wrong) {
        String text = files.get(wrong).text();
        int start = text.lastIndexOf("static final class ");
        List<String> lines = text.substring(start).lines().toList();
        List<Mutant> mutants = new ArrayList<>();
        MISTAKES.forEach((mistake, make) -> {
            for (int k = 0; k < lines.size(); k++) {
                String line = lines.get(k);
                boolean derivative =
                        Pattern.compile("Adj|gradient\\[|for \\(").matcher(line).find();
                String mutated = derivative ? make.apply(line) : line;
                if (!mutated.equals(line)) {
                    List<String> all = new ArrayList<>(lines);
                    all.set(k, mutated);
                    List<JavaSource> texts = new ArrayList<>(files);
                    texts.set(
                            wrong,
                            new JavaSource(
                                    "",
                                    files.get(wrong).className(),
                                    text.substring(0, start) + String.join("\n", all)));
                    mutants.add(new Mutant(mistake, line.strip(), inPackage("m" + mutants.size(), texts)));
                }
            }
        });
        return mutants;
    }

    private static List<JavaSource> inPackage(String name, List<JavaSource> files) {
        return files.stream()
                .map(file -> new JavaSource(name, file.className(), "package " + name + ";\n" + file.text()))
                .toList();
    }

    /** All of them; those that javac refuses are left out of the list. */
    private static List<LoadedModel> load(ModelCompiler.Result result, List<Mutant> mutants) {
        try {
            return loaded(result, mutants);
        } catch (IllegalStateException refused) {
            mutants.removeIf(mutant -> refuses(result, mutant));
            return loaded(result, mutants);
        }
    }

    private static boolean refuses(ModelCompiler.Result result, Mutant mutant) {
        try {
            loaded(result, List.of(mutant));
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static List<LoadedModel> loaded(ModelCompiler.Result result, List<Mutant> mutants) {
        List<ModelCompiler.Result> results = mutants.stream()
                .map(m -> new ModelCompiler.Result(
                        result.model(), result.companions(), m.files(), Collections.emptyList(), Map.of(), Map.of()))
                .toList();
        return LoadedModel.load(results, List.of());
    }
}
