package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Tensor;

/** What the variables for parts of expressions are called. */
final class ValueNames {
    /** The name of what is being computed. */
    private String quantity = "";

    /** Notes which quantity what follows is computed for. */
    void computing(Tensor tensor) {
        quantity = tensor.name();
    }

    /** What a variable is called: after the function that it is the value of, or after what it is a part of. */
    String of(Expr node) {
        Op op = node.op();
        if (op == null) {
            return quantity + "Choice";
        } else if (op.arity() == 2 && op.arithmetic() == Op.Arithmetic.PRODUCT) {
            return quantity + "Product";
        } else if (!(op.java() instanceof Op.Form.Infix)) {
            return Character.isLetter(op.name().charAt(0)) ? camelCase(op.name()) : quantity + "Condition";
        } else if (op.kind() == Op.Kind.CONDITION) {
            return quantity + "Condition";
        }
        return quantity + (op.arithmetic() == Op.Arithmetic.SUM ? "Terms" : "Quotient");
    }

    private static String camelCase(String name) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < name.length(); k++) {
            boolean start = k > 0 && name.charAt(k - 1) == '_';
            char c = name.charAt(k);
            if (c != '_') {
                text.append(start ? Character.toUpperCase(c) : c);
            }
        }
        return text.toString();
    }
}
