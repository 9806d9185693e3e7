package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A polynomial over {@link Atom}s with rational coefficients, for every integer of the language: sizes, bounds,
 * subscripts. Two polynomials are equal when they are the same for all values of their atoms, since they are kept in
 * one normal form: terms with integer coefficients over one positive denominator in lowest terms, in a fixed order.
 *
 * <p>Arithmetic that leaves the range of {@code long} throws {@link ArithmeticException}.
 */
public final class Poly {
    private static final Comparator<Monomial> ORDER =
            Comparator.<Monomial>comparingInt(m -> -m.degree()).thenComparing(Monomial::key);

    public static final Poly ZERO = new Poly(new TreeMap<>(ORDER), 1);
    public static final Poly ONE = of(1);

    /** A product of atoms, each as often as it occurs, in order of their keys. */
    private record Monomial(List<Atom> atoms) {
        static final Monomial UNIT = new Monomial(List.of());

        int degree() {
            return atoms.size();
        }

        String key() {
            StringBuilder text = new StringBuilder();
            atoms.forEach(a -> text.append(a.key()).append('\u0001'));
            return text.toString();
        }

        Monomial times(Monomial other) {
            List<Atom> product = new ArrayList<>(atoms);
            product.addAll(other.atoms);
            product.sort(Comparator.comparing(Atom::key));
            return new Monomial(List.copyOf(product));
        }
    }

    private final NavigableMap<Monomial, Long> terms;
    private final long denominator;

    private Poly(NavigableMap<Monomial, Long> terms, long denominator) {
        this.terms = terms;
        this.denominator = denominator;
    }

    public static Poly of(long value) {
        TreeMap<Monomial, Long> terms = new TreeMap<>(ORDER);
        if (value != 0) {
            terms.put(Monomial.UNIT, value);
        }
        return new Poly(terms, 1);
    }

    public static Poly of(Atom atom) {
        TreeMap<Monomial, Long> terms = new TreeMap<>(ORDER);
        terms.put(new Monomial(List.of(atom)), 1L);
        return new Poly(terms, 1);
    }

    /** The function of two polynomials: folded if both are constant, else an atom; an exact quotient stays a polynomial where it can. */
    public static Poly apply(Atom.Function function, Poly a, Poly b) {
        if (a.isConstant() && b.isConstant()) {
            return of(function.apply(a.constantOr(0), b.constantOr(0)));
        }
        if (function == Atom.Function.QUOTIENT && b.isConstant()) {
            return a.over(b.constantOr(1));
        }
        return of(new Atom.Integral(function, List.of(a, b)));
    }

    /** An element of integer data or of an integer constant, of which it is the value where the subscripts are known. */
    public static Poly element(Tensor tensor, List<Poly> subscripts) {
        boolean known = !tensor.integers().isEmpty() && subscripts.stream().allMatch(Poly::isConstant);
        return known ? known(tensor, subscripts) : of(new Atom.Element(tensor, subscripts));
    }

    private static Poly known(Tensor tensor, List<Poly> subscripts) {
        long position = 0;
        for (int axis = 0; axis < subscripts.size(); axis++) {
            long size = tensor.shape().get(axis).constantOr(0);
            long at = subscripts.get(axis).constantOr(0);
            if (at < 0 || at >= size) {
                return of(new Atom.Element(tensor, subscripts));
            }
            position = position * size + at;
        }
        return of(tensor.integers().get((int) position));
    }

    /** {@code ifTrue} where {@code nonNegative} is at least 0, else {@code ifFalse}. */
    public static Poly choose(Poly nonNegative, Poly ifTrue, Poly ifFalse) {
        if (ifTrue.equals(ifFalse)) {
            return ifTrue;
        }
        if (nonNegative.isConstant()) {
            return nonNegative.constantOr(0) >= 0 ? ifTrue : ifFalse;
        }
        return of(new Atom.Integral(Atom.Function.CHOICE, List.of(nonNegative, ifTrue, ifFalse)));
    }

    private Poly over(long divisor) {
        if (divisor == 0) {
            throw new ArithmeticException("division by zero");
        }
        TreeMap<Monomial, Long> copy = new TreeMap<>(ORDER);
        terms.forEach((m, c) -> copy.put(m, divisor < 0 ? Math.negateExact(c) : c));
        return reduced(copy, Math.multiplyExact(denominator, Math.absExact(divisor)));
    }

    private static Poly reduced(NavigableMap<Monomial, Long> terms, long denominator) {
        terms.values().removeIf(c -> c == 0);
        long divisor = denominator;
        for (long c : terms.values()) {
            divisor = gcd(divisor, c);
        }
        if (divisor != 1) {
            long by = divisor;
            terms.replaceAll((m, c) -> c / by);
        }
        return new Poly(terms, denominator / divisor);
    }

    private static long gcd(long a, long b) {
        while (b != 0) {
            long r = a % b;
            a = b;
            b = r;
        }
        return Math.abs(a);
    }

