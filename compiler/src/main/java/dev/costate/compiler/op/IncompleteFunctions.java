package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.ternary;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Special;
import java.util.ArrayList;
import java.util.List;

/**
 * The regularised incomplete gamma and beta functions. All their derivatives are operations of one kind, whose first
 * operands are whole constants, the orders by each of the others. So they are right at the ends of the range, too,
 * where a density may be 0 and its logarithm infinite.
 */
public final class IncompleteFunctions {
    static final Family FAMILY = new Family();

    /** P(a, x). */
    public static final Op GAMMA_P = FAMILY.function(binary("gamma_p", Special::gammaP, "Special.gammaP")
            .byFirst((a, x, result, make) -> gammaP(1, 0, a, x, make))
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
            .byFirst((a, x, result, make) -> make.apply(NEG, gammaP(1, 0, a, x, make)))
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
                    .byFirst((a, x, result, make) -> gammaP(1, 1, a, x, make))
                    .bySecond((a, x, result, make) -> gammaP(0, 2, a, x, make))
                    .singular()
                    .steep()
                    .least(0)
                    .cost(60)
                    .smoothOn(0.5, 5));

    /** ∂ᵐ⁺ⁿP(a, x)/∂aᵐ∂xⁿ for whole constants m and n, the first operands. */
    static final Op GAMMA_P_DN = OpDefinition.of(
                    "gamma_p_dn", 4, v -> Special.gammaPDn(v[0], v[1], v[2], v[3]), "Special.gammaPDn")
            .flatIn(0)
            .flatIn(1)
            .partial(2, (v, result, make) -> ofNextOrder(IncompleteFunctions.GAMMA_P_DN, 0, v, make))
            .partial(3, (v, result, make) -> ofNextOrder(IncompleteFunctions.GAMMA_P_DN, 1, v, make))
            .singular()
            .steep()
            .cost(100)
            .uncatalogued();

    /** I(a, b, x), of x, a and b. */
    public static final Op INC_BETA = FAMILY.function(ternary("inc_beta", Special::incBeta, "Special.incBeta")
            .byFirst((x, a, b, result, make) -> make.apply(IncompleteFunctions.BETA_DENSITY, x, a, b))
            .bySecond((x, a, b, result, make) -> incBeta(0, 1, 0, x, a, b, make))
            .byThird((x, a, b, result, make) -> incBeta(0, 0, 1, x, a, b, make))
            .singular()
            .steep()
            .least(0)
            .greatest(1)
            .cost(100)
            .smoothOn(0.1, 0.9, 0.5, 5, 0.5, 5));

    /** xᵃ⁻¹ (1 − x)ᵇ⁻¹/B(a, b), of x, a and b. */
    public static final Op BETA_DENSITY =
            FAMILY.internal(ternary("beta_density", Special::betaDensity, "Special.betaDensity")
                    .byFirst((x, a, b, result, make) -> incBeta(2, 0, 0, x, a, b, make))
                    .bySecond((x, a, b, result, make) -> incBeta(1, 1, 0, x, a, b, make))
                    .byThird((x, a, b, result, make) -> incBeta(1, 0, 1, x, a, b, make))
                    .singular()
                    .steep()
                    .least(0)
                    .cost(100)
                    .smoothOn(0.1, 0.9, 0.5, 5, 0.5, 5));

    /** ∂ˡ⁺ᵐ⁺ⁿI(a, b, x)/∂xˡ∂aᵐ∂bⁿ for whole constants l, m and n, the first operands; then x, a and b. */
    static final Op INC_BETA_DN = OpDefinition.of(
                    "inc_beta_dn", 6, v -> Special.incBetaDn(v[0], v[1], v[2], v[3], v[4], v[5]), "Special.incBetaDn")
            .flatIn(0)
            .flatIn(1)
            .flatIn(2)
            .partial(3, (v, result, make) -> ofNextOrder(IncompleteFunctions.INC_BETA_DN, 0, v, make))
            .partial(4, (v, result, make) -> ofNextOrder(IncompleteFunctions.INC_BETA_DN, 1, v, make))
            .partial(5, (v, result, make) -> ofNextOrder(IncompleteFunctions.INC_BETA_DN, 2, v, make))
            .singular()
            .steep()
            .cost(100)
            .uncatalogued();

    private IncompleteFunctions() {}

    private static Expr gammaP(int m, int n, Expr a, Expr x, Exprs make) {
        return make.apply(IncompleteFunctions.GAMMA_P_DN, make.number(m), make.number(n), a, x);
    }

    private static Expr incBeta(int l, int m, int n, Expr x, Expr a, Expr b, Exprs make) {
        return make.apply(IncompleteFunctions.INC_BETA_DN, make.number(l), make.number(m), make.number(n), x, a, b);
    }

    /** With the order that is operand {@code k} greater by one. */
    private static Expr ofNextOrder(Op op, int k, List<Expr> operands, Exprs make) {
        List<Expr> next = new ArrayList<>(operands);
        next.set(k, make.number(operands.get(k).number() + 1));
        return make.apply(op, next);
    }
}
