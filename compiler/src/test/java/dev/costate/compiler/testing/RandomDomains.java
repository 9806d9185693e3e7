package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Random models some of whose params say where they live and some of whose data is noise, made from the seed. */
public final class RandomDomains {
    private static final Pattern INPUT = Pattern.compile("(param|data) (\\w+)(?:\\[(.*)])?");

    /** Of anything, also with bounds that data or what is declared above says. */
    private static final List<String> BOUNDS =
            List.of("> 0", ">= -2", "< 1.5", "<= 2", "in -1 .. 2", "in 0 .. inf", "> floor0", "in floor0 .. 3");

    private static final List<String> OF_VECTORS =
            List.of("ordered", "positive ordered", "simplex", "sum to zero", "unit");

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, double[]> inputs;

    private RandomDomains(long seed, RandomSource plain) {
        this.random = new Random(seed);
        this.inputs = new LinkedHashMap<>(plain.inputs());
        plain.text().lines().forEach(this::line);
    }

    /** The model with domains and noise, at a point inside. */
    public static RandomSource of(long seed, RandomSource plain) {
        RandomDomains made = new RandomDomains(seed, plain);
        Map<String, double[]> natural = new LinkedHashMap<>(made.inputs);
        Model model = RandomForms.check(made.text.toString());
        if (model != null) {
            natural.putAll(
                    Interpreter.constrain(model, plain.dims(), freeNumbers(model, plain.dims(), made.inputs, seed))
                            .natural());
        }
        return new RandomSource.Of(made.text.toString(), plain.dims(), natural);
    }

    /** Free numbers of all params, beside the data, such that numbers stay moderate. */
    public static Map<String, double[]> freeNumbers(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, long seed) {
        Random random = new Random(seed);
        Map<String, double[]> all = new LinkedHashMap<>(inputs);
        for (Tensor param : model.params()) {
            int size = model.freeShape(param).stream()
                    .mapToInt(axis -> (int) axis.evaluate(dim -> requireNonNull(dims.get(dim.name()))))
                    .reduce(1, (a, b) -> a * b);
            all.put(param.name(), random.doubles(size, -1.2, 0.4).toArray());
        }
        return all;
    }

    private void line(String line) {
        Matcher input = INPUT.matcher(line);
        if (!input.matches()) {
            text.append(line).append('\n');
            return;
        }
        String name = input.group(2);
        List<String> axes =
                input.group(3) == null ? List.of() : List.of(input.group(3).split(", "));
        boolean isParam = input.group(1).equals("param");
        if (!isParam && name.equals("y") && random.nextInt(2) == 0) {
            inputs.remove(name);
            text.append("noise ").append(line.substring("data ".length()));
            text.append(random.nextBoolean() ? "\n" : " uniform\n");
            return;
        }
        if (isParam && !text.toString().contains("floor0")) {
            text.append("let floor0 = ")
                    .append(pick(List.of("-2 - X[0, 0]^2", "-exp(X[0, 0])")))
                    .append('\n');
        }
        text.append(line);
        if (isParam && random.nextInt(3) > 0) {
            text.append(' ').append(domain(axes));
        }
        text.append('\n');
    }

    private String domain(List<String> axes) {
        List<String> domains = new ArrayList<>(BOUNDS);
        if (!axes.isEmpty()) {
            domains.addAll(OF_VECTORS);
        }
        if (axes.size() == 2 && axes.get(0).equals(axes.get(1))) {
            domains.add("cholesky correlation");
        }
        return pick(domains);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
