package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue: the operations of all families. */
public final class Ops {
    private static final List<Family> FAMILIES = List.of(
            Arithmetic.FAMILY,
            Quotients.FAMILY,
            ZeroProducts.FAMILY,
            Comparisons.FAMILY,
            Connectives.FAMILY,
            Rounding.FAMILY,
            Extremes.FAMILY,
            Surrogates.FAMILY,
            Exponentials.FAMILY,
            Hyperbolic.FAMILY,
            Trigonometric.FAMILY,
            GammaFunctions.FAMILY,
            Sigmoids.FAMILY,
            Activations.FAMILY,
            LogExponentials.FAMILY,
            Logarithms.FAMILY,
            Powers.FAMILY,
            Roots.FAMILY,
            ErrorFunctions.FAMILY,
            NormalDistribution.FAMILY);

    /** All operations. */
    public static final List<Op> ALL = FAMILIES.stream()
            .flatMap(family -> family.operations().stream())
            .map(Op.class::cast)
            .toList();

    /** Those that can be called by name. */
    public static final List<Op> FUNCTIONS = FAMILIES.stream()
            .flatMap(family -> family.functions().stream())
            .map(Op.class::cast)
            .toList();

    private static final Map<String, Op> BY_NAME = new LinkedHashMap<>();

    static {
        FUNCTIONS.forEach(op -> BY_NAME.put(op.name(), op));
    }

    /** The laws of all, in the order in which they are tried. */
    public static final List<Law> LAWS = laws();

