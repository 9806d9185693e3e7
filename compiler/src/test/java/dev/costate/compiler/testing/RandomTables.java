package dev.costate.compiler.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Arrays that several equations define together, and recurrences over two indices. */
final class RandomTables {
    private final Random random;
    private final RandomTerms terms;
    private final String name;

    /** The keyword and the name. */
    private final String head;

    private final String i;
    private final String j;
    private final List<String> equations = new ArrayList<>();

    private RandomTables(Random random, RandomTerms terms, String name) {
        this.random = random;
        this.terms = terms;
        this.name = name;
        this.head = (random.nextInt(4) == 0 ? "output " : "let ") + name;
        this.i = terms.index();
        this.j = terms.index();
        switch (random.nextInt(9)) {
            case 0 -> cases();
            case 1 -> triangles();
            case 2, 3 -> grid();
            case 4 -> borders();
            case 5 -> factor();
            case 6 -> intervals();
            case 7 -> columns();
            default -> tree();
        }
        Collections.shuffle(equations, random);
    }

    /** The equations; the array is added to the terms. */
    static List<String> of(Random random, RandomTerms terms, String name) {
        return new RandomTables(random, terms, name).equations;
    }

    private void equation(String subscripts, String right, String... ranges) {
        String clause = ranges.length == 0 ? "" : "  for " + String.join(", ", ranges);
        equations.add(head + "[" + subscripts + "] = " + right + clause);
    }

    private String any(RandomScope scope) {
        return terms.expression(2, scope);
    }

    /** An expression that reads its own array. */
    private String step(RandomScope scope, List<Supplier<String>> reads) {
        String own = reads.get(random.nextInt(reads.size())).get();
        return "sin(" + own + " - 0.5 * " + terms.expression(2, scope.reading(reads)) + ")";
    }

    private RandomScope none() {
        return RandomScope.of(Map.of());
    }

    private RandomScope rows() {
        return none().with(i, "N");
    }

    private RandomScope both(String columns) {
        return rows().with(j, columns);
    }

    /** The ends and what is between them, each reading those before. */
    private void cases() {
        equation("0", any(none()));
        equation("N - 1", step(none(), List.of(() -> name + "[0]")));
        equation(i, step(rows(), List.of(() -> name + "[0]", () -> name + "[N - 1]")), i + " in 1 ..< N - 1");
        terms.add(name, List.of("N"));
    }

    private void triangles() {
        List<Supplier<String>> diagonal =
                List.of(() -> name + "[" + i + ", " + i + "]", () -> name + "[" + j + ", " + j + "]");
        equation(i + ", " + i, any(rows()), i + " in N");
        equation(i + ", " + j, step(both("N"), diagonal), i + " in N", j + " in 0 ..< " + i);
        List<Supplier<String>> mirrored = List.of(() -> name + "[" + j + ", " + i + "]");
        equation(i + ", " + j, step(both("N"), mirrored), i + " in N", j + " in " + i + " + 1 ..< N");
        terms.add(name, List.of("N", "N"));
    }

    /** One equation, in any of four directions. */
    private void grid() {
        boolean up = random.nextBoolean();
        boolean right = random.nextBoolean();
        String before = up ? i + " - 1" : i + " + 1";
        String beside = right ? j + " - 1" : j + " + 1";
        String in = up ? i + " > 0" : i + " < N - 1";
        String within = right ? j + " > 0" : j + " + 1 < D";
        List<Supplier<String>> reads = List.of(
                () -> "(if " + in + " then " + name + "[" + before + ", " + j + "] else " + any(both("D")) + ")",
                () -> "(if " + within + " then " + name + "[" + i + ", " + beside + "] else 0.5)",
                () -> "(if " + in + " and " + within + " then " + name + "[" + before + ", " + beside + "] else "
                        + any(both("D")) + ")",
                () -> "(if " + in + " then " + name + "[" + before + ", "
                        + terms.subscripts().of("D", both("D")) + "] else 1)",
                () -> "(if " + in + " then dot(" + name + "[" + before + ", :], w) else b)");
        equation(i + ", " + j, step(both("D"), reads), i + " in N", j + " in D");
        terms.add(name, List.of("N", "D"));
    }

