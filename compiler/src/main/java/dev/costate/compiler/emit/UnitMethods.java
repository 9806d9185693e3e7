package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Batch;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Method;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.loop.Walk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of a unit, which class has each, and the variables that several of them use. */
final class UnitMethods {
    /** A class may hold 65 535 constants, and every number and every shared variable can be one. */
    private static final int CONSTANTS = 40_000;

    /** The entries of a method itself: its name, and what a call of it takes. */
    private static final int ENTRIES = 12;

    private final Method root;
    /** What runs once, when all ranges of a batch are added. */
    private final @Nullable Method finish;

    private final List<Method> others = new ArrayList<>();
    private final Set<Local> shared = new LinkedHashSet<>();

    UnitMethods(Unit unit) {
        Batch batch = unit.batch();
        List<Statement> body = unit.body();
        if (batch == null) {
            this.root = new Method(Method.RUN, List.of(), body);
            this.finish = null;
        } else {
            this.root = new Method(Method.RUN, batch.bounds(), body.subList(0, batch.head()));
            this.finish = new Method(Method.FINISH, List.of(), body.subList(batch.head(), body.size()));
        }
        Deque<Method> open = new ArrayDeque<>(roots());
        while (!open.isEmpty()) {
            for (Method called : called(open.pop().body())) {
                others.add(called);
                open.push(called);
            }
        }
        others.sort(Comparator.comparingInt(Method::number));
        share();
    }

    private List<Method> roots() {
        return finish == null ? List.of(root) : List.of(root, finish);
    }

    /** The methods that statements call, in order. */
    static List<Method> called(List<Statement> body) {
        List<Method> called = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Call call) {
                called.add(call.method());
            }
            statement.bodies().forEach(inner -> called.addAll(called(inner)));
        }
        return called;
    }

    /** Finds the variables that are used in another method than the one that introduces them. */
    private void share() {
        List<Method> all = new ArrayList<>(others);
        all.addAll(roots());
        Map<Local, Integer> declaredIn = new HashMap<>();
        for (Method method : all) {
            method.body().forEach(s -> Walk.introduced(s, local -> declaredIn.put(local, method.number())));
        }
        for (Method method : all) {
            method.body()
                    .forEach(s -> Walk.references(s, local -> {
                        if (declaredIn.getOrDefault(local, -1) != method.number()) {
                            shared.add(local);
                        }
                    }));
        }
    }

    static String name(Method method) {
        return switch (method.number()) {
            case Method.RUN -> "run";
            case Method.FINISH -> "finish";
            default -> "part" + method.number();
        };
    }

    /** The method that runs all, or adds up over a range of a batch. */
    Method root() {
        return root;
    }

    /** What runs behind it where there is a batch, else null. */
    @Nullable
    Method finish() {
        return finish;
    }

    /** The others, each behind those that it calls. */
    List<Method> others() {
        return others;
    }

    /** The variables that several methods use. */
    Set<Local> shared() {
        return shared;
    }

    /** For each of the others the name of its class: the unit's, then that with a number. */
    Map<Integer, String> classes(String className, ModelNames names) {
        Map<Integer, String> classes = new LinkedHashMap<>();
        int number = 1;
        int sum = roots().stream().mapToInt(r -> constants(r.body())).sum();
        for (Method method : others) {
            int constants = ENTRIES + constants(method.body());
            if (sum + constants > CONSTANTS) {
                number++;
                sum = 0;
            }
            sum += constants;
            classes.put(method.number(), number == 1 ? className : names.part(names.type() + className, number));
        }
        return classes;
    }

    private int constants(List<Statement> body) {
        int[] sum = {0};
        for (Statement statement : body) {
            Walk.codes(statement, code -> {
                if (code instanceof Code.Constant || code instanceof Code.Element) {
                    sum[0] += 3;
                }
            });
            Walk.references(statement, local -> sum[0] += shared.contains(local) ? 1 : 0);
            Walk.introduced(statement, local -> sum[0] += shared.contains(local) ? 1 : 0);
        }
        return sum[0] + ENTRIES * called(body).size();
    }
}
