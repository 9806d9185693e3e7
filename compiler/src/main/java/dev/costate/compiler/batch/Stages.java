package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In which stage of a block each item runs, the least that what it depends on allows. */
final class Stages {
    /** What an item does to variables and memory. */
    private record Access(Set<Object> reads, Set<Object> writes, Set<Object> adds) {}

    /** The subscripts that are at the element of the iteration. */
    private final Set<Poly> iteration;

    private final List<Step> items;
    private final List<Access> accesses = new ArrayList<>();
    private final int[] stage;
    /** What all items that touch it do in one stage, since the next iteration overwrites it. */
    private final Set<Object> together = new HashSet<>();
    /** What items only add to: in whatever stage. */
    private final Set<Object> free = new HashSet<>();

    private final Map<Local, Integer> definedAt = new HashMap<>();
    private final Map<Local, Set<Integer>> readAt = new HashMap<>();
    private final Set<Local> crossing = new HashSet<>();
    private final Set<Local> repeated = new HashSet<>();
    /** What items change. */
    private final Set<Object> changed = new HashSet<>();

    private Stages(Set<Poly> iteration, List<Step> items) {
        this.iteration = iteration;
        this.items = items;
        this.stage = new int[items.size()];
    }

    /** The stages, null if there is no kernel or the items cannot be told apart. */
    static @Nullable Stages of(Set<Poly> iteration, List<Step> items) {
        if (items.stream().allMatch(item -> item.kernel() == null)) {
            return null;
        }
        Stages stages = new Stages(iteration, items);
        return stages.classify() && stages.settle() && stages.cross() ? stages : null;
    }

    int of(int item) {
        return stage[item];
    }

    /** Whether the loop of a stage has the statement: one that is repeated is in all that read what it assigns. */
    boolean runsIn(int item, int of) {
        Local defined = Walk.defined(items.get(item).statement());
        if (defined != null && repeated.contains(defined)) {
            return isReadIn(of, defined);
        }
        return items.get(item).kernel() == null && stage[item] == of;
    }

    /** Whether the variable is assigned in each stage that reads it, since that costs no more than a row. */
    boolean isRepeated(Local local) {
        return repeated.contains(local);
    }

    int count() {
        int last = 0;
        for (int s : stage) {
            last = Math.max(last, s);
        }
        return last + 1;
    }

    /** Whether the variable is read in another stage than the one it is assigned in, or by a kernel. */
    boolean isCrossing(Local local) {
        return crossing.contains(local);
    }

    /** Whether a statement of the stage reads it. */
    boolean isReadIn(int of, Local local) {
        return readAt.getOrDefault(local, Set.of()).contains(of);
    }

    private boolean classify() {
        Map<Object, Set<Integer>> axes = new HashMap<>();
        Set<Object> written = new HashSet<>();
        Set<Object> added = new HashSet<>();
        Set<Object> read = new HashSet<>();
        Set<Local> introduced = new HashSet<>();
        for (Step item : items) {
            Access access = new Access(new HashSet<>(), new HashSet<>(), new HashSet<>());
            if (item.kernel() == null) {
                collect(item.statement(), access, axes);
            } else {
                access.reads().addAll(item.kernel().operands());
                access.writes().add(item.kernel().result());
            }
            Local defined = Walk.defined(item.statement());
            if (defined != null) {
                introduced.add(defined);
            }
            accesses.add(access);
            read.addAll(access.reads());
            written.addAll(access.writes());
            added.addAll(access.adds());
        }
        changed.addAll(written);
        changed.addAll(added);
        boolean argumentsMix = isArgumentAmong(read) && isArgumentAmong(written);
        for (Object object : added) {
            if (!written.contains(object) && !read.contains(object)) {
                free.add(object);
            } else {
                written.add(object);
            }
        }
        for (Object object : written) {
            boolean apart = object instanceof Local local
                    ? introduced.contains(local) && isDefinedOnce(local)
                    : !axes.getOrDefault(object, Set.of()).isEmpty();
            if (!apart) {
                together.add(object);
            }
        }
        return !argumentsMix;
    }

    private static boolean isArgumentAmong(Set<Object> objects) {
        return objects.stream().anyMatch(o -> o instanceof Place p && p.storage() == Place.Storage.ARGUMENT);
    }

    private boolean isDefinedOnce(Local local) {
        return items.stream()
                .anyMatch(item -> item.statement() instanceof Statement.Define define && define.local() == local);
    }

    private void collect(Statement statement, Access access, Map<Object, Set<Integer>> axes) {
        Code.Element target = statement.target();
        if (statement instanceof Statement.Update update) {
            (update.reduction() == Reduction.SET ? access.writes() : access.adds()).add(update.local());
        } else if (statement instanceof Statement.SumLoop sum) {
            access.adds().add(sum.local());
        } else if (statement instanceof Statement.Define || statement instanceof Statement.Declare) {
            access.writes().add(Objects.requireNonNull(Walk.defined(statement)));
        } else if (statement instanceof Statement.Fill fill) {
            access.writes().add(fill.place());
            axes.put(fill.place(), Set.of());
        } else if (target != null) {
            boolean sets = (statement instanceof Statement.Store store && store.reduction() == Reduction.SET)
                    || (statement instanceof Statement.Row row && row.reduction() == Reduction.SET);
            (sets ? access.writes() : access.adds()).add(target.place());
            walk(target, axes);
        }
        for (Code code : statement.expressions()) {
            reads(code, access, axes);
        }
        statement.bodies().forEach(body -> body.forEach(s -> collect(s, access, axes)));
    }

