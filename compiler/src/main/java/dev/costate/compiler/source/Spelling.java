package dev.costate.compiler.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class Spelling {
    private Spelling() {}

    /** A hint with the nearest of the candidates, or null if none is near. */
    public static @Nullable String hint(String name, Iterable<String> candidates) {
        String nearest = nearest(name, candidates);
        return nearest == null ? null : "Did you mean `" + nearest + "`?";
    }

    /** The nearest of the candidates, or null if none is near. */
    public static @Nullable String nearest(String name, Iterable<String> candidates) {
        String best = null;
        int least = Math.max(1, Math.min(2, name.length() / 2)) + 1;
        for (String candidate : candidates) {
            int distance = candidate.equalsIgnoreCase(name) ? 0 : distance(name, candidate, least);
            if (distance < least && (name.length() > 1 || distance == 0)) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** How many letters must be put in, left out, replaced or exchanged with their neighbour; at most {@code limit}. */
    private static int distance(String left, String right, int limit) {
        if (Math.abs(left.length() - right.length()) >= limit) {
            return limit;
        }
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
            }
        }
        return Math.min(limit, d[a.length()][b.length()]);
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean exchanged = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
