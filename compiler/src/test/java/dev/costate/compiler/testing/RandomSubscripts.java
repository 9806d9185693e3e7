package dev.costate.compiler.testing;

import java.util.List;
import java.util.Random;

/** Integers of random models: subscripts that are in range by construction, and conditions. */
final class RandomSubscripts {
    /** Index data by the dim that it subscripts; all have an axis N. */
    private static final List<String> TARGETS = List.of("N", "D", "K");

    private static final List<String> INDEX_DATA = List.of("next", "tag", "label");

    private final Random random;

    RandomSubscripts(Random random) {
        this.random = random;
    }

    /** Whether an axis has an element that can be named in a scope. */
    static boolean reachable(String axis, RandomScope scope) {
        return !axis.equals("Z") || !scope.over("Z").isEmpty();
    }

    /** A subscript of an axis. */
    String of(String axis, RandomScope scope) {
        return of(axis, scope, 2);
    }

    private String of(String axis, RandomScope scope, int depth) {
        if (axis.equals("N + 1")) {
            return afterN(scope);
        }
        List<String> fitting = scope.over(axis);
        boolean bare = !fitting.isEmpty() && (depth == 0 || axis.equals("Z") || random.nextInt(5) < 3);
        if (bare) {
            return some(fitting);
        }
        boolean computed = depth > 0 && random.nextInt(3) > 0;
        int data = TARGETS.indexOf(axis);
        if (computed && data >= 0 && random.nextBoolean()) {
            return INDEX_DATA.get(data) + "[" + of("N", scope, depth - 1) + "]";
        }
        if (computed && !fitting.isEmpty() && random.nextBoolean()) {
            return moved(some(fitting), axis);
        }
        return computed
                ? "(" + integer(scope, depth - 1) + ") mod " + axis
                : random.nextBoolean() ? "0" : axis + " - 1";
    }

    private String moved(String i, String axis) {
        String[] forms = {
            "%2$s - 1 - %1$s",
            "max(%1$s - 1, 0)",
            "min(%1$s + 1, %2$s - 1)",
            "(if %1$s > 0 then %1$s - 1 else %2$s - 1)",
            "%1$s div 2",
            "(%1$s + 1) mod %2$s",
            "(%1$s + shift) mod %2$s",
            "(2 * %1$s + 1) mod %2$s",
            "(if 2 * %1$s + 1 < %2$s then 2 * %1$s + 1 else %1$s)"
        };
        return String.format(forms[random.nextInt(forms.length)], i, axis);
    }

    private String afterN(RandomScope scope) {
        List<String> fitting = scope.over("N");
        if (fitting.isEmpty() || random.nextInt(5) == 0) {
            return random.nextBoolean() ? "0" : "N";
        }
        return random.nextBoolean() ? some(fitting) + " + 1" : "N - " + some(fitting);
    }

    /** Any integer. */
    String integer(RandomScope scope, int depth) {
        List<String> all = List.copyOf(scope.indices().keySet());
        String i = all.isEmpty() ? "shift" : some(all);
        String j = all.isEmpty() ? "2" : some(all);
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> i;
            case 1 -> i + " + shift";
            case 2 -> i + " + " + j;
            case 3 -> "2 * " + i + " + 1";
            case 4 -> i + " * " + j;
            case 5 -> "label[" + of("N", scope, depth - 1) + "] + " + i;
            default -> "N - " + i + " * next[" + of("N", scope, depth - 1) + "]";
        };
    }

    /** A condition on integers. */
    String condition(RandomScope scope) {
        return switch (random.nextInt(5)) {
            case 0 -> "(" + integer(scope, 1) + ") mod 2 == 0";
            case 1 -> of("N", scope) + " < " + of("D", scope);
            case 2 -> of("K", scope) + " == " + of("K", scope);
            case 3 -> of("N", scope) + " != " + of("N", scope);
            default -> "(" + integer(scope, 1) + ") mod 3 >= (" + integer(scope, 1) + ") mod 2";
        };
    }

    private String some(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
