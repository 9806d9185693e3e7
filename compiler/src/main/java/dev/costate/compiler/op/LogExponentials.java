package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.Exponentials.EXPM1;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.unary;
import static dev.costate.compiler.op.Quotients.DIV;

import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Logarithm;

/** Logarithms of sums and differences of exponentials, without overflow. */
public final class LogExponentials {
    static final Family FAMILY = new Family();

    /** log(1 − eˣ) for x ≤ 0, accurate near 0 and far from it. */
    public static final Op LOG1MEXP = FAMILY.function(unary("log1mexp", Logarithm::log1mexp, "Logarithm.log1mexp")
            .derivative(() -> LogExponentials.LOG1MEXP_DX)
            .singular()
            .law("log1p(-exp(u))", "log1mexp(u)")
            .law("log(-expm1(u))", "log1mexp(u)")
            .cost(35)
            .smoothOn(-3, -0.2));

    /** 1/(1 − e⁻ˣ) for x ≤ 0. With r for it, its own derivative is r(1 − r). */
    public static final Op LOG1MEXP_DX =
            FAMILY.internal(unary("log1mexp_dx", Logarithm::log1mexpDx, "Logarithm.log1mexpDx")
                    .derivative((x, result, make) -> make.apply(MUL, result, make.apply(SUB, make.number(1), result)))
                    .singular()
                    .cost(25)
                    .smoothOn(-3, -0.2));

    /** log(eˣ − 1) for x ≥ 0 without overflow, the inverse of softplus. */
    public static final Op LOGEXPM1 = FAMILY.internal(unary("logexpm1", Logarithm::logexpm1, "Logarithm.logexpm1")
            .derivative(() -> LogExponentials.LOGEXPM1_DX)
            .singular()
            .law("log(expm1(u))", "logexpm1(u)")
            .cost(35)
            .smoothOn(0.2, 3));

    /** 1/(1 − e⁻ˣ) for x ≥ 0. */
    public static final Op LOGEXPM1_DX =
            FAMILY.internal(unary("logexpm1_dx", Logarithm::logexpm1Dx, "Logarithm.logexpm1Dx")
                    .derivative((x, result, make) -> make.apply(NEG, make.apply(DIV, result, make.apply(EXPM1, x))))
                    .singular()
                    .cost(25)
                    .smoothOn(0.2, 3));

    /** log(eᵃ + eᵇ) without overflow. */
    public static final Op LOGADDEXP = FAMILY.function(binary("logaddexp", Logarithm::logaddexp, "Logarithm.logaddexp")
            .commutative()
            .byFirst(() -> LogExponentials.LOGADDEXP_DA)
            .bySecond((a, b, result, make) -> make.apply(LogExponentials.LOGADDEXP_DA, b, a))
            .law("log(exp(u) + exp(v))", "logaddexp(u, v)")
            .cost(40));

    /** sigmoid(a − b), the part of eᵃ + eᵇ that is eᵃ: ½ for two +∞, 0 for two −∞. */
    public static final Op LOGADDEXP_DA = FAMILY.internal(binary(
                    "logaddexp_da", Logarithm::logaddexpDa, "Logarithm.logaddexpDa")
            .byFirst((a, b, result, make) -> make.apply(MUL, result, make.apply(LogExponentials.LOGADDEXP_DA, b, a)))
            .bySecond((a, b, result, make) ->
                    make.apply(NEG, make.apply(MUL, result, make.apply(LogExponentials.LOGADDEXP_DA, b, a))))
            .cost(22));

    /** log(eᵃ − eᵇ) for a ≥ b without overflow. */
    public static final Op LOGSUBEXP = FAMILY.internal(binary("logsubexp", Logarithm::logsubexp, "Logarithm.logsubexp")
            .byFirst(() -> LogExponentials.LOGSUBEXP_DA)
            .bySecond(() -> LogExponentials.LOGSUBEXP_DB)
            .singular()
            .law("log(exp(u) - exp(v))", "logsubexp(u, v)")
            .law("log(exp_difference(u, v))", "logsubexp(u, v)")
            .law("log(2 * sinh(u))", "logsubexp(u, -u)")
            .law("log(sinh(u))", "logsubexp(u, -u) - 0.6931471805599453")
            .cost(40)
            .smoothOn(1, 3, -2, 0.5));

    /** 1/(1 − eᵇ⁻ᵃ). */
    public static final Op LOGSUBEXP_DA = FAMILY.internal(binary(
                    "logsubexp_da", Logarithm::logsubexpDa, "Logarithm.logsubexpDa")
            .byFirst((a, b, result, make) -> make.apply(MUL, result, make.apply(LogExponentials.LOGSUBEXP_DB, a, b)))
            .bySecond((a, b, result, make) ->
                    make.apply(NEG, make.apply(MUL, result, make.apply(LogExponentials.LOGSUBEXP_DB, a, b))))
            .singular()
            .cost(25)
            .smoothOn(1, 3, -2, 0.5));

    /** 1/(1 − eᵃ⁻ᵇ). */
    public static final Op LOGSUBEXP_DB = FAMILY.internal(binary(
                    "logsubexp_db", Logarithm::logsubexpDb, "Logarithm.logsubexpDb")
            .byFirst((a, b, result, make) -> make.apply(NEG, make.apply(MUL, result, make.apply(LOGSUBEXP_DA, a, b))))
            .bySecond((a, b, result, make) -> make.apply(MUL, result, make.apply(LOGSUBEXP_DA, a, b)))
            .singular()
            .cost(25)
            .smoothOn(1, 3, -2, 0.5));

    private LogExponentials() {}
}
