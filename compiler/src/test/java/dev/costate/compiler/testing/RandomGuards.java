package dev.costate.compiler.testing;

import java.util.List;
import java.util.Random;

/**
 * Models of one or two arrays whose elements read their neighbours under conditions: the same condition twice, in other
 * words, nested in itself or in its opposite, one that never holds, in sums and in functions.
 */
public final class RandomGuards {
    private final Random random;
    private final boolean upward;
    private final List<String> arrays;

    private RandomGuards(long seed) {
        this.random = new Random(seed);
        this.upward = random.nextInt(3) > 0;
        this.arrays = random.nextBoolean() ? List.of("a") : List.of("a", "b");
    }

    /** The model of a seed, with a dim M, a loss and its gradient. */
    public static String of(long seed) {
        RandomGuards guards = new RandomGuards(seed);
        StringBuilder text = new StringBuilder("""
                model R
                dim M
                dim K = 2
                data u[M]
                data w[K]
                param x[M]
                param p
                param q
                fn either(s, t, c) = if c > 0 then sin(s) * t else s + t
                """);
        for (int k = 0; k < guards.arrays.size(); k++) {
            text.append("let ").append(guards.arrays.get(k)).append("[j] = 0.5 * ");
            text.append(guards.step(k)).append(" for j in M\n");
        }
        String last = guards.arrays.get(guards.arrays.size() - 1);
        return text + "output loss = p + (sum(j) a[j]^2) + " + last + "[M - 1]\nderive gradient of loss\n";
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private String step(int array) {
        String one = read(array, 2);
        String two = random.nextBoolean() ? one : read(array, 2);
        return switch (random.nextInt(6)) {
            case 0 -> "(" + one + " / (2 + p^2) + sin(" + two + "))";
            case 1 -> "(" + one + " * cos(" + two + ") + x[j])";
            case 2 -> "((sum(k) w[k] * " + one + ") + " + two + ")";
            case 3 -> "either(" + one + ", " + two + ", u[j])";
            case 4 -> "(if u[j] > 0 then tanh(" + one + ") else q * " + two + ")";
            default -> "tanh(" + one + " + " + two + " * " + read(array, 1) + ")";
        };
    }

    /** A choice, in parentheses, that reads an element before. */
    private String read(int array, int depth) {
        String from = arrays.get(random.nextInt(arrays.size()));
        boolean here = arrays.indexOf(from) < array && random.nextBoolean();
        String earlier = here ? from + "[j]" : from + "[j " + (upward ? "-" : "+") + " 1]";
        String value = pick(earlier, earlier, "sin(" + earlier + ")", "exp(0.3 * " + earlier + ") * x[j]");
        String other = depth == 0 || random.nextInt(3) > 0 ? pick("1.5", "p", "q * p", "x[j]") : read(array, depth - 1);
        String there = pick(condition(), condition(), condition() + " and u[j] > 0", "u[j] > 0 and " + condition());
        return switch (random.nextInt(5)) {
            case 0 -> "(if " + there + " then (if " + condition() + " then " + value + " else p) else " + other + ")";
            case 1 -> "(if " + there + " then " + other + " else (if " + there + " then " + value + " else q))";
            case 2 -> "(if " + never() + " then " + value + " else " + other + ")";
            default -> "(if " + there + " then " + value + " else " + other + ")";
        };
    }

    /** One that holds where there is an element before. */
    private String condition() {
        return upward
                ? pick("j > 0", "j >= 1", "not (j < 1)", "j != 0", "0 < j", "j - 1 >= 0")
                : pick("j + 1 < M", "j < M - 1", "not (j >= M - 1)", "j != M - 1", "M > j + 1");
    }

    private String never() {
        return upward ? pick("j < 0", "j + 1 <= 0", "j > 0 and j < 1") : pick("j >= M", "j > M - 1", "j + 1 > M");
    }
}
