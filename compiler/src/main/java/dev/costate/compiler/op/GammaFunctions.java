package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.unary;
import static dev.costate.compiler.op.Quotients.DIV;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Special;
import java.util.function.DoubleBinaryOperator;

/** The logarithms of the gamma and the beta function, and as many derivatives as Hessians ask for. */
public final class GammaFunctions {
    static final Family FAMILY = new Family();

    /** log |Γ(x)|. */
    public static final Op LGAMMA = FAMILY.function(unary("lgamma", Special::lgamma, "Special.lgamma")
            .derivative(() -> GammaFunctions.DIGAMMA)
            .singular()
            .law("lgamma(1 + u) - lgamma(u)", "log(abs(u))")
            .law("lgamma(u) - lgamma(1 + u)", "-log(abs(u))")
            .cost(40)
            .smoothOn(0.3, 6));

    /** ψ(x), the derivative of lgamma. */
    public static final Op DIGAMMA = FAMILY.function(unary("digamma", Special::digamma, "Special.digamma")
            .derivative(() -> GammaFunctions.DIGAMMA_DX)
            .singular()
            .cost(40)
            .smoothOn(0.3, 6));

    /** ψ′(x), but NaN where ψ(x) is. */
    public static final Op DIGAMMA_DX = FAMILY.internal(unary("digamma_dx", Special::digammaDx, "Special.digammaDx")
            .derivative(() -> GammaFunctions.TETRAGAMMA)
            .singular()
            .cost(40)
            .smoothOn(0.3, 6));

    /** ψ′(x). */
    public static final Op TRIGAMMA = FAMILY.function(unary("trigamma", Special::trigamma, "Special.trigamma")
            .derivative(() -> GammaFunctions.TETRAGAMMA)
            .singular()
            .cost(40)
            .smoothOn(0.3, 6));

    /** ψ″(x). */
    public static final Op TETRAGAMMA = FAMILY.internal(unary("tetragamma", Special::tetragamma, "Special.tetragamma")
            .derivative(() -> GammaFunctions.PENTAGAMMA)
            .singular()
            .cost(40)
            .smoothOn(0.3, 6));

    /** ψ‴(x). */
    public static final Op PENTAGAMMA = FAMILY.internal(unary("pentagamma", Special::pentagamma, "Special.pentagamma")
            .derivative(() -> GammaFunctions.HEXAGAMMA)
            .singular()
            .cost(40)
            .smoothOn(0.3, 6));

    /** ψ⁗(x): five derivatives of lgamma are enough for the Hessian of any operation of the language. */
    public static final Op HEXAGAMMA = FAMILY.internal(unary("hexagamma", Special::hexagamma, "Special.hexagamma")
            .derivative((x, result, make) -> make.apply(GammaFunctions.POLYGAMMA, make.number(5), x))
            .singular()
            .cost(40)
            .smoothOn(0.3, 6));

    /** ψ⁽ⁿ⁾(x) for a whole constant n ≥ 0, the first operand: for the series of those that have names. */
    static final Op POLYGAMMA = binary("polygamma", Special::polygamma, "Special.polygamma")
            .flatIn(0)
            .bySecond((n, x, result, make) -> make.apply(GammaFunctions.POLYGAMMA, make.number(n.number() + 1), x))
            .singular()
            .cost(60)
            .uncatalogued();

    /** What log Γ(x) is more than Stirling's formula: log Γ(x) − (x − ½) log x + x − ½ log 2π. */
    public static final Op STIRLING_ERROR =
            FAMILY.function(unary("stirling_error", Special::stirlingError, "Special.stirlingError")
                    .derivative(() -> GammaFunctions.STIRLING_ERROR_DX)
                    .singular()
                    .cost(60)
                    .smoothOn(0.3, 6));

    /** ψ(x) − log x + 1/(2x). */
    public static final Op STIRLING_ERROR_DX =
            FAMILY.internal(unary("stirling_error_dx", Special::stirlingErrorDx, "Special.stirlingErrorDx")
                    .derivative(() -> GammaFunctions.STIRLING_ERROR_DXX)
                    .singular()
                    .cost(60)
                    .smoothOn(0.3, 6));

    /** ψ′(x) − 1/x − 1/(2x²). */
    public static final Op STIRLING_ERROR_DXX = FAMILY.internal(unary(
                    "stirling_error_dxx", Special::stirlingErrorDxx, "Special.stirlingErrorDxx")
            .derivative((x, result, make) -> {
                Expr inverse = make.apply(DIV, make.number(1), x);
                Expr powers = make.apply(MUL, make.apply(SQUARE, inverse), make.apply(ADD, make.number(1), inverse));
                return make.apply(ADD, make.apply(TETRAGAMMA, x), powers);
            })
            .singular()
            .cost(60)
            .smoothOn(0.3, 6));

