package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SQUARE;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import dev.costate.runtime.SumOfProducts;
import java.util.List;

/**
 * Logarithms of differences of two products, a d − b c: the products may cancel, and leave the range of numbers where
 * the logarithm does not. A sum of products is the difference of one and the opposite of the other.
 */
public final class Determinants {
    static final Family FAMILY = new Family();

    /** log(a d − b c). */
    public static final Op LOG_DETERMINANT = FAMILY.internal(OpDefinition.of(
                    "log_determinant", 4, m -> SumOfProducts.log(m[0], m[1], m[2], m[3]), "SumOfProducts.log")
            .partial(0, (m, result, make) -> make.apply(Determinants.LOG_DETERMINANT_DA, m))
            .partial(1, (m, result, make) -> make.apply(NEG, cOver(m, make)))
            .partial(2, (m, result, make) -> make.apply(NEG, bOver(m, make)))
            .partial(3, (m, result, make) -> over(m.get(3), m.get(1), m.get(2), m.get(0), make))
            .singular()
            .steep()
            .advice(Advice.LOGARITHM_OF_TWO)
            .law("log(x * y - p * q)", "log_determinant(x, p, q, y)")
            .law("log(x * y + p * q)", "log_determinant(x, -p, q, y)")
            .law("log(x * y - p^2)", "log_determinant(x, p, p, y)")
            .law("log(x * y + p^2)", "log_determinant(x, -p, p, y)")
            .law("log(p^2 - x * y)", "log_determinant(p, x, y, p)")
            .law("log(x^2 + y^2)", "log_determinant(x, -y, y, x)")
            .cost(55)
            .smoothOn(2, 4, -1, 1, -1, 1, 2, 4));

    /** d/(a d − b c), of which all derivatives are products with its like. */
    public static final Op LOG_DETERMINANT_DA = FAMILY.internal(OpDefinition.of(
                    "log_determinant_da", 4, m -> SumOfProducts.logDa(m[0], m[1], m[2], m[3]), "SumOfProducts.logDa")
            .partial(0, (m, result, make) -> make.apply(NEG, make.apply(SQUARE, result)))
            .partial(1, (m, result, make) -> make.apply(MUL, result, cOver(m, make)))
            .partial(2, (m, result, make) -> make.apply(MUL, result, bOver(m, make)))
            .partial(3, (m, result, make) -> make.apply(NEG, make.apply(MUL, bOver(m, make), cOver(m, make))))
            .singular()
            .steep()
            .cost(45)
            .smoothOn(2, 4, -1, 1, -1, 1, 2, 4));

    private Determinants() {}

    /** d/(a d − b c). */
    private static Expr over(Expr a, Expr b, Expr c, Expr d, Exprs make) {
        return make.apply(LOG_DETERMINANT_DA, a, b, c, d);
    }

    /** b/(a d − b c), as the difference is −c b + a d. */
    private static Expr bOver(List<Expr> m, Exprs make) {
        return over(make.apply(NEG, m.get(2)), make.apply(NEG, m.get(0)), m.get(3), m.get(1), make);
    }

    /** c/(a d − b c). */
    private static Expr cOver(List<Expr> m, Exprs make) {
        return over(make.apply(NEG, m.get(1)), make.apply(NEG, m.get(0)), m.get(3), m.get(2), make);
    }
}
