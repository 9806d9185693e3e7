package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Special;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of all operations, written by hand, and so as long as it is. A new one is a room, a constant and an
 * entry in one of the lists.
 */
public final class Ops {
    // ---- What the language writes with symbols ----

    public static final Op ADD = new Add();
    public static final Op SUB = new Sub();
    public static final Op MUL = new Mul();
    public static final Op DIV = new Div();
    public static final Op NEG = new Neg();
    public static final Op LT = new Less();
    public static final Op LE = new LessOrEqual();
    public static final Op EQ = new Equal();
    public static final Op NE = new NotEqual();
    public static final Op AND = new And();
    public static final Op OR = new Or();
    public static final Op NOT = new Not();

    // ---- The functions of the language ----

    public static final Op EXP = new Exp();
    public static final Op EXPM1 = new Expm1();
    public static final Op LOG = new Log();
    public static final Op LOG1P = new Log1p();
    public static final Op SQRT = new Sqrt();
    public static final Op CBRT = new Cbrt();
    public static final Op ABS = new Abs();
    public static final Op SIGN = new Sign();
    public static final Op FLOOR = new Floor();
    public static final Op CEIL = new Ceil();
    public static final Op ROUND = new Round();
    public static final Op TRUNC = new Trunc();
    public static final Op MIN = new Min();
    public static final Op MAX = new Max();
    public static final Op POW = new Pow();
    public static final Op HYPOT = new Hypot();
    public static final Op SIN = new Sin();
    public static final Op COS = new Cos();
    public static final Op TAN = new Tan();
    public static final Op ASIN = new Asin();
    public static final Op ACOS = new Acos();
    public static final Op ATAN = new Atan();
    public static final Op ATAN2 = new Atan2();
    public static final Op SINH = new Sinh();
    public static final Op COSH = new Cosh();
    public static final Op TANH = new Tanh();
    public static final Op ASINH = new Asinh();
    public static final Op ACOSH = new Acosh();
    public static final Op ATANH = new Atanh();
    public static final Op SIGMOID = new Sigmoid();
    public static final Op LOGIT = new Logit();
    public static final Op SOFTPLUS = new Softplus();
    public static final Op RELU = new Relu();
    public static final Op LEAKY_RELU = new LeakyRelu();
    public static final Op ELU = new Elu();
    public static final Op GELU = new Gelu();
    public static final Op SILU = new Silu();
    public static final Op ERF = new Erf();
    public static final Op ERFC = new Erfc();
    public static final Op ERFCX = new Erfcx();
    public static final Op LGAMMA = new Lgamma();
    public static final Op DIGAMMA = new Digamma();
    public static final Op TRIGAMMA = new Trigamma();
    public static final Op LBETA = new Lbeta();
    public static final Op LOG1MEXP = new Log1mexp();
    public static final Op LOGADDEXP = new Logaddexp();
    public static final Op LOG_COSH = new LogCosh();
    public static final Op XLOGY = new Xlogy();
    public static final Op XLOG1PY = new Xlog1py();
    public static final Op CLAMP = new Clamp();
    public static final Op STEP = new Step();
    public static final Op SQUARE = new Square();
    public static final Op NORMCDF = new Normcdf();
    public static final Op LOG_NORMCDF = new LogNormcdf();
    public static final Op DETACH = Transparent.constant("detach");

    // ---- What stability laws introduce ----

    public static final Op LOGEXPM1 = new Logexpm1();
    public static final Op LOGSUBEXP = new Logsubexp();
    public static final Op LOG_ERFC = new LogErfc();
    public static final Op SINC = new Sinc();

    // ---- What derivatives close over ----

    public static final Op DIV_DX = new DivDx();
    public static final Op DIV_ALONG = new DivAlong();
    public static final Op LOG_SHIFTED_DX = new LogShiftedDx();
    public static final Op POW_DX = new PowDx();
    public static final Op POW_DY = new PowDy();
    public static final Op POW_DXY = new PowDxy();
    public static final Op CBRT_DX = new CbrtDx();
    public static final Op LOG_DX = new LogDx();
    public static final Op LOG1P_DX = new Log1pDx();
    public static final Op HYPOT_DX = new HypotDx();
    public static final Op NORM_ROOT_DX = new NormRootDx();
    public static final Op MAX_WEIGHT = new MaxWeight();
    public static final Op GREATER_WEIGHT = new GreaterWeight();
    public static final Op ASIN_DX = new AsinDx();
    public static final Op ATAN_DX = new AtanDx();
    public static final Op OVER_SQUARES = new OverSquares();
    public static final Op SECH2 = new Sech2();
    public static final Op ASINH_DX = new AsinhDx();
    public static final Op ACOSH_DX = new AcoshDx();
    public static final Op ATANH_DX = new AtanhDx();
    public static final Op SIGMOID_DX = new SigmoidDx();
    public static final Op LOGIT_DX = new LogitDx();
    public static final Op LEAKY_RELU_DX = new LeakyReluDx();
    public static final Op LEAKY_RELU_DS = new LeakyReluDs();
    public static final Op ELU_DX = new EluDx();
    public static final Op GELU_DX = new GeluDx();
    public static final Op SILU_DX = new SiluDx();
    public static final Op ERF_DX = new ErfDx();
    public static final Op ERFCX_DX = new ErfcxDx();
    public static final Op LOG_ERFC_DX = new LogErfcDx();
    public static final Op DIGAMMA_DX = new DigammaDx();
    public static final Op TETRAGAMMA = new Tetragamma();
    public static final Op PENTAGAMMA = new Pentagamma();
    public static final Op HEXAGAMMA = new Hexagamma();
    /** For the series of those above; takes its order as an operand. */
    static final Op POLYGAMMA = new NthDerivative("polygamma", "polygamma", Special::polygamma, true);