    /** The first row, the first column, the rest. */
    private void borders() {
        equation("0, 0", any(none()));
        equation("0, " + j, step(none().with(j, "D"), List.of(() -> name + "[0, " + j + " - 1]")), j + " in 1 ..< D");
        equation(i + ", 0", step(rows(), List.of(() -> name + "[" + i + " - 1, 0]")), i + " in 1 ..< N");
        List<Supplier<String>> reads = List.of(
                () -> "min(" + name + "[" + i + " - 1, " + j + "], " + name + "[" + i + ", " + j + " - 1])",
                () -> name + "[" + i + " - 1, " + j + " - 1]",
                () -> name + "[0, " + j + "] * " + name + "[" + i + ", 0]");
        equation(i + ", " + j, step(both("D"), reads), i + " in 1 ..< N", j + " in 1 ..< D");
        terms.add(name, List.of("N", "D"));
    }

    /** As Cholesky's. */
    private void factor() {
        String k = terms.index();
        String of = name + "[%s, " + k + "]";
        String square = "sum(" + k + " < " + j + ") " + String.format(of, j) + "^2";
        String inner = random.nextBoolean()
                ? "sum(" + k + " < " + j + ") " + String.format(of, i) + " * " + String.format(of, j)
                : "dot(" + name + "[" + i + ", 0 ..< " + j + "], " + name + "[" + j + ", 0 ..< " + j + "])";
        String diagonal = name + "[" + j + ", " + j + "]";
        equation(j + ", " + j, "sqrt(2 + sin(A[" + j + ", " + j + "]) + " + square + ")", j + " in N");
        equation(
                i + ", " + j,
                "(" + any(both("N")) + " - " + inner + ") / (1 + " + diagonal + "^2)",
                i + " in N",
                j + " in 0 ..< " + i);
        equation(i + ", " + j, "0", i + " in N", j + " in " + i + " + 1 ..< N");
        terms.add(name, List.of("N", "N"));
    }

    /** From shorter intervals to longer ones. */
    private void intervals() {
        String k = terms.index();
        List<Supplier<String>> reads = List.of(
                () -> "(sum(" + k + " in " + i + " ..< " + j + ") " + name + "[" + i + ", " + k + "] * " + name + "["
                        + k + " + 1, " + j + "])",
                () -> "(max(" + k + " in " + i + " ..< " + j + ") (" + name + "[" + i + ", " + k + "] + v[" + k + "]))",
                () -> name + "[" + i + " + 1, " + j + "]",
                () -> name + "[" + i + ", " + j + " - 1]");
        equation(i + ", " + i, any(rows()), i + " in N");
        equation(i + ", " + j, step(both("N"), reads), i + " in N", j + " in " + i + " + 1 ..< N");
        equation(i + ", " + j, "y[" + i + "]", i + " in N", j + " in 0 ..< " + i);
        terms.add(name, List.of("N", "N"));
    }

    /** Each column from any elements of the one before. */
    private void columns() {
        List<Supplier<String>> reads = List.of(
                () -> name + "[" + terms.subscripts().of("N", both("D")) + ", " + j + " - 1]",
                () -> "unit(" + name + "[:, " + j + " - 1])[" + i + "]",
                () -> "dot(A[" + i + ", :], " + name + "[:, " + j + " - 1])");
        equation(i + ", 0", any(rows()), i + " in N");
        equation(i + ", " + j, step(both("D"), reads), i + " in N", j + " in 1 ..< D");
        terms.add(name, List.of("N", "D"));
    }

    /** From the root to the leaves, or from the leaves. */
    private void tree() {
        String k = terms.index();
        RandomScope scope = none().with(i, "P");
        List<Supplier<String>> reads = random.nextBoolean()
                ? List.of(() -> "(if " + i + " > 0 then " + name + "[parent[" + i + "]] else b)")
                : List.of(() -> "(sum(" + k + " in " + i + " + 1 ..< P where parent[" + k + "] == " + i + ") " + name
                        + "[" + k + "])");
        equation(i, step(scope, reads), i + " in P");
        terms.add(name, List.of("P"));
    }
}
