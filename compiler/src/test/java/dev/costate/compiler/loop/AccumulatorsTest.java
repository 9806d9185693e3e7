package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums in several accumulators. */
class AccumulatorsTest {
    private static final Code ZERO = new Code.Constant(0);

    private final Atom.Index i = new Atom.Index("i", Atom.Index.Kind.LOOP, 1);
    private final Poly n = Poly.of(new Atom.Dim("N"));
    private final Local sum = new Local("sum", Op.Kind.REAL);
    private final Statement.SumLoop loop = new Statement.SumLoop(sum, Range.upTo(i, n), new Code.Whole(Poly.of(i)));

    private static Statement step(Local local, Poly value) {
        return new Statement.Update(local, Reduction.SUM, new Code.Whole(value));
    }

    /** The sum itself is the first of them where it is zero. */
    @Test
    void aSumThatBeginsIsOneOfThem() {
        List<Statement> out = Accumulators.unroll(List.of(new Statement.Declare(sum, ZERO), loop));
        assertThat(out).hasSize(7).startsWith(new Statement.Declare(sum, ZERO));
        Local second = ((Statement.Declare) out.get(1)).local();
        Statement.Loop groups = (Statement.Loop) out.get(4);
        assertThat(groups.step()).isEqualTo(4);
        assertThat(groups.range()).hasToString("i in N - N mod 4");
        assertThat(groups.body())
                .hasSize(4)
                .startsWith(step(sum, Poly.of(i)), step(second, Poly.of(i).plus(1)));
        Statement.Loop rest = (Statement.Loop) out.get(5);
        assertThat(rest.range()).hasToString("i in N - N mod 4 ..< N");
        assertThat(rest.body()).containsExactly(step(sum, Poly.of(i)));
        assertThat(((Statement.Update) out.get(6)).reduction()).isEqualTo(Reduction.SET);
    }

    /** Where something has been added to it, they are added to that. */
    @Test
    void aSumThatGoesOnIsNot() {
        Statement one = new Statement.Update(sum, Reduction.SUM, new Code.Constant(1));
        List<Statement> out = Accumulators.unroll(List.of(new Statement.Declare(sum, ZERO), one, loop));
        assertThat(out).hasSize(9).startsWith(new Statement.Declare(sum, ZERO), one);
        assertThat(((Statement.Update) out.get(8)).reduction()).isEqualTo(Reduction.SUM);
    }

    /** A range that may have less than no values has none. */
    @Test
    void anEmptyRangeHasNoRest() {
        Range range = new Range(i, Poly.of(3), n);
        List<Statement> out = Accumulators.unroll(List.of(new Statement.SumLoop(sum, range, loop.value())));
        assertThat(((Statement.Loop) out.get(5)).range().from()).hasToString("max(N - 3, 0) - max(N - 3, 0) mod 4 + 3");
    }
}
