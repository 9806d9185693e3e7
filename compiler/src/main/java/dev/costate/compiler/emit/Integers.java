package dev.costate.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Poly;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Integer polynomials as Java expressions. They are computed as {@code int} where every step is known to be one, else
 * as {@code long}; where also that is not known to suffice, the result is checked.
 *
 * <p>Long, since it says for each kind of integer expression how wide it is computed.
 */
final class Integers {
    /** How numbers are computed. */
    private enum Width {
        INT,
        LONG,
        DOUBLE
    }

    /** In real arithmetic, a sum of numbers below this is right to less than what wrapping around changes. */
    private static final int SURE_BITS = 110;

    private final Function<Atom, String> names;
    private final Function<Atom, @Nullable Interval> known;
    private final Supplier<String> place;
    /** Whether all of them have been computed with their checks before. */
    private final boolean checkedBefore;

    /** @param names what a dim or an index is called; for an element of integer data, what its array is called */
    Integers(Function<Atom, String> names) {
        this(names, atom -> null, () -> "", false);
    }

    /**
     * @param known what is known of the values of an index
     * @param place what is added to a message to say where in the model this is
     * @param checkedBefore whether checks can be left out, since the same integers have passed them
     */
    Integers(
            Function<Atom, String> names,
            Function<Atom, @Nullable Interval> known,
            Supplier<String> place,
            boolean checkedBefore) {
        this.names = names;
        this.known = known;
        this.place = place;
        this.checkedBefore = checkedBefore;
    }

    /** The polynomial with the checks that are still to be made. */
    private Poly open(Poly poly) {
        return checkedBefore
                ? poly.substitute(atom -> atom instanceof Atom.Checked checked ? open(checked.value()) : null)
                : poly;
    }

    /** An {@code int} expression of what is known to be an int. */
    Text print(Poly integer) {
        Poly poly = open(integer);
        return poly.denominator() == 1
                ? sum(poly, Width.INT)
                : new Text("(int) " + wide(poly).in(Precedence.UNARY), Precedence.UNARY);
    }

    /** A {@code long} expression, if any of it is computed at all; it fails where the value is none. */
    Text wide(Poly integer) {
        Poly poly = open(integer);
        Poly numerator = poly.times(Poly.of(poly.denominator()));
        Text sum = checkedBefore || Interval.isLong(numerator, known) ? sum(numerator, Width.LONG) : checked(numerator);
        return poly.denominator() == 1
                ? sum
                : new Text(sum.in(Precedence.PRODUCT) + " / " + poly.denominator(), Precedence.PRODUCT);
    }

    /** As an {@code int} where that suffices, else as a {@code long}. */
    Text narrow(Poly integer) {
        Poly poly = open(integer);
        return isInt(poly) ? sum(poly, Width.INT) : wide(poly);
    }

    /** The value in wrapping arithmetic, which is right if the same in real arithmetic is not far from it. */
    private Text checked(Poly poly) {
        StringBuilder text = new StringBuilder(Blocks.type("Checks") + ".whole(");
        text.append(sum(poly, Width.LONG).text()).append(", ");
        text.append(sum(poly, Width.DOUBLE).text()).append(", ");
        if (poly.terms().stream().anyMatch(t -> t.coefficient() < 0)) {
            BigInteger most = poly.terms().stream()
                    .map(t -> Interval.of(t, known).magnitude())
                    .reduce(BigInteger.ZERO, BigInteger::max);
            if (most.bitLength() > SURE_BITS) {
                text.append(magnitude(poly)).append(", ");
            }
        }
        return new Text(text.append(quoted(poly + place.get())).append(")").toString(), Precedence.PRIMARY);
    }

    /** A condition: that the value is a {@code long}. */
    Text fits(Poly poly) {
        Poly numerator = poly.times(Poly.of(poly.denominator()));
        String value =
                Blocks.type("Math") + ".abs(" + sum(numerator, Width.DOUBLE).text() + ")";
        return new Text(value + " < 0x1p63", Precedence.RELATION);
    }

    /** The sum of the magnitudes of the terms. */
    private String magnitude(Poly poly) {
        return poly.terms().stream()
                .map(t -> Blocks.type("Math") + ".abs(" + product(t, Width.DOUBLE) + ")")
                .collect(Collectors.joining(" + "));
    }

