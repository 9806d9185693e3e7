package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Divides a loop in two: what something else needs, and what can wait. Variables that both read are computed in both;
 * beyond that neither may depend on the other.
 *
 * <pre>   for k: q := θ[k]; s[k] += q; t += q²     s needed:   for k: q := θ[k]; s[k] += q
 *                                                        for k: q' := θ[k]; t += q'² </pre>
 */
final class Fission {
    /** The two loops. */
    record Parts(Statement first, Statement second) {}

    private final Set<Object> needed;
    private final Set<Object> readBySecond = new HashSet<>();
    /** What stands in the second in the place of variables that both have. */
    private final Map<Local, Local> renamed = new HashMap<>();

    private Fission(Set<Object> needed) {
        this.needed = new HashSet<>(needed);
    }

    /**
     * The two loops, or null where they depend on each other, or it is no loop whose iterations may be in any order.
     */
    static @Nullable Parts of(Statement statement, Set<Object> needed) {
        return new Fission(needed).parts(statement);
    }

    private @Nullable Parts parts(Statement statement) {
        if (!divides(statement)) {
            return null;
        }
        Statement.Loop loop = (Statement.Loop) statement;
        List<Statement> first = new ArrayList<>();
        List<Statement> second = new ArrayList<>();
        divide(loop.body(), first, second);
        if (first.isEmpty() || second.isEmpty()) {
            return null;
        }
        Statement one = new Statement.Loop(loop.range(), first);
        Statement other = new Statement.Loop(loop.range(), second);
        return areApart(new ReadsWrites(one, null), new ReadsWrites(other, null))
                ? new Parts(one, renamed(other))
                : null;
    }

    private static boolean divides(Statement statement) {
        return statement instanceof Statement.Loop loop && loop.range().order() == Range.Order.ANY;
    }

    private void divide(List<Statement> body, List<Statement> first, List<Statement> second) {
        Deque<Statement> one = new ArrayDeque<>();
        Deque<Statement> other = new ArrayDeque<>();
        for (int k = body.size() - 1; k >= 0; k--) {
            Statement statement = body.get(k);
            if (statement instanceof Statement.From) {
                Stream.of(one, other)
                        .filter(part -> !part.isEmpty() && !(part.peekFirst() instanceof Statement.From))
                        .forEach(part -> part.addFirst(statement));
            } else if (statement instanceof Statement.Loop loop && divides(loop)) {
                List<Statement> inFirst = new ArrayList<>();
                List<Statement> inSecond = new ArrayList<>();
                divide(loop.body(), inFirst, inSecond);
                if (!inFirst.isEmpty()) {
                    one.addFirst(new Statement.Loop(loop.range(), inFirst));
                }
                if (!inSecond.isEmpty()) {
                    other.addFirst(new Statement.Loop(loop.range(), inSecond));
                }
            } else {
                place(statement, one, other);
            }
        }
        first.addAll(one);
        second.addAll(other);
    }

    private void place(Statement statement, Deque<Statement> one, Deque<Statement> other) {
        ReadsWrites uses = new ReadsWrites(statement, null);
        boolean isNeeded =
                Stream.concat(uses.writes().stream(), uses.adds().stream()).anyMatch(needed::contains);
        boolean isRepeated = statement instanceof Statement.Define define && readBySecond.contains(define.local());
        if (isNeeded) {
            one.addFirst(statement);
            needed.addAll(uses.reads());
            // What is added to must have been set by the same loop.
            needed.addAll(uses.adds());
        }
        if (!isNeeded || isRepeated) {
            other.addFirst(statement);
            readBySecond.addAll(uses.reads());
            readBySecond.addAll(uses.adds());
        }
        if (isNeeded && isRepeated) {
            Local local = ((Statement.Define) statement).local();
            renamed.put(local, new Local(local.hint(), local.kind()));
        }
    }

    private boolean areApart(ReadsWrites one, ReadsWrites other) {
        return changed(one).noneMatch(o -> !renamed.containsKey(o) && other.touches(o) && !isAdded(o, one, other))
                && changed(other).noneMatch(o -> !renamed.containsKey(o) && one.touches(o) && !isAdded(o, one, other));
    }

    private static Stream<Object> changed(ReadsWrites uses) {
        return Stream.concat(uses.writes().stream(), uses.adds().stream());
    }

    private static boolean isAdded(Object object, ReadsWrites one, ReadsWrites other) {
        return Stream.of(one, other)
                .noneMatch(u -> u.reads().contains(object) || u.writes().contains(object));
    }

    private Statement renamed(Statement statement) {
        return statement.map(local -> renamed.getOrDefault(local, local), this::code, this::block);
    }

    private List<Statement> block(List<Statement> statements) {
        return statements.stream().map(this::renamed).toList();
    }

    private Code code(Code code) {
        Local other = code instanceof Code.Variable variable ? renamed.get(variable.local()) : null;
        return other != null ? new Code.Variable(other) : code.map(this::code);
    }
}
