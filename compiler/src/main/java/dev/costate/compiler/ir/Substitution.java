package dev.costate.compiler.ir;

import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts polynomials in place of indices. Keeps what it has done, so that several expressions share the work.
 *
 * <p>An image must not contain an index that a reduction within the expression binds. Passes that put something into
 * the body of a reduction first rename its indices to ones of their own; {@link Exprs#reduce} names them anew.
 */
public final class Substitution {
    private final Exprs make;
    private final Map<Atom.Index, Poly> images;
    private final Map<Expr, Expr> done = new HashMap<>();

    public Substitution(Exprs make, Map<Atom.Index, Poly> images) {
        this.make = make;
        this.images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
    }

    public Poly apply(Poly poly) {
        return poly.substitute(atom -> atom instanceof Atom.Index index ? images.get(index) : null);
    }

    /** The range over another index, the image of its own. */
    public Range renamed(Range range) {
        Poly image = images.get(range.index());
        Atom.Index index = image == null ? null : image.asIndex();
        if (index == null) {
            throw new CompilerBug("substitution", "no other index for " + range);
        }
        return new Range(index, apply(range.from()), apply(range.to()), range.order());
    }

    /** The expression with every free occurrence replaced. */
    public Expr apply(Expr root) {
        Deque<Expr> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Expr node = stack.peek();
            if (done.containsKey(node)) {
                stack.pop();
            } else if (node.free().stream().noneMatch(images::containsKey)) {
                done.put(node, node);
                stack.pop();
            } else {
                int waiting = stack.size();
                node.operands().stream().filter(o -> !done.containsKey(o)).forEach(stack::push);
                if (stack.size() == waiting) {
                    done.put(node, image(stack.pop()));
                }
            }
        }
        return Objects.requireNonNull(done.get(root));
    }

    private Expr image(Expr node) {
        List<Expr> operands = node.images(done::get);
        if (node.head() instanceof Expr.Head.Whole integer) {
            return make.integer(apply(integer.value()));
        }
        if (node.head() instanceof Expr.Head.Read read) {
            return make.read(
                    read.tensor(), read.subscripts().stream().map(this::apply).toList());
        }
        if (node.head() instanceof Expr.Head.Reduce reduce) {
            List<Range> ranges = new ArrayList<>();
            for (Range range : reduce.ranges()) {
                if (images.values().stream().anyMatch(p -> p.indices().contains(range.index()))) {
                    throw new CompilerBug("substitution", "an image would be captured by " + range);
                }
                ranges.add(new Range(range.index(), apply(range.from()), apply(range.to()), range.order()));
            }
            return make.reduce(reduce.reduction(), ranges, reduce.guarded() ? operands.get(1) : null, operands.get(0));
        }
        return make.rebuild(node, operands);
    }
}
