package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Statement.Call;
import dev.costate.compiler.loop.Statement.Declare;
import dev.costate.compiler.loop.Statement.Define;
import dev.costate.compiler.loop.Statement.If;
import dev.costate.compiler.loop.Statement.Loop;
import dev.costate.compiler.loop.Statement.SumLoop;
import dev.costate.compiler.loop.Statement.Update;
import dev.costate.compiler.source.CompilerBug;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopingTest {
    private static final Code ONE = new Code.Constant(1);

    private final Local t = new Local("t", Op.Kind.REAL);
    private final Local sum = new Local("sum", Op.Kind.REAL);
    private final Code usesT = new Code.Variable(t);
    private final Atom.Index i = Atom.Index.free("i", 0);
    private final Range range = Range.upTo(i, Poly.of(3));
    private final Statement addT = new Update(sum, Reduction.SUM, usesT);

    @Test
    void acceptsWhatIsDeclaredAround() {
        holds(
                new Declare(sum, ONE),
                new Define(t, ONE),
                new If(usesT, List.of(addT), List.of(new Loop(range, List.of(addT)))),
                addT);
        holds(new Declare(sum, ONE), new SumLoop(sum, range, new Code.Whole(Poly.of(i))));
    }

    @Test
    void refusesWhatABranchDeclares() {
        breaks("t is used", new Declare(sum, ONE), new If(ONE, List.of(new Define(t, ONE)), List.of()), addT);
        breaks("t is used", new Declare(sum, ONE), new If(ONE, List.of(new Define(t, ONE)), List.of(addT)));
    }

    @Test
    void refusesWhatALoopDeclares() {
        breaks("t is used", new Declare(sum, ONE), new Loop(range, List.of(new Define(t, ONE))), addT);
        breaks("i is used", new Loop(range, List.of()), new Define(t, new Code.Whole(Poly.of(i))));
    }

    @Test
    void refusesWhatIsDeclaredLaterOrTwice() {
        breaks("t is used", new Declare(sum, ONE), addT, new Define(t, ONE));
        breaks("t is used", new Define(t, new Code.Choice(ONE, ONE, usesT)));
        breaks("sum is used", new Define(t, ONE), addT);
        breaks("t is declared twice", new Define(t, ONE), new Loop(range, List.of(new Define(t, ONE))));
    }

    /** What a method declares is known behind its call, as a field; but not beyond the block that calls it. */
    @Test
    void methodsDeclareForWhoCallsThem() {
        Statement call = new Call(new Method(1, List.of(), List.of(new Define(t, ONE))));
        holds(new Declare(sum, ONE), call, addT);
        breaks("t is used", new Declare(sum, ONE), new Loop(range, List.of(call)), addT);
        breaks("t is used", new Declare(sum, ONE), new Call(new Method(1, List.of(), List.of(addT))));
        Method inLoop = new Method(1, List.of(range), List.of(new Define(t, new Code.Whole(Poly.of(i)))));
        holds(new Loop(range, List.of(new Call(inLoop))));
        breaks("i is used", new Call(inLoop));
    }

    private static void holds(Statement... statements) {
        assertThatCode(() -> Scoping.verify(List.of(statements), List.of())).doesNotThrowAnyException();
    }

    private static void breaks(String reason, Statement... statements) {
        assertThatThrownBy(() -> Scoping.verify(List.of(statements), List.of()))
                .isInstanceOf(CompilerBug.class)
                .hasMessageContaining(reason);
    }
}
