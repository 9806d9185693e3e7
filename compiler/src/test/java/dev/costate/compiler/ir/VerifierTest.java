package dev.costate.compiler.ir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Trigonometric;
import dev.costate.compiler.source.CompilerBug;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A read is where its proof holds: within the ranges, the guard and the branches that keep it in range. */
class VerifierTest {
    private final Tensors tensors = new Tensors();
    private final Exprs make = new Exprs(tensors);
    private final Atom.Dim n = new Atom.Dim("N");
    private final Atom.Index index = Atom.Index.free("i", 0);
    private final Poly i = Poly.of(index);
    private final Tensor x = tensors.tensor("x", Tensor.Role.PARAM, Tensor.Type.REAL, List.of(Poly.of(n)), null, null);
    private final Tensor y = tensors.temporary("y", List.of(Poly.of(n)), null);
    private final Expr before = make.read(x, List.of(i.plus(-1)));
    private final Expr positive = make.apply(Comparisons.LT, make.number(0), make.integer(i));

    private void verify(@Nullable Expr guard, Expr value) {
        Equation e =
                new Equation(y, List.of(i), List.of(Range.upTo(index, Poly.of(n))), guard, Reduction.SET, value, null);
        Program program = new Program(make, List.of(n), List.of(x), List.of(e), List.of());
        Verifier.verify("test", program, new Proofs(new Prover(Map.of("N", 1L))));
    }

    @Test
    void aReadIsProvedByTheBranchItStandsIn() {
        assertThatCode(() -> verify(null, make.choose(positive, before, make.number(0))))
                .doesNotThrowAnyException();
        assertThatCode(() -> verify(positive, before)).doesNotThrowAnyException();
        assertThatCode(() -> verify(null, make.read(x, List.of(i)))).doesNotThrowAnyException();
    }

    @Test
    void outsideOfItItIsNot() {
        assertThatThrownBy(() -> verify(null, before)).isInstanceOf(CompilerBug.class);
        assertThatThrownBy(() -> verify(null, make.choose(positive, make.number(0), before)))
                .isInstanceOf(CompilerBug.class);
    }

    @Test
    void whatSeveralBranchesShareIsEvaluatedBeforeThem() {
        Expr other = make.apply(Comparisons.LT, make.number(1), make.integer(i));
        Expr shared = make.apply(Trigonometric.SIN, before);
        Expr sum = make.apply(
                Arithmetic.ADD,
                make.choose(positive, shared, make.number(0)),
                make.choose(other, make.apply(Exponentials.EXP, shared), make.number(0)));
        assertThatThrownBy(() -> verify(null, sum)).isInstanceOf(CompilerBug.class);
    }

    @Test
    void whatIsCheckedNeedsNoProof() {
        Poly checked = Poly.of(new Atom.Checked(i.plus(-1), Poly.of(n), "x[i - 1] at M.model:1"));
        assertThatCode(() -> verify(null, make.read(x, List.of(checked)))).doesNotThrowAnyException();
    }
}