    public Poly plus(Poly other) {
        long g = gcd(denominator, other.denominator);
        long left = other.denominator / g;
        long right = denominator / g;
        TreeMap<Monomial, Long> sum = new TreeMap<>(ORDER);
        terms.forEach((m, c) -> sum.put(m, Math.multiplyExact(c, left)));
        other.terms.forEach((m, c) -> sum.merge(m, Math.multiplyExact(c, right), Math::addExact));
        return reduced(sum, Math.multiplyExact(denominator, left));
    }

    public Poly plus(long value) {
        return plus(of(value));
    }

    public Poly negate() {
        TreeMap<Monomial, Long> negated = new TreeMap<>(ORDER);
        terms.forEach((m, c) -> negated.put(m, Math.negateExact(c)));
        return new Poly(negated, denominator);
    }

    public Poly minus(Poly other) {
        return plus(other.negate());
    }

    /** The place of an element of a row-major array. */
    public static Poly position(List<Poly> shape, List<Poly> subscripts) {
        Poly position = ZERO;
        for (int axis = 0; axis < shape.size(); axis++) {
            position = position.times(shape.get(axis)).plus(subscripts.get(axis));
        }
        return position;
    }

    public Poly times(Poly other) {
        TreeMap<Monomial, Long> product = new TreeMap<>(ORDER);
        terms.forEach((m, c) ->
                other.terms.forEach((n, d) -> product.merge(m.times(n), Math.multiplyExact(c, d), Math::addExact)));
        return reduced(product, Math.multiplyExact(denominator, other.denominator));
    }

