package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random model of functions that hand each other integer arrays and elements of them, with blocks, and with libraries
 * that import tables; in two spellings: one in which every name is used once, and one in which scopes share as many
 * names as they may. They mean the same.
 */
public final class RandomNames {
    private static final int SIZE = 3;

    private final Random random;
    private final Random naming;
    private final boolean colliding;
    private final Map<String, String> libraries = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder("model R\nimport A\nimport B\n");
    private final List<String> functions = new ArrayList<>();
    private int scopes;

    private RandomNames(long seed, boolean colliding) {
        this.random = new Random(seed);
        this.naming = new Random(-seed);
        this.colliding = colliding;
        library("A");
        library("B");
        Scope model = new Scope(colliding ? "x" : "x0", names(2));
        text.append("data ").append(model.table(0)).append("[3] in 3\n");
        text.append("data ").append(model.table(1)).append("[3] in 3\n");
        text.append("data table[3] in 3\nparam ").append(model.array).append("[3]\n");
        int count = 2 + random.nextInt(3);
        for (int k = 0; k < count; k++) {
            functions.add(function("f" + k));
        }
        functions.forEach(text::append);
        for (int k = 0; k < count; k++) {
            String arguments = model.array + ", " + any(model.tables) + ", " + any(List.of(model.table(0), "table"))
                    + ", (n + " + k + ") mod 3, n";
            text.append("output y" + k + " = sum(n in 3) (1 + n) * f" + k + "(" + arguments + ")\n");
            text.append("derive gradient of y" + k + "\n");
        }
    }

    /** The model of a seed, with colliding names or without. */
    public static RandomNames of(long seed, boolean colliding) {
        return new RandomNames(seed, colliding);
    }

    public SourceFile source() {
        return new SourceFile("R.model", text.toString());
    }

    /** Its inputs by name, as its own spelling has them. */
    public Map<String, double[]> inputs(Iterable<String> names) {
        Map<String, double[]> inputs = new LinkedHashMap<>();
        int k = 0;
        for (String name : names) {
            double[][] values = {{0, 2, 1}, {1, 1, 0}, {2, 0, 2}, {0.7, -1.3, 2.9}};
            inputs.put(name, values[k++]);
        }
        return inputs;
    }

    /** What finds its libraries. */
    public LibraryFinder finder() {
        return new LibraryFinder() {
            @Override
            public Library find(SourceFile importer, List<String> name) {
                String library = name.get(0);
                return (Diagnostics diagnostics) ->
                        new SourceFile(library + ".model", requireNonNull(libraries.get(library)));
            }

            @Override
            public List<String> places(SourceFile importer, List<String> name) {
                return List.of();
            }

            @Override
            public List<String> names(SourceFile importer, List<String> name) {
                return List.copyOf(libraries.keySet());
            }
        };
    }

    @Override
    public String toString() {
        return text + "\n" + libraries;
    }

    /** A library that imports a table, and the library of that table. */
    private void library(String name) {
        String own = colliding ? "" : name;
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
        Collections.shuffle(order, random);
        libraries.put(
                name + "T",
                "library " + name + "T\nconst table" + own + "[3] : int = " + order + "\nconst weight" + own
                        + "[3] = [" + random.nextInt(5) + ", 0.5, -2]\nfn pick" + own + "(x[n], i) = x[table" + own
                        + "[i]] * weight" + own + "[i]\n");
        libraries.put(
                name,
                "library " + name + "\nimport " + name + "T\nfn " + (name.equals("A") ? "first" : "second")
                        + "(x[n], t[m], i, j) = pick" + own + "(x, i) + table" + own + "[j] * x[(table" + own
                        + "[i] + t[j]) mod 3] + weight" + own + "[t[table" + own + "[j]]]\n");
    }

    private List<String> names(int count) {
        List<String> pool = new ArrayList<>(List.of("a", "b", "c", "d", "g", "h"));
        Collections.shuffle(pool, naming);
        List<String> names = new ArrayList<>();
        scopes++;
        for (int k = 0; k < count; k++) {
            names.add(colliding ? pool.get(k) : "v" + scopes + "_" + k);
        }
        return names;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The names of a scope: an array of reals, two of integers, and integers. */
    private final class Scope {
        final String array;
        final List<String> tables;
        final List<String> integers = new ArrayList<>();
        final List<String> numbers = new ArrayList<>();

        Scope(String array, List<String> tables) {
            this.array = array;
            this.tables = tables;
        }

        String table(int k) {
            return tables.get(k);
        }

        /** An integer from 0 to 2. */
        String subscript(int depth) {
            if (depth == 0 || random.nextInt(4) == 0) {
                return any(integers);
            }
            String one = any(tables) + "[" + subscript(depth - 1) + "]";
            String two = any(tables) + "[" + subscript(depth - 1) + "]";
            return switch (random.nextInt(6)) {
                case 0 -> one;
                case 1 -> "(" + one + " + " + two + ") mod 3";
                case 2 -> "(2 + " + any(integers) + " - " + one + ") mod 3";
                case 3 -> "(" + one + " * " + two + " + " + any(integers) + ") mod 3";
                case 4 -> "(" + one + " - " + two + ") mod 3";
                default -> "(if " + one + " < " + two + " then " + any(integers) + " else " + two + ") mod 3";
            };
        }

        String number(int depth) {
            int kind = random.nextInt(functions.isEmpty() ? 5 : 8);
            return switch (depth == 0 ? 0 : kind) {
                case 0, 1 -> array + "[" + subscript(2) + "]";
                case 2 -> "0.5 * " + number(depth - 1) + " - " + subscript(1);
                case 3 ->
                    (random.nextBoolean() ? "first(" : "second(") + array + ", " + any(tables) + ", " + subscript(1)
                            + ", " + subscript(1) + ")";
                case 4 -> numbers.isEmpty() ? array + "[" + subscript(1) + "]^2" : any(numbers);
                default ->
                    "f" + random.nextInt(functions.size()) + "(" + array + ", " + any(tables) + ", " + any(tables)
                            + ", " + subscript(2) + ", " + subscript(1) + ") + sin(" + number(depth - 1) + ")";
            };
        }
    }

    private String function(String name) {
        List<String> own = names(6);
        Scope scope = new Scope(own.get(0), own.subList(1, SIZE));
        scope.integers.addAll(own.subList(SIZE, SIZE + 2));
        String head = "fn " + name + "(" + own.get(0) + "[3], " + own.get(1) + "[3], " + own.get(2) + "[3], "
                + own.get(3) + ", " + own.get(4) + ")";
        if (random.nextBoolean()) {
            return head + " = " + scope.number(2) + "\n";
        }
        String s = own.get(5);
        String v = colliding ? "v" : "v" + name;
        String k = colliding ? "k" : "k" + name;
        String r = colliding ? "r" : "r" + name;
        String first = "  let " + s + " = " + scope.number(2) + "\n";
        scope.numbers.add(s);
        scope.integers.add(k);
        String second = "  let " + v + "[" + k + "] = " + scope.number(1) + " for " + k + " in 3\n";
        scope.integers.remove(k);
        String third = "  let " + r + " = " + v + "[" + scope.subscript(2) + "] + " + scope.number(1) + "\n";
        return head + " -> " + r + " {\n" + first + second + third + "}\n";
    }
}
