package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one choice of neighbouring ones on the same condition, or on a condition and its opposite. What stands between
 * them is put before them if the second one needs it, and else behind; a few assignments that need the first one and
 * that the second one needs are put into both of its branches.
 */
public final class Branches {
    /** What stands between two neighbours at most, so that looking for the next one takes constant time. */
    private static final int FARTHEST = 24;

    /** How many assignments are put into both branches at most. */
    private static final int SUNK = 3;

    private final List<Statement> out = new ArrayList<>();
    /** The choice that others may join, and what has been met since. */
    private @Nullable Open open;

    private Branches() {}

    /** The statements with as few choices as that leaves. */
    public static List<Statement> merge(List<Statement> body) {
        Branches branches = new Branches();
        body.forEach(branches::add);
        branches.close();
        return branches.out;
    }

    private void add(Statement statement) {
        if (statement instanceof Statement.If choice) {
            if (open == null || !open.takes(choice)) {
                close();
                open = new Open(choice);
            }
        } else if (open != null && open.since.size() < FARTHEST && isSimple(statement)) {
            open.since.add(new Simple(statement, Effects.of(statement)));
        } else {
            close();
            out.add(statement instanceof Statement.Loop loop ? loop.with(merge(loop.body())) : statement);
        }
    }

    /** Whether it is surely no loop, as a choice is not to be moved beyond one. */
    private static boolean isSimple(Statement statement) {
        return statement instanceof Statement.From
                || statement instanceof Statement.Define
                || statement instanceof Statement.Declare
                || statement instanceof Statement.Update
                || statement instanceof Statement.Store
                || statement instanceof Statement.Fill;
    }

    private void close() {
        if (open != null) {
            out.addAll(open.before);
            out.add(open.choice());
            open.since.forEach(simple -> out.add(simple.statement()));
            open = null;
        }
    }

    private record Simple(Statement statement, Effects effects) {}

    /** A choice that grows. */
    private static final class Open {
        private final Code condition;
        private final List<Statement> before = new ArrayList<>();
        private final List<Statement> then;
        private final List<Statement> otherwise;
        /** Not looked at before another one may join: branches within branches, however deep, mostly stay alone. */
        private @Nullable Effects known;

        private List<Simple> since = new ArrayList<>();

        Open(Statement.If first) {
            this.condition = first.condition();
            this.then = new ArrayList<>(first.then());
            this.otherwise = new ArrayList<>(first.otherwise());
        }

        private Effects effects() {
            Effects effects = known;
            if (effects == null) {
                effects = Effects.of(new Statement.If(condition, then, otherwise));
                known = effects;
            }
            return effects;
        }

        /**
         * Whether another one has joined: if its condition is related, and what stands between can be put elsewhere.
         */
        boolean takes(Statement.If next) {
            boolean same = next.condition().equals(condition);
            boolean related =
                    same || isOpposite(next.condition(), condition) || isOpposite(condition, next.condition());
            if (!related || effects().change(condition)) {
                return false;
            }
            Effects needing = Effects.of(next);
            Effects early = null;
            Move[] moves = new Move[since.size()];
            int sunk = 0;
            for (int k = since.size() - 1; k >= 0; k--) {
                Effects between = since.get(k).effects();
                moves[k] = Move.BEHIND;
                if (!needing.conflicts(between)) {
                    continue;
                }
                needing.add(between);
                moves[k] = between.conflicts(effects()) ? Move.INTO : Move.BEFORE;
                if (moves[k] == Move.BEFORE) {
                    early = early == null ? Effects.of(since.get(k).statement()) : early;
                    early.add(between);
                } else if (!isAssignment(since.get(k).statement())
                        || otherwise.isEmpty()
                        || ++sunk > SUNK
                        || between.change(condition)
                        || (early != null && early.conflicts(between))) {
                    return false;
                }
            }
            List<Statement> comments = moved(moves);
            join(then, comments, same ? next.then() : next.otherwise());
            join(otherwise, comments, same ? next.otherwise() : next.then());
            effects().add(Effects.of(next));
            return true;
        }

        private static boolean isAssignment(Statement statement) {
            return statement instanceof Statement.Update || statement instanceof Statement.Store;
        }

        /** Where statements between two choices go that become one. */
        private enum Move {
            BEFORE,
            INTO,
            BEHIND
        }

        /** Puts each statement where it is to go; the comments, which belong to what joins the choice. */
        private List<Statement> moved(Move... moves) {
            List<Statement> comments = new ArrayList<>();
            List<Simple> behind = new ArrayList<>();
            for (int k = 0; k < moves.length; k++) {
                Simple simple = since.get(k);
                if (simple.statement() instanceof Statement.From) {
                    comments.add(simple.statement());
                } else if (moves[k] == Move.BEFORE) {
                    before.add(simple.statement());
                } else if (moves[k] == Move.INTO) {
                    then.add(simple.statement());
                    otherwise.add(simple.statement());
                    effects().add(simple.effects());
                } else {
                    behind.add(simple);
                }
            }
            since = behind;
            return comments.subList(Math.max(0, comments.size() - 1), comments.size());
        }

        private static void join(List<Statement> branch, List<Statement> comments, List<Statement> more) {
            if (!more.isEmpty()) {
                branch.addAll(comments);
                branch.addAll(more);
            }
        }

        Statement choice() {
            return new Statement.If(condition, merge(then), merge(otherwise));
        }
    }

    private static boolean isOpposite(Code condition, Code other) {
        return other instanceof Code.Apply apply
                && apply.op().kind() == Op.Kind.CONDITION
                && apply.op().java() instanceof Op.Form.Prefix
                && apply.operands().get(0).equals(condition);
    }
}