    /** What is at least 0 just where this one is, its atoms being integers, and has no divisor that all its terms share. */
    Poly tightened() {
        long divisor = 0;
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            divisor = term.getKey().degree() == 0 ? divisor : gcd(divisor, term.getValue());
        }
        if (divisor == 0 || (divisor == 1 && denominator == 1)) {
            return this;
        }
        TreeMap<Monomial, Long> copy = new TreeMap<>(ORDER);
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            copy.put(term.getKey(), Math.floorDiv(term.getValue(), divisor));
        }
        return reduced(copy, 1);
    }

    public boolean isZero() {
        return terms.isEmpty();
    }

    public boolean isConstant() {
        return terms.isEmpty() || (terms.size() == 1 && terms.firstKey().degree() == 0 && denominator == 1);
    }

    public OptionalLong constant() {
        return isConstant() ? OptionalLong.of(constantOr(0)) : OptionalLong.empty();
    }

    private long constantOr(long otherwise) {
        if (!isConstant()) {
            return otherwise;
        }
        return terms.isEmpty() ? 0 : terms.firstEntry().getValue();
    }

    /** The one atom this polynomial is, or null if it is anything else. */
    public @Nullable Atom asAtom() {
        if (denominator != 1 || terms.size() != 1) {
            return null;
        }
        Map.Entry<Monomial, Long> only = terms.firstEntry();
        return only.getValue() == 1 && only.getKey().degree() == 1
                ? only.getKey().atoms().get(0)
                : null;
    }

    /** The one index this polynomial is, or null. */
    public Atom.@Nullable Index asIndex() {
        return asAtom() instanceof Atom.Index index ? index : null;
    }

    /** All atoms, in order; those within the operands of others are not among them. */
    public Set<Atom> atoms() {
        Set<Atom> atoms = new LinkedHashSet<>();
        terms.keySet().forEach(m -> atoms.addAll(m.atoms()));
        return atoms;
    }

    /** All indices, also those within the operands of integer functions and the subscripts of elements. */
    public Set<Atom.Index> indices() {
        Set<Atom.Index> indices = new LinkedHashSet<>();
        collectIndices(indices);
        return indices;
    }

    private void collectIndices(Collection<Atom.Index> indices) {
        for (Atom atom : atoms()) {
            if (atom instanceof Atom.Index index) {
                indices.add(index);
            } else if (atom instanceof Atom.Integral integral) {
                integral.operands().forEach(p -> p.collectIndices(indices));
            } else if (atom instanceof Atom.Element element) {
                element.subscripts().forEach(p -> p.collectIndices(indices));
            } else if (atom instanceof Atom.Checked checked) {
                checked.value().collectIndices(indices);
                checked.size().collectIndices(indices);
            }
        }
    }

    /** Whether the atom occurs at most linearly, with a coefficient that is a number. */
    public boolean isLinearIn(Atom atom) {
        return terms.keySet().stream().allMatch(m -> !m.atoms().contains(atom) || m.degree() == 1);
    }

    /** The numerator of the coefficient of the monomial that is just this atom. */
    public long coefficient(Atom atom) {
        return terms.getOrDefault(new Monomial(List.of(atom)), 0L);
    }

    public long denominator() {
        return denominator;
    }

    /** This polynomial with atoms replaced, also within operands; the function gives null to keep an atom. */
    public Poly substitute(Function<Atom, @Nullable Poly> replacement) {
        Poly result = ZERO;
        boolean changed = false;
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            Poly product = of(term.getValue());
            for (Atom atom : term.getKey().atoms()) {
                Poly image = image(atom, replacement);
                changed |= image.asAtom() == null || !Objects.equals(image.asAtom(), atom);
                product = product.times(image);
            }
            result = result.plus(product);
        }
        return changed ? result.over(denominator) : this;
    }

    private static Poly image(Atom atom, Function<Atom, @Nullable Poly> replacement) {
        Poly direct = replacement.apply(atom);
        if (direct != null) {
            return direct;
        }
        if (atom instanceof Atom.Integral integral) {
            List<Poly> operands = integral.operands().stream()
                    .map(p -> p.substitute(replacement))
                    .toList();
            if (integral.function() == Atom.Function.CHOICE) {
                return choose(operands.get(0), operands.get(1), operands.get(2));
            }
            Poly value = apply(integral.function(), operands.get(0), operands.get(1));
            boolean checked = integral.function() == Atom.Function.QUOTIENT && value.denominator() != 1;
            return checked ? of(new Atom.Integral(integral.function(), operands)) : value;
        }
        if (atom instanceof Atom.Element element) {
            return element(
                    element.tensor(),
                    element.subscripts().stream()
                            .map(p -> p.substitute(replacement))
                            .toList());
        }
        if (atom instanceof Atom.Checked checked) {
            Poly value = checked.value().substitute(replacement);
            return of(new Atom.Checked(value, checked.size().substitute(replacement), checked.place()));
        }
        return of(atom);
    }

    /**
     * The value.
     *
     * @param atoms the value of each atom that is no {@link Atom.Integral}
     * @throws ArithmeticException if the value is not whole, a divisor is zero, or a number leaves the range
     */
    public long evaluate(ToLongFunction<Atom> atoms) {
        long sum = 0;
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            long product = term.getValue();
            for (Atom atom : term.getKey().atoms()) {
                product = Math.multiplyExact(product, value(atom, atoms));
            }
            sum = Math.addExact(sum, product);
        }
        return Atom.Function.QUOTIENT.apply(sum, denominator);
    }

    private static long value(Atom atom, ToLongFunction<Atom> atoms) {
        if (atom instanceof Atom.Checked checked) {
            return checked.check(checked.value().evaluate(atoms), checked.size().evaluate(atoms));
        }
        if (atom instanceof Atom.Integral integral && integral.function() == Atom.Function.CHOICE) {
            boolean holds = integral.operands().get(0).evaluate(atoms) >= 0;
            return integral.operands().get(holds ? 1 : 2).evaluate(atoms);
        }
        if (atom instanceof Atom.Integral integral) {
            return integral.function()
                    .apply(
                            integral.operands().get(0).evaluate(atoms),
                            integral.operands().get(1).evaluate(atoms));
        }
        return atoms.applyAsLong(atom);
    }

    /** One term: a coefficient (over the common {@link #denominator()}) times a product of atoms. */
    public record Term(long coefficient, List<Atom> atoms) {}

    /** The terms, highest degree first, for printing and proofs. */
    public List<Term> terms() {
        return terms.entrySet().stream()
                .map(e -> new Term(e.getValue(), e.getKey().atoms()))
                .toList();
    }

    /** A text that is the same for equal polynomials only. */
    String key() {
        StringBuilder text = new StringBuilder();
        terms.forEach((m, c) -> text.append(c).append('*').append(m.key()).append('+'));
        return text.append('/').append(denominator).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Poly poly && denominator == poly.denominator && terms.equals(poly.terms);
    }

    @Override
    public int hashCode() {
        return 31 * terms.hashCode() + Long.hashCode(denominator);
    }

    private static String factor(Atom atom, boolean alone) {
        return !alone && atom instanceof Atom.Integral integral && integral.isInfix()
                ? "(" + atom.name() + ")"
                : atom.name();
    }

    /** As a person would write it: {@code D*D - D}, {@code (D*D - D)/2}, {@code N - 1}. */
    @Override
    public String toString() {
        if (terms.isEmpty()) {
            return "0";
        }
        StringBuilder text = new StringBuilder();
        for (Term term : terms()) {
            long magnitude = Math.abs(term.coefficient());
            if (text.length() == 0) {
                text.append(term.coefficient() < 0 ? "-" : "");
            } else {
                text.append(term.coefficient() < 0 ? " - " : " + ");
            }
            boolean alone = magnitude == 1 && term.atoms().size() == 1;
            String atoms = String.join(
                    "*", term.atoms().stream().map(a -> factor(a, alone)).toList());
            if (atoms.isEmpty()) {
                text.append(magnitude);
            } else {
                text.append(magnitude == 1 ? "" : magnitude + "*").append(atoms);
            }
        }
        if (denominator == 1) {
            return text.toString();
        }
        return (terms.size() == 1 ? text : "(" + text + ")") + "/" + denominator;
    }
}
