package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a variable holds that an {@code if} right behind its declaration sets, and nothing else does. Two such values
 * are equal if the same is done with variables of their own.
 *
 * @param initial what the variable holds before
 * @param choice what sets it, with the variables declared there renamed in the order of their declarations
 */
record ChosenValue(Code initial, Statement choice) {
    /** Longer ones are not looked at, so that nested ones are not looked at again and again. */
    private static final int LONGEST = 60;

    /** Finds such values among the statements of one unit. */
    static final class Finder {
        /** How often each variable is assigned to. */
        private final Map<Local, Integer> assignments = new HashMap<>();
        /** The names in their order, the same for all values. */
        private final Map<Op.Kind, List<Local>> names = new EnumMap<>(Op.Kind.class);

        Finder(List<Statement> unit) {
            Deque<Statement> open = new ArrayDeque<>(unit);
            while (!open.isEmpty()) {
                Statement statement = open.pop();
                if (statement instanceof Statement.Update update) {
                    assignments.merge(update.local(), 1, Integer::sum);
                } else if (statement instanceof Statement.SumLoop sum) {
                    assignments.merge(sum.local(), 1, Integer::sum);
                }
                statement.bodies().forEach(open::addAll);
            }
        }

        /** The value of the variable behind the choice, or null if that is not all there is to these statements. */
        @Nullable
        ChosenValue find(Statement.Declare declare, Statement choice) {
            if (!(choice instanceof Statement.If) || !setsOnly(declare.local(), choice)) {
                return null;
            }
            Renaming renaming = new Renaming();
            renaming.declare(declare.local());
            return new ChosenValue(declare.value(), renaming.statement(choice));
        }

        private boolean setsOnly(Local chosen, Statement choice) {
            Set<Local> own = new HashSet<>();
            List<Local> set = new ArrayList<>();
            Deque<Statement> open = new ArrayDeque<>(List.of(choice));
            for (int length = 0; !open.isEmpty(); length++) {
                Statement statement = open.pop();
                if (statement instanceof Statement.Define define) {
                    own.add(define.local());
                } else if (statement instanceof Statement.Declare declare) {
                    own.add(declare.local());
                } else if (statement instanceof Statement.Update update) {
                    set.add(update.local());
                } else if (!(statement instanceof Statement.If || statement instanceof Statement.From)
                        || length > LONGEST) {
                    return false;
                }
                statement.bodies().forEach(open::addAll);
            }
            long times = set.stream().filter(chosen::equals).count();
            set.removeAll(Set.of(chosen));
            return own.containsAll(set) && times > 0 && times == assignments.getOrDefault(chosen, 0);
        }

        private final class Renaming {
            private final Map<Local, Local> renamed = new HashMap<>();
            private final Map<Op.Kind, Integer> used = new EnumMap<>(Op.Kind.class);

            Local declare(Local local) {
                int number = used.merge(local.kind(), 1, Integer::sum);
                List<Local> all = names.computeIfAbsent(local.kind(), kind -> new ArrayList<>());
                if (number > all.size()) {
                    all.add(new Local("value" + number, local.kind()));
                }
                renamed.put(local, all.get(number - 1));
                return all.get(number - 1);
            }

            private Statement statement(Statement statement) {
                boolean declares = statement instanceof Statement.Define || statement instanceof Statement.Declare;
                return statement.map(
                        local -> declares ? declare(local) : renamed.getOrDefault(local, local),
                        this::code,
                        body -> body.stream()
                                .filter(inner -> !(inner instanceof Statement.From))
                                .map(this::statement)
                                .toList());
            }

            private Code code(Code code) {
                return code instanceof Code.Variable variable
                        ? new Code.Variable(renamed.getOrDefault(variable.local(), variable.local()))
                        : code.map(this::code);
            }
        }
    }
}
