package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints integers that are chosen, {@code i == n ? a : b}. A condition is the sign of a polynomial; {@code and},
 * {@code or} and {@code ==} are choices within choices that have one of their values in common, or choices between
 * signs, such as that of −|x| for x = 0.
 */
final class IntegerChoices {
    private final Integers integers;

    IntegerChoices(Integers integers) {
        this.integers = integers;
    }

    private record Choice(JavaExpression condition, Poly chosen, Poly otherwise) {}

    JavaExpression print(Atom.Integral integral) {
        Choice choice = all(integral);
        JavaExpression condition = choice.condition;
        Poly otherwise = choice.otherwise;
        for (Atom.Integral next = choice(otherwise); next != null; next = choice(otherwise)) {
            Choice other = all(next);
            if (!other.chosen.equals(choice.chosen)) {
                break;
            }
            condition = condition.binary("||", other.condition);
            otherwise = other.otherwise;
        }
        return Java.choice(condition, integers.narrow(choice.chosen), integers.narrow(otherwise));
    }

    /** With the choices within that have the same value otherwise. */
    private Choice all(Atom.Integral integral) {
        List<Poly> signs = new ArrayList<>(List.of(integral.operands().get(0)));
        Poly chosen = integral.operands().get(1);
        Poly otherwise = integral.operands().get(2);
        for (Atom.Integral inner = choice(chosen); inner != null; inner = choice(chosen)) {
            if (!inner.operands().get(2).equals(otherwise)) {
                break;
            }
            signs.add(inner.operands().get(0));
            chosen = inner.operands().get(1);
        }
        return new Choice(all(signs), chosen, otherwise);
    }

    private JavaExpression all(List<Poly> signs) {
        List<JavaExpression> conditions = new ArrayList<>();
        for (int k = 0; k < signs.size(); k++) {
            Poly sign = signs.get(k);
            boolean isZero = k + 1 < signs.size() && signs.get(k + 1).equals(sign.negate());
            conditions.add(isZero ? compare(sign, "==") : condition(sign));
            k += isZero ? 1 : 0;
        }
        return Java.all(conditions);
    }

    /** Whether the integer is at least 0. */
    JavaExpression condition(Poly sign) {
        Atom.Integral choice = choice(sign);
        if (choice == null) {
            return compare(sign, ">=");
        }
        Poly first = choice.operands().get(0);
        Poly second = choice.operands().get(1);
        Poly third = choice.operands().get(2);
        if (third.equals(first) && second.equals(first.negate())) {
            return compare(first, "==");
        } else if (third.isZero() && second.equals(first.plus(-1))) {
            return compare(first, "!=");
        } else if (third.equals(Poly.of(-1))) {
            return condition(first).binary("&&", condition(second));
        } else if (second.isZero()) {
            return condition(first).binary("||", condition(third));
        }
        return compare(sign, ">=");
    }

    /** An integer beside 0, as what is added in it beside what is subtracted. */
    private JavaExpression compare(Poly integer, String operator) {
        if (integer.denominator() != 1) {
            return integers.narrow(integer).binary(operator, Java.ZERO);
        }
        Poly left = Poly.ZERO;
        Poly right = Poly.ZERO;
        for (Poly.Term term : integer.terms()) {
            Poly product = Poly.of(Math.absExact(term.coefficient()));
            for (Atom atom : term.atoms()) {
                product = product.times(Poly.of(atom));
            }
            left = term.coefficient() > 0 ? left.plus(product) : left;
            right = term.coefficient() < 0 ? right.plus(product) : right;
        }
        String relation = operator;
        if (operator.equals(">=") && hasOne(integer)) {
            right = right.plus(-1);
            relation = ">";
        }
        return left.isConstant()
                ? integers.narrow(right).binary(relation.replace('>', '<'), integers.narrow(left))
                : integers.narrow(left).binary(relation, integers.narrow(right));
    }

    /** Whether 1 is subtracted in it. */
    private static boolean hasOne(Poly integer) {
        return integer.terms().stream().anyMatch(term -> term.atoms().isEmpty() && term.coefficient() == -1);
    }

    private static Atom.@Nullable Integral choice(Poly poly) {
        return poly.asAtom() instanceof Atom.Integral integral && integral.function() == Atom.Function.CHOICE
                ? integral
                : null;
    }
}
