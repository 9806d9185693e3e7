package dev.costate.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Integer polynomials as Java expressions. */
final class Integers {
    /** How an integer is computed: as an {@code int}, or as a {@code long} where a step might leave that range. */
    private enum Width {
        INT,
        LONG
    }

    /** Less than this, added to an index, stays in range. */
    private static final long SMALL = 1 << 20;

    private final Function<Atom, String> names;

    /** @param names what a dim or an index is called; for an element of integer data, what its array is called */
    Integers(Function<Atom, String> names) {
        this.names = names;
    }

    /** An {@code int} expression. */
    Text print(Poly poly) {
        return poly.denominator() == 1
                ? sum(poly, Width.INT)
                : new Text("(int) " + wide(poly).in(Precedence.UNARY), Precedence.UNARY);
    }

    /** A {@code long} expression, if any of it is computed at all. */
    Text wide(Poly poly) {
        Text sum = sum(poly, Width.LONG);
        return poly.denominator() == 1
                ? sum
                : new Text(sum.in(Precedence.PRODUCT) + " / " + poly.denominator(), Precedence.PRODUCT);
    }

    /** The flat position of an element of a row-major array: {@code i * D + j}. */
    Text position(List<Poly> shape, List<Poly> subscripts) {
        Poly position = Poly.ZERO;
        Text text = new Text("0", Precedence.PRIMARY);
        for (int axis = 0; axis < subscripts.size(); axis++) {
            Poly subscript = subscripts.get(axis);
            if (position.isZero()) {
                text = print(subscript);
            } else if (position.isConstant() && shape.get(axis).isConstant()) {
                text = print(position.times(shape.get(axis)).plus(subscript));
            } else {
                Text size = print(shape.get(axis));
                String row = size.text().equals("1")
                        ? text.text()
                        : text.in(Precedence.PRODUCT) + " * " + size.inRight(Precedence.PRODUCT);
                text = subscript.isZero()
                        ? new Text(row, size.text().equals("1") ? text.precedence() : Precedence.PRODUCT)
                        : new Text(row + added(print(subscript)), Precedence.SUM);
            }
            position = position.times(shape.get(axis)).plus(subscript);
        }
        return text;
    }

    /** {@code  + text}, or {@code  - text} for what starts with a minus. Integer sums need no parentheses. */
    static String added(Text term) {
        if (term.text().startsWith("-")) {
            return " - " + term.text().substring(1);
        }
        return " + " + term.in(Precedence.SUM);
    }

    private Text sum(Poly poly, Width width) {
        List<Poly.Term> terms = poly.terms();
        if (terms.isEmpty()) {
            return new Text("0", Precedence.PRIMARY);
        }
        List<Poly.Term> ordered =
                new ArrayList<>(terms.stream().filter(t -> t.coefficient() > 0).toList());
        ordered.addAll(terms.stream().filter(t -> t.coefficient() < 0).toList());
        StringBuilder text = new StringBuilder();
        for (Poly.Term term : ordered) {
            boolean negative = term.coefficient() < 0;
            boolean first = text.length() == 0;
            text.append(first ? (negative ? "-" : "") : negative ? " - " : " + ");
            text.append(first && width == Width.LONG && mayOverflow(ordered) ? "(long) " : "")
                    .append(product(term, width));
        }
        Precedence precedence = Precedence.SUM;
        if (terms.size() == 1) {
            Poly.Term only = terms.get(0);
            boolean plain = only.atoms().isEmpty() || (only.atoms().size() == 1 && Math.abs(only.coefficient()) == 1);
            precedence = !plain
                    ? Precedence.PRODUCT
                    : only.coefficient() < 0 || width == Width.LONG ? Precedence.UNARY : Precedence.PRIMARY;
        }
        return new Text(text.toString(), precedence);
    }

    /** Whether the sum of ints could leave their range: two of one sign, or one that may be any number. */
    private static boolean mayOverflow(List<Poly.Term> terms) {
        if (terms.stream().flatMap(t -> t.atoms().stream()).anyMatch(Atom.Element.class::isInstance)) {
            return (terms.size() > 1 || terms.get(0).coefficient() < 0)
                    && terms.get(0).atoms().size() == 1
                    && Math.abs(terms.get(0).coefficient()) == 1;
        }
        return terms.size() > 1
                && terms.get(0).coefficient() == terms.get(1).coefficient()
                && terms.stream().limit(2).allMatch(t -> t.atoms().size() == 1 && Math.abs(t.coefficient()) == 1);
    }

