package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.op.Comparisons;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a choice where it can only be taken: what is done for a value other than zero stands in the branch that gives it
 * one.
 *
 * <pre>   v := 0; if (c) v = e; if (v != 0) …       if (c) { v := e; if (v != 0) … } </pre>
 *
 * <p>So what most iterations skip is one test.
 */
public final class NestedChoices {
    private static final Code ZERO = new Code.Constant(0);

    /** How far before a choice the declaration of what it gives a value is looked for. */
    private static final int FARTHEST = 24;

    /** How often each variable is referred to. */
    private final Map<Local, Integer> references = new HashMap<>();

    private NestedChoices(List<Statement> unit) {
        unit.forEach(statement -> refer(statement, references));
    }

    /** The statements with such choices in each other. */
    public static List<Statement> nest(List<Statement> body) {
        return new NestedChoices(body).block(body);
    }

    private static void refer(Statement statement, Map<Local, Integer> counts) {
        Walk.references(statement, local -> counts.merge(local, 1, Integer::sum));
    }

    private List<Statement> block(List<Statement> body) {
        List<Statement> out = new ArrayList<>();
        for (Statement statement : body) {
            Statement mapped = statement.map(local -> local, code -> code, this::block);
            Local tested = mapped instanceof Statement.If choice ? tested(choice) : null;
            if (tested == null || !joins((Statement.If) mapped, tested, out)) {
                out.add(mapped);
            }
        }
        return out;
    }

    /** The variable that a choice finds to be zero if nothing is to be done, or null. */
    private static @Nullable Local tested(Statement.If choice) {
        if (!choice.otherwise().isEmpty()
                || !(choice.condition() instanceof Code.Apply test)
                || test.op() != Comparisons.NE
                || !test.operands().contains(ZERO)) {
            return null;
        }
        Code other = test.operands().get(ZERO.equals(test.operands().get(0)) ? 1 : 0);
        return other instanceof Code.Variable variable ? variable.local() : null;
    }

    /** Puts a choice into the one before it, if that is the only one to give the variable a value. */
    private boolean joins(Statement.If choice, Local tested, List<Statement> out) {
        int at = out.size() - 1;
        while (at >= 0 && out.get(at) instanceof Statement.From) {
            at--;
        }
        int declared = declared(tested, out, at);
        if (declared < 0 || !(out.get(at) instanceof Statement.If giving)) {
            return false;
        }
        Map<Local, Integer> here = new HashMap<>();
        refer(giving, here);
        refer(choice, here);
        boolean own = here.getOrDefault(tested, 0).equals(references.get(tested));
        List<Statement> then = own ? defined(giving.then(), tested) : null;
        List<Statement> nested = new ArrayList<>(then == null ? giving.then() : then);
        nested.addAll(out.subList(at + 1, out.size()));
        nested.add(choice);
        out.subList(at, out.size()).clear();
        if (then != null) {
            out.remove(declared);
        }
        out.add(new Statement.If(giving.condition(), nested, List.of()));
        return true;
    }

    /** Where a variable is declared as zero of which nothing is known until a choice without another branch; or −1. */
    private static int declared(Local local, List<Statement> out, int choice) {
        if (choice < 0
                || !(out.get(choice) instanceof Statement.If giving)
                || !giving.otherwise().isEmpty()) {
            return -1;
        }
        for (int k = choice - 1; k >= 0 && choice - k <= FARTHEST; k--) {
            if (out.get(k).equals(new Statement.Declare(local, ZERO))) {
                return k;
            } else if (!out.get(k).bodies().isEmpty() || Effects.of(out.get(k)).touches(local)) {
                return -1;
            }
        }
        return -1;
    }

    /** The branch with the variable defined where it is assigned, if that is once; else null. */
    private static @Nullable List<Statement> defined(List<Statement> branch, Local local) {
        List<Statement> defined = new ArrayList<>();
        int times = 0;
        for (Statement statement : branch) {
            boolean assigns = statement instanceof Statement.Update update
                    && update.local().equals(local)
                    && (update.reduction() == Reduction.SET || update.reduction() == Reduction.SUM);
            if (assigns) {
                times++;
                defined.add(new Statement.Define(local, ((Statement.Update) statement).value()));
            } else if (Effects.of(statement).touches(local)) {
                return null;
            } else {
                defined.add(statement);
            }
        }
        return times == 1 ? defined : null;
    }
}
