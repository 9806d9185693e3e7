package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Op;
import java.util.ArrayList;
import java.util.List;

/** Makes one choice of neighbouring ones on the same condition, or on a condition and its opposite. */
public final class Branches {
    private Branches() {}

    /** The statements with as few choices as that leaves. */
    public static List<Statement> merge(List<Statement> body) {
        List<Statement> merged = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Loop loop) {
                merged.add(new Statement.Loop(loop.range(), merge(loop.body())));
            } else if (statement instanceof Statement.If choice) {
                add(merged, new Statement.If(choice.condition(), merge(choice.then()), merge(choice.otherwise())));
            } else {
                merged.add(statement);
            }
        }
        return merged;
    }

    private static void add(List<Statement> before, Statement.If choice) {
        int at = before.size() - 1;
        while (at >= 0 && isBetween(before.get(at))) {
            at--;
        }
        if (at < 0 || !(before.get(at) instanceof Statement.If first) || !isFollowedBy(first, choice)) {
            before.add(choice);
            return;
        }
        List<Statement> between = new ArrayList<>(before.subList(at + 1, before.size()));
        before.subList(at, before.size()).clear();
        List<Statement> comments = new ArrayList<>();
        for (Statement statement : between) {
            (statement instanceof Statement.From ? comments : before).add(statement);
        }
        boolean same = first.condition().equals(choice.condition());
        before.add(new Statement.If(
                first.condition(),
                joined(first.then(), comments, same ? choice.then() : choice.otherwise()),
                joined(first.otherwise(), comments, same ? choice.otherwise() : choice.then())));
    }

    /** What may stand between two choices: a comment, or a variable that begins with a number. */
    private static boolean isBetween(Statement statement) {
        return statement instanceof Statement.From
                || (statement instanceof Statement.Declare declare && declare.value() instanceof Code.Number);
    }

    private static boolean isFollowedBy(Statement.If first, Statement.If second) {
        boolean related = first.condition().equals(second.condition())
                || isOpposite(first.condition(), second.condition())
                || isOpposite(second.condition(), first.condition());
        return related && !Writes.of(first).change(first.condition());
    }

    private static boolean isOpposite(Code condition, Code other) {
        return other instanceof Code.Apply apply
                && apply.op().kind() == Op.Kind.CONDITION
                && apply.op().java() instanceof Op.Form.Prefix
                && apply.operands().get(0).equals(condition);
    }

    private static List<Statement> joined(List<Statement> first, List<Statement> comments, List<Statement> second) {
        if (second.isEmpty()) {
            return first;
        }
        List<Statement> all = new ArrayList<>(first);
        all.addAll(comments);
        all.addAll(second);
        return merge(all);
    }
}
