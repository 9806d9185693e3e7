package dev.costate.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Range;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What indices run over. */
class InferenceTest {
    private static final String DECLARED = "dim N\ndim M\nparam x[N]\nparam y[M]\nparam A[N, M]\nparam L[N, N]\n";

    /** The ranges of the left and of the outermost binder of the last equation. */
    private static List<String> ranges(String equation) {
        List<Model.Definition> equations = Models.checked(DECLARED + equation).equations();
        Model.Definition last = equations.get(equations.size() - 1);
        List<Range> ranges = new ArrayList<>(last.domain());
        if (last.value() instanceof Term.Reduce reduce) {
            ranges.addAll(reduce.ranges());
        }
        return ranges.stream().map(Range::toString).toList();
    }

    @Test
    void infersFromBareSubscripts() {
        assertThat(ranges("output o[i] = sum(j) A[i, j] * y[j]")).containsExactly("i in N", "j in M");
        assertThat(ranges("output o = sum(i, j where x[i] > y[j]) 1")).containsExactly("i in N", "j in M");
        assertThat(ranges("let z[i] = 2 * y[i]\noutput o = sum(k) z[k]")).containsExactly("k in M");
        assertThat(ranges("output o = sum(i) x[i] * y[0] * L[i, N - 1 - i]")).containsExactly("i in N");
    }

    @Test
    void lettersInParenthesesAreBareToo() {
        assertThat(ranges("output o[i] = if x[(i)] > 0 then 1 else 0")).containsExactly("i in N");
    }

    @Test
    void aStatedRangeWins() {
        assertThat(ranges("output o = sum(i in N - 1) x[i]")).containsExactly("i in N - 1");
        assertThat(ranges("output o = sum(i in 1 ..< N) x[i]")).containsExactly("i in 1 ..< N");
        assertThat(ranges("output o = sum(i in 1 .. N - 1) x[i]")).containsExactly("i in 1 ..< N");
        assertThat(ranges("output o[i] = x[i] for i in N")).containsExactly("i in N");
        assertThat(Models.diagnostics(DECLARED + "output o[i] = y[i] for i in N"))
                .containsExactly("OUT_OF_RANGE: `y[i]` with i = N - 1 reads y[N - 1]; y has M entries");
    }

    @Test
    void someStatedAndOthersInferred() {
        assertThat(ranges("output o[i, j] = A[i, j] for j in M")).containsExactly("i in N", "j in M");
    }

    @Test
    void narrowsTheInferredRange() {
        assertThat(ranges("output o[i] = x[i] * sum(j) y[j]")).containsExactly("i in N");
        assertThat(ranges("output o = sum(i, j < i) x[i] * x[j]")).containsExactly("i in N", "j in i");
        assertThat(ranges("output o = sum(i, j <= i) x[i] * x[j]")).containsExactly("i in N", "j in i + 1");
        assertThat(ranges("output o = sum(i, j > i) x[i] * x[j]")).containsExactly("i in N", "j in i + 1 ..< N");
        assertThat(ranges("output o = sum(i, j >= i) x[i] * x[j]")).containsExactly("i in N", "j in i ..< N");
        assertThat(ranges("output o = sum(i, j != i) x[i] * x[j]")).containsExactly("i in N", "j in N");
    }

    @Test
    void whatNarrowsAcrossSizesIsACondition() {
        assertThat(ranges("output o = sum(i, j < i) x[i] * y[j]")).containsExactly("i in N", "j in M");
    }

    @Test
    void ofTwoIndicesOneTakesTheSizeOfTheOther() {
        assertThat(ranges("output o[i] = sum(j < i) x[j]")).containsExactly("i in N", "j in i");
        assertThat(ranges("output o = sum(i, j < i, k < j) x[k]")).containsExactly("i in N", "j in i", "k in j");
        assertThat(ranges("output o[i] = sum(j < i) 1 for i in N")).containsExactly("i in N", "j in i");
    }

    @Test
    void comparesSizesAsFormulas() {
        assertThat(Models.diagnostics(
                        "dim R = 4\ndim K\nparam a[R]\nparam b[4]\nparam c[2*K]\nparam d[K + K]",
                        "output o = sum(i) a[i]*b[i] + sum(i) c[i]*d[i]"))
                .isEmpty();
    }

    @Test
    void asksForARangeWhereNothingSaysIt() {
        assertThat(Models.diagnostics(DECLARED + "output o = sum(i) x[N - 1 - i]"))
                .containsExactly("NO_RANGE: nothing says what `i` runs over: it is not a bare subscript of any array");
        assertThat(Models.diagnostics(DECLARED + "output o = sum(i) x[i] * sum(i) x[i]"))
                .containsExactly("INDEX_REBOUND: index `i` is bound again within its own scope");
    }
}
