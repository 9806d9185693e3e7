package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.ZeroProducts;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has objects of the runtime take the sums of a unit: a place of such objects stands for each variable and each place
 * to which a loop adds more than once, so that scattered sums and those of adjoints are taken as any other.
 *
 * <pre>   s := 0                          clear S
 *   for n in N: s += x[n]           for n in N: S += x[n]
 *   y = s                           y = S </pre>
 *
 * <p>Which terms there are and their order is that of the loops. What reads a sum reads the object; what others read of
 * the unit is stored at its end.
 */
public final class SumObjects {
    private static final Poly FIRST = Poly.ZERO;
    private static final Atom.Index ROW = new Atom.Index("k", Atom.Index.Kind.COPIED, 0);

    private final SumMode mode;
    private final Tensors tensors;
    private final Map<Object, Place> objects;

    private SumObjects(SumMode mode, Tensors tensors, Set<Object> sums) {
        this.mode = mode;
        this.tensors = tensors;
        this.objects = new LinkedHashMap<>();
        sums.forEach(sum -> objects.put(sum, object(sum)));
    }

    /**
     * The statements of a unit with objects in the place of sums.
     *
     * @param results the places that others read
     */
    public static List<Statement> of(List<Statement> body, SumMode mode, Set<Place> results, Tensors tensors) {
        SumObjects objects = new SumObjects(mode, tensors, RepeatedSums.of(body));
        List<Statement> written = new ArrayList<>(objects.block(body));
        objects.objects.forEach((sum, object) -> {
            if (sum instanceof Place place && results.contains(place)) {
                written.add(stored(place, object));
            }
        });
        return written;
    }

    private Place object(Object sum) {
        if (sum instanceof Place place) {
            List<Poly> shape = place.shape().isEmpty() ? List.of(Poly.ONE) : place.shape();
            return Place.ofSums(tensors.temporary(place.tensor().name(), shape, null), mode);
        }
        return Place.ofSums(tensors.temporary(((Local) sum).hint(), List.of(Poly.ONE), null), mode);
    }

    /** Copies sums to a place. */
    private static Statement stored(Place place, Place object) {
        List<Range> ranges = new ArrayList<>();
        List<Poly> subscripts = new ArrayList<>();
        for (Poly size : place.shape()) {
            Atom.Index index = new Atom.Index("k", Atom.Index.Kind.COPIED, ROW.number() + 1 + ranges.size());
            ranges.add(Range.upTo(index, size));
            subscripts.add(Poly.of(index));
        }
        Code sum = new Code.Element(object, subscripts.isEmpty() ? List.of(FIRST) : subscripts);
        Statement store = new Statement.Store(new Code.Element(place, subscripts), Reduction.SET, sum);
        for (int axis = ranges.size() - 1; axis >= 0; axis--) {
            store = new Statement.Loop(ranges.get(axis), List.of(store));
        }
        return store;
    }

    private List<Statement> block(List<Statement> statements) {
        return statements.stream().map(this::image).toList();
    }

    private Statement image(Statement statement) {
        if (statement instanceof Statement.Declare declare && objects.containsKey(declare.local())) {
            boolean empty = declare.value().equals(new Code.Constant(0));
            Place object = objects.get(declare.local());
            return empty
                    ? new Statement.Fill(object, 0)
                    : new Statement.Store(first(object), Reduction.SET, code(declare.value()));
        } else if (statement instanceof Statement.Update update && objects.containsKey(update.local())) {
            return new Statement.Store(
                    first(objects.get(update.local())), reduction(update.reduction()), code(update.value()));
        } else if (statement instanceof Statement.SumLoop sum) {
            Statement update = new Statement.Update(sum.local(), Reduction.SUM, sum.value());
            return new Statement.Loop(sum.range(), List.of(image(update)));
        } else if (statement instanceof Statement.Fill fill && objects.containsKey(fill.place())) {
            return new Statement.Fill(objects.get(fill.place()), fill.value(), fill.rows());
        } else if (statement instanceof Statement.Store store) {
            boolean summed = objects.containsKey(store.target().place());
            return new Statement.Store(
                    (Code.Element) code(store.target()),
                    summed ? reduction(store.reduction()) : store.reduction(),
                    code(store.value()));
        } else if (statement instanceof Statement.Axpy axpy && isSum(axpy.target(), axpy.source())) {
            return row(axpy.target(), Reduction.SUM, Arithmetic.MUL, axpy.factor(), axpy.source(), axpy.count());
        } else if (statement instanceof Statement.Row row && isSum(row.target(), row.source())) {
            return row(row.target(), row.reduction(), ZeroProducts.ZERO_MUL, row.factor(), row.source(), row.count());
        }
        return statement.map(local -> local, this::code, this::block);
    }

    private static Reduction reduction(Reduction reduction) {
        if (reduction != Reduction.SUM && reduction != Reduction.SET) {
            throw new CompilerBug("sums", "what is summed is also combined by " + reduction);
        }
        return reduction;
    }

    private boolean isSum(Code.Element target, Code.Element source) {
        return objects.containsKey(target.place()) || objects.containsKey(source.place());
    }

    /** Element by element what a kernel does with two rows. */
    private Statement row(
            Code.Element target, Reduction reduction, Op product, Code factor, Code.Element source, Poly count) {
        Code value = new Code.Apply(product, List.of(factor, along(source)));
        Statement store = new Statement.Store(along(target), reduction, value);
        return new Statement.Loop(Range.upTo(ROW, count), List.of(image(store)));
    }

    private static Code.Element along(Code.Element start) {
        List<Poly> subscripts = new ArrayList<>(start.subscripts());
        subscripts.add(subscripts.remove(subscripts.size() - 1).plus(Poly.of(ROW)));
        return new Code.Element(start.place(), subscripts);
    }

    private Code code(Code code) {
        if (code instanceof Code.Variable variable && objects.containsKey(variable.local())) {
            return first(objects.get(variable.local()));
        } else if (code instanceof Code.Element element && objects.containsKey(element.place())) {
            List<Poly> subscripts = element.subscripts().isEmpty() ? List.of(FIRST) : element.subscripts();
            return new Code.Element(objects.get(element.place()), subscripts);
        } else if (code.readsSlices()) {
            throw new CompilerBug("sums", "a kernel takes a sum in an order of its own");
        }
        return code.map(this::code);
    }

    private static Code.Element first(Place object) {
        return new Code.Element(object, List.of(FIRST));
    }
}
