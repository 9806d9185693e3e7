package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Statement.Declare;
import dev.costate.compiler.loop.Statement.Define;
import dev.costate.compiler.loop.Statement.If;
import dev.costate.compiler.loop.Statement.Update;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Exponentials;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonValuesTest {
    private static final Code ONE = new Code.Constant(1);

    private final Local c = new Local("c", Op.Kind.CONDITION);
    private final Local x = new Local("x", Op.Kind.REAL);
    private final Local y = new Local("y", Op.Kind.REAL);
    private final Code holds = new Code.Variable(c);
    private final Statement addX = new Update(x, Reduction.SUM, ONE);

    private static If when(Code condition, Statement... then) {
        return new If(condition, List.of(then), List.of());
    }

    @Test
    void copiesAreWhatTheyCopy() {
        Local copy = new Local("copy", Op.Kind.REAL);
        Local first = new Local("first", Op.Kind.REAL);
        Code sum = new Code.Apply(Arithmetic.ADD, List.of(new Code.Variable(x), ONE));
        assertThat(CommonValues.share(List.of(
                        new Define(first, sum),
                        new Define(copy, new Code.Variable(first)),
                        new Update(y, Reduction.SUM, new Code.Variable(copy)))))
                .containsExactly(new Define(first, sum), new Update(y, Reduction.SUM, new Code.Variable(first)));
    }

    @Test
    void aBranchHasEachValueOnce() {
        Local first = new Local("first", Op.Kind.REAL);
        Local second = new Local("second", Op.Kind.REAL);
        Code sum = new Code.Apply(Arithmetic.ADD, List.of(new Code.Variable(x), ONE));
        Statement again = new Define(second, sum);
        Statement use = new Update(y, Reduction.SUM, new Code.Variable(second));
        assertThat(CommonValues.share(List.of(when(holds, new Define(first, sum), again, use))))
                .containsExactly(
                        when(holds, new Define(first, sum), new Update(y, Reduction.SUM, new Code.Variable(first))));
        List<Statement> changed = List.of(when(holds, new Define(first, sum), addX, again, use));
        assertThat(CommonValues.share(changed)).isEqualTo(changed);
    }

    /** What is chosen twice alike is one value, unless what it is made of changes, or it is set again. */
    @Test
    void aBranchChoosesEachValueOnce() {
        Local first = new Local("first", Op.Kind.REAL);
        Local second = new Local("second", Op.Kind.REAL);
        Statement useFirst = new Update(y, Reduction.SUM, new Code.Variable(first));
        Statement useSecond = new Update(y, Reduction.SUM, new Code.Variable(second));
        List<Statement> one = chosen(first);
        List<Statement> other = chosen(second);
        assertThat(CommonValues.share(List.of(branch(List.of(one, List.of(useFirst), other, List.of(useSecond))))))
                .containsExactly(branch(List.of(one, List.of(useFirst, useFirst))));
        List<Statement> changed = List.of(branch(List.of(one, List.of(addX), other, List.of(useSecond))));
        assertThat(CommonValues.share(changed)).isEqualTo(changed);
        Statement again = new Update(second, Reduction.SUM, ONE);
        List<Statement> set = List.of(branch(List.of(one, other, List.of(again, useSecond))));
        assertThat(CommonValues.share(set)).isEqualTo(set);
    }

    /**
     * What a function gives in a branch is known to a later one of the same condition, unless what it is of changes.
     */
    @Test
    void laterBranchesOfAConditionHaveItToo() {
        Local first = new Local("first", Op.Kind.REAL);
        Local second = new Local("second", Op.Kind.REAL);
        Code exp = new Code.Apply(Exponentials.EXP, List.of(new Code.Variable(x)));
        Statement useFirst = new Update(y, Reduction.SUM, new Code.Variable(first));
        Statement useSecond = new Update(y, Reduction.SUM, new Code.Variable(second));
        If one = when(holds, new Define(first, exp), useFirst);
        If other = when(holds, new Define(second, exp), useSecond);
        Statement between = new Update(y, Reduction.SUM, ONE);
        assertThat(CommonValues.share(List.of(one, between, other)))
                .containsExactly(
                        new Declare(first, new Code.Constant(0)),
                        when(holds, new Update(first, Reduction.SET, exp), useFirst),
                        between,
                        when(holds, useFirst));
        for (Statement changes : List.of(addX, new Update(c, Reduction.SET, ONE))) {
            List<Statement> changed = List.of(one, changes, other);
            assertThat(CommonValues.share(changed)).isEqualTo(changed);
        }
        If opposite = new If(holds, List.of(), List.of(new Define(second, exp), useSecond));
        assertThat(CommonValues.share(List.of(one, opposite))).isEqualTo(List.of(one, opposite));
    }

    private Statement branch(List<List<Statement>> parts) {
        return new If(holds, parts.stream().flatMap(List::stream).toList(), List.of());
    }

    /** Chooses between x + 1, which gets a variable of its own, and 1. */
    private List<Statement> chosen(Local local) {
        Local part = new Local("part", Op.Kind.REAL);
        Code sum = new Code.Apply(Arithmetic.ADD, List.of(new Code.Variable(x), ONE));
        Code positive = new Code.Apply(Comparisons.LT, List.of(ONE, new Code.Variable(x)));
        return List.of(
                new Declare(local, new Code.Constant(0)),
                new If(
                        positive,
                        List.of(new Define(part, sum), new Update(local, Reduction.SET, new Code.Variable(part))),
                        List.of(new Update(local, Reduction.SET, ONE))));
    }
}
