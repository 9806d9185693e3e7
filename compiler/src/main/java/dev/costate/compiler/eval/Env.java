package dev.costate.compiler.eval;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What names stand for at a place: indices, parameters and quantities of functions, and the declarations of the file.
 */
final class Env {
    final Declared file;
    private final @Nullable Env outer;
    private final @Nullable String name;
    private final @Nullable Item item;

    /** Where nothing but the declarations of a file can be named. */
    Env(Declared file) {
        this(file, null, null, null);
    }

    private Env(Declared file, @Nullable Env outer, @Nullable String name, @Nullable Item item) {
        this.file = file;
        this.outer = outer;
        this.name = name;
        this.item = item;
    }

    Env with(String newName, Item newItem) {
        return new Env(file, this, newName, newItem);
    }

    /** What an index, parameter or quantity stands for here, or null. */
    @Nullable
    Item local(String wanted) {
        for (Env env = this; env != null; env = env.outer) {
            if (wanted.equals(env.name)) {
                return env.item;
            }
        }
        return null;
    }

    /** What a name stands for here, or null. */
    @Nullable
    Item find(String wanted) {
        Item local = local(wanted);
        return local != null ? local : file.find(wanted);
    }

    /** What a name stands for here, which it does. */
    Item get(String wanted) {
        Item item = find(wanted);
        if (item == null) {
            throw new UnknownName(wanted);
        }
        return item;
    }

    /** What a call of this name calls here. */
    HandedFunction callee(String called) {
        return local(called) instanceof HandedFunction function
                ? function
                : new HandedFunction(called, file.function(called));
    }

    /** The declared function that a call of this name calls here, or null. */
    Declared.@Nullable Function function(String called) {
        return callee(called).declared();
    }

    /** What has a value when it is asked for. */
    interface Item {
        Value value();
    }

    /** A value that is computed once, if at all. */
    static class Lazy implements Item {
        private final Supplier<Value> supplier;
        private @Nullable Value value;

        Lazy(Supplier<Value> supplier) {
            this.supplier = supplier;
        }

        @Override
        public Value value() {
            Value known = value;
            if (known == null) {
                known = supplier.get();
                value = known;
            }
            return known;
        }
    }
}
