package dev.costate.compiler.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Arrays over time that need each other: with a lag of 1 to 3, upward or downward, over N or N + 1 times, each a number
 * or a vector at each time.
 */
final class RandomRecurrence {
    private final Random random;
    private final RandomTerms terms;
    private final int lag;
    private final boolean upward;

    /** Whether there are N + 1 times. */
    private final boolean longer;

    /** By how much the time that a step defines is more than its index. */
    private final int offset;

    private final List<String> names = new ArrayList<>();
    private final List<Boolean> vectors = new ArrayList<>();
    private final List<String> heads = new ArrayList<>();
    private final List<String> equations = new ArrayList<>();

    private RandomRecurrence(Random random, RandomTerms terms, String name) {
        this.random = random;
        this.terms = terms;
        this.lag = 1 + random.nextInt(3);
        this.upward = random.nextInt(3) > 0;
        this.longer = random.nextInt(3) == 0;
        boolean shifted = random.nextBoolean();
        this.offset = upward ? (shifted ? lag : longer ? 1 : 0) : shifted && !(longer && lag == 1) ? -1 : 0;
        int arrays = 1 + random.nextInt(3);
        for (int k = 0; k < arrays; k++) {
            names.add(name + k);
            vectors.add(random.nextInt(3) == 0);
            heads.add((random.nextInt(4) == 0 ? "output " : "let ") + name + k);
        }
        for (int k = 0; k < arrays; k++) {
            for (int b = 0; b < lag; b++) {
                base(k, upward ? String.valueOf(b) : plus("N", (longer ? 0 : -1) - b));
            }
        }
        steps(name);
        Collections.shuffle(equations, random);
        for (int k = 0; k < arrays; k++) {
            String size = longer ? "N + 1" : "N";
            terms.add(names.get(k), vectors.get(k) ? List.of(size, "K") : List.of(size));
        }
    }

    /** The equations; the arrays are added to the terms. */
    static List<String> of(Random random, RandomTerms terms, String name) {
        return new RandomRecurrence(random, terms, name).equations;
    }

    private static String plus(String index, int number) {
        return number == 0 ? index : index + (number > 0 ? " + " : " - ") + Math.abs(number);
    }

    private void base(int k, String at) {
        if (vectors.get(k)) {
            String j = terms.index();
            RandomScope scope = RandomScope.of(Map.of(j, "K"));
            String range = random.nextBoolean() ? "" : "  for " + j + " in K";
            equations.add(
                    heads.get(k) + "[" + at + ", " + j + "] = c[" + j + "] + " + terms.expression(1, scope) + range);
        } else {
            equations.add(heads.get(k) + "[" + at + "] = " + terms.expression(1, RandomScope.of(Map.of())));
        }
    }

    private void steps(String name) {
        String t = terms.index();
        int first = (upward ? lag : 0) - offset;
        int end = (longer ? 1 : 0) - (upward ? 0 : lag) - offset;
        String range = t + " in " + (first == 0 && random.nextBoolean() ? "" : first + " ..< ") + plus("N", end);
        boolean block = random.nextBoolean();
        List<String> steps = new ArrayList<>();
        boolean between = first == 0 && random.nextInt(3) == 0;
        if (between) {
            steps.add(
                    "let " + name + "m[" + t + "] = " + step(0, t, null, List.of()) + (block ? "" : "  for " + range));
        }
        for (int k = 0; k < names.size(); k++) {
            String j = vectors.get(k) ? terms.index() : null;
            String step = step(k, t, j, between ? List.of(name + "m[" + t + "]") : List.of());
            String own = j == null ? "" : j + " in K";
            String ranges = block ? own : j == null ? range : range + ", " + own;
            String left = heads.get(k) + "[" + plus(t, offset) + (j == null ? "" : ", " + j) + "]";
            steps.add(left + " = " + step + (ranges.isEmpty() ? "" : "  for " + ranges));
        }
        Collections.shuffle(steps, random);
        if (block) {
            equations.add("for " + range + " {\n  " + String.join("\n  ", steps) + "\n}");
        } else {
            equations.addAll(steps);
        }
    }

    /** The right side of array number k, which may read those before it at the same time. */
    private String step(int k, String t, @Nullable String j, List<String> more) {
        Map<String, String> indices = new LinkedHashMap<>();
        indices.put(t, "N");
        if (j != null) {
            indices.put(j, "K");
        }
        RandomScope scope = RandomScope.of(indices);
        List<Supplier<String>> reads = new ArrayList<>();
        more.forEach(read -> reads.add(() -> read));
        for (int a = 0; a < names.size(); a++) {
            for (int l = a < k ? 0 : 1; l <= lag; l++) {
                read(a, plus(t, offset + (upward ? -l : l)), scope, reads);
            }
            history(a, plus(t, offset), scope, reads);
        }
        String own = reads.get(random.nextInt(reads.size())).get();
        String rest = terms.expression(2, scope.reading(reads));
        String[] forms = {
            "0.6 * %s + 0.5 * sin(%s)", "tanh(%s + %s)", "sin(%s) * sigmoid(%s)", "sin(%s - 0.3 * cos(%s))"
        };
        return String.format(forms[random.nextInt(forms.length)], own, rest);
    }

    private void read(int a, String time, RandomScope scope, List<Supplier<String>> reads) {
        String name = names.get(a);
        if (!vectors.get(a)) {
            reads.add(() -> name + "[" + time + "]");
            return;
        }
        reads.add(() -> name + "[" + time + ", " + terms.subscripts().of("K", scope) + "]");
        reads.add(() -> "dot(U[" + terms.subscripts().of("K", scope) + ", :], " + name + "[" + time + ", :])");
        reads.add(() ->
                "unit(" + name + "[" + time + ", :])[" + terms.subscripts().of("K", scope) + "]");
        reads.add(() -> {
            String m = terms.index();
            return "(sum(" + m + " in K) U[" + terms.subscripts().of("K", scope) + ", " + m + "] * " + name + "[" + time
                    + ", " + m + "])";
        });
    }

    /** Binders over all earlier times. */
    private void history(int a, String time, RandomScope scope, List<Supplier<String>> reads) {
        if (longer && !upward) {
            return;
        }
        String name = names.get(a);
        reads.add(() -> {
            String q = terms.index();
            String range = upward ? q + " in 0 ..< " + time : q + " in " + time + " + 1 ..< N";
            if (random.nextInt(3) == 0) {
                range += " where label[" + q + "] == " + terms.subscripts().of("K", scope);
            } else if (random.nextInt(4) == 0) {
                range += " where v[" + q + "] > y[" + q + "]";
            }
            String at = vectors.get(a) ? ", " + terms.subscripts().of("K", scope.with(q, "N")) : "";
            String binder = random.nextInt(4) == 0 ? "norm" : "sum";
            return "(" + binder + "(" + range + ") " + name + "[" + q + at + "] * v[" + q + "])";
        });
        if (!vectors.get(a) && upward) {
            reads.add(() -> "dot(" + name + "[0 ..< " + time + "], y[0 ..< " + time + "])");
        }
    }
}
