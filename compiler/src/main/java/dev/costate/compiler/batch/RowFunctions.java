package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Effects;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the functions that each iteration of a loop evaluates, whatever its branches, and that kernels have: they and
 * their operands become variables. What several have in common is computed once.
 */
final class RowFunctions {
    /** A kernel and what it is applied to. */
    private record Call(String kernel, List<Local> operands) {}

    /** An operation of this cost calls a function. */
    private static final int FUNCTION = 10;

    /** How often a loop within the iterations is taken to run. */
    private static final int REPEATED = 8;

    private final Atom.Index index;
    private final List<Step> items = new ArrayList<>();
    private final Set<Local> inside = new HashSet<>();
    private final Set<Local> once = new HashSet<>();
    private final Map<Call, Local> known = new HashMap<>();
    private final Map<Code, Local> operands = new HashMap<>();
    /** What variables are the negative of. */
    private final Map<Local, Local> opposites = new HashMap<>();

    /** The elements that are read in each iteration. */
    private final Set<Code> read = new HashSet<>();

    /** What the branches at hand assign to. */
    private @Nullable Effects choice;

    /** Whether what is at hand is evaluated where it is chosen only. */
    private boolean inBranch;

    /** What the functions that kernels have cost. */
    private int taken;

    RowFunctions(Atom.Index index, List<Statement> body) {
        this.index = index;
        body.stream()
                .filter(RowFunctions::isPlain)
                .forEach(plain -> plain.expressions().forEach(this::read));
        body.forEach(statement -> add(image(statement)));
    }

    private Statement image(Statement statement) {
        if (statement instanceof Statement.If) {
            choice = Effects.of(statement);
            Statement image = statement.map(local -> local, this::chosen, this::branch);
            choice = null;
            return image;
        }
        return isPlain(statement) ? statement.map(local -> local, this::image, block -> block) : statement;
    }

    /** A branch with variables for functions of what is known before it. */
    private List<Statement> branch(List<Statement> body) {
        return body.stream()
                .map(statement -> isPlain(statement) || statement instanceof Statement.If
                        ? statement.map(local -> local, this::chosen, this::branch)
                        : statement)
                .toList();
    }

    private static boolean isPlain(Statement statement) {
        return statement instanceof Statement.Define
                || statement instanceof Statement.Declare
                || statement instanceof Statement.Update
                || statement instanceof Statement.Store;
    }

    private void add(Statement statement) {
        items.add(Step.of(statement));
        Local defined = Walk.defined(statement);
        if (defined != null) {
            inside.add(defined);
        }
        if (statement instanceof Statement.Define define) {
            once.add(define.local());
            Local opposite = opposite(define.value());
            if (opposite != null) {
                opposites.put(define.local(), opposite);
            }
        }
    }

    /** The variable that this is the negative of, or null. */
    private @Nullable Local opposite(Code code) {
        return code instanceof Code.Apply apply
                        && apply.op().java() instanceof Op.Form.Prefix prefix
                        && prefix.symbol().equals("-")
                        && apply.operands().get(0) instanceof Code.Variable of
                        && once.contains(of.local())
                ? of.local()
                : null;
    }

    List<Step> items() {
        return items;
    }

    /** Whether there are functions that kernels have. */
    boolean any() {
        return taken > 0;
    }

    /** Whether these take a third of the time at least: what is left is computed one by one. */
    boolean pay() {
        return 2 * taken
                >= items.stream().mapToInt(item -> left(item.statement())).sum();
    }

    /** What the functions cost that a statement calls. */
    private static int left(Statement statement) {
        int[] left = {0};
        boolean repeats = statement instanceof Statement.Loop || statement instanceof Statement.SumLoop;
        Walk.codes(statement, code -> {
            if (code instanceof Code.Apply apply && apply.op().cost() >= FUNCTION) {
                left[0] += repeats ? REPEATED * apply.op().cost() : apply.op().cost();
            }
        });
        return left[0];
    }

