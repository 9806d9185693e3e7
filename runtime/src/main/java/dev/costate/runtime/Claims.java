package dev.costate.runtime;

import dev.costate.runtime.ParameterLayout.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a method says of the single derivatives at a point: of all of them, or of a sample of rows or columns where the
 * method computes them one by one and there are many.
 */
final class Claims {
    /** Up to so many derivatives, and calls of a method that takes a vector, all are tried. */
    static final int ALL = 200;

    private static final int SAMPLE = 8;

    /** The derivative of a value by a variable. */
    record Entry(int row, int column) {}

    private final Differential differential;
    private final Map<Integer, double[]> results = new HashMap<>();
    private final double[] largest;
    private double most;

    Claims(Differential differential, double[] x, Random random) {
        this.differential = differential;
        this.largest = new double[differential.outputs().size()];
        double[] vector = new double[differential.vectorSize()];
        for (int line : lines(random)) {
            double[] result = new double[differential.places().size()];
            if (vector.length > 0) {
                vector[line] = 1;
            }
            differential.compute(x.clone(), vector, result);
            if (vector.length > 0) {
                vector[line] = 0;
            }
            results.put(line, result);
            entries(line).forEach(e -> {
                largest[e.row()] = Math.max(largest[e.row()], Math.abs(at(e)));
                most = Math.max(most, largest[e.row()]);
            });
        }
    }

    /** The unit vectors that the method is called with; 0 if it takes none. */
    private List<Integer> lines(Random random) {
        int size = differential.vectorSize();
        if (differential.takes() == Differential.Takes.NOTHING) {
            return List.of(0);
        }
        if (size <= ALL) {
            return IntStream.range(0, size).boxed().toList();
        }
        ParameterLayout layout =
                differential.takes() == Differential.Takes.WEIGHTS ? differential.outputs() : differential.inputs();
        Set<Integer> chosen = new LinkedHashSet<>();
        for (Slice slice : layout.slices()) {
            ends(slice, chosen);
            for (int k = 0; k < SAMPLE && slice.size() > 0; k++) {
                chosen.add(slice.offset() + random.nextInt(slice.size()));
            }
        }
        return List.copyOf(chosen);
    }

    private static void ends(Slice slice, Set<Integer> chosen) {
        if (slice.size() > 0) {
            chosen.add(slice.offset());
            chosen.add(slice.end() - 1);
        }
    }

    /** The entries that one call of the method writes. */
    private List<Entry> entries(int line) {
        MatrixPlaces places = differential.places();
        return IntStream.range(0, places.size())
                .mapToObj(k -> switch (differential.takes()) {
                    case NOTHING ->
                        new Entry(places.row().applyAsInt(k), places.column().applyAsInt(k));
                    case WEIGHTS -> new Entry(line, k);
                    case DIRECTION -> new Entry(k, line);
                })
                .toList();
    }

    /** What the method says of a derivative that it {@link #knows}. */
    double at(Entry entry) {
        int place = place(entry);
        return place == MatrixPlaces.ZERO ? 0 : Objects.requireNonNull(results.get(line(entry)))[place];
    }

    /** Whether the method was asked for a derivative. */
    boolean knows(Entry entry) {
        return place(entry) != MatrixPlaces.UNKNOWN && results.containsKey(line(entry));
    }

    private int line(Entry entry) {
        return switch (differential.takes()) {
            case NOTHING -> 0;
            case WEIGHTS -> entry.row();
            case DIRECTION -> entry.column();
        };
    }

    private int place(Entry entry) {
        return switch (differential.takes()) {
            case NOTHING -> differential.places().place().applyAsInt(entry.row(), entry.column());
            case WEIGHTS -> entry.column();
            case DIRECTION -> entry.row();
        };
    }

    /** The size of the largest derivative of a value. */
    double largest(int row) {
        return largest[row];
    }

    /** The size of the largest derivative of all. */
    double largest() {
        return most;
    }

    /**
     * The derivatives to try: all if they are few, else of each value array by each variable array the first, the last,
     * the largest and some at random.
     */
    List<Entry> sample(Random random) {
        int m = differential.outputs().size();
        int n = differential.inputs().size();
        Set<Entry> chosen = new LinkedHashSet<>();
        if ((long) m * n <= ALL) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    chosen.add(new Entry(i, j));
                }
            }
        } else {
            blocks().values().forEach(block -> sample(block, random, chosen));
        }
        chosen.removeIf(entry -> !knows(entry));
        return List.copyOf(chosen);
    }

    private void sample(List<Entry> block, Random random, Set<Entry> chosen) {
        chosen.add(block.get(0));
        chosen.add(block.get(block.size() - 1));
        block.stream()
                .sorted((a, b) -> Double.compare(Math.abs(at(b)), Math.abs(at(a))))
                .limit(SAMPLE)
                .forEach(chosen::add);
        for (int k = 0; k < SAMPLE; k++) {
            chosen.add(block.get(random.nextInt(block.size())));
        }
    }

    /** What is known, by the arrays that the value and the variable belong to. */
    private Map<List<Slice>, List<Entry>> blocks() {
        Map<List<Slice>, List<Entry>> blocks = new LinkedHashMap<>();
        List<Integer> lines = new ArrayList<>(results.keySet());
        Collections.sort(lines);
        for (int line : lines) {
            for (Entry e : entries(line)) {
                List<Slice> arrays = List.of(
                        differential.outputs().sliceAt(e.row()),
                        differential.inputs().sliceAt(e.column()));
                blocks.computeIfAbsent(arrays, a -> new ArrayList<>()).add(e);
            }
        }
        return blocks;
    }
}
