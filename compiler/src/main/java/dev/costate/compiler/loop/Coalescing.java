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
                kept.add(statement(body.get(k)));
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
                names.put(copied, ((Statement.Define) body.get(k)).local());
                copies.add(k);
            }
        }
        return copies;
    }

    private static @Nullable Local copied(Statement statement) {
        return statement instanceof Statement.Define define && define.value() instanceof Code.Variable variable
                ? variable.local()
                : null;
    }

    private Local of(Local local) {
        Local last = local;
        for (Local next = local; next != null; next = names.get(last)) {
            last = next;
        }
        return last;
    }

    private Statement statement(Statement statement) {
        if (statement instanceof Statement.Define s) {
            return new Statement.Define(of(s.local()), code(s.value()));
        } else if (statement instanceof Statement.Declare s) {
            return new Statement.Declare(of(s.local()), code(s.value()));
        } else if (statement instanceof Statement.Update s) {
            return new Statement.Update(of(s.local()), s.reduction(), code(s.value()));
        } else if (statement instanceof Statement.Store s) {
            return new Statement.Store(s.target(), s.reduction(), code(s.value()));
        } else if (statement instanceof Statement.SumLoop s) {
            return new Statement.SumLoop(of(s.target()), s.range(), code(s.value()));
        } else if (statement instanceof Statement.Loop s) {
            return new Statement.Loop(s.range(), block(s.body()));
        } else if (statement instanceof Statement.If s) {
            return new Statement.If(code(s.condition()), block(s.then()), block(s.otherwise()));
        } else if (statement instanceof Statement.Row s) {
            return new Statement.Row(s.target(), s.reduction(), code(s.factor()), s.source(), s.count());
        } else if (statement instanceof Statement.Axpy s) {
            return new Statement.Axpy(s.target(), code(s.factor()), s.source(), s.count());
        }
        return statement;
    }

    private Code code(Code code) {
        if (code instanceof Code.Variable variable) {
            return new Code.Variable(of(variable.local()));
        } else if (code instanceof Code.Apply apply) {
            return new Code.Apply(
                    apply.op(), apply.operands().stream().map(this::code).toList());
        } else if (code instanceof Code.Choice choice) {
            return new Code.Choice(code(choice.condition()), code(choice.ifTrue()), code(choice.ifFalse()));
        }
        return code;
    }
}
