package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which neighbouring equations run together in one loop: those that share its range. */
public final class SharedLoops {
    private SharedLoops() {}

    /**
     * The equations in groups, in their order: those in one loop together, and each of the others by itself.
     *
     * @param depth how many loops around them all are already open
     */
    public static List<List<Equation>> groups(List<Equation> equations, int depth) {
        List<List<Equation>> groups = new ArrayList<>();
        Range open = null;
        for (Equation e : equations) {
            Range range = range(e, depth);
            if (range == null) {
                groups.add(List.of(e));
            } else if (open == null || !range.index().equals(open.index())) {
                groups.add(new ArrayList<>(List.of(e)));
            } else {
                groups.get(groups.size() - 1).add(e);
            }
            open = range;
        }
        return groups;
    }

    /** The range that the equation shares at this depth, or null. */
    public static @Nullable Range range(Equation e, int depth) {
        return depth < e.domain().size() && e.domain().get(depth).isShared()
                ? e.domain().get(depth)
                : null;
    }
}