    public static final Op ADD = Arithmetic.ADD;
    public static final Op SUB = Arithmetic.SUB;
    public static final Op MUL = Arithmetic.MUL;
    public static final Op DIV = Quotients.DIV;
    public static final Op NEG = Arithmetic.NEG;
    public static final Op LT = Comparisons.LT;
    public static final Op LE = Comparisons.LE;
    public static final Op EQ = Comparisons.EQ;
    public static final Op NE = Comparisons.NE;
    public static final Op AND = Connectives.AND;
    public static final Op OR = Connectives.OR;
    public static final Op NOT = Connectives.NOT;
    public static final Op EXP = Exponentials.EXP;
    public static final Op EXPM1 = Exponentials.EXPM1;
    public static final Op LOG = Logarithms.LOG;
    public static final Op LOG1P = Logarithms.LOG1P;
    public static final Op SQRT = Roots.SQRT;
    public static final Op CBRT = Roots.CBRT;
    public static final Op ABS = Arithmetic.ABS;
    public static final Op SIGN = Rounding.SIGN;
    public static final Op FLOOR = Rounding.FLOOR;
    public static final Op CEIL = Rounding.CEIL;
    public static final Op ROUND = Rounding.ROUND;
    public static final Op TRUNC = Rounding.TRUNC;
    public static final Op MIN = Extremes.MIN;
    public static final Op MAX = Extremes.MAX;
    public static final Op POW = Powers.POW;
    public static final Op HYPOT = Roots.HYPOT;
    public static final Op SIN = Trigonometric.SIN;
    public static final Op COS = Trigonometric.COS;
    public static final Op TAN = Trigonometric.TAN;
    public static final Op ASIN = Trigonometric.ASIN;
    public static final Op ACOS = Trigonometric.ACOS;
    public static final Op ATAN = Trigonometric.ATAN;
    public static final Op ATAN2 = Trigonometric.ATAN2;
    public static final Op SINH = Hyperbolic.SINH;
    public static final Op COSH = Hyperbolic.COSH;
    public static final Op TANH = Hyperbolic.TANH;
    public static final Op ASINH = Hyperbolic.ASINH;
    public static final Op ACOSH = Hyperbolic.ACOSH;
    public static final Op ATANH = Hyperbolic.ATANH;
    public static final Op SIGMOID = Sigmoids.SIGMOID;
    public static final Op LOGIT = Sigmoids.LOGIT;
    public static final Op SOFTPLUS = Sigmoids.SOFTPLUS;
    public static final Op RELU = Activations.RELU;
    public static final Op LEAKY_RELU = Activations.LEAKY_RELU;
    public static final Op ELU = Activations.ELU;
    public static final Op GELU = Activations.GELU;
    public static final Op SILU = Activations.SILU;
    public static final Op ERF = ErrorFunctions.ERF;
    public static final Op ERFC = ErrorFunctions.ERFC;
    public static final Op ERFCX = ErrorFunctions.ERFCX;
    public static final Op LGAMMA = GammaFunctions.LGAMMA;
    public static final Op DIGAMMA = GammaFunctions.DIGAMMA;
    public static final Op TRIGAMMA = GammaFunctions.TRIGAMMA;
    public static final Op LBETA = GammaFunctions.LBETA;
    public static final Op LOG1MEXP = LogExponentials.LOG1MEXP;
    public static final Op LOGADDEXP = LogExponentials.LOGADDEXP;
    public static final Op LOG_COSH = Hyperbolic.LOG_COSH;
    public static final Op XLOGY = Logarithms.XLOGY;
    public static final Op XLOG1PY = Logarithms.XLOG1PY;
    public static final Op CLAMP = Extremes.CLAMP;
    public static final Op STEP = Rounding.STEP;
    public static final Op SQUARE = Arithmetic.SQUARE;
    public static final Op NORMCDF = NormalDistribution.NORMCDF;
    public static final Op LOG_NORMCDF = NormalDistribution.LOG_NORMCDF;
    public static final Op DETACH = Surrogates.DETACH;
    public static final Op LOGEXPM1 = LogExponentials.LOGEXPM1;
    public static final Op LOGSUBEXP = LogExponentials.LOGSUBEXP;
    public static final Op LOG_ERFC = ErrorFunctions.LOG_ERFC;
    public static final Op SINC = Trigonometric.SINC;
    public static final Op DIV_DX = Quotients.DIV_DX;
    public static final Op DIV_ALONG = Quotients.DIV_ALONG;
    public static final Op LOG_SHIFTED_DX = Logarithms.LOG_SHIFTED_DX;
    public static final Op POW_DX = Powers.POW_DX;
    public static final Op POW_DY = Powers.POW_DY;
    public static final Op POW_DXY = Powers.POW_DXY;
    public static final Op CBRT_DX = Roots.CBRT_DX;
    public static final Op LOG_DX = Logarithms.LOG_DX;
    public static final Op LOG1P_DX = Logarithms.LOG1P_DX;
    public static final Op HYPOT_DX = Roots.HYPOT_DX;
    public static final Op NORM_ROOT_DX = Roots.NORM_ROOT_DX;
    public static final Op MAX_WEIGHT = Extremes.MAX_WEIGHT;
    public static final Op GREATER_WEIGHT = Extremes.GREATER_WEIGHT;
    public static final Op ASIN_DX = Trigonometric.ASIN_DX;
    public static final Op ATAN_DX = Trigonometric.ATAN_DX;
    public static final Op OVER_SQUARES = Trigonometric.OVER_SQUARES;
    public static final Op SECH2 = Hyperbolic.SECH2;
    public static final Op ASINH_DX = Hyperbolic.ASINH_DX;
    public static final Op ACOSH_DX = Hyperbolic.ACOSH_DX;
    public static final Op ATANH_DX = Hyperbolic.ATANH_DX;
    public static final Op SIGMOID_DX = Sigmoids.SIGMOID_DX;
    public static final Op LOGIT_DX = Sigmoids.LOGIT_DX;
    public static final Op LEAKY_RELU_DX = Activations.LEAKY_RELU_DX;
    public static final Op LEAKY_RELU_DS = Activations.LEAKY_RELU_DS;
    public static final Op ELU_DX = Activations.ELU_DX;
    public static final Op GELU_DX = Activations.GELU_DX;
    public static final Op SILU_DX = Activations.SILU_DX;
    public static final Op ERF_DX = ErrorFunctions.ERF_DX;
    public static final Op ERFCX_DX = ErrorFunctions.ERFCX_DX;
    public static final Op LOG_ERFC_DX = ErrorFunctions.LOG_ERFC_DX;
    public static final Op DIGAMMA_DX = GammaFunctions.DIGAMMA_DX;
    public static final Op TETRAGAMMA = GammaFunctions.TETRAGAMMA;
    public static final Op PENTAGAMMA = GammaFunctions.PENTAGAMMA;
    public static final Op HEXAGAMMA = GammaFunctions.HEXAGAMMA;
    public static final Op LBETA_DA = GammaFunctions.LBETA_DA;
    public static final Op LBETA_DAA = GammaFunctions.LBETA_DAA;
    public static final Op NORMPDF = NormalDistribution.NORMPDF;
    public static final Op LOG_NORMCDF_DX = NormalDistribution.LOG_NORMCDF_DX;
    public static final Op LOG_NORMCDF_DXX = NormalDistribution.LOG_NORMCDF_DXX;
    public static final Op SINC_DX = Trigonometric.SINC_DX;
    public static final Op SINC_DXX = Trigonometric.SINC_DXX;
    public static final Op LOG1MEXP_DX = LogExponentials.LOG1MEXP_DX;
    public static final Op LOGEXPM1_DX = LogExponentials.LOGEXPM1_DX;
    public static final Op LOGADDEXP_DA = LogExponentials.LOGADDEXP_DA;
    public static final Op LOGSUBEXP_DA = LogExponentials.LOGSUBEXP_DA;
    public static final Op LOGSUBEXP_DB = LogExponentials.LOGSUBEXP_DB;
    public static final Op XLOGY_DX = Logarithms.XLOGY_DX;
    public static final Op XLOGY_DY = Logarithms.XLOGY_DY;
    public static final Op XLOG1PY_DX = Logarithms.XLOG1PY_DX;
    public static final Op XLOG1PY_DY = Logarithms.XLOG1PY_DY;
    public static final Op NORM_ROOT = Roots.NORM_ROOT;
    public static final Op ZERO_MUL = ZeroProducts.ZERO_MUL;
    public static final Op STRONG_MUL = ZeroProducts.STRONG_MUL;
    public static final Op COEFFICIENT = Surrogates.COEFFICIENT;
    public static final Op SURROGATE = Surrogates.SURROGATE;
    public static final Op EXP_ALONG = Exponentials.EXP_ALONG;
    public static final Op LOG_SHIFTED = Logarithms.LOG_SHIFTED;
    public static final Op EXP_DIFF = Exponentials.EXP_DIFF;

    private Ops() {}

    private static List<Law> laws() {
        LawParser parser = new LawParser(ALL);
        return FAMILIES.stream()
                .flatMap(family -> family.operations().stream())
                .flatMap(op -> op.laws().stream())
                .map(law -> parser.law(law.left(), law.right()))
                .toList();
    }

    /** The function of this name in the language, or null. */
    public static @Nullable Op function(String name) {
        return BY_NAME.get(name);
    }
}
