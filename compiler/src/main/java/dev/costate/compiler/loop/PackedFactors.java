package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Packs the matrices by which the steps of a recurrence multiply, once before its loop:
 *
 * <pre>   for t: product z[k] += h[t, j] * U[k, j]     pack U
 *                                                for t: product z[k] += h[t, j] * packed U[j, k] </pre>
 *
 * <p>That is one of the outermost loop with an order in which it is the same in all iterations.
 */
public final class PackedFactors {
    /** The indices of a packed matrix. */
    private static final Atom.Index DOWN = new Atom.Index("down", Atom.Index.Kind.COPIED, 0);

    private static final Atom.Index ALONG = new Atom.Index("along", Atom.Index.Kind.COPIED, 1);

    private final Tensors tensors;

    private PackedFactors(Tensors tensors) {
        this.tensors = tensors;
    }

    /** The statements of a unit with such matrices packed. */
    public static List<Statement> of(List<Statement> body, Tensors tensors) {
        return new PackedFactors(tensors).block(body);
    }

    private List<Statement> block(List<Statement> statements) {
        List<Statement> block = new ArrayList<>();
        for (Statement statement : statements) {
            Statement packed = statement;
            if (statement instanceof Statement.Loop loop && loop.range().order() != Range.Order.ANY) {
                Recurrence recurrence = new Recurrence(loop);
                packed = recurrence.image(loop);
                block.addAll(recurrence.packs.values());
            }
            block.add(packed.map(local -> local, code -> code, this::block));
        }
        return block;
    }

    /** A loop, and what is packed before it. */
    private final class Recurrence {
        /** By the matrix, its indices those of a packed one. */
        private final Map<Code.Element, Statement.Pack> packs = new LinkedHashMap<>();

        private final Effects effects;
        /** Of the loop and the loops within, as far as they are around what is at hand. */
        private final Set<Atom.Index> open = new HashSet<>();

        Recurrence(Statement.Loop loop) {
            this.effects = Effects.of(loop);
        }

        Statement image(Statement statement) {
            if (statement instanceof Statement.Product product && isSteady(product)) {
                Statement.Pack pack = packs.computeIfAbsent(canonical(product), factor -> pack(product, factor));
                Code.Element packed = new Code.Element(
                        pack.packed(),
                        List.of(
                                Poly.of(product.term().index())
                                        .minus(product.term().from()),
                                Poly.of(product.column().index())
                                        .minus(product.column().from())));
                return product.with(product.left(), packed);
            }
            List<Range> ranges = statement.ranges();
            ranges.forEach(range -> open.add(range.index()));
            Statement image = statement.map(
                    local -> local,
                    code -> code,
                    body -> body.stream().map(this::image).toList());
            ranges.forEach(range -> open.remove(range.index()));
            return image;
        }

        /** Whether the factor on the right is the same in all iterations, and not packed yet. */
        private boolean isSteady(Statement.Product product) {
            Code.Element right = product.right();
            return !right.place().isPacked()
                    && product.term().extent().isOfDims()
                    && product.column().extent().isOfDims()
                    && !effects.change(right)
                    && right.subscripts().stream()
                            .flatMap(subscript -> subscript.indices().stream())
                            .noneMatch(open::contains);
        }

        private Code.Element canonical(Statement.Product product) {
            Map<Atom, Poly> names = Map.of(
                    product.term().index(),
                    product.term().from().plus(Poly.of(DOWN)),
                    product.column().index(),
                    product.column().from().plus(Poly.of(ALONG)));
            return product.right().substitute(names::get);
        }

        private Statement.Pack pack(Statement.Product product, Code.Element factor) {
            Poly terms = product.term().extent();
            Poly columns = product.column().extent();
            String name = product.right().place().tensor().name() + "Packed";
            return new Statement.Pack(
                    Place.ofPacked(tensors.temporary(name, List.of(terms, columns), null)),
                    Range.upTo(DOWN, terms),
                    Range.upTo(ALONG, columns),
                    factor);
        }
    }
}
