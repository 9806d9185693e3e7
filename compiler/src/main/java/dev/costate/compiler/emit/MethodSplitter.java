package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Range;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Cuts a computation into methods that the JIT compiles: it does not touch those above 8000 bytes of bytecode. Lists of
 * statements are cut where few values cross; a value that does stands in a slot of the unit's workspace.
 */
final class MethodSplitter {
    /** The estimated size at which a method ends; real ones are up to a sixth larger with what they copy at entry. */
    static final int LIMIT = 6000;

    /** What a call takes, with the arguments. */
    private static final int CALL = 20;

    /** A method ends at the best place after this share of {@link #LIMIT}. */
    private static final double EARLIEST = 0.6;

    private final List<Part> parts = new ArrayList<>();
    private final Weight weights = new Weight();

    private MethodSplitter() {}

    /** The statements as methods, each small enough. */
    static Split split(List<Statement> statements) {
        MethodSplitter splitter = new MethodSplitter();
        List<Step> steps = splitter.fit(statements, List.of(), LIMIT);
        Part root = new Part(0, List.of(), steps);
        return new Split(root, splitter.parts, slots(root, splitter.parts));
    }

    /** The statements as steps that together stay below the limit. */
    private List<Step> fit(List<Statement> statements, List<Range> ranges, int limit) {
        if (weights.of(statements) <= limit) {
            return statements.stream().<Step>map(Step.Whole::new).toList();
        }
        List<Step> steps = new ArrayList<>(statements.size());
        for (Statement large : statements) {
            for (Statement statement : weights.of(large) <= LIMIT ? List.of(large) : Hoist.of(large)) {
                steps.add(weights.of(statement) <= LIMIT ? new Step.Whole(statement) : nested(statement, ranges));
            }
        }
        while (weight(steps) > limit && !(steps.size() == 1 && steps.get(0) instanceof Step.Call)) {
            steps = grouped(steps, ranges);
        }
        return steps;
    }

    private Step nested(Statement statement, List<Range> ranges) {
        if (statement instanceof Statement.Loop loop) {
            List<Range> inside = new ArrayList<>(ranges);
            inside.add(loop.range());
            return new Step.Nested(loop, List.of(fit(loop.body(), inside, LIMIT / 2)));
        }
        if (statement instanceof Statement.If choice) {
            return new Step.Nested(
                    choice, List.of(fit(choice.then(), ranges, LIMIT / 4), fit(choice.otherwise(), ranges, LIMIT / 4)));
        }
        return new Step.Whole(statement);
    }

    private int weight(List<Step> steps) {
        return steps.stream().mapToInt(this::weight).sum();
    }

    private int weight(Step step) {
        if (step instanceof Step.Whole whole) {
            return weights.of(whole.statement());
        }
        if (step instanceof Step.Nested nested) {
            int frame = Walk.codesOf(nested.statement()).stream()
                    .mapToInt(Weight::of)
                    .sum();
            return 2 * CALL
                    + frame
                    + nested.bodies().stream().mapToInt(this::weight).sum();
        }
        return CALL;
    }

    /** The steps in groups that each become a method. */
    private List<Step> grouped(List<Step> steps, List<Range> ranges) {
        int[] crossing = crossing(steps);
        List<Step> calls = new ArrayList<>();
        int start = 0;
        while (start < steps.size()) {
            int end = end(steps, start, crossing);
            Part part = new Part(parts.size() + 1, ranges, steps.subList(start, end));
            parts.add(part);
            calls.add(new Step.Call(part));
            start = end;
        }
        return calls;
    }

    /** Where the group that starts here ends: within the limit, where the fewest values cross. */
    private int end(List<Step> steps, int start, int[] crossing) {
        int best = -1;
        int weight = weight(steps.get(start));
        int end = start + 1;
        for (; end < steps.size(); end++) {
            weight += weight(steps.get(end));
            if (weight > LIMIT) {
                break;
            }
            boolean allowed = weight >= EARLIEST * LIMIT && !isComment(steps.get(end));
            if (allowed && (best < 0 || crossing[end + 1] <= crossing[best])) {
                best = end + 1;
            }
        }
        return end == steps.size() || best < 0 ? end : best;
    }

    private static boolean isComment(Step step) {
        return step instanceof Step.Whole whole && whole.statement() instanceof Statement.From;
    }

    /** For each place between two steps, how many locals are introduced before it and used after it. */
    private static int[] crossing(List<Step> steps) {
        Map<Local, Integer> introduced = new HashMap<>();
        Map<Local, Integer> last = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            int at = i;
            if (steps.get(i) instanceof Step.Whole whole
                    && whole.statement().bodies().isEmpty()) {
                Walk.introduced(whole.statement(), local -> introduced.put(local, at));
            }
            references(steps.get(i), local -> last.put(local, at));
        }
        int[] change = new int[steps.size() + 2];
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

    private static void references(Step step, Consumer<Local> visitor) {
        if (step instanceof Step.Whole whole) {
            Walk.references(whole.statement(), visitor);
        } else if (step instanceof Step.Nested nested) {
            Walk.references(nested.statement(), visitor);
        }
    }

    private static Map<Local, Integer> slots(Part root, List<Part> parts) {
        Map<Local, Integer> slots = new LinkedHashMap<>();
        if (parts.isEmpty()) {
            return slots;
        }
        List<Part> all = new ArrayList<>(parts);
        all.add(root);
        Map<Local, Integer> home = new HashMap<>();
        for (Part part : all) {
            own(part.steps(), s -> Walk.introduced(s, local -> home.put(local, part.number())));
        }
        for (Part part : all) {
            own(
                    part.steps(),
                    s -> Walk.references(s, local -> {
                        if (home.getOrDefault(local, -1) != part.number()) {
                            slots.putIfAbsent(local, slots.size());
                        }
                    }));
        }
        return slots;
    }

    /** The statements that stand in the method itself, loops and branches that were split without their bodies. */
    private static void own(List<Step> steps, Consumer<Statement> visitor) {
        for (Step step : steps) {
            if (step instanceof Step.Whole whole) {
                visitor.accept(whole.statement());
            } else if (step instanceof Step.Nested nested) {
                visitor.accept(frame(nested.statement()));
                nested.bodies().forEach(body -> own(body, visitor));
            }
        }
    }

    private static Statement frame(Statement statement) {
        return statement instanceof Statement.If choice
                ? new Statement.If(choice.condition(), List.of(), List.of())
                : new Statement.Loop(((Statement.Loop) statement).range(), List.of());
    }
}
