package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.Hyperbolic.TANH;
import static dev.costate.compiler.op.NormalDistribution.NORMPDF;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.unary;
import static dev.costate.compiler.op.Rounding.STEP;
import static dev.costate.compiler.op.Sigmoids.SIGMOID_DX;
import static dev.costate.compiler.op.ZeroProducts.MUL_NO_NAN;

import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Activation;

/** Activations of neural networks, and the derivatives of those that are no other operation. */
public final class Activations {
    static final Family FAMILY = new Family();

    /** max(x, 0), with derivative 0 at 0. */
    public static final Op RELU = FAMILY.function(unary("relu", Activation::relu, "Activation.relu")
            .derivative(() -> STEP)
            .least(0)
            .vanishes()
            .cost(1)
            .smoothOn(0.2, 3));

    /** x for x &gt; 0, else slope times x; at 0 the derivative is slope. */
    public static final Op LEAKY_RELU =
            FAMILY.function(binary("leaky_relu", Activation::leakyRelu, "Activation.leakyRelu")
                    .byFirst(() -> Activations.LEAKY_RELU_DX)
                    .bySecond((x, slope, result, make) -> make.apply(Activations.LEAKY_RELU_DS, x))
                    .cost(2)
                    .smoothOn(-3, -0.2, 0.01, 0.5));

    /** 1 for x &gt; 0, else slope, which may be 0. */
    public static final Op LEAKY_RELU_DX =
            FAMILY.internal(binary("leaky_relu_dx", Activation::leakyReluDx, "Activation.leakyReluDx")
                    .flatIn(0)
                    .bySecond((x, slope, result, make) -> make.apply(SUB, make.number(1), make.apply(STEP, x)))
                    .vanishes()
                    .cost(2)
                    .smoothOn(-3, -0.2, 0.01, 0.5));

    /** x for x ≤ 0, else 0; at 0 the derivative is 1, as what it is multiplied by counts there. */
    public static final Op LEAKY_RELU_DS =
            FAMILY.internal(unary("leaky_relu_ds", Activation::leakyReluDslope, "Activation.leakyReluDslope")
                    .derivative((x, result, make) -> make.apply(SUB, make.number(1), make.apply(STEP, x)))
                    .vanishes()
                    .cost(2)
                    .smoothOn(-3, -0.2));

    /** x for x &gt; 0, else eˣ − 1. */
    public static final Op ELU = FAMILY.function(unary("elu", Activation::elu, "Activation.elu")
            .derivative(() -> Activations.ELU_DX)
            .cost(20)
            .smoothOn(-3, -0.2));

    /** 1 for x &gt; 0, else eˣ. */
    public static final Op ELU_DX = FAMILY.internal(unary("elu_dx", Activation::eluDx, "Activation.eluDx")
            .derivative(
                    (x, result, make) -> make.apply(MUL, result, make.apply(SUB, make.number(1), make.apply(STEP, x))))
            .cost(15)
            .smoothOn(-3, -0.2));

    /** x Φ(x) with the normal distribution function Φ. */
    public static final Op GELU = FAMILY.function(unary("gelu", Activation::gelu, "Activation.gelu")
            .derivative(() -> Activations.GELU_DX)
            .cost(40));

    /** Φ(x) + x φ(x), the derivative of gelu. */
    public static final Op GELU_DX = FAMILY.internal(unary("gelu_dx", Activation::geluDx, "Activation.geluDx")
            .derivative((x, result, make) -> make.apply(
                    MUL_NO_NAN, make.apply(NORMPDF, x), make.apply(SUB, make.number(2), make.apply(SQUARE, x))))
            .cost(60));

    /** x sigmoid(x). */
    public static final Op SILU = FAMILY.function(unary("silu", Activation::silu, "Activation.silu")
            .derivative(() -> Activations.SILU_DX)
            .cost(20));

    /** s(x)(1 + x s(−x)) for the sigmoid s, the derivative of silu. */
    public static final Op SILU_DX = FAMILY.internal(unary("silu_dx", Activation::siluDx, "Activation.siluDx")
            .derivative((x, result, make) -> make.apply(
                    MUL_NO_NAN,
                    make.apply(SIGMOID_DX, x),
                    make.apply(
                            SUB,
                            make.number(2),
                            make.apply(MUL, x, make.apply(TANH, make.apply(MUL, make.number(0.5), x))))))
            .cost(35));

    private Activations() {}
}
