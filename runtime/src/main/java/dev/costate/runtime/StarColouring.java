package dev.costate.runtime;

import java.util.Arrays;

/**
 * Colours of the vertices of a graph such that neighbours differ and no path of four vertices has only two colours:
 * edges between two colours form stars. Greedy: each vertex in turn takes the least colour that breaks neither.
 *
 * <p>A vertex v may not take the colour of a neighbour w; nor that of a neighbour x of w that is the hub of a star of
 * which w is a ray (v would prolong the star); nor, if two neighbours of v have one colour, so that v is to be the hub,
 * that of any other neighbour of them. What each vertex knows of its neighbours' colours is kept, so that a hub of many
 * rays is not walked for each ray: the time is at most proportional to the edges times the colours.
 */
final class StarColouring {
    private final Adjacency graph;
    private final int[] colours;
    /** How many neighbours of a colour a vertex has, and one of them. */
    private final PairTable seen;
    /** For each vertex the distinct colours of its neighbours, in lists. */
    private final Lists around;
    /** For each vertex the hubs of the stars that it is a ray of, in lists. */
    private final Lists hubs;
    /** For each colour the vertex that may not take it. */
    private final int[] forbidden;

    private StarColouring(Adjacency graph) {
        this.graph = graph;
        this.colours = new int[graph.size()];
        this.seen = new PairTable(graph.total());
        this.around = new Lists(graph.size(), graph.total());
        this.hubs = new Lists(graph.size(), graph.total());
        this.forbidden = new int[graph.size() + 1];
        Arrays.fill(colours, -1);
        Arrays.fill(forbidden, -1);
    }

    /** The better of two: in the order of the vertices, and by their numbers of neighbours. */
    static StarColouring best(SparsePattern lower) {
        Adjacency graph = Adjacency.symmetric(lower);
        int[] natural = new int[graph.size()];
        Arrays.setAll(natural, k -> k);
        StarColouring first = new StarColouring(graph).colour(natural);
        StarColouring second = new StarColouring(graph).colour(graph.byDegree());
        return Colouring.count(second.colours) < Colouring.count(first.colours) ? second : first;
    }

    int[] colours() {
        return colours;
    }

    /** Whether a vertex has one neighbour of a colour that some neighbour of it has. */
    boolean isAlone(int vertex, int colour) {
        return seen.count(seen.slot(vertex, colour)) == 1;
    }

    private StarColouring colour(int[] order) {
        for (int v : order) {
            forbid(v);
            colours[v] = Colouring.least(forbidden, v);
            note(v);
        }
        return this;
    }

    private void forbid(int v) {
        for (int k = graph.start(v); k < graph.start(v + 1); k++) {
            int w = graph.neighbour(k);
            if (colours[w] < 0) {
                continue;
            }
            forbidden[colours[w]] = v;
            for (int hub = hubs.first(w); hub >= 0; hub = hubs.next(hub)) {
                forbidden[colours[hubs.value(hub)]] = v;
            }
            if (!isAlone(v, colours[w])) {
                for (int c = around.first(w); c >= 0; c = around.next(c)) {
                    forbidden[around.value(c)] = v;
                }
            }
        }
    }

    /** Lets the neighbours know the colour of a vertex, and rays their hubs. */
    private void note(int v) {
        for (int k = graph.start(v); k < graph.start(v + 1); k++) {
            int w = graph.neighbour(k);
            int slot = seen.slot(w, colours[v]);
            int before = seen.count(slot);
            if (before == 0) {
                around.add(w, colours[v]);
            }
            seen.add(slot, v);
            if (colours[w] >= 0) {
                if (before == 1) {
                    hubs.add(seen.one(slot), w);
                }
                if (before >= 1) {
                    hubs.add(v, w);
                }
                if (!isAlone(v, colours[w])) {
                    hubs.add(w, v);
                }
            }
        }
    }

    /** Lists of integers, one for each vertex, in common arrays. */
    private static final class Lists {
        private final int[] heads;
        private final int[] values;
        private final int[] nexts;
        private int size;

        Lists(int vertices, int most) {
            this.heads = new int[vertices];
            Arrays.fill(heads, -1);
            this.values = new int[most];
            this.nexts = new int[most];
        }

        void add(int vertex, int value) {
            values[size] = value;
            nexts[size] = heads[vertex];
            heads[vertex] = size++;
        }

        int first(int vertex) {
            return heads[vertex];
        }

        int next(int place) {
            return nexts[place];
        }

        int value(int place) {
            return values[place];
        }
    }

    /** For pairs of a vertex and a colour how many there are and one of them: a table with open addressing. */
    private static final class PairTable {
        private static final long EMPTY = -1;
        private final long[] keys;
        private final int[] counts;
        private final int[] ones;

        PairTable(int most) {
            int capacity = Integer.highestOneBit(Math.max(1, Math.min(most, 1 << 28))) << 2;
            this.keys = new long[capacity];
            this.counts = new int[capacity];
            this.ones = new int[capacity];
            Arrays.fill(keys, EMPTY);
        }

        /** Where a pair is, from now on if it was not yet. */
        int slot(int vertex, int colour) {
            long key = (long) vertex << 32 | colour;
            long mixed = key * 0x9E3779B97F4A7C15L;
            int slot = (int) (mixed >>> 32) & keys.length - 1;
            while (keys[slot] != key && keys[slot] != EMPTY) {
                slot = slot + 1 & keys.length - 1;
            }
            keys[slot] = key;
            return slot;
        }

        int count(int slot) {
            return counts[slot];
        }

        int one(int slot) {
            return ones[slot];
        }

        void add(int slot, int vertex) {
            if (counts[slot] == 0) {
                ones[slot] = vertex;
            }
            counts[slot]++;
        }
    }
}
