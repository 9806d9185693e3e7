package dev.costate.compiler.rewrite;

/**
 * Two expressions that are equal as mathematics; the right one keeps its digits where the left one loses them.
 *
 * @param left a node, whose operation leads to the law
 */
record Law(Pattern.Node left, Pattern right) {
    @Override
    public String toString() {
        return left + " → " + right;
    }
}
