package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Statement.Declare;
import dev.costate.compiler.loop.Statement.Define;
import dev.costate.compiler.loop.Statement.If;
import dev.costate.compiler.loop.Statement.Update;
import dev.costate.compiler.op.Comparisons;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Assignments that nobody needs. */
class DeadStoresTest {
    private static final Code ZERO = new Code.Constant(0);
    private static final Code ONE = new Code.Constant(1);

    private final Local c = new Local("c", Op.Kind.CONDITION);
    private final Local x = new Local("x", Op.Kind.REAL);
    private final Local y = new Local("y", Op.Kind.REAL);
    private final Local sum = new Local("sum", Op.Kind.REAL);
    private final Statement use = add(sum, new Code.Variable(x));
    /** What reads the sum. */
    private final Statement end =
            new If(new Code.Apply(Comparisons.LT, List.of(new Code.Variable(sum), ONE)), List.of(), List.of());

    private static Update set(Local local, Code value) {
        return new Update(local, Reduction.SET, value);
    }

    private static Update add(Local local, Code value) {
        return new Update(local, Reduction.SUM, value);
    }

    private static List<Statement> eliminated(Statement... statements) {
        return DeadStores.eliminate(List.of(statements));
    }

    @Test
    void whatAVariableHoldsIsNotAssigned() {
        Statement choice = new If(new Code.Variable(c), List.of(set(x, ONE)), List.of(set(x, ZERO), add(sum, ONE)));
        assertThat(eliminated(new Declare(x, ZERO), choice, use, end))
                .containsExactly(
                        new Declare(x, ZERO),
                        new If(new Code.Variable(c), List.of(set(x, ONE)), List.of(add(sum, ONE))),
                        use,
                        end);
    }

    /** However a variable that nobody reads is assigned, it goes as a whole. */
    @Test
    void whatNobodyReadsGoesAsAWhole() {
        Range range = Range.upTo(new Atom.Index("i", Atom.Index.Kind.LOOP, 0), Poly.of(4));
        for (Statement unread : List.of(set(x, ONE), add(x, ONE), new Statement.SumLoop(x, range, ONE))) {
            assertThat(eliminated(new Declare(x, ZERO), unread, end)).containsExactly(end);
        }
    }

    /** Once it has been assigned, in a branch too, nothing is known of it. */
    @Test
    void afterAnAssignmentItIs() {
        Statement choice = new If(new Code.Variable(c), List.of(set(x, ONE)), List.of());
        List<Statement> all = List.of(new Declare(x, ZERO), choice, set(x, ZERO), add(sum, ONE), use, end);
        assertThat(DeadStores.eliminate(all)).isEqualTo(all);
    }

    /** In a branch; outside of them sums begin as zero, so that they can be taken in parts. */
    @Test
    void whatABranchAddsToZeroIsAssigned() {
        Statement adds = new If(new Code.Variable(c), List.of(add(x, ONE), add(x, ONE)), List.of());
        assertThat(eliminated(new Declare(x, ZERO), adds, use, end))
                .containsExactly(
                        new Declare(x, ZERO),
                        new If(new Code.Variable(c), List.of(set(x, ONE), add(x, ONE)), List.of()),
                        use,
                        end);
        List<Statement> outside = List.of(new Declare(x, ZERO), add(x, ONE), add(x, ONE), use, end);
        assertThat(DeadStores.eliminate(outside)).isEqualTo(outside);
    }

    /** A value that only the next statement reads stands there, if that is so wherever it is assigned. */
    @Test
    void aValueForTheNextStatementStandsThere() {
        Statement once = new If(new Code.Variable(c), List.of(set(x, ONE), use), List.of());
        assertThat(eliminated(new Declare(x, ZERO), once, end))
                .containsExactly(new If(new Code.Variable(c), List.of(add(sum, ONE)), List.of()), end);
        assertThat(eliminated(new Declare(x, ZERO), once, use, end))
                .containsExactly(new Declare(x, ZERO), once, use, end);
    }

    @Test
    void whatIsNeverReadIsNotThere() {
        assertThat(eliminated(new Declare(x, ZERO), set(x, ONE), new Define(y, ONE)))
                .isEmpty();
    }
}