    private void reads(Code code, Access access, Map<Object, Set<Integer>> axes) {
        if (code instanceof Code.Variable variable) {
            access.reads().add(variable.local());
        } else if (code instanceof Code.Element element) {
            access.reads().add(element.place());
            walk(element, axes);
        }
        for (Code operand : code.operands()) {
            reads(operand, access, axes);
        }
    }

    /** Keeps the axes on which all accesses so far are at the element of the iteration. */
    private void walk(Code.Element element, Map<Object, Set<Integer>> axes) {
        Set<Integer> here = new HashSet<>();
        for (int axis = 0; axis < element.subscripts().size(); axis++) {
            if (iteration.contains(element.subscripts().get(axis))) {
                here.add(axis);
            }
        }
        Set<Integer> before = axes.get(element.place());
        if (before != null) {
            here.retainAll(before);
        }
        axes.put(element.place(), here);
    }

    /** Raises stages until all dependences hold; false if they never do. */
    private boolean settle() {
        Map<Object, Integer> least = new HashMap<>();
        for (int round = 0; round <= items.size(); round++) {
            Map<Object, Integer> written = new HashMap<>();
            Map<Object, Integer> read = new HashMap<>();
            boolean stable = true;
            for (int k = 0; k < items.size(); k++) {
                Access access = accesses.get(k);
                boolean kernel = items.get(k).kernel() != null;
                int to = stage[k];
                for (Object object : access.reads()) {
                    to = Math.max(to, after(object, written, kernel));
                }
                for (Set<Object> changed : List.of(access.writes(), access.adds())) {
                    for (Object object : changed) {
                        if (!free.contains(object)) {
                            to = Math.max(to, after(object, written, kernel));
                            to = Math.max(to, after(object, read, kernel));
                        }
                    }
                }
                for (Object object : touched(access)) {
                    to = Math.max(to, least.getOrDefault(object, 0));
                }
                stable &= to == stage[k];
                stage[k] = to;
                if (to > items.size()) {
                    return false;
                }
                int done = kernel ? 2 * to + 1 : 2 * to;
                access.reads().forEach(object -> read.merge(object, done, Math::max));
                access.writes().forEach(object -> written.merge(object, done, Math::max));
                access.adds().forEach(object -> written.merge(object, done, Math::max));
                for (Object object : touched(access)) {
                    stable &= least.getOrDefault(object, 0) == to;
                    least.merge(object, to, Math::max);
                }
            }
            if (stable) {
                return true;
            }
        }
        return false;
    }

    /** What of it must be touched in one stage. */
    private List<Object> touched(Access access) {
        List<Object> touched = new ArrayList<>();
        for (Set<Object> objects : List.of(access.reads(), access.writes(), access.adds())) {
            objects.stream().filter(together::contains).forEach(touched::add);
        }
        return touched;
    }

    /** The least stage after what has been done to an object: a kernel runs behind the statements of its stage. */
    private static int after(Object object, Map<Object, Integer> done, boolean kernel) {
        int last = done.getOrDefault(object, 0);
        return kernel ? last / 2 : (last + 1) / 2;
    }

    /** Notes which variables are read in other stages; false if one of them is no number. */
    private boolean cross() {
        Set<Local> operands = new HashSet<>();
        items.stream()
                .filter(i -> i.kernel() != null)
                .forEach(i -> operands.addAll(Objects.requireNonNull(i.kernel()).operands()));
        for (int k = 0; k < items.size(); k++) {
            Step item = items.get(k);
            Local defined = Walk.defined(item.statement());
            if (defined != null) {
                definedAt.put(defined, stage[k]);
            }
        }
        for (int k = 0; k < items.size(); k++) {
            Step item = items.get(k);
            for (Object object : accesses.get(k).reads()) {
                if (object instanceof Local local && definedAt.containsKey(local)) {
                    if (item.kernel() == null) {
                        readAt.computeIfAbsent(local, l -> new HashSet<>()).add(stage[k]);
                    }
                    if (item.kernel() != null || !Objects.equals(definedAt.get(local), stage[k])) {
                        crossing.add(local);
                    }
                }
            }
            if (item.kernel() != null) {
                crossing.add(item.kernel().result());
            }
        }
        for (Step item : items) {
            if (item.statement() instanceof Statement.Define define
                    && (define.value() instanceof Code.Element || define.local().kind() != Op.Kind.REAL)
                    && isStable(define.value())
                    && !operands.contains(define.local())) {
                repeated.add(define.local());
            }
        }
        crossing.removeAll(repeated);
        return crossing.stream().allMatch(local -> local.kind() == Op.Kind.REAL);
    }

    /** Whether an expression has the same value in all stages, and reads nothing that they would have to keep. */
    private boolean isStable(Code code) {
        if (code instanceof Code.Variable variable) {
            return !definedAt.containsKey(variable.local()) && !changed.contains(variable.local());
        }
        return code instanceof Code.Element element
                ? !changed.contains(element.place())
                : code.operands().stream().allMatch(this::isStable);
    }
}
