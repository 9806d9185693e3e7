package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Reduction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out assignments that nobody needs: of a value to a variable that only the next statement reads, in each place
 * where it is assigned, so that the value stands there itself; of what the variable holds already, as it was declared
 * with it; and to a variable that is never read. What a branch adds to a variable that was declared as zero is
 * assigned.
 */
public final class DeadStores {
    private static final Code ZERO = new Code.Constant(0);

    /** How often each variable is read. */
    private final Map<Local, Integer> reads = new HashMap<>();
    /** The variables of which each value has one reader, the next statement. */
    private final Set<Local> passing = new HashSet<>();

    private DeadStores(List<Statement> unit) {
        unit.forEach(statement -> Effects.variables(statement, local -> reads.merge(local, 1, Integer::sum)));
        Map<Local, Integer> passed = new HashMap<>();
        countPassed(unit, passed);
        passed.forEach((local, times) -> {
            if (times.equals(reads.get(local))) {
                passing.add(local);
            }
        });
    }

    /** The statements without such assignments. */
    public static List<Statement> eliminate(List<Statement> body) {
        return new DeadStores(body).block(body, new HashMap<>(), false);
    }

    /** How often each variable is assigned right before the only read of that value. */
    private static void countPassed(List<Statement> body, Map<Local, Integer> passed) {
        for (int k = 0; k < body.size(); k++) {
            Local local = k + 1 < body.size() ? passed(body.get(k), body.get(k + 1)) : null;
            if (local != null) {
                passed.merge(local, 1, Integer::sum);
            }
            body.get(k).bodies().forEach(inner -> countPassed(inner, passed));
        }
    }

    /** The variable that the first statement assigns and the second one reads once, as all of what it adds; or null. */
    private static @Nullable Local passed(Statement first, Statement second) {
        return first instanceof Statement.Update update
                        && update.reduction() == Reduction.SET
                        && second.target() == null
                        && second.expressions().equals(List.of(new Code.Variable(update.local())))
                        && (second instanceof Statement.Update || second instanceof Statement.Define)
                ? update.local()
                : null;
    }

    /** @param initial what variables hold that have not been assigned since they were declared */
    private List<Statement> block(List<Statement> body, Map<Local, Code> initial, boolean isBranch) {
        List<Statement> kept = new ArrayList<>();
        for (int k = 0; k < body.size(); k++) {
            Statement statement = body.get(k);
            Local passed = k + 1 < body.size() ? passed(statement, body.get(k + 1)) : null;
            if (passed != null && passing.contains(passed)) {
                Code value = statement.expressions().get(0);
                Statement reader = body.get(++k).map(local -> local, code -> value, inner -> inner);
                add(reader, kept, initial, isBranch);
            } else {
                add(statement, kept, initial, isBranch);
            }
        }
        return kept;
    }

    private void add(Statement statement, List<Statement> kept, Map<Local, Code> initial, boolean isBranch) {
        if (isUnread(statement)) {
            return;
        } else if (statement instanceof Statement.Declare declare && declare.value() instanceof Code.Constant) {
            initial.put(declare.local(), declare.value());
            kept.add(statement);
        } else if (statement instanceof Statement.Update update) {
            Code before = initial.remove(update.local());
            boolean adds = isBranch && update.reduction() == Reduction.SUM && ZERO.equals(before);
            if (update.reduction() != Reduction.SET || !update.value().equals(before)) {
                kept.add(adds ? new Statement.Update(update.local(), Reduction.SET, update.value()) : update);
            } else {
                initial.put(update.local(), before);
            }
        } else if (statement instanceof Statement.If choice) {
            Map<Local, Code> before = new HashMap<>(initial);
            kept.add(choice.map(local -> local, code -> code, branch -> {
                Map<Local, Code> left = new HashMap<>(before);
                List<Statement> needed = block(branch, left, true);
                initial.keySet().retainAll(left.keySet());
                return needed;
            }));
        } else {
            Effects.of(statement).writes().forEach(initial::remove);
            kept.add(statement.map(local -> local, code -> code, inner -> block(inner, new HashMap<>(), false)));
        }
    }

    private boolean isUnread(Statement statement) {
        Local local = Walk.assigned(statement);
        return local != null && (!reads.containsKey(local) || passing.contains(local));
    }
}
