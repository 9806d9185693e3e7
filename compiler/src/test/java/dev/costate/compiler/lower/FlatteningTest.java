package dev.costate.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reductions in conditions, and in the conditions of these: however deep, in time linear in the program. */
@Tag("slow")
class FlatteningTest {
    private static final int DEEP = 50_000;

    private final Tensors tensors = new Tensors();
    private final Exprs make = new Exprs(tensors);
    private final Atom.Dim n = new Atom.Dim("N");
    private final Tensor x = tensors.tensor("x", Tensor.Role.PARAM, Tensor.Type.REAL, List.of(Poly.of(n)), null, null);
    private final Tensor y = tensors.tensor("y", Tensor.Role.OUTPUT, Tensor.Type.REAL, List.of(), null, null);
    private final Expr zero = make.number(0);

    private Expr sum(int k) {
        Range range = Range.upTo(Atom.Index.free("i", 0), Poly.of(n));
        Expr element = make.read(x, List.of(Poly.of(range.index())));
        return make.reduce(
                Reduction.SUM, List.of(range), null, make.apply(Arithmetic.MUL, element, make.number(k + 2)));
    }

    private List<Equation> flat(Expr value) {
        Equation e = new Equation(y, List.of(), List.of(), null, Reduction.SET, value, null);
        Program program = new Program(make, List.of(n), List.of(x), List.of(e), List.of(y));
        return Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> Flattening.flatten(program).equations());
    }

    private Expr positive(Expr value) {
        return make.apply(Comparisons.LT, zero, value);
    }

    @Test
    void branchesWithinBranches() {
        for (boolean then : new boolean[] {true, false}) {
            Expr value = zero;
            for (int k = DEEP; k > 0; k--) {
                Expr other = make.number(-k);
                value = make.choose(positive(sum(k)), then ? value : other, then ? other : value);
            }
            List<Equation> flat = flat(value);
            assertThat(flat).hasSize(DEEP + 1);
            assertThat(flat.get(0).guard()).isNull();
            assertThat(flat.subList(1, DEEP)).allMatch(e -> e.guard() != null);
        }
    }

    @Test
    void conditionsOfConditions() {
        Expr value = sum(0);
        for (int k = 1; k <= DEEP; k++) {
            value = make.choose(positive(value), sum(k), zero);
        }
        List<Equation> flat = flat(value);
        assertThat(flat).hasSize(DEEP + 2);
        assertThat(flat)
                .as("the sum that all need, and the value")
                .filteredOn(e -> e.guard() == null)
                .hasSize(2);
    }

    /** Each is needed where the other says so: neither can wait for the other. */
    @Test
    void conditionsThatNeedEachOther() {
        Expr one = positive(sum(1));
        Expr two = positive(sum(2));
        Expr value = make.choose(
                positive(make.read(x, List.of(Poly.ZERO))),
                make.choose(one, sum(2), zero),
                make.choose(two, sum(1), make.number(1)));
        assertThat(flat(value).stream().map(Equation::target).filter(t -> !t.equals(y)))
                .doesNotHaveDuplicates()
                .hasSizeBetween(2, 4);
    }
}
