package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.GammaFunctions.DIGAMMA;
import static dev.costate.compiler.op.GammaFunctions.LBETA_DA;
import static dev.costate.compiler.op.GammaFunctions.POLYGAMMA;
import static dev.costate.compiler.op.Logarithms.LOG;
import static dev.costate.compiler.op.Logarithms.LOG1P;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.ternary;
import static dev.costate.compiler.op.Quotients.DIV;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Special;
import java.util.List;

/**
 * The regularised incomplete gamma and beta functions. Derivatives by shapes are operations whose first operands are
 * whole constants, their orders; those by the last operand are densities, whose derivatives by shapes are densities
 * times polynomials.
 */
public final class IncompleteFunctions {
    static final Family FAMILY = new Family();

    /** P(a, x). */
    public static final Op GAMMA_P = FAMILY.function(binary("gamma_p", Special::gammaP, "Special.gammaP")
            .byFirst((a, x, result, make) -> make.apply(IncompleteFunctions.GAMMA_P_DN, make.number(1), a, x))
            .bySecond(() -> IncompleteFunctions.GAMMA_DENSITY)
            .singular()
            .steep()
            .least(0)
            .greatest(1)
            .law("1 - gamma_q(u, v)", "gamma_p(u, v)")
            .cost(100)
            .smoothOn(0.5, 5));

    /** Q(a, x) = 1 − P(a, x). */
    public static final Op GAMMA_Q = FAMILY.function(binary("gamma_q", Special::gammaQ, "Special.gammaQ")
            .byFirst((a, x, result, make) ->
                    make.apply(NEG, make.apply(IncompleteFunctions.GAMMA_P_DN, make.number(1), a, x)))
            .bySecond((a, x, result, make) -> make.apply(NEG, make.apply(IncompleteFunctions.GAMMA_DENSITY, a, x)))
            .singular()
            .steep()
            .least(0)
            .greatest(1)
            .law("1 - gamma_p(u, v)", "gamma_q(u, v)")
            .cost(100)
            .smoothOn(0.5, 5));

    /** xᵃ⁻¹ e⁻ˣ/Γ(a). */
    public static final Op GAMMA_DENSITY =
            FAMILY.internal(binary("gamma_density", Special::gammaDensity, "Special.gammaDensity")
                    .byFirst((a, x, result, make) -> make.apply(MUL, result, logShare(1, a, x, make)))
                    .bySecond((a, x, result, make) -> make.apply(
                            MUL,
                            result,
                            make.apply(SUB, make.apply(DIV, make.apply(SUB, a, make.number(1)), x), make.number(1))))
                    .singular()
                    .steep()
                    .least(0)
                    .cost(60)
                    .smoothOn(0.5, 5));

    /** ∂ⁿP(a, x)/∂aⁿ for a whole constant n ≥ 1, the first operand. */
    static final Op GAMMA_P_DN = ternary("gamma_p_dn", Special::gammaPDn, "Special.gammaPDn")
            .flatIn(0)
            .bySecond((n, a, x, result, make) ->
                    make.apply(IncompleteFunctions.GAMMA_P_DN, make.number(n.number() + 1), a, x))
            .byThird((n, a, x, result, make) -> make.apply(
                    MUL,
                    make.apply(GAMMA_DENSITY, a, x),
                    polynomial((int) n.number(), 0, (i, none) -> logShare(i, a, x, make), make)))
            .singular()
            .steep()
            .cost(100)
            .uncatalogued();

    /** I(a, b, x), of x, a and b. */
    public static final Op INC_BETA = FAMILY.function(ternary("inc_beta", Special::incBeta, "Special.incBeta")
            .byFirst((x, a, b, result, make) -> make.apply(IncompleteFunctions.BETA_DENSITY, x, a, b))
            .bySecond((x, a, b, result, make) -> byExponents(1, 0, x, a, b, make))
            .byThird((x, a, b, result, make) -> byExponents(0, 1, x, a, b, make))
            .singular()
            .steep()
            .least(0)
            .greatest(1)
            .cost(100)
            .smoothOn(0.1, 0.9, 0.5, 5, 0.5, 5));

    /** xᵃ⁻¹ (1 − x)ᵇ⁻¹/B(a, b), of x, a and b. */
    public static final Op BETA_DENSITY =
            FAMILY.internal(ternary("beta_density", Special::betaDensity, "Special.betaDensity")
                    .byFirst((x, a, b, result, make) -> {
                        Expr one = make.number(1);
                        Expr left = make.apply(DIV, make.apply(SUB, a, one), x);
                        Expr right = make.apply(DIV, make.apply(SUB, b, one), make.apply(SUB, one, x));
                        return make.apply(MUL, result, make.apply(SUB, left, right));
                    })
                    .bySecond((x, a, b, result, make) -> make.apply(MUL, result, logShare(1, 0, x, a, b, make)))
                    .byThird((x, a, b, result, make) -> make.apply(MUL, result, logShare(0, 1, x, a, b, make)))
                    .singular()
                    .steep()
                    .least(0)
                    .cost(100)
                    .smoothOn(0.1, 0.9, 0.5, 5, 0.5, 5));

