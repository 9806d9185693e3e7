package dev.costate.compiler.ir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolyTest {
    private static final Poly N = Poly.of(new Atom.Dim("N"));
    private static final Poly K = Poly.of(new Atom.Dim("K"));
    private static final Atom.Index I = Atom.Index.free("i", 0);

    @Test
    void equalForAllValuesIsEqual() {
        assertThat(K.plus(K)).isEqualTo(Poly.of(2).times(K));
        assertThat(N.plus(1).times(N.plus(-1))).isEqualTo(N.times(N).plus(-1));
        assertThat(half(N.times(N.plus(-1)))).isEqualTo(half(N.times(N)).minus(half(N)));
        assertThat(N).isNotEqualTo(K);
    }

    private static Poly half(Poly poly) {
        return Poly.apply(Atom.Function.QUOTIENT, poly, Poly.of(2));
    }

    @Test
    void printsAsAPersonWouldWrite() {
        assertThat(N.plus(-1)).hasToString("N - 1");
        assertThat(half(N.times(N.plus(-1)))).hasToString("(N*N - N)/2");
        assertThat(Poly.of(I).plus(1)).hasToString("i + 1");
        assertThat(Poly.ZERO).hasToString("0");
        assertThat(Poly.of(2).times(K).negate()).hasToString("-2*K");
    }

    @Test
    void quotientsMustBeExact() {
        assertThat(half(N).evaluate(atom -> 6)).isEqualTo(3);
        assertThatThrownBy(() -> half(N).evaluate(atom -> 7)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Poly.apply(Atom.Function.QUOTIENT, N, Poly.ZERO))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void overflowIsNotSilent() {
        assertThatThrownBy(() -> Poly.of(Long.MAX_VALUE).plus(1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> N.times(N).evaluate(atom -> 1L << 40)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void divAndModRoundDown() {
        Poly minusSeven = Poly.of(-7);
        assertThat(Poly.apply(Atom.Function.DIV, minusSeven, Poly.of(2))).isEqualTo(Poly.of(-4));
        assertThat(Poly.apply(Atom.Function.MOD, minusSeven, Poly.of(2))).isEqualTo(Poly.ONE);
        Poly mod = Poly.apply(Atom.Function.MOD, Poly.of(I).plus(1), N);
        assertThat(mod.indices()).containsExactly(I);
        assertThat(mod.evaluate(atom -> atom.equals(I) ? 4 : 5)).isZero();
    }

    @Test
    void substitutionIsEvaluation() {
        Random random = new Random(7);
        List<Atom> atoms = List.of(new Atom.Dim("N"), new Atom.Dim("K"), I);
        for (int trial = 0; trial < 200; trial++) {
            Poly poly = random(random, atoms);
            Map<Atom, Long> values =
                    Map.of(atoms.get(0), random.nextLong(9), atoms.get(1), random.nextLong(9), I, random.nextLong(9));
            Poly constant = poly.substitute(atom -> Poly.of(requireNonNull(values.get(atom))));
            assertThat(constant.constant()).hasValue(poly.evaluate(values::get));
        }
    }

    private static Poly random(Random random, List<Atom> atoms) {
        Poly sum = Poly.of(random.nextInt(5));
        for (int term = 0; term < 4; term++) {
            Poly product = Poly.of(random.nextInt(7) - 3);
            for (int factor = random.nextInt(3); factor > 0; factor--) {
                product = product.times(Poly.of(atoms.get(random.nextInt(atoms.size()))));
            }
            sum = sum.plus(product);
        }
        return sum;
    }
}
