package dev.costate.compiler.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.source.CompilerBug;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExprsTest {
    private final Exprs make = new Exprs(new Tensors());
    private final Poly n = Poly.of(new Atom.Dim("N"));
    private final Tensor x = make.tensors().tensor("x", Tensor.Role.PARAM, Tensor.Type.REAL, List.of(n), null, null);
    private final Atom.Index i = Atom.Index.free("i", 7);
    private final Atom.Index j = Atom.Index.free("j", 8);

    private Expr x(Atom.Index index) {
        return make.read(x, List.of(Poly.of(index)));
    }

    private Expr sum(Atom.Index index, Expr body) {
        return make.reduce(Reduction.SUM, List.of(Range.upTo(index, n)), null, body);
    }

    @Test
    void equalExpressionsAreOneNode() {
        assertThat(make.apply(Arithmetic.ADD, x(i), x(j))).isSameAs(make.apply(Arithmetic.ADD, x(j), x(i)));
        assertThat(make.apply(Arithmetic.SUB, x(i), x(j))).isNotSameAs(make.apply(Arithmetic.SUB, x(j), x(i)));
        assertThat(make.number(0.0)).isNotSameAs(make.number(-0.0));
        assertThat(make.number(Double.NaN)).isSameAs(make.number(Double.NaN));
    }

    @Test
    void idsGrowFromOperandToUser() {
        Expr node = make.apply(Exponentials.EXP, make.apply(Arithmetic.MUL, x(i), x(j)));
        Graph.ascending(List.of(node))
                .forEach(user -> user.operands().forEach(o -> assertThat(o.id()).isLessThan(user.id())));
    }

    @Test
    void constantsFold() {
        assertThat(make.apply(Arithmetic.MUL, make.number(2), make.number(3))).isSameAs(make.number(6));
        assertThat(make.integer(Poly.of(4))).isSameAs(make.number(4));
    }

    @Test
    void namesOfBoundIndicesDoNotMatter() {
        assertThat(sum(i, x(i))).isSameAs(sum(j, x(j)));
        Expr nested = sum(i, make.apply(Arithmetic.MUL, x(i), sum(j, make.apply(Arithmetic.MUL, x(i), x(j)))));
        Expr renamed = sum(j, make.apply(Arithmetic.MUL, x(j), sum(i, make.apply(Arithmetic.MUL, x(j), x(i)))));
        assertThat(nested).isSameAs(renamed);
        assertThat(nested.free()).isEmpty();
    }

    @Test
    void substitutionRefusesToBeCaptured() {
        Expr body = make.apply(Arithmetic.MUL, x(i), sum(j, make.apply(Arithmetic.MUL, x(j), x(i))));
        Atom.Index bound =
                ((Expr.Head.Reduce) sum(j, x(j)).head()).ranges().get(0).index();
        Substitution capturing = new Substitution(make, Map.of(i, Poly.of(bound)));
        assertThatThrownBy(() -> capturing.apply(body)).isInstanceOf(CompilerBug.class);
    }

    @Test
    void branchesAreHomeToWhatOnlyTheyUse() {
        Expr condition = make.apply(Comparisons.LT, x(i), make.number(0));
        Expr only = make.apply(Exponentials.EXP, x(j));
        Expr both = make.apply(Logarithms.LOG, x(j));
        Expr choice = make.choose(condition, make.apply(Arithmetic.ADD, only, both), both);
        Expr root = make.apply(Arithmetic.MUL, choice, both);
        Regions regions = new Regions(List.of(root));
        assertThat(regions.dominator(only).condition()).isSameAs(condition);
        assertThat(regions.dominator(both)).isSameAs(regions.outermost());
    }
}
