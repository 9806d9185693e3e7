package dev.costate.runtime;

/** The neighbours of the vertices of a graph, those of one vertex behind those of the one before it. */
final class Adjacency {
    private final int[] starts;
    private final int[] neighbours;

    private Adjacency(int[] starts, int[] neighbours) {
        this.starts = starts;
        this.neighbours = neighbours;
    }

    /** For each row of a matrix the columns that it has entries in, ascending. */
    static Adjacency ofRows(SparsePattern pattern) {
        return new Adjacency(pattern.rowStarts(), pattern.columns());
    }

    /** For each neighbour, of n, the vertices that it is one of, ascending. */
    Adjacency transposed(int n) {
        int[] transposed = new int[n + 1];
        for (int neighbour : neighbours) {
            transposed[neighbour + 1]++;
        }
        accumulate(transposed);
        int[] next = transposed.clone();
        int[] vertices = new int[neighbours.length];
        for (int vertex = 0; vertex < size(); vertex++) {
            for (int k = starts[vertex]; k < starts[vertex + 1]; k++) {
                vertices[next[neighbours[k]]++] = vertex;
            }
        }
        return new Adjacency(transposed, vertices);
    }

    /** For each row of a symmetric matrix the other rows that it has entries with. */
    static Adjacency symmetric(SparsePattern lower) {
        int[] rowStarts = lower.rowStarts();
        int[] columns = lower.columns();
        int n = rowStarts.length - 1;
        int[] starts = new int[n + 1];
        for (int row = 0; row < n; row++) {
            for (int k = rowStarts[row]; k < rowStarts[row + 1]; k++) {
                if (columns[k] != row) {
                    starts[row + 1]++;
                    starts[columns[k] + 1]++;
                }
            }
        }
        accumulate(starts);
        int[] next = starts.clone();
        int[] neighbours = new int[starts[n]];
        for (int row = 0; row < n; row++) {
            for (int k = rowStarts[row]; k < rowStarts[row + 1]; k++) {
                if (columns[k] != row) {
                    neighbours[next[row]++] = columns[k];
                    neighbours[next[columns[k]]++] = row;
                }
            }
        }
        return new Adjacency(starts, neighbours);
    }

    private static void accumulate(int[] starts) {
        for (int k = 1; k < starts.length; k++) {
            starts[k] = Math.addExact(starts[k], starts[k - 1]);
        }
    }

    int size() {
        return starts.length - 1;
    }

    /** The place of the first neighbour of a vertex; that of the next vertex is behind its last. */
    int start(int vertex) {
        return starts[vertex];
    }

    int neighbour(int place) {
        return neighbours[place];
    }

    /** The number of neighbours over all vertices. */
    int total() {
        return neighbours.length;
    }

    int mostNeighbours() {
        int most = 0;
        for (int v = 0; v < size(); v++) {
            most = Math.max(most, starts[v + 1] - starts[v]);
        }
        return most;
    }

    /** The vertices by the number of their neighbours, most first, equal ones in their order. */
    int[] byDegree() {
        int most = mostNeighbours();
        int[] next = new int[most + 2];
        for (int v = 0; v < size(); v++) {
            next[most - (starts[v + 1] - starts[v]) + 1]++;
        }
        accumulate(next);
        int[] order = new int[size()];
        for (int v = 0; v < size(); v++) {
            order[next[most - (starts[v + 1] - starts[v])]++] = v;
        }
        return order;
    }
}
