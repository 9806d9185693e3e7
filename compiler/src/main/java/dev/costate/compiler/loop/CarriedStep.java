package dev.costate.compiler.loop;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loop, the elements that one statement of it stores in each iteration, and who reads these again: the iteration
 * itself, or the next one if the loop has an order. {@link CarriedElements} finds the loops.
 */
final class CarriedStep {
    private final Statement.Loop loop;
    private final List<Statement> body;
    /** Which statement of the body stores an element. */
    private final Map<Code.Element, Integer> targets = new HashMap<>();
    /** The same by how the next iteration reads it. */
    private final Map<Code.Element, Integer> next = new HashMap<>();
    /** Which statement is the last to read such an element. */
    private final Map<Code.Element, Integer> lastRead = new HashMap<>();
    /** The elements that variables are copies of. */
    private final Map<Local, Code.Element> copies = new HashMap<>();
    /** The variables for elements that the next iteration reads, in the order of the body. */
    private final Map<Code.Element, Local> variables = new LinkedHashMap<>();
    /** The variables that the body defines as something else, which stay what they are. */
    private final Set<Local> defined = new HashSet<>();
    /** The variables for elements that the iteration itself reads. */
    private final Map<Code.Element, Local> own = new HashMap<>();

    CarriedStep(Statement.Loop loop) {
        this.loop = loop;
        this.body = loop.body();
        for (int k : storing()) {
            targets.put(target(k), k);
            if (loop.range().order() != Range.Order.ANY) {
                next.put(moved(target(k)), k);
            }
        }
        for (int k = 0; k < body.size(); k++) {
            read(body.get(k), k);
            if (body.get(k) instanceof Statement.Define define && !copies.containsKey(define.local())) {
                defined.add(define.local());
            }
        }
    }

    /** The variables for elements that the next iteration reads, by how it does. */
    Map<Code.Element, Local> variables() {
        return variables;
    }

    private Code.Element target(int statement) {
        return ((Statement.Store) body.get(statement)).target();
    }

    /** The statements that store an element of a place of which nothing else in the loop does. */
    private List<Integer> storing() {
        Map<Place, Integer> writers = new HashMap<>();
        for (Statement statement : body) {
            ReadsWrites touched = new ReadsWrites(statement, null);
            touched.places().stream().filter(touched::changes).forEach(place -> writers.merge(place, 1, Integer::sum));
        }
        List<Integer> storing = new ArrayList<>();
        for (int k = 0; k < body.size(); k++) {
            if (body.get(k) instanceof Statement.Store store
                    && isNumber(store.target().place())
                    && (store.reduction() == Reduction.SET || store.reduction() == Reduction.SUM)
                    && isAnotherInEach(store.target(), loop)
                    && writers.getOrDefault(store.target().place(), 0) == 1) {
                storing.add(k);
            }
        }
        return storing;
    }

    /** Whether a variable holds elements of a place as they are; powers are computed several at a time. */
    private static boolean isNumber(Place place) {
        return place.storage() == Place.Storage.FIELD
                && place.rows() == null
                && !place.isPacked()
                && !place.sums().hasObjects()
                && place.tensor().type() == Tensor.Type.REAL
                && place.tensor().role() != Tensor.Role.POWERS
                && place.tensor().half() == null;
    }

    /** Whether subscripts are made of sizes and indices, and that of one axis follows the loop. */
    static boolean isAnotherInEach(Code.Element element, Statement.Loop loop) {
        Atom.Index index = loop.range().index();
        int following = 0;
        for (Poly subscript : element.subscripts()) {
            if (!subscript.atoms().stream().allMatch(a -> a instanceof Atom.Dim || a instanceof Atom.Index)) {
                return false;
            } else if (subscript.indices().contains(index)) {
                following++;
                if (!subscript.minus(Poly.of(index)).isOfDims()) {
                    return false;
                }
            }
        }
        return following == 1;
    }

    /** The element as the next iteration sees it. */
    private Code.Element moved(Code.Element element) {
        Atom.Index index = loop.range().index();
        Poly before = Poly.of(index).plus(loop.range().order() == Range.Order.UPWARD ? -1 : 1);
        return element.substitute(atom -> atom.equals(index) ? before : null);
    }