    /** Whether every step of computing it stays in the range of ints: one atom, less others, and a small number. */
    private static boolean fits(Poly poly) {
        int positive = 0;
        boolean any = poly.denominator() != 1;
        boolean data = false;
        for (Poly.Term term : poly.terms()) {
            positive += term.atoms().isEmpty() || term.coefficient() < 0 ? 0 : 1;
            any |= term.atoms().isEmpty() ? Math.abs(term.coefficient()) > SMALL : Math.abs(term.coefficient()) != 1;
            any |= term.atoms().size() > 1;
            data |= term.atoms().stream().anyMatch(a -> !(a instanceof Atom.Dim || a instanceof Atom.Index));
        }
        boolean alone = poly.asAtom() != null || poly.isConstant();
        return !any && (data ? alone : positive <= 1);
    }

    /** An {@code int} expression that fails where the value is none. */
    Text exact(Poly poly) {
        return fits(poly)
                ? print(poly)
                : new Text(
                        Blocks.type("Checks") + ".integer(" + wide(poly).text() + ", " + quoted(poly) + ")",
                        Precedence.PRIMARY);
    }

    private static CodeBlock quoted(Poly poly) {
        return quoted(poly.toString());
    }

    private static CodeBlock quoted(String text) {
        return CodeBlock.of("$S", text);
    }

    private String product(Poly.Term term, Width width) {
        long magnitude = Math.abs(term.coefficient());
        if (term.atoms().isEmpty()) {
            return magnitude > Integer.MAX_VALUE || width == Width.LONG ? magnitude + "L" : Long.toString(magnitude);
        }
        StringBuilder text = new StringBuilder();
        if (magnitude != 1) {
            text.append(magnitude).append(width == Width.LONG ? "L * " : " * ");
        } else if (width == Width.LONG && term.atoms().size() > 1) {
            text.append("(long) ");
        }
        for (int k = 0; k < term.atoms().size(); k++) {
            text.append(k == 0 ? "" : " * ").append(atom(term.atoms().get(k), width));
        }
        return text.toString();
    }

    private String atom(Atom atom, Width width) {
        if (atom instanceof Atom.Element element) {
            String array = names.apply(atom);
            return element.subscripts().isEmpty()
                    ? array
                    : array + "["
                            + position(element.tensor().shape(), element.subscripts())
                                    .text()
                            + "]";
        } else if (atom instanceof Atom.Checked checked) {
            return Blocks.type("Checks") + ".subscript("
                    + wide(checked.value()).text() + ", "
                    + print(checked.size()).text() + ", "
                    + CodeBlock.of("$S", checked.place()) + ")";
        } else if (!(atom instanceof Atom.Integral)) {
            return names.apply(atom);
        }
        return integral((Atom.Integral) atom, width);
    }

    /** Its operands are computed as {@code long} if they could leave the range of {@code int}. */
    private String integral(Atom.Integral integral, Width width) {
        List<Poly> operands = integral.operands();
        boolean wide = !operands.stream().allMatch(Integers::fits);
        List<String> texts = operands.stream()
                .map(p -> wide ? wide(p).text() : print(p).text())
                .toList();
        String a = texts.get(0);
        String b = texts.get(1);
        String text = switch (integral.function()) {
            case QUOTIENT -> Blocks.type("Checks") + ".quotient(" + a + ", " + b + ", " + quoted(integral.name()) + ")";
            case DIV -> Blocks.type("Math") + ".floorDiv(" + a + ", " + divisor(integral, b) + ")";
            case MOD -> Blocks.type("Math") + ".floorMod(" + a + ", " + divisor(integral, b) + ")";
            case MIN -> Blocks.type("Math") + ".min(" + a + ", " + b + ")";
            case MAX -> Blocks.type("Math") + ".max(" + a + ", " + b + ")";
            case CHOICE -> "(" + a + " >= 0 ? " + b + " : " + texts.get(2) + ")";
        };
        return wide && width == Width.INT ? "(int) " + text : text;
    }

    private static String divisor(Atom.Integral integral, String divisor) {
        return integral.operands().get(1).isConstant()
                ? divisor
                : Blocks.type("Checks") + ".divisor(" + divisor + ", " + quoted(integral.name()) + ")";
    }
}
