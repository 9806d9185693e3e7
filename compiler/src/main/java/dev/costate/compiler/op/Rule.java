package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** What makes an expression of some others, or null: a partial derivative that is not zero, or a simpler form. */
final class Rule {
    private Rule() {}

    interface Of1 {
        @Nullable
        Expr of(Expr a, Exprs make);
    }

    interface Of2 {
        @Nullable
        Expr of(Expr a, Expr b, Exprs make);
    }

    interface Of3 {
        @Nullable
        Expr of(Expr a, Expr b, Expr c, Exprs make);
    }

    interface Of4 {
        @Nullable
        Expr of(Expr a, Expr b, Expr c, Expr d, Exprs make);
    }
}