    /** Notes what a statement reads that stands in one of the body or is it. */
    private Statement read(Statement statement, int at) {
        if (statement instanceof Statement.Define define
                && define.value() instanceof Code.Element element
                && isReadAgain(element, at)) {
            copies.put(define.local(), element);
            (next.containsKey(element) ? variables : own).putIfAbsent(element, define.local());
        }
        return statement.map(
                local -> local,
                code -> read(code, at),
                inner -> inner.stream().map(each -> read(each, at)).toList());
    }

    private Code read(Code code, int at) {
        Code.Element element = code instanceof Code.Variable variable
                ? copies.get(variable.local())
                : code instanceof Code.Element read && isReadAgain(read, at) ? read : null;
        if (element != null) {
            lastRead.put(element, at);
            (next.containsKey(element) ? variables : own).computeIfAbsent(element, this::named);
        }
        return code.map(operand -> read(operand, at));
    }

    private boolean isReadAgain(Code.Element element, int at) {
        return next.containsKey(element) || targets.getOrDefault(element, at) < at;
    }

    private Local named(Code.Element element) {
        String name = element.place().tensor().name();
        String last = "last" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return new Local(next.containsKey(element) ? last : name + "Now", Op.Kind.REAL);
    }

    /**
     * The loop with variables for what its iterations read again.
     *
     * @param known of {@link #variables} those that are known before the first iteration
     */
    Statement.Loop carrying(Set<Code.Element> known) {
        HeldElements held = new HeldElements();
        Map<Integer, Code.Element> carried = new HashMap<>();
        for (Code.Element read : known) {
            held.put(read, requireNonNull(variables.get(read)));
            carried.put(requireNonNull(next.get(read)), read);
        }
        List<Statement> result = new ArrayList<>();
        List<Statement> end = new ArrayList<>();
        for (int k = 0; k < body.size(); k++) {
            Code.Element read = carried.get(k);
            if (body.get(k) instanceof Statement.Store store && (read != null || own.containsKey(store.target()))) {
                result.addAll(
                        storing(store, held, read == null ? null : variables.get(read), isReadBehind(read, k), end));
            } else {
                result.addAll(held.image(body.get(k)));
            }
        }
        result.addAll(end);
        return result.equals(body) ? loop : loop.with(result);
    }

    private boolean isReadBehind(Code.@Nullable Element read, int at) {
        return read != null && lastRead.getOrDefault(read, 0) > at;
    }

    /**
     * What a store becomes.
     *
     * @param carried the variable that the next iteration reads, null if it reads none
     * @param needed whether what it holds is still read in this one
     * @param end what stands at the end of the body
     */
    private List<Statement> storing(
            Statement.Store store, HeldElements held, @Nullable Local carried, boolean needed, List<Statement> end) {
        Code value = stored(store, held.image(store.value()));
        List<Statement> statements = new ArrayList<>();
        Local now;
        if (carried != null && !needed) {
            now = carried;
            statements.add(new Statement.Update(carried, Reduction.SET, value));
        } else if (value instanceof Code.Variable variable && defined.contains(variable.local())) {
            now = variable.local();
        } else {
            now = own.computeIfAbsent(store.target(), this::named);
            statements.add(new Statement.Define(now, value));
        }
        if (carried != null && needed) {
            end.add(new Statement.Update(carried, Reduction.SET, new Code.Variable(now)));
        }
        held.put(store.target(), now);
        statements.add(new Statement.Store(store.target(), Reduction.SET, new Code.Variable(now)));
        return statements;
    }

    private static Code stored(Statement.Store store, Code value) {
        if (store.reduction() == Reduction.SET) {
            return value;
        }
        boolean isNegative = value instanceof Code.Apply apply && apply.op() == Arithmetic.NEG;
        Code term = isNegative ? value.operands().get(0) : value;
        return new Code.Apply(isNegative ? Arithmetic.SUB : Arithmetic.ADD, List.of(store.target(), term), true);
    }
}