    /** The expression with variables for such functions, which stand before it. */
    private Code image(Code code) {
        if (code instanceof Code.Choice choice) {
            return new Code.Choice(image(choice.condition()), chosen(choice.ifTrue()), chosen(choice.ifFalse()));
        } else if (!(code instanceof Code.Apply apply) || apply.op().operandKind() != Op.Kind.REAL) {
            return code;
        } else {
            Code.Apply rewritten = (Code.Apply) apply.map(this::image);
            Op.RowForm form = apply.op().rows();
            if (form == null || !varies(rewritten) || (inBranch && isOfBranch(apply))) {
                return rewritten;
            }
            Code operand = form.operand() == null
                    ? rewritten.operands().get(0)
                    : new Code.Apply(form.operand(), rewritten.operands());
            taken += apply.op().cost();
            List<Local> rows = new ArrayList<>(List.of(operand(apply.op(), operand)));
            for (String kernel : form.kernels()) {
                boolean last = rows.size() == form.kernels().size();
                rows.add(result(kernel, last ? last(form, rows) : List.of(unsigned(rows.get(0)))));
            }
            return new Code.Variable(rows.get(rows.size() - 1));
        }
    }

    /** What the last kernel looks at. */
    private static List<Local> last(Op.RowForm form, List<Local> rows) {
        return form.inTurn() ? List.of(rows.get(1)) : List.copyOf(rows);
    }

    /**
     * The same of an expression that is evaluated where it is chosen only. Functions are evaluated in any case, since
     * other units may, and a kernel rounds otherwise than the function itself; unless what they are applied to is known
     * in the branch only, or may fail, since it reads elements that are read nowhere else.
     */
    private Code chosen(Code code) {
        boolean before = inBranch;
        inBranch = true;
        Code image = image(code);
        inBranch = before;
        return image;
    }

    private boolean isOfBranch(Code function) {
        return mayFail(function) || (choice != null && choice.change(function));
    }

    private boolean mayFail(Code code) {
        return code instanceof Code.Element
                ? !read.contains(code)
                : code.operands().stream().anyMatch(this::mayFail);
    }

    /** Notes the elements that an expression reads whatever else holds. */
    private void read(Code code) {
        if (code instanceof Code.Element) {
            read.add(code);
        } else if (code instanceof Code.Choice choice) {
            read(choice.condition());
        } else if (code instanceof Code.Apply apply && apply.op().secondOnlyIf() != null) {
            read(apply.operands().get(0));
        } else {
            code.operands().forEach(this::read);
        }
    }

    private Local operand(Op op, Code code) {
        if (code instanceof Code.Variable variable && once.contains(variable.local())) {
            return variable.local();
        }
        boolean lasts = isOnce(code);
        Local same = lasts ? operands.get(code) : null;
        if (same != null) {
            return same;
        }
        Local local = new Local(op.name() + "Of", Op.Kind.REAL);
        add(new Statement.Define(local, code));
        if (lasts) {
            operands.put(code, local);
        }
        return local;
    }

    /** The variable that this one is the negative of, itself if there is none. */
    private Local unsigned(Local local) {
        return opposites.getOrDefault(local, local);
    }

    private Local result(String kernel, List<Local> rows) {
        return known.computeIfAbsent(new Call(kernel, rows), call -> {
            Local result = new Local(kernel, Op.Kind.REAL);
            items.add(new Step(
                    new Statement.Define(result, new Code.Constant(0)), new Step.Kernel(kernel, rows, result)));
            inside.add(result);
            once.add(result);
            return result;
        });
    }

    /** Whether it is made of variables that are assigned once, and so always the same. */
    private boolean isOnce(Code code) {
        if (code instanceof Code.Variable variable) {
            return once.contains(variable.local());
        }
        return !(code instanceof Code.Element)
                && !code.readsSlices()
                && code.operands().stream().allMatch(this::isOnce);
    }

    /** Whether its value is another in each iteration. */
    private boolean varies(Code code) {
        if (code instanceof Code.Variable variable) {
            return inside.contains(variable.local());
        } else if (code instanceof Code.Whole integer) {
            return integer.value().indices().contains(index);
        } else if (code instanceof Code.Element element) {
            return element.subscripts().stream().anyMatch(s -> s.indices().contains(index));
        }
        return code.operands().stream().anyMatch(this::varies);
    }
}
