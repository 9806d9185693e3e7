package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which class has which method: a class may hold 65 535 constants, and every number and every slot can be one. */
final class Chunks {
    private static final int CONSTANTS = 40_000;

    /** The entries of a method itself: its name, and what a call of it takes. */
    private static final int METHOD = 12;

    private Chunks() {}

    /** For each part the name of its class: the unit's, then that with a number. */
    static Map<Integer, String> of(Split split, String className, ModelNames names) {
        Map<Integer, String> classes = new LinkedHashMap<>();
        int number = 1;
        int sum = constants(split.root().steps(), split.slots());
        for (Part part : split.parts()) {
            int constants = METHOD + constants(part.steps(), split.slots());
            if (sum + constants > CONSTANTS) {
                number++;
                sum = 0;
            }
            sum += constants;
            classes.put(part.number(), number == 1 ? className : names.part(names.type() + className, number));
        }
        return classes;
    }

    private static int constants(List<Step> steps, Map<Local, Integer> slots) {
        int sum = 0;
        for (Step step : steps) {
            if (step instanceof Step.Whole whole) {
                sum += constants(whole.statement(), slots);
            } else if (step instanceof Step.Nested nested) {
                for (List<Step> body : nested.bodies()) {
                    sum += constants(body, slots);
                }
                sum += METHOD;
            } else {
                sum += METHOD;
            }
        }
        return sum;
    }

    private static int constants(Statement statement, Map<Local, Integer> slots) {
        int[] sum = {0};
        Walk.codes(statement, code -> {
            if (code instanceof Code.Constant || code instanceof Code.Element) {
                sum[0] += 3;
            }
        });
        Walk.references(statement, local -> sum[0] += slots.containsKey(local) ? 1 : 0);
        Walk.introduced(statement, local -> sum[0] += slots.containsKey(local) ? 1 : 0);
        return sum[0];
    }
}
