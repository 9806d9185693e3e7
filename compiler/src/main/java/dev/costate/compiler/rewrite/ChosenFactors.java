package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.ZeroProducts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses products where a factor is chosen that may be zero: {@code (c ? 0 : a) * b} is {@code c ? 0 : a * b}, and the
 * rest of the product is evaluated where it counts only. Zero times anything must be zero, as it is in derivatives.
 */
public final class ChosenFactors {
    private static final Set<Object> PRODUCTS = Set.of(Arithmetic.MUL, ZeroProducts.ZERO_MUL, ZeroProducts.MUL_NO_NAN);

    private final Exprs make;
    private final NodeMap<Expr> done = new NodeMap<>();

    private ChosenFactors(Exprs make) {
        this.make = make;
    }

    /** The equations, those of adjoints and tangents with such products as choices. */
    public static List<Equation> choose(Exprs make, List<Equation> equations) {
        ChosenFactors factors = new ChosenFactors(make);
        return equations.stream()
                .map(e -> e.target().of() == null ? e : e.with(e.guard(), factors.rewritten(e.value())))
                .toList();
    }

    private Expr rewritten(Expr root) {
        return Graph.rebuild(root, this::image, done);
    }

    private Expr image(Expr node, List<Expr> operands) {
        Expr made = make.rebuild(node, operands);
        if (made.op() == null || !PRODUCTS.contains(made.op())) {
            return made;
        }
        Expr first = chosen(made, made.operand(0));
        Expr choice = first == null ? chosen(made, made.operand(1)) : first;
        return choice == null ? made : choice;
    }

    /** The product as a choice, if the factor is one between zero and something else; else null. */
    private @Nullable Expr chosen(Expr product, Expr factor) {
        if (!(factor.head() instanceof Expr.Head.Choice) || isZero(factor.operand(1)) == isZero(factor.operand(2))) {
            return null;
        }
        return make.choose(factor.operand(0), branch(product, factor, 1), branch(product, factor, 2));
    }

    private Expr branch(Expr product, Expr factor, int branch) {
        Expr zero = factor.operand(branch);
        if (isZero(zero)) {
            return zero;
        }
        List<Expr> factors = product.operands().stream()
                .map(f -> isAlike(f, factor) ? f.operand(branch) : f)
                .toList();
        return make.rebuild(product, factors);
    }

    private static boolean isAlike(Expr factor, Expr choice) {
        return factor.head() instanceof Expr.Head.Choice && factor.operand(0) == choice.operand(0);
    }

    private static boolean isZero(Expr x) {
        return x.isNumber() && x.number() == 0;
    }
}
