package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.source.CompilerBug;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final Function<Atom, JavaExpression> names;
    private final Map<Poly, Atom.Dim> computed;
    private final Function<Atom, @Nullable Interval> known;
    private final Supplier<String> place;
    /** Whether all of them have been computed with their checks before. */
    private final boolean checkedBefore;

    private final IntegerChoices choices = new IntegerChoices(this);

    /**
     * @param names what stands for a dim or an index; for an element of integer data, what stands for its array
     * @param computed dims that have a value of their own, by that
     * @param known what is known of the values of an index
     * @param place what is added to a message to say where in the model this is
     * @param checkedBefore whether checks can be left out, since the same integers have passed them
     */
    Integers(
            Function<Atom, JavaExpression> names,
            Map<Poly, Atom.Dim> computed,
            Function<Atom, @Nullable Interval> known,
            Supplier<String> place,
            boolean checkedBefore) {
        this.names = names;
        this.computed = computed;
        this.known = known;
        this.place = place;
        this.checkedBefore = checkedBefore;
    }

    /** Whether it is a dim. */
    boolean isDim(Poly size) {
        return size.asAtom() instanceof Atom.Dim || computed.containsKey(size);
    }

    /** A shape in words: {@code N × D}. */
    String shape(List<Poly> shape) {
        return shape.isEmpty()
                ? "scalar"
                : shape.stream().map(axis -> axis(axis, shape.size() > 1)).collect(Collectors.joining(" × "));
    }

    private String axis(Poly axis, boolean among) {
        boolean loose = among && axis.terms().size() > 1 && axis.denominator() == 1 && !computed.containsKey(axis);
        return loose ? "(" + axis + ")" : size(axis);
    }

    /** A size in words, by the name that the model has for it. */
    String size(Poly size) {
        Atom.Dim dim = computed.get(size);
        return dim != null ? dim.name() : size.toString();
    }

    /** The polynomial with the checks that are still to be made. */
    private Poly open(Poly poly) {
        return checkedBefore
                ? poly.substitute(atom -> atom instanceof Atom.Checked checked ? open(checked.value()) : null)
                : poly;
    }

    /**
     * An {@code int} expression of what is known to be an int, so that sums and products on the way may wrap around.
     */
    JavaExpression print(Poly integer) {
        Poly poly = open(integer);
        Atom.Dim dim = computed.get(poly);
        if (dim != null) {
            return names.apply(dim);
        }
        long denominator = poly.denominator();
        if (denominator == 1) {
            return sum(poly, Width.INT);
        }
        Poly numerator = poly.times(Poly.of(denominator));
        if (isInt(numerator)) {
            return sum(numerator, Width.INT).binary("/", Java.integer(denominator));
        }
        Poly whole = wholePart(numerator, denominator);
        Poly rest = numerator.minus(whole.times(Poly.of(denominator)));
        if (whole.isZero() || !Interval.isLong(rest, known)) {
            return quotient(numerator, denominator);
        }
        boolean negative = rest.terms().stream().allMatch(t -> t.coefficient() < 0);
        return sum(whole, Width.INT)
                .binary(negative ? "-" : "+", quotient(negative ? rest.negate() : rest, denominator));
    }

    /** The terms of which each is a multiple of the denominator, divided by it. */
    private static Poly wholePart(Poly numerator, long denominator) {
        Poly whole = Poly.ZERO;
        for (Poly.Term term : numerator.terms()) {
            if (term.coefficient() % denominator == 0) {
                Poly divided = Poly.of(term.coefficient() / denominator);
                for (Atom atom : term.atoms()) {
                    divided = divided.times(Poly.of(atom));
                }
                whole = whole.plus(divided);
            }
        }
        return whole;
    }

    /** An {@code int}, whose numerator is a {@code long}. */
    private JavaExpression quotient(Poly numerator, long denominator) {
        return Java.cast(JavaType.INT, sum(numerator, Width.LONG).binary("/", Java.integer(denominator)));
    }

    /** A {@code long} expression, if any of it is computed at all; it fails where the value is none. */
    JavaExpression wide(Poly integer) {
        Poly poly = open(integer);
        Poly numerator = poly.times(Poly.of(poly.denominator()));
        JavaExpression sum =
                checkedBefore || Interval.isLong(numerator, known) ? sum(numerator, Width.LONG) : checked(numerator);
        return poly.denominator() == 1 ? sum : sum.binary("/", Java.integer(poly.denominator()));
    }

    /** As an {@code int} where that suffices, else as a {@code long}. */
    JavaExpression narrow(Poly integer) {
        Poly poly = open(integer);
        return computed.containsKey(poly) || isInt(poly) ? print(poly) : wide(poly);
    }

    /** Whether it is at least 0, as one would write that. */
    JavaExpression condition(Poly integer) {
        return choices.condition(integer);
    }

    /** The value in wrapping arithmetic, which is right if the same in real arithmetic is not far from it. */
    private JavaExpression checked(Poly poly) {
        List<JavaExpression> arguments = new ArrayList<>();
        arguments.add(sum(poly, Width.LONG));
        arguments.add(sum(poly, Width.DOUBLE));
        if (poly.terms().stream().anyMatch(t -> t.coefficient() < 0)) {
            BigInteger most = poly.terms().stream()
                    .map(t -> Interval.of(t, known).magnitude())
                    .reduce(BigInteger.ZERO, BigInteger::max);
            if (most.bitLength() > SURE_BITS) {
                arguments.add(magnitude(poly));
            }
        }
        arguments.add(message(poly.toString()));
        return Java.call("Checks", "whole", arguments);
    }

    /** A condition: that the value is a {@code long}. */
    JavaExpression fits(Poly poly) {
        Poly numerator = poly.times(Poly.of(poly.denominator()));
        return Java.call("Math", "abs", sum(numerator, Width.DOUBLE)).binary("<", Java.literal("0x1p63"));
    }

    /** The sum of the magnitudes of the terms. */
    private JavaExpression magnitude(Poly poly) {
        return poly.terms().stream()
                .map(t -> Java.call("Math", "abs", product(t, Width.DOUBLE, false)))
                .reduce(Java::sum)
                .orElse(Java.ZERO);
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
    JavaExpression position(List<Poly> shape, List<Poly> checked) {
        List<Poly> subscripts = checked.stream().map(this::open).toList();
        int inner = subscripts.size() - 1;
        long stride = 1;
        List<JavaExpression> terms = new ArrayList<>();
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
            JavaExpression row = row(shape.subList(0, inner + 1), subscripts.subList(0, inner + 1));
            terms.add(0, stride == 1 ? row : Java.integer(stride).binary("*", row));
        } else if (outer.isConstant()) {
            constant += stride * outer.constant().orElse(0);
        } else {
            terms.add(0, times(stride, outer));
        }
        if (constant != 0 || terms.isEmpty()) {
            terms.add(print(Poly.of(constant)));
        }
        return terms.stream().reduce(Java::sum).orElseThrow();
    }

    private JavaExpression times(long stride, Poly subscript) {
        return stride == 1 || subscript.terms().size() == 1
                ? print(subscript.times(Poly.of(stride)))
                : Java.integer(stride).binary("*", print(subscript));
    }

    /** The position in rows whose lengths are no numbers. */
    private JavaExpression row(List<Poly> shape, List<Poly> subscripts) {
        Poly position = Poly.ZERO;
        JavaExpression row = Java.ZERO;
        for (int axis = 0; axis < subscripts.size(); axis++) {
            Poly subscript = subscripts.get(axis);
            if (position.isZero()) {
                row = print(subscript);
            } else {
                JavaExpression start = row.binary("*", print(shape.get(axis)));
                row = subscript.isZero() ? start : Java.sum(start, print(subscript));
            }
            position = position.times(shape.get(axis)).plus(subscript);
        }
        return row;
    }

    /** Positive terms first. */
    private static List<Poly.Term> ordered(Poly poly) {
        List<Poly.Term> ordered = new ArrayList<>();
        poly.terms().stream().filter(t -> t.coefficient() > 0).forEach(ordered::add);
        poly.terms().stream().filter(t -> t.coefficient() < 0).forEach(ordered::add);
        return ordered;
    }

    private JavaExpression sum(Poly poly, Width width) {
        List<Poly.Term> terms = ordered(poly);
        boolean plain = width == Width.INT || (width == Width.LONG && isInt(poly));
        boolean byNumber = terms.size() == 2 && terms.get(1).atoms().isEmpty();
        JavaExpression sum = null;
        for (Poly.Term term : terms) {
            boolean negative = term.coefficient() < 0;
            boolean follows = sum == null ? byNumber : !term.atoms().isEmpty();
            Width own = plain || (follows && Interval.of(term, known).isInt()) ? Width.INT : width;
            sum = sum == null
                    ? product(term, own, negative)
                    : sum.binary(negative ? "-" : "+", product(term, own, false));
        }
        return sum == null ? Java.ZERO : sum;
    }

    /** An {@code int} expression that fails where the value is none. */
    JavaExpression exact(Poly poly) {
        return checkedBefore || isInt(poly)
                ? print(poly)
                : Java.call("Checks", "integer", wide(poly), message(poly.toString()));
    }

    /** What is said of something that fails here. */
    private JavaExpression message(String what) {
        return Java.string(what + place.get());
    }

    /** The magnitude of a term, or its opposite, of which at least the first factor is of that width. */
    private JavaExpression product(Poly.Term term, Width width, boolean negative) {
        String magnitude = Long.toUnsignedString(Math.abs(term.coefficient()));
        List<Atom> atoms = term.atoms();
        JavaExpression first;
        if (atoms.isEmpty()) {
            boolean large = width == Width.INT && Math.abs(term.coefficient()) > Integer.MAX_VALUE;
            return Java.literal((negative ? "-" : "") + magnitude + (large ? "L" : suffix(width)));
        } else if (!magnitude.equals("1")) {
            first = Java.literal((negative ? "-" : "") + magnitude + suffix(width))
                    .binary("*", atom(atoms.get(0), width));
        } else {
            boolean longer = width == Width.LONG && isIntTyped(atoms.get(0));
            first = atom(atoms.get(0), width);
            if (width == Width.DOUBLE || longer) {
                first = Java.cast(longer ? JavaType.LONG : JavaType.DOUBLE, first);
            }
            first = negative ? Java.negative(first) : first;
        }
        for (Atom atom : atoms.subList(1, atoms.size())) {
            first = first.binary("*", atom(atom, width));
        }
        return first;
    }

    private static String suffix(Width width) {
        return switch (width) {
            case INT -> "";
            case LONG -> "L";
            case DOUBLE -> ".0";
        };
    }

    private JavaExpression atom(Atom atom, Width width) {
        if (atom instanceof Atom.Element element) {
            JavaExpression array = names.apply(atom);
            return element.subscripts().isEmpty()
                    ? array
                    : array.at(position(element.tensor().shape(), element.subscripts()));
        } else if (atom instanceof Atom.Checked checked) {
            return Java.call(
                    "Checks", "subscript", wide(checked.value()), print(checked.size()), Java.string(checked.place()));
        } else if (!(atom instanceof Atom.Integral)) {
            return names.apply(atom);
        }
        return integral((Atom.Integral) atom, width);
    }

    /** Each operand as wide as it needs; a quotient is wider where the least number is divided by -1. */
    private JavaExpression integral(Atom.Integral integral, Width width) {
        JavaExpression value =
                integral.function() == Atom.Function.CHOICE ? choices.print(integral) : applied(integral);
        return width == Width.INT && !isIntTyped(integral) ? Java.cast(JavaType.INT, value) : value;
    }

    private JavaExpression applied(Atom.Integral integral) {
        List<Poly> operands = integral.operands();
        JavaExpression a = narrow(operands.get(0));
        JavaExpression b = narrow(operands.get(1));
        boolean widened = operands.stream().allMatch(this::isInt) && !isIntTyped(integral);
        JavaExpression wide = widened ? Java.cast(JavaType.LONG, a) : a;
        return switch (integral.function()) {
            case QUOTIENT -> checkedBefore ? wide.binary("/", b) : checks("quotient", integral, wide, b);
            case DIV ->
                !checkedBefore && mayOverflow(integral)
                        ? checks("floorDiv", integral, wide, b)
                        : Java.call("Math", "floorDiv", wide, divisor(integral, b));
            case MOD ->
                isNatural(operands.get(0)) && operands.get(1).constant().orElse(0) > 0
                        ? a.binary("%", b)
                        : Java.call("Math", "floorMod", a, divisor(integral, b));
            case MIN -> Java.call("Math", "min", a, b);
            case MAX -> Java.call("Math", "max", a, b);
            case CHOICE -> throw new CompilerBug("emit", "a choice has no operator");
        };
    }

    private boolean isNatural(Poly poly) {
        return isInt(poly) && Interval.of(poly, known).least().signum() >= 0;
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

    private JavaExpression checks(String method, Atom.Integral integral, JavaExpression... operands) {
        List<JavaExpression> arguments = new ArrayList<>(List.of(operands));
        arguments.add(message(integral.name()));
        return Java.call("Checks", method, arguments);
    }

    private JavaExpression divisor(Atom.Integral integral, JavaExpression divisor) {
        return checkedBefore || integral.operands().get(1).isConstant()
                ? divisor
                : checks("divisor", integral, divisor);
    }
}