    /** Whether every step of computing it is in the range of ints. */
    private boolean isInt(Poly poly) {
        Interval sum = null;
        for (Poly.Term term : ordered(poly)) {
            Interval value = Interval.of(term, known);
            sum = sum == null ? value : sum.plus(value);
            if (!value.isInt() || !sum.isInt()) {
                return false;
            }
        }
        return poly.denominator() == 1;
    }

    /** The flat position of an element of a row-major array: {@code i * D + j}. */
    Text position(List<Poly> shape, List<Poly> checked) {
        List<Poly> subscripts = checked.stream().map(this::open).toList();
        int inner = subscripts.size() - 1;
        long stride = 1;
        List<Text> terms = new ArrayList<>();
        long constant = 0;
        for (; inner > 0 && shape.get(inner).isConstant(); inner--) {
            Poly subscript = subscripts.get(inner);
            if (subscript.isConstant()) {
                constant += stride * subscript.constant().orElse(0);
            } else {
                terms.add(0, times(stride, subscript));
            }
            stride *= shape.get(inner).constant().orElse(0);
        }
        Poly outer = subscripts.isEmpty() ? Poly.ZERO : subscripts.get(0);
        if (inner > 0) {
            Text row = row(shape.subList(0, inner + 1), subscripts.subList(0, inner + 1));
            terms.add(
                    0,
                    stride == 1 ? row : new Text(stride + " * " + row.inRight(Precedence.PRODUCT), Precedence.PRODUCT));
        } else if (outer.isConstant()) {
            constant += stride * outer.constant().orElse(0);
        } else {
            terms.add(0, times(stride, outer));
        }
        if (constant != 0 || terms.isEmpty()) {
            terms.add(print(Poly.of(constant)));
        }
        if (terms.size() == 1) {
            return terms.get(0);
        }
        StringBuilder text = new StringBuilder(terms.get(0).in(Precedence.SUM));
        terms.stream().skip(1).forEach(term -> text.append(added(term)));
        return new Text(text.toString(), Precedence.SUM);
    }

    private Text times(long stride, Poly subscript) {
        return stride == 1 || subscript.terms().size() == 1
                ? print(subscript.times(Poly.of(stride)))
                : new Text(stride + " * " + print(subscript).inRight(Precedence.PRODUCT), Precedence.PRODUCT);
    }