    static final Op SINC_DN = new NthDerivative("sinc_dn", "sincDn", Special::sincDn, false);

    public static final Op LBETA_DA = new LbetaDa();
    public static final Op LBETA_DAA = new LbetaDaa();
    public static final Op NORMPDF = new Normpdf();
    public static final Op LOG_NORMCDF_DX = new LogNormcdfDx();
    public static final Op LOG_NORMCDF_DXX = new LogNormcdfDxx();
    public static final Op SINC_DX = new SincDx();
    public static final Op SINC_DXX = new SincDxx();
    public static final Op LOG1MEXP_DX = new Log1mexpDx();
    public static final Op LOGEXPM1_DX = new Logexpm1Dx();
    public static final Op LOGADDEXP_DA = new LogaddexpDa();
    public static final Op LOGSUBEXP_DA = new LogsubexpDa();
    public static final Op LOGSUBEXP_DB = new LogsubexpDb();
    public static final Op XLOGY_DX = new XlogyDx();
    public static final Op XLOGY_DY = new XlogyDy();
    public static final Op XLOG1PY_DX = new Xlog1pyDx();
    public static final Op XLOG1PY_DY = new Xlog1pyDy();

    // ---- What differentiation itself needs ----

    public static final Op NORM_ROOT = new NormRoot();
    public static final Op ZERO_MUL = new ZeroProduct("zero_mul", true);
    public static final Op STRONG_MUL = new ZeroProduct("strong_mul", false);
    public static final Op COEFFICIENT = new Coefficient();
    public static final Op SURROGATE = Transparent.moving("surrogate", (result, make) -> make.number(1));
    public static final Op EXP_ALONG = Transparent.moving("exp_along", (result, make) -> result);
    public static final Op LOG_SHIFTED = new LogShifted();
    public static final Op EXP_DIFF = new ExpDiff();

    /** What can be called by name, in the order of the language reference. */
    public static final List<Op> FUNCTIONS = List.of(
            EXP,
            EXPM1,
            LOG,
            LOG1P,
            SQRT,
            CBRT,
            ABS,
            SIGN,
            FLOOR,
            CEIL,
            ROUND,
            TRUNC,
            MIN,
            MAX,
            POW,
            HYPOT,
            SIN,
            COS,
            TAN,
            ASIN,
            ACOS,
            ATAN,
            ATAN2,
            SINH,
            COSH,
            TANH,
            ASINH,
            ACOSH,
            ATANH,
            SIGMOID,
            LOGIT,
            SOFTPLUS,
            RELU,
            LEAKY_RELU,
            ELU,
            GELU,
            SILU,
            ERF,
            ERFC,
            ERFCX,
            LGAMMA,
            DIGAMMA,
            TRIGAMMA,
            LBETA,
            LOG1MEXP,
            LOGADDEXP,
            LOG_COSH,
            XLOGY,
            XLOG1PY,
            CLAMP,
            STEP,
            SQUARE,
            NORMCDF,
            LOG_NORMCDF,
            DETACH);

    private static final List<Op> OTHERS = List.of(
            ADD,
            SUB,
            MUL,
            DIV,
            NEG,
            LT,
            LE,
            EQ,
            NE,
            AND,
            OR,
            NOT,
            LOGEXPM1,
            LOGSUBEXP,
            LOG_ERFC,
            SINC,
            DIV_DX,
            DIV_ALONG,
            LOG_SHIFTED_DX,
            POW_DX,
            POW_DY,
            POW_DXY,
            CBRT_DX,
            LOG_DX,
            LOG1P_DX,
            HYPOT_DX,
            NORM_ROOT_DX,
            MAX_WEIGHT,
            GREATER_WEIGHT,
            ASIN_DX,
            ATAN_DX,
            OVER_SQUARES,
            SECH2,
            ASINH_DX,
            ACOSH_DX,
            ATANH_DX,
            SIGMOID_DX,
            LOGIT_DX,
            LEAKY_RELU_DX,
            LEAKY_RELU_DS,
            ELU_DX,
            GELU_DX,
            SILU_DX,
            ERF_DX,
            ERFCX_DX,
            LOG_ERFC_DX,
            DIGAMMA_DX,
            TETRAGAMMA,
            PENTAGAMMA,
            HEXAGAMMA,
            LBETA_DA,
            LBETA_DAA,
            NORMPDF,
            LOG_NORMCDF_DX,
            LOG_NORMCDF_DXX,
            SINC_DX,
            SINC_DXX,
            LOG1MEXP_DX,
            LOGEXPM1_DX,
            LOGADDEXP_DA,
            LOGSUBEXP_DA,
            LOGSUBEXP_DB,
            XLOGY_DX,
            XLOGY_DY,
            XLOG1PY_DX,
            XLOG1PY_DY,
            NORM_ROOT,
            STRONG_MUL,
            ZERO_MUL,
            COEFFICIENT,
            SURROGATE,
            EXP_ALONG,
            LOG_SHIFTED,
            EXP_DIFF);

    /** All operations: the functions of the language, then those without a name in it. */
    public static final List<Op> ALL =
            Stream.concat(FUNCTIONS.stream(), OTHERS.stream()).toList();

    private static final Map<String, Op> BY_NAME = new LinkedHashMap<>();

    static {
        FUNCTIONS.forEach(op -> BY_NAME.put(op.name(), op));
    }

    private Ops() {}

    /** The function of this name in the language, or null. */
    public static @Nullable Op function(String name) {
        return BY_NAME.get(name);
    }
}
