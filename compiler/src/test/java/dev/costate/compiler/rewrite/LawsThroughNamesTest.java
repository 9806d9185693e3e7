package dev.costate.compiler.rewrite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.eval.Derivation;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Law;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Pattern;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Surrogates;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every law with a part of what it matches behind a name: one that is defined by a single equation, by several, by a
 * recurrence, or by a choice on the index. Compiled against the interpreter. Each law has every other kind of name, by
 * turns.
 */
@Tag("slow")
class LawsThroughNamesTest {
    private static final int SIZE = 3;
    private static final double[] STARTS = {0.3, -0.6, 1.4, -1.7};
    private static final Map<Op, String> SYMBOLS =
            Map.of(Arithmetic.ADD, " + ", Arithmetic.SUB, " - ", Arithmetic.MUL, " * ", Quotients.DIV, " / ");

    /**
     * What matches a law, as text: the part that gets a name, and what is around it, which has {@code @} in its place.
     */
    private record Split(String part, String around, Map<String, Double> holes) {}

    /** The laws about sums and powers, which no pattern describes; {@code @@} is the name at another index, k. */
    private static final List<Split> COMPOUND = List.of(
            split("exp(u[t])", "log(sum(k) @@)"),
            split("exp(u[t]) / v[t]", "log(sum(k) @@)"),
            split("exp(u[t])", "log(sum(k) v[k] * @@)"),
            split("exp(u[t])", "@ / sum(k) @@"),
            split("exp(u[t])", "log(@ / sum(k) @@)"),
            split("u[t]", "exp(@) / sum(k) exp(@@)"),
            split("exp(u[t])", "log(mean(k) @@)"),
            split("exp(u[t])", "log(@ + 2 * exp(v[t]) + 1)"),
            split("exp(u[t]) + exp(v[t])", "exp(u[t]) / @"),
            split("logaddexp(u[t], v[t])", "u[t] - @"),
            split("v[t] * exp(u[t])", "log(@ + exp(v[t]))"),
            split("square(u[t])", "sqrt(sum(k) @@)"),
            split("u[t]^3", "log(@)"),
            split("u[t]^2", "log(@)"),
            split("u[t]^2", "@ - v[t]^2"),
            split("sqrt(1 + u[t])", "@ - 1"),
            split("1 + u[t]", "sqrt(@) - 1"));

