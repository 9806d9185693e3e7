package dev.costate.compiler.op;

/**
 * Two expressions that are equal as mathematics; the right one keeps its digits where the left one loses them. A law
 * stands with the operation that it brings in, as a formula; package {@code rewrite} applies it, before
 * differentiation, so that derivatives inherit it.
 *
 * @param left a node, whose operation leads to the law
 * @param text both sides as they were written
 */
public record Law(Pattern.Node left, Pattern right, String text) {
    @Override
    public String toString() {
        return text;
    }
}