    /** The position in rows whose lengths are no numbers. */
    private Text row(List<Poly> shape, List<Poly> subscripts) {
        Poly position = Poly.ZERO;
        Text text = new Text("0", Precedence.PRIMARY);
        for (int axis = 0; axis < subscripts.size(); axis++) {
            Poly subscript = subscripts.get(axis);
            Text size = print(shape.get(axis));
            if (position.isZero()) {
                text = print(subscript);
            } else if (subscript.isZero()) {
                text = new Text(
                        text.in(Precedence.PRODUCT) + " * " + size.inRight(Precedence.PRODUCT), Precedence.PRODUCT);
            } else {
                String row = text.in(Precedence.PRODUCT) + " * " + size.inRight(Precedence.PRODUCT);
                text = new Text(row + added(print(subscript)), Precedence.SUM);
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

    /** Positive terms first. */
    private static List<Poly.Term> ordered(Poly poly) {
        List<Poly.Term> ordered = new ArrayList<>();
        poly.terms().stream().filter(t -> t.coefficient() > 0).forEach(ordered::add);
        poly.terms().stream().filter(t -> t.coefficient() < 0).forEach(ordered::add);
        return ordered;
    }

    private Text sum(Poly poly, Width width) {
        List<Poly.Term> terms = ordered(poly);
        if (terms.isEmpty()) {
            return new Text("0", Precedence.PRIMARY);
        }
        boolean plain = width == Width.INT || (width == Width.LONG && isInt(poly));
        boolean byNumber = terms.size() == 2 && terms.get(1).atoms().isEmpty();
        StringBuilder text = new StringBuilder();
        for (Poly.Term term : terms) {
            boolean negative = term.coefficient() < 0;
            boolean first = text.length() == 0;
            boolean follows = first ? byNumber : !term.atoms().isEmpty();
            Width own = plain || (follows && Interval.of(term, known).isInt()) ? Width.INT : width;
            text.append(first ? (negative ? "-" : "") : negative ? " - " : " + ");
            text.append(product(term, own));
        }
        if (terms.size() > 1) {
            return new Text(text.toString(), Precedence.SUM);
        }
        Poly.Term only = terms.get(0);
        boolean single = only.atoms().isEmpty() || (only.atoms().size() == 1 && Math.abs(only.coefficient()) == 1);
        Precedence precedence =
                !single ? Precedence.PRODUCT : only.coefficient() < 0 || !plain ? Precedence.UNARY : Precedence.PRIMARY;
        return new Text(text.toString(), precedence);
    }

    /** An {@code int} expression that fails where the value is none. */
    Text exact(Poly poly) {
        return checkedBefore || isInt(poly)
                ? print(poly)
                : new Text(
                        Blocks.type("Checks") + ".integer(" + wide(poly).text() + ", " + quoted(poly + place.get())
                                + ")",
                        Precedence.PRIMARY);
    }

    private static CodeBlock quoted(String text) {
        return CodeBlock.of("$S", text);
    }

    /** The magnitude of a term, of which at least the first factor is of that width. */
    private String product(Poly.Term term, Width width) {
        String magnitude = Long.toUnsignedString(Math.abs(term.coefficient()));
        String suffix = switch (width) {
            case INT -> "";
            case LONG -> "L";
            case DOUBLE -> ".0";
        };
        if (term.atoms().isEmpty()) {
            boolean large = width == Width.INT && Math.abs(term.coefficient()) > Integer.MAX_VALUE;
            return magnitude + (large ? "L" : suffix);
        }
        StringBuilder text = new StringBuilder();
        if (!magnitude.equals("1")) {
            text.append(magnitude).append(suffix).append(" * ");
        } else if (width == Width.DOUBLE
                || (width == Width.LONG && isIntTyped(term.atoms().get(0)))) {
            text.append(width == Width.LONG ? "(long) " : "(double) ");
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

    /** Each operand as wide as it needs; a quotient is wider where the least number is divided by -1. */
    private String integral(Atom.Integral integral, Width width) {
        List<Poly> operands = integral.operands();
        List<String> texts = operands.stream().map(p -> narrow(p).text()).toList();
        String a = texts.get(0);
        String b = texts.get(1);
        boolean widened = operands.stream().allMatch(this::isInt) && !isIntTyped(integral);
        String wide = widened ? "(long) " + a : a;
        String text = switch (integral.function()) {
            case QUOTIENT ->
                checkedBefore ? "(" + wide + " / " + b + ")" : checks("quotient", wide + ", " + b, integral);
            case DIV ->
                !checkedBefore && mayOverflow(integral)
                        ? checks("floorDiv", wide + ", " + b, integral)
                        : Blocks.type("Math") + ".floorDiv(" + wide + ", " + divisor(integral, b) + ")";
            case MOD -> Blocks.type("Math") + ".floorMod(" + a + ", " + divisor(integral, b) + ")";
            case MIN -> Blocks.type("Math") + ".min(" + a + ", " + b + ")";
            case MAX -> Blocks.type("Math") + ".max(" + a + ", " + b + ")";
            case CHOICE -> "(" + a + " >= 0 ? " + b + " : " + texts.get(2) + ")";
        };
        return width == Width.INT && !isIntTyped(integral) ? "(int) " + text : text;
    }

    /** Whether Java computes the atom as an {@code int}. */
    private boolean isIntTyped(Atom atom) {
        if (!(atom instanceof Atom.Integral integral)) {
            return true;
        }
        List<Poly> operands = integral.operands();
        boolean first = isInt(operands.get(0));
        boolean second = isInt(operands.get(1));
        return switch (integral.function()) {
            case QUOTIENT, DIV ->
                first && second && Interval.of(Poly.of(integral), known).isInt();
            case MOD -> second;
            case MIN, MAX -> first && second;
            case CHOICE -> second && isInt(operands.get(2));
        };
    }

    /** Whether it might divide the least {@code long} by -1. */
    private boolean mayOverflow(Atom.Integral integral) {
        Interval divisor = Interval.of(integral.operands().get(1), known);
        return !isInt(integral.operands().get(0))
                && divisor.least().signum() < 0
                && !Interval.isLong(integral.operands().get(0).negate(), known);
    }

    private String checks(String method, String operands, Atom.Integral integral) {
        return Blocks.type("Checks") + "." + method + "(" + operands + ", " + quoted(integral.name() + place.get())
                + ")";
    }

    private String divisor(Atom.Integral integral, String divisor) {
        return checkedBefore || integral.operands().get(1).isConstant()
                ? divisor
                : checks("divisor", divisor, integral);
    }
}
