package dev.costate.compiler.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What statements read and assign to: variables, and places in memory. */
final class Effects {
    /** Places within what callers hand over may be parts of each other. */
    private static final Object ARGUMENTS = new Object();

    private final Set<Object> reads = new HashSet<>();
    private final Set<Object> writes = new HashSet<>();

    private Effects() {}

    static Effects of(Statement statement) {
        Effects effects = new Effects();
        effects.add(statement);
        return effects;
    }

    /** What is assigned to when an element of a place is. */
    static Object target(Place place) {
        return place.storage() == Place.Storage.ARGUMENT ? ARGUMENTS : place;
    }

    /** All that is assigned to. */
    Set<Object> writes() {
        return writes;
    }

    /** Adds what other statements do. */
    void add(Effects other) {
        reads.addAll(other.reads);
        writes.addAll(other.writes);
    }

    /** Whether it matters which comes first. */
    boolean conflicts(Effects other) {
        return meet(writes, other.writes) || meet(writes, other.reads) || meet(reads, other.writes);
    }

    private static boolean meet(Set<Object> a, Set<Object> b) {
        Set<Object> small = a.size() < b.size() ? a : b;
        Set<Object> large = small == a ? b : a;
        return small.stream().anyMatch(large::contains);
    }

    /** Whether the value of the expression may be another afterwards. */
    boolean change(Code code) {
        boolean[] changes = {false};
        leaves(code, leaf -> changes[0] |= isWritten(leaf));
        return changes[0];
    }

    private boolean isWritten(Code leaf) {
        return leaf instanceof Code.Variable variable
                ? writes.contains(variable.local())
                : leaf instanceof Code.Element element && writes.contains(target(element.place()));
    }

    private void add(Statement statement) {
        Code.Element target = statement.target();
        if (statement instanceof Statement.Define define) {
            writes.add(define.local());
        } else if (statement instanceof Statement.Declare declare) {
            writes.add(declare.local());
        } else if (statement instanceof Statement.Update update) {
            changes(update.local());
        } else if (statement instanceof Statement.Fill fill) {
            writes.add(target(fill.place()));
        } else if (statement instanceof Statement.SumLoop sum) {
            changes(sum.local());
        } else if (target != null) {
            changes(target(target.place()));
        }
        for (Code code : statement.expressions()) {
            leaves(code, this::reads);
        }
        statement.bodies().forEach(body -> body.forEach(this::add));
    }

    private void changes(Object variable) {
        reads.add(variable);
        writes.add(variable);
    }

    private void reads(Code leaf) {
        if (leaf instanceof Code.Variable variable) {
            reads.add(variable.local());
        } else if (leaf instanceof Code.Element element) {
            reads.add(target(element.place()));
        }
    }

    /** Visits each read of a variable in a statement or within it, as often as it stands there. */
    static void variables(Statement statement, Consumer<Local> visitor) {
        for (Code code : statement.expressions()) {
            leaves(code, leaf -> {
                if (leaf instanceof Code.Variable variable) {
                    visitor.accept(variable.local());
                }
            });
        }
        statement.bodies().forEach(body -> body.forEach(s -> variables(s, visitor)));
    }

    private static void leaves(Code root, Consumer<Code> visitor) {
        Deque<Code> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Code code = open.pop();
            if (code.operands().isEmpty()) {
                visitor.accept(code);
            } else {
                open.addAll(code.operands());
            }
        }
    }
}