    /** ∂ᵐ⁺ⁿI(a, b, x)/∂aᵐ∂bⁿ for whole constants m and n, the first operands; then x, a and b. */
    static final Op INC_BETA_DN = OpDefinition.of(
                    "inc_beta_dn", 5, v -> Special.incBetaDn(v[0], v[1], v[2], v[3], v[4]), "Special.incBetaDn")
            .flatIn(0)
            .flatIn(1)
            .partial(
                    2,
                    (v, result, make) -> make.apply(
                            MUL,
                            make.apply(BETA_DENSITY, v.get(2), v.get(3), v.get(4)),
                            polynomial(
                                    order(v, 0),
                                    order(v, 1),
                                    (i, j) -> logShare(i, j, v.get(2), v.get(3), v.get(4), make),
                                    make)))
            .partial(
                    3,
                    (v, result, make) -> byExponents(order(v, 0) + 1, order(v, 1), v.get(2), v.get(3), v.get(4), make))
            .partial(
                    4,
                    (v, result, make) -> byExponents(order(v, 0), order(v, 1) + 1, v.get(2), v.get(3), v.get(4), make))
            .singular()
            .steep()
            .cost(100)
            .uncatalogued();

    /** The derivatives of a logarithm by two shapes. */
    private interface Shares {
        Expr of(int i, int j);
    }

    private IncompleteFunctions() {}

    private static int order(List<Expr> operands, int k) {
        return (int) operands.get(k).number();
    }

    private static Expr byExponents(int m, int n, Expr x, Expr a, Expr b, Exprs make) {
        return make.apply(IncompleteFunctions.INC_BETA_DN, make.number(m), make.number(n), x, a, b);
    }

    /** ∂ⁱ/∂aⁱ of the logarithm of the density of P. */
    private static Expr logShare(int i, Expr a, Expr x, Exprs make) {
        return i == 1
                ? make.apply(SUB, make.apply(LOG, x), make.apply(DIGAMMA, a))
                : make.apply(NEG, make.apply(POLYGAMMA, make.number(i - 1), a));
    }

    /** ∂ⁱ⁺ʲ/∂aⁱ∂bʲ of the logarithm of the density of I. */
    private static Expr logShare(int i, int j, Expr x, Expr a, Expr b, Exprs make) {
        if (i + j == 1) {
            return i == 1
                    ? make.apply(SUB, make.apply(LOG, x), make.apply(LBETA_DA, a, b))
                    : make.apply(SUB, make.apply(LOG1P, make.apply(NEG, x)), make.apply(LBETA_DA, b, a));
        }
        Expr ofSum = make.apply(POLYGAMMA, make.number(i + j - 1), make.apply(ADD, a, b));
        return i > 0 && j > 0
                ? ofSum
                : make.apply(SUB, ofSum, make.apply(POLYGAMMA, make.number(i + j - 1), j == 0 ? a : b));
    }

    /** ∂ᵐ⁺ⁿf/∂aᵐ∂bⁿ over f, by the derivatives of log f, from lower orders on. */
    private static Expr polynomial(int m, int n, Shares shares, Exprs make) {
        Expr[][] all = new Expr[m + 1][n + 1];
        for (int i = 0; i <= m; i++) {
            for (int j = 0; j <= n; j++) {
                all[i][j] = i + j == 0 ? make.number(1) : next(i, j, all, shares, make);
            }
        }
        return all[m][n];
    }

    /** By Leibniz's rule for f times the derivative of log f, of one order less. */
    private static Expr next(int i, int j, Expr[][] all, Shares shares, Exprs make) {
        boolean first = i > 0;
        Expr sum = make.number(0);
        for (int k = 0; k <= (first ? i - 1 : i); k++) {
            for (int l = 0; l <= (first ? j : j - 1); l++) {
                Expr share = first ? shares.of(k + 1, l) : shares.of(k, l + 1);
                Expr below = first ? all[i - 1 - k][j - l] : all[i - k][j - 1 - l];
                Expr ways = make.number(choose(first ? i - 1 : i, k) * choose(first ? j : j - 1, l));
                sum = make.apply(ADD, sum, make.apply(MUL, ways, make.apply(MUL, share, below)));
            }
        }
        return sum;
    }

    private static double choose(int n, int k) {
        double ways = 1;
        for (int i = 1; i <= k; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways;
    }
}