    private static Split split(String part, String around) {
        Map<String, Double> holes = new LinkedHashMap<>();
        for (String hole : new String[] {"u", "v"}) {
            if ((part + around).contains(hole + "[")) {
                holes.put(hole, holes.isEmpty() ? 0.3 : 0.8);
            }
        }
        return new Split(part, around, holes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | one equation        | let @[t] = PART for t in N
            1 | first element apart | let @[0] = FIRST + 0.125 ; let @[t] = PART for t in 1 ..< N
            0 | other choice        | let @[t] = if t == 1 then FIRST + 0.125 else PART for t in N
            1 | product before      | let @[0] = FIRST ; let @[t] = @[t - 1] * PART for t in 1 ..< N
            0 | sum before          | let @[0] = FIRST ; let @[t] = @[t - 1] + PART for t in 1 ..< N
            1 | two names           | let @[0] = FIRST ; let @[t] = @B[t - 1] * PART for t in 1 ..< N ; \
            let @B[t] = exp(@[t]) for t in N
            0 | nested              | let @[0] = FIRST ; let @[t] = NESTED for t in 1 ..< N
            """)
    void agreesWithTheInterpreter(int turn, String how, String equations) {
        List<Split> splits = splits(turn);
        SourceFile source = new SourceFile("Laws.model", model(equations, splits));
        ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
        Agreement agreement = Agreement.of(how, result, Map.of("N", SIZE), inputs(splits), 1e-11);
        agreement.values();
        for (int k = 0; k < SIZE; k++) {
            derivatives(agreement, splits, k);
        }
    }

    /** The derivatives of each law in the direction of one element of all its parameters, by one forward pass. */
    private static void derivatives(Agreement agreement, List<Split> splits, int element) {
        Map<String, double[]> direction = new LinkedHashMap<>();
        Map<String, double[]> inputs = inputs(splits);
        inputs.keySet().forEach(name -> {
            direction.put(name, new double[SIZE]);
            direction.get(name)[element] = name.startsWith("u") ? 1 : 0.5;
        });
        Map<String, double[]> tangents = Derivation.tangents(agreement.model(), Map.of("N", SIZE), inputs, direction);
        Map<String, double[]> gradient = agreement.compiled().gradient("gradient of total");
        for (int k = 0; k < splits.size(); k++) {
            double sum = 0;
            for (String hole : splits.get(k).holes.keySet()) {
                sum += requireNonNull(gradient.get(hole + k))[element]
                        * requireNonNull(direction.get(hole + k))[element];
            }
            double expected = requireNonNull(tangents.get("as" + k))[0];
            agreement.compare(
                    "derivative by element " + element + " of " + splits.get(k),
                    new double[] {sum},
                    new double[] {expected});
        }
    }

    /** One model for all laws; each has parameters of its own, so that the gradient of the total tells them apart. */
    private static String model(String equations, List<Split> splits) {
        StringBuilder text = new StringBuilder("model Laws\ndim N >= 3\n");
        List<String> terms = new ArrayList<>();
        for (int k = 0; k < splits.size(); k++) {
            text.append(law(equations, splits.get(k), "s" + k).replaceAll("\\b([uvwxypq])\\[", "$1" + k + "["));
            terms.add("as" + k);
        }
        return text + "output total = " + String.join("\n    + ", terms) + "\nderive gradient of total\n";
    }

    private static String law(String equations, Split split, String name) {
        StringBuilder text = new StringBuilder();
        split.holes.keySet().forEach(hole -> text.append("param " + hole + "[N]\n"));
        String part = "(" + split.part + ")";
        text.append(equations
                        .replace("NESTED", part.replaceFirst("[uvwxypq]\\[t]", name + "[t - 1]"))
                        .replace("PART", part)
                        .replace("FIRST", part.replace("[t]", "[N - 1]"))
                        .replace("@", name)
                        .replace(" ; ", "\n"))
                .append('\n');
        String around = "(" + split.around.replace("@@", name + "[k]").replace("@", name + "[t]") + ")";
        text.append("output a" + name + " = sum(t in N) " + around + " + sum(t in 1 ..< N) (if t > 1 then " + around
                + " else 2 * " + around.replace("[t]", "[t - 1]") + ")\n");
        return text.toString();
    }

    private static Map<String, double[]> inputs(List<Split> splits) {
        Map<String, double[]> inputs = new LinkedHashMap<>();
        for (int k = 0; k < splits.size(); k++) {
            for (Map.Entry<String, Double> hole : splits.get(k).holes.entrySet()) {
                double start = hole.getValue();
                inputs.put(hole.getKey() + k, new double[] {start, start + 0.1, start - 0.05});
            }
        }
        return inputs;
    }

    /** Every other way to name a part of a law. */
    private static List<Split> splits(int turn) {
        List<Split> splits = new ArrayList<>(COMPOUND);
        for (Law law : Ops.LAWS) {
            Map<String, Double> holes = holes(law);
            for (Pattern.Node part : parts(law.left())) {
                splits.add(new Split(text(part, part, false), text(law.left(), part, true), holes));
            }
        }
        assertThat(splits).hasSizeGreaterThan(100);
        return IntStream.range(0, splits.size())
                .filter(k -> k % 2 == turn)
                .mapToObj(splits::get)
                .toList();
    }

    /** The nodes within a pattern, each once. */
    private static Set<Pattern.Node> parts(Pattern.Node pattern) {
        Set<Pattern.Node> parts = new LinkedHashSet<>();
        for (Pattern operand : pattern.operands()) {
            if (operand instanceof Pattern.Node node) {
                parts.add(node);
                parts.addAll(parts(node));
            }
        }
        return parts;
    }

    /** The pattern in the language, with {@code @} for the part if that is named. */
    private static String text(Pattern pattern, Pattern.Node part, boolean named) {
        if (named && pattern.equals(part)) {
            return "@";
        } else if (pattern instanceof Pattern.Constant constant) {
            return "(" + constant.value() + ")";
        } else if (pattern instanceof Pattern.Node node) {
            List<String> operands =
                    node.operands().stream().map(o -> text(o, part, named)).toList();
            Op op = node.op();
            if (op == Surrogates.SURROGATE) {
                return operands.get(1);
            } else if (op == Arithmetic.NEG) {
                return "(-" + operands.get(0) + ")";
            }
            String symbol = SYMBOLS.get(op);
            if (symbol != null) {
                return "(" + operands.get(0) + symbol + operands.get(1) + ")";
            }
            return Ops.FUNCTIONS.contains(op)
                    ? op.name() + "(" + String.join(", ", operands) + ")"
                    : plain(op, operands);
        }
        return pattern + "[t]";
    }

    /** An operation that the language has no name for, as what the law that brings it in is about. */
    private static String plain(Op op, List<String> operands) {
        for (Law law : Ops.LAWS) {
            if (law.right() instanceof Pattern.Node right
                    && right.op() == op
                    && law.left().op() != op) {
                String text = text(law.left(), law.left(), false);
                for (int k = 0; k < operands.size(); k++) {
                    text = text.replace(right.operands().get(k) + "[t]", "{" + k + "}");
                }
                for (int k = 0; k < operands.size(); k++) {
                    text = text.replace("{" + k + "}", operands.get(k));
                }
                return text;
            }
        }
        throw new AssertionError("no law brings in " + op);
    }

    /** Values for the holes of a law where it has a value, and around them. */
    private static Map<String, Double> holes(Law law) {
        Set<String> names = new LinkedHashSet<>();
        collect(law.left(), names);
        for (double first : STARTS) {
            for (double second : STARTS) {
                Map<String, Double> holes = new LinkedHashMap<>();
                names.forEach(name -> holes.put(name, holes.isEmpty() ? first : second + 0.5));
                if (Double.isFinite(value(law.left(), holes, -0.05))
                        && Double.isFinite(value(law.left(), holes, 0.1))) {
                    return holes;
                }
            }
        }
        throw new AssertionError("no values for " + law);
    }

    private static void collect(Pattern pattern, Set<String> names) {
        if (pattern instanceof Pattern.Node node) {
            node.operands().forEach(o -> collect(o, names));
        } else if (!(pattern instanceof Pattern.Constant)) {
            names.add(pattern.toString());
        }
    }

    private static double value(Pattern pattern, Map<String, Double> holes, double shift) {
        if (pattern instanceof Pattern.Constant constant) {
            return constant.value();
        } else if (pattern instanceof Pattern.Node node) {
            return node.op()
                    .value(node.operands().stream()
                            .mapToDouble(o -> value(o, holes, shift))
                            .toArray());
        }
        return requireNonNull(holes.get(pattern.toString())) + shift;
    }
}
