package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which neighbouring equations run together in one loop: those that share its range. */
public final class Runs {
    private Runs() {}

    /**
     * The equations in runs, in their order: those in one loop together, and each of the others by itself.
     *
     * @param depth how many loops around them all are already open
     */
    public static List<List<Equation>> of(List<Equation> equations, int depth) {
        List<List<Equation>> runs = new ArrayList<>();
        Range open = null;
        for (Equation e : equations) {
            Range range = shared(e, depth);
            if (range == null || open == null || !range.index().equals(open.index())) {
                runs.add(new ArrayList<>());
            }
            open = range;
            runs.get(runs.size() - 1).add(e);
        }
        return runs;
    }

    /** The range that the equation shares at this depth, or null. */
    public static @Nullable Range shared(Equation e, int depth) {
        return depth < e.domain().size() && e.domain().get(depth).isShared()
                ? e.domain().get(depth)
                : null;
    }
}
