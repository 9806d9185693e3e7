package dev.costate.compiler.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one variable of two where the second just holds what the first is in the end, as a value that is chosen does:
 * the branches assign to the second one.
 */
public final class Coalescing {
    private final Map<Local, Local> names = new HashMap<>();

    private Coalescing() {}

    /** The statements with those variables in one. */
    public static List<Statement> of(List<Statement> body) {
        return new Coalescing().block(body);
    }

    private List<Statement> block(List<Statement> body) {
        Set<Integer> copies = copies(body);
        List<Statement> kept = new ArrayList<>();
        for (int k = 0; k < body.size(); k++) {
            if (!copies.contains(k)) {
                kept.add(body.get(k).map(this::of, this::code, this::block));
            }
        }
        return kept;
    }

    /** Where the copies stand that go; what they are copies of is named after them. */
    private Set<Integer> copies(List<Statement> body) {
        Map<Local, Integer> reads = new HashMap<>();
        Set<Local> declared = new HashSet<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Declare declare) {
                declared.add(declare.local());
            }
            Local copied = copied(statement);
            if (copied != null && declared.contains(copied)) {
                reads.put(copied, 0);
            }
        }
        Set<Integer> copies = new HashSet<>();
        if (reads.isEmpty()) {
            return copies;
        }
        Map<Local, Integer> written = new HashMap<>();
        for (int k = 0; k < body.size(); k++) {
            Effects.variables(body.get(k), local -> reads.computeIfPresent(local, (l, count) -> count + 1));
            for (Object variable : Effects.of(body.get(k)).writes()) {
                if (variable instanceof Local local && reads.containsKey(local)) {
                    written.put(local, k);
                }
            }
        }
        for (int k = 0; k < body.size(); k++) {
            Local copied = copied(body.get(k));
            if (copied != null && reads.getOrDefault(copied, 0) == 1 && written.getOrDefault(copied, k) < k) {
                names.put(copied, target(body.get(k)));
                copies.add(k);
            }
        }
        return copies;
    }

    private static @Nullable Local copied(Statement statement) {
        boolean begins = statement instanceof Statement.Define || statement instanceof Statement.Declare;
        return begins && statement.expressions().get(0) instanceof Code.Variable variable ? variable.local() : null;
    }

    /** The variable that begins as a copy. */
    private static Local target(Statement copy) {
        return copy instanceof Statement.Define define ? define.local() : ((Statement.Declare) copy).local();
    }

    private Local of(Local local) {
        Local last = local;
        for (Local next = local; next != null; next = names.get(last)) {
            last = next;
        }
        return last;
    }

    private Code code(Code code) {
        if (code instanceof Code.Variable variable) {
            Local local = of(variable.local());
            return local.equals(variable.local()) ? code : new Code.Variable(local);
        }
        return code.map(this::code);
    }
}
