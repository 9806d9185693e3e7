package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes methods of long lists of statements, short enough for the JIT: it does not touch those above 8000 bytes of
 * bytecode. They are cut where few values cross. A statement by itself is short, since the scheduler gives what would
 * be long a variable.
 */
public final class Outlining {
    /** The estimated size at which a method ends; real ones are up to a sixth larger with what they copy at entry. */
    private static final int LIMIT = 6000;

    /** A method ends at the best place after this share of {@link #LIMIT}. */
    private static final double EARLIEST = 0.6;

    private final Weight weights;
    /** For a loop or choice of which parts have become methods what it was before. */
    private final IdentityHashMap<Statement, Statement> originals = new IdentityHashMap<>();

    private int methods;

    private Outlining(List<Statement> body) {
        this.weights = new Weight(body);
    }

    /** The statements, of which those that are too many for one method are in others. */
    public static List<Statement> outline(List<Statement> body) {
        return new Outlining(body).fit(body, List.of(), LIMIT);
    }

    /** The statements so that together they stay below the limit. */
    private List<Statement> fit(List<Statement> body, List<Range> around, int limit) {
        if (weights.of(body) <= limit) {
            return body;
        }
        List<Statement> fitting = new ArrayList<>(body.size());
        for (Statement statement : body) {
            boolean whole = weights.of(statement) <= LIMIT && Blocks.written(statement) == null;
            fitting.add(whole ? statement : cut(statement, around));
        }
        while (weights.of(fitting) > limit && !(fitting.size() == 1 && fitting.get(0) instanceof Statement.Call)) {
            fitting = grouped(fitting, around);
        }
        return fitting;
    }

    private Statement cut(Statement statement, List<Range> around) {
        Statement cut = statement;
        if (statement instanceof Statement.Loop loop) {
            List<Range> inside = new ArrayList<>(around);
            inside.add(loop.range());
            cut = loop.with(fit(loop.body(), inside, LIMIT / 2));
        } else if (statement instanceof Statement.Let let) {
            List<Range> inside = new ArrayList<>(around);
            inside.add(let.range());
            cut = new Statement.Let(let.index(), let.value(), fit(let.body(), inside, LIMIT / 2));
        } else if (statement instanceof Statement.If choice) {
            // A batch as it is written and its blocks are a method each.
            int most = Blocks.written(choice) == null ? LIMIT / 4 : 0;
            List<Statement> then = fit(choice.then(), around, most);
            cut = new Statement.If(choice.condition(), then, fit(choice.otherwise(), around, most));
        }
        originals.put(cut, statement);
        return cut;
    }

    /** The statements in groups that each become a method. */
    private List<Statement> grouped(List<Statement> statements, List<Range> around) {
        int[] crossing = crossing(statements);
        List<Statement> calls = new ArrayList<>();
        int start = 0;
        while (start < statements.size()) {
            int end = end(statements, start, crossing);
            calls.add(new Statement.Call(new Method(++methods, around, statements.subList(start, end))));
            start = end;
        }
        return calls;
    }

    /** Where the group that starts here ends: within the limit, where the fewest values cross. */
    private int end(List<Statement> statements, int start, int[] crossing) {
        int best = -1;
        int weight = weights.of(statements.get(start));
        int end = start + 1;
        for (; end < statements.size(); end++) {
            weight += weights.of(statements.get(end));
            if (weight > LIMIT) {
                break;
            }
            boolean allowed = weight >= EARLIEST * LIMIT && !(statements.get(end) instanceof Statement.From);
            if (allowed && (best < 0 || crossing[end + 1] <= crossing[best])) {
                best = end + 1;
            }
        }
        return end == statements.size() || best < 0 ? end : best;
    }

    /** For each place between two statements, how many locals are introduced before it and used after it. */
    private int[] crossing(List<Statement> statements) {
        Map<Local, Integer> introduced = new HashMap<>();
        Map<Local, Integer> last = new HashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            int at = i;
            Statement statement = statements.get(i);
            if (statement.bodies().isEmpty()) {
                Walk.introduced(statement, local -> introduced.put(local, at));
            }
            Walk.references(originals.getOrDefault(statement, statement), local -> last.put(local, at));
        }
        int[] change = new int[statements.size() + 2];
        introduced.forEach((local, at) -> {
            int use = last.getOrDefault(local, at);
            change[at + 1]++;
            change[use + 1]--;
        });
        for (int i = 1; i < change.length; i++) {
            change[i] += change[i - 1];
        }
        return change;
    }
}
