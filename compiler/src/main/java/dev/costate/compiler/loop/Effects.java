package dev.costate.compiler.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** What statements read and assign to: variables, and places in memory. Visits what each kind assigns to. */
public final class Effects implements Statement.Visitor<Effects> {
    /** Places within what callers hand over may be parts of each other. */
    private static final Object ARGUMENTS = new Object();

    private final Set<Object> reads = new LinkedHashSet<>();
    private final Set<Object> writes = new LinkedHashSet<>();

    private Effects() {}

    public static Effects of(Statement statement) {
        Effects effects = new Effects();
        effects.add(statement);
        return effects;
    }

    /** What is assigned to when an element of a place is. */
    static Object target(Place place) {
        return place.storage() == Place.Storage.ARGUMENT ? ARGUMENTS : place;
    }

    /** All that is read. */
    Set<Object> reads() {
        return reads;
    }

    /** All that is assigned to. */
    public Set<Object> writes() {
        return writes;
    }

    /** Visits each variable that is assigned to. */
    public void assigned(Consumer<Local> visitor) {
        for (Object target : writes) {
            if (target instanceof Local local) {
                visitor.accept(local);
            }
        }
    }

    /** Whether a variable is read or assigned to. */
    boolean touches(Local local) {
        return reads.contains(local) || writes.contains(local);
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
    public boolean change(Code code) {
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
        statement.accept(this);
        for (Code code : statement.expressions()) {
            leaves(code, this::reads);
        }
        statement.bodies().forEach(body -> body.forEach(this::add));
    }

    @Override
    public Effects visit(Statement.From from) {
        return this;
    }

    @Override
    public Effects visit(Statement.Define define) {
        return sets(define.local());
    }

    @Override
    public Effects visit(Statement.Declare declare) {
        return sets(declare.local());
    }

    @Override
    public Effects visit(Statement.Update update) {
        return changes(update.local());
    }

    @Override
    public Effects visit(Statement.Store store) {
        return changes(target(store.target().place()));
    }

    @Override
    public Effects visit(Statement.Fill fill) {
        return sets(target(fill.place()));
    }

    @Override
    public Effects visit(Statement.Loop loop) {
        return this;
    }

    @Override
    public Effects visit(Statement.Let let) {
        return this;
    }

    @Override
    public Effects visit(Statement.SumLoop sum) {
        return changes(sum.local());
    }

    @Override
    public Effects visit(Statement.If choice) {
        return this;
    }

    @Override
    public Effects visit(Statement.Row row) {
        return changes(target(row.target().place()));
    }

    @Override
    public Effects visit(Statement.Axpy axpy) {
        return changes(target(axpy.target().place()));
    }

    @Override
    public Effects visit(Statement.Product product) {
        return changes(target(product.target().place()));
    }

    @Override
    public Effects visit(Statement.Pack pack) {
        return sets(pack.packed());
    }

    @Override
    public Effects visit(Statement.Call call) {
        call.method().body().forEach(this::add);
        return this;
    }

    @Override
    public Effects visit(Statement.Kernel kernel) {
        return changes(target(kernel.target().place()));
    }

    private Effects sets(Object variable) {
        writes.add(variable);
        return this;
    }

    private Effects changes(Object variable) {
        reads.add(variable);
        return sets(variable);
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
        if (root.operands().isEmpty()) {
            visitor.accept(root);
            return;
        }
        Deque<Code> open = new ArrayDeque<>(root.operands());
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