    /** log B(a, b) without the cancellation of lgamma(a) + lgamma(b) − lgamma(a + b). */
    public static final Op LBETA = FAMILY.function(binary("lbeta", Special::lbeta, "Special.lbeta")
            .byFirst(() -> GammaFunctions.LBETA_DA)
            .bySecond((a, b, result, make) -> make.apply(GammaFunctions.LBETA_DA, b, a))
            .singular()
            .law("lgamma(u) + lgamma(v) - lgamma(u + v)", "lbeta(u, v)")
            .law("lgamma(u) - lgamma(u + v) + lgamma(v)", "lbeta(u, v)")
            .law("lgamma(u) - (lgamma(u + v) - lgamma(v))", "lbeta(u, v)")
            .law("lgamma(u + v) - lgamma(u) - lgamma(v)", "-lbeta(u, v)")
            .cost(80)
            .smoothOn(0.3, 5));

    /** ψ(a) − ψ(a + b) without cancellation. */
    public static final Op LBETA_DA = FAMILY.internal(binary("lbeta_da", Special::lbetaDa, "Special.lbetaDa")
            .byFirst(() -> GammaFunctions.LBETA_DAA)
            .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(TRIGAMMA, make.apply(ADD, a, b))))
            .singular()
            .cost(60)
            .smoothOn(0.3, 5));

    /** ψ′(a) − ψ′(a + b) without cancellation. */
    public static final Op LBETA_DAA = FAMILY.internal(binary("lbeta_daa", Special::lbetaDaa, "Special.lbetaDaa")
            .byFirst((a, b, result, make) ->
                    make.apply(SUB, make.apply(TETRAGAMMA, a), make.apply(TETRAGAMMA, make.apply(ADD, a, b))))
            .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(TETRAGAMMA, make.apply(ADD, a, b))))
            .singular()
            .cost(60)
            .smoothOn(0.3, 5));

    /** log Γ(a + d) − log Γ(a) − d log a, which for large a is nearly 0 while its terms are not. */
    public static final Op LGAMMA_STEP = FAMILY.internal(step("lgamma_step", Special::lgammaStep, "lgammaStep")
            .byFirst(() -> GammaFunctions.LGAMMA_STEP_DA)
            .bySecond(() -> GammaFunctions.LGAMMA_STEP_DD)
            .law("lgamma(u + v) - lgamma(u) - v * log(u)", "lgamma_step(u, v)")
            .law("lgamma(u + v) - lgamma(u) - xlogy(v, u)", "lgamma_step(u, v)"));

    /** ψ(a + d) − ψ(a) − d/a. */
    public static final Op LGAMMA_STEP_DA =
            FAMILY.internal(step("lgamma_step_da", Special::lgammaStepDa, "lgammaStepDa")
                    .byFirst(() -> GammaFunctions.LGAMMA_STEP_DAA)
                    .bySecond(() -> GammaFunctions.LGAMMA_STEP_DAD));

    /** ψ(a + d) − log a. */
    public static final Op LGAMMA_STEP_DD =
            FAMILY.internal(step("lgamma_step_dd", Special::lgammaStepDd, "lgammaStepDd")
                    .byFirst(() -> GammaFunctions.LGAMMA_STEP_DAD)
                    .bySecond((a, d, result, make) -> make.apply(TRIGAMMA, make.apply(ADD, a, d))));

    /** ψ′(a + d) − ψ′(a) + d/a². */
    public static final Op LGAMMA_STEP_DAA = FAMILY.internal(step(
                    "lgamma_step_daa", Special::lgammaStepDaa, "lgammaStepDaa")
            .byFirst((a, d, result, make) -> {
                Expr cube = make.apply(MUL, a, make.apply(SQUARE, a));
                Expr last = make.apply(DIV, make.apply(MUL, make.number(2), d), cube);
                Expr step = make.apply(SUB, make.apply(TETRAGAMMA, make.apply(ADD, a, d)), make.apply(TETRAGAMMA, a));
                return make.apply(SUB, step, last);
            })
            .bySecond((a, d, result, make) -> tetragammaAndInverseSquare(a, d, make)));

    /** ψ′(a + d) − 1/a. */
    public static final Op LGAMMA_STEP_DAD =
            FAMILY.internal(step("lgamma_step_dad", Special::lgammaStepDad, "lgammaStepDad")
                    .byFirst((a, d, result, make) -> tetragammaAndInverseSquare(a, d, make))
                    .bySecond((a, d, result, make) -> make.apply(TETRAGAMMA, make.apply(ADD, a, d))));

    private GammaFunctions() {}

    private static OpDefinition step(String name, DoubleBinaryOperator value, String method) {
        return binary(name, value, "Special." + method)
                .singular()
                .steep()
                .cost(80)
                .smoothOn(0.5, 20, 0.3, 5);
    }

    private static Expr tetragammaAndInverseSquare(Expr a, Expr d, Exprs make) {
        return make.apply(
                ADD,
                make.apply(TETRAGAMMA, make.apply(ADD, a, d)),
                make.apply(DIV, make.number(1), make.apply(SQUARE, a)));
    }
}
