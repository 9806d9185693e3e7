package dev.costate.compiler.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out variables that hold what another one holds: copies, and within branches values, chosen ones too, that the
 * branch has in a variable already and that have not changed since: value numbering, in time linear in the code but for
 * how deep loops are nested. Other blocks have been written with each value once. What a function gives in a branch is
 * also known to a later branch of the same condition; its variable then is declared before both.
 */
public final class CommonValues {
    /** A variable that holds a value, and when it was computed. */
    private record Known(Local local, int time) {}

    /** What stands for a variable that is left out. */
    private final Map<Local, Code> originals = new HashMap<>();
    /** The variables that are assigned once. */
    private final Set<Local> once = new HashSet<>();

    private final Map<Code, Known> known = new HashMap<>();
    /** The variables of earlier branches that are known, and of those the ones that have been asked for. */
    private final Set<Local> earlier = new HashSet<>();

    private final Set<Local> shared = new HashSet<>();
    private final Map<ChosenValue, Known> chosen = new HashMap<>();
    private final ChosenValue.Finder finder;
    /** When a variable or a place was last assigned to. */
    private final Map<Object, Integer> written = new HashMap<>();

    private int time;

    private CommonValues(List<Statement> unit) {
        this.finder = new ChosenValue.Finder(unit);
    }

    /** The statements without those variables. */
    public static List<Statement> share(List<Statement> body) {
        return new CommonValues(body).block(body, false);
    }

    private List<Statement> block(List<Statement> body, boolean isBranch) {
        List<Statement> kept = new ArrayList<>();
        List<Code> added = new ArrayList<>();
        List<ChosenValue> addedChoices = new ArrayList<>();
        Map<Code, Taken> choices = new HashMap<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Define define) {
                Code value = code(define.value());
                Code same = same(value);
                if (same != null) {
                    originals.put(define.local(), same);
                    continue;
                }
                once.add(define.local());
                if (isBranch) {
                    known.put(value, new Known(define.local(), time));
                    added.add(value);
                }
                kept.add(value == define.value() ? define : new Statement.Define(define.local(), value));
                continue;
            }
            if (statement instanceof Statement.Loop) {
                note(statement);
            }
            Statement.If choice = statement instanceof Statement.If c ? c : null;
            Statement.Declare declared = choice != null && isBranch ? declared(kept) : null;
            int lastChange = declared == null ? 0 : lastChange(Effects.of(statement), declared.local());
            Statement mapped = choice == null
                    ? statement.map(local -> local, this::code, inner -> block(inner, false))
                    : choice(choice, choices);
            ChosenValue value = declared == null ? null : finder.find(declared, mapped);
            if (declared != null && value != null) {
                Known before = chosen.get(value);
                if (before != null && lastChange <= before.time()) {
                    originals.put(declared.local(), new Code.Variable(before.local()));
                    kept.remove(kept.size() - 1);
                    continue;
                }
                chosen.put(value, new Known(declared.local(), time + 1));
                addedChoices.add(value);
            }
            kept.add(mapped);
            if (choice != null) {
                time++; // What its branches assign is noted there.
            } else {
                note(statement);
            }
        }
        added.forEach(known::remove);
        addedChoices.forEach(chosen::remove);
        return SharedByBranches.declared(kept, shared);
    }

    /** What the branches of a condition have computed by functions, and when it was asked first. */
    private record Taken(int time, Map<Code, Known> then, Map<Code, Known> otherwise) {}

    private Statement choice(Statement.If choice, Map<Code, Taken> choices) {
        Code condition = code(choice.condition());
        Taken taken = choices.get(condition);
        if (taken == null || lastChange(condition) > taken.time()) {
            taken = new Taken(time, new LinkedHashMap<>(), new LinkedHashMap<>());
            choices.put(condition, taken);
        }
        return new Statement.If(
                condition, branch(choice.then(), taken.then()), branch(choice.otherwise(), taken.otherwise()));
    }

    /** @param before what earlier branches of the condition have computed; what this one computes is added */
    private List<Statement> branch(List<Statement> body, Map<Code, Known> before) {
        Map<Code, Known> added = new LinkedHashMap<>();
        before.forEach((value, variable) -> {
            if (known.putIfAbsent(value, variable) == null) {
                added.put(value, variable);
                earlier.add(variable.local());
            }
        });
        int start = time;
        List<Statement> kept = block(body, true);
        added.forEach((value, variable) -> {
            known.remove(value, variable);
            earlier.remove(variable.local());
        });
        for (Statement statement : kept) {
            if (statement instanceof Statement.Define define && SharedByBranches.isFunction(define.value())) {
                before.put(define.value(), new Known(define.local(), start));
            }
        }
        return kept;
    }

    private static Statement.@Nullable Declare declared(List<Statement> before) {
        Statement last = before.isEmpty() ? null : before.get(before.size() - 1);
        return last instanceof Statement.Declare declare ? declare : null;
    }

    private void note(Statement statement) {
        time++;
        Effects.of(statement).writes().forEach(target -> written.put(target, time));
    }

    /** What a value need not be computed for anew, or null. */
    private @Nullable Code same(Code value) {
        boolean copy = (value instanceof Code.Variable variable && once.contains(variable.local()))
                || (value instanceof Code.Element element && element.place().isConstant())
                || value instanceof Code.Constant;
        if (copy) {
            return value;
        }
        Known before = known.get(value);
        if (before == null || lastChange(value) > before.time()) {
            return null;
        }
        if (earlier.contains(before.local())) {
            shared.add(before.local());
        }
        return new Code.Variable(before.local());
    }

    private int lastChange(Code code) {
        if (code instanceof Code.Variable variable) {
            return written.getOrDefault(variable.local(), 0);
        } else if (code instanceof Code.Element element) {
            return written.getOrDefault(Effects.target(element.place()), 0);
        }
        int last = 0;
        for (Code operand : code.operands()) {
            last = Math.max(last, lastChange(operand));
        }
        return last;
    }

    private int lastChange(Effects effects, Local chosen) {
        return effects.reads().stream()
                .filter(read -> !read.equals(chosen))
                .mapToInt(read -> written.getOrDefault(read, 0))
                .max()
                .orElse(0);
    }

    private Code code(Code code) {
        if (code instanceof Code.Variable variable) {
            Code original = originals.get(variable.local());
            return original == null ? code : original;
        }
        return code.map(this::code);
    }
}
