package dev.costate.compiler.ir;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A polynomial over {@link Atom}s with rational coefficients, for every integer of the language: sizes, bounds,
 * subscripts. Two polynomials are equal when they are the same for all values of their atoms, since they are kept in
 * one normal form: terms with integer coefficients over one positive denominator in lowest terms, in a fixed order.
 *
 * <p>Arithmetic that leaves the range of {@code long} throws {@link ArithmeticException}. Long, since whatever depends
 * on the normal form is here.
 */
public final class Poly {
    public static final Poly ZERO = new Poly(new Monomial[0], new long[0], 1);
    public static final Poly ONE = of(1);

    /** In their order. */
    private final Monomial[] monomials;
    /** Of each monomial, over the common denominator; none is 0. */
    private final long[] coefficients;

    private final long denominator;
    private final int hash;
    /** Those of {@link #atoms}, once they were asked for. */
    private @Nullable Set<Atom> atoms;

    private Poly(Monomial[] monomials, long[] coefficients, long denominator) {
        this.monomials = monomials;
        this.coefficients = coefficients;
        this.denominator = denominator;
        this.hash = 31 * (31 * Arrays.hashCode(monomials) + Arrays.hashCode(coefficients)) + Long.hashCode(denominator);
    }

    public static Poly of(long value) {
        return value == 0 ? ZERO : new Poly(new Monomial[] {Monomial.UNIT}, new long[] {value}, 1);
    }

    public static Poly of(Atom atom) {
        return new Poly(new Monomial[] {Monomial.of(atom)}, new long[] {1}, 1);
    }

    /**
     * The function of two polynomials: folded if both are constant, else an atom; an exact quotient stays a polynomial
     * where it can.
     */
    public static Poly apply(Atom.Function function, Poly a, Poly b) {
        if (a.isConstant() && b.isConstant()) {
            return of(function.apply(a.constantOr(0), b.constantOr(0)));
        }
        if (function == Atom.Function.QUOTIENT && b.isConstant()) {
            return a.over(b.constantOr(1));
        }
        return of(new Atom.Integral(function, List.of(a, b)));
    }

    /**
     * An element of integer data or of an integer constant, of which it is the value where the subscripts are known.
     */
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

    /** The quotient. */
    public Poly over(long divisor) {
        if (divisor == 0) {
            throw new ArithmeticException("division by zero");
        } else if (divisor == 1) {
            return this;
        }
        Poly numerator = divisor < 0 ? negate() : this;
        return reduced(
                numerator.monomials, numerator.coefficients, Math.multiplyExact(denominator, Math.absExact(divisor)));
    }

    /** In lowest terms, without terms that are 0. */
    private static Poly reduced(Monomial[] monomials, long[] coefficients, long denominator) {
        long divisor = denominator;
        int count = 0;
        for (long c : coefficients) {
            divisor = divisor == 1 ? 1 : gcd(divisor, c);
            count += c == 0 ? 0 : 1;
        }
        if (divisor == 1 && count == coefficients.length) {
            return new Poly(monomials, coefficients, denominator);
        }
        Monomial[] left = new Monomial[count];
        long[] numerators = new long[count];
        int next = 0;
        for (int k = 0; k < coefficients.length; k++) {
            if (coefficients[k] != 0) {
                left[next] = monomials[k];
                numerators[next++] = coefficients[k] / divisor;
            }
        }
        return new Poly(left, numerators, denominator / divisor);
    }

    /** The greatest number that divides both, which is not negative. */
    public static long gcd(long a, long b) {
        while (b != 0) {
            long r = a % b;
            a = b;
            b = r;
        }
        return Math.abs(a);
    }

    public Poly plus(Poly other) {
        return plus(other, 1);
    }

    /** The sum with so many times another. */
    private Poly plus(Poly other, long times) {
        if (other.isZero()) {
            return this;
        }
        long g = gcd(denominator, other.denominator);
        long mine = other.denominator / g;
        long others = Math.multiplyExact(denominator / g, times);
        Monomial[] all = new Monomial[monomials.length + other.monomials.length];
        long[] sum = new long[all.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < monomials.length || j < other.monomials.length) {
            int order = i == monomials.length
                    ? 1
                    : j == other.monomials.length ? -1 : monomials[i].compareTo(other.monomials[j]);
            all[count] = order <= 0 ? monomials[i] : other.monomials[j];
            long left = order <= 0 ? Math.multiplyExact(coefficients[i++], mine) : 0;
            long right = order >= 0 ? Math.multiplyExact(other.coefficients[j++], others) : 0;
            sum[count++] = Math.addExact(left, right);
        }
        return reduced(Arrays.copyOf(all, count), Arrays.copyOf(sum, count), Math.multiplyExact(denominator, mine));
    }

    public Poly plus(long value) {
        return plus(of(value));
    }

    public Poly negate() {
        return ZERO.plus(this, -1);
    }

    public Poly minus(Poly other) {
        return plus(other, -1);
    }

    /** What this is more than another by, if that is one number for all values of the atoms. */
    OptionalLong excessOver(Poly other) {
        int varying = varying();
        if (varying != other.varying()
                || denominator != other.denominator
                || !Arrays.equals(coefficients, 0, varying, other.coefficients, 0, varying)
                || !Arrays.equals(monomials, 0, varying, other.monomials, 0, varying)) {
            return OptionalLong.empty();
        }
        long mine = monomials.length == varying ? 0 : coefficients[varying];
        long others = other.monomials.length == varying ? 0 : other.coefficients[varying];
        long difference = Math.subtractExact(mine, others);
        return difference % denominator == 0 ? OptionalLong.of(difference / denominator) : OptionalLong.empty();
    }

    /** How many terms have an atom; the one that has none comes last. */
    private int varying() {
        int last = monomials.length - 1;
        return last >= 0 && monomials[last].degree() == 0 ? last : monomials.length;
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
        Poly product = ZERO;
        for (int k = 0; k < other.monomials.length; k++) {
            product = product.plus(times(other.monomials[k]), other.coefficients[k]);
        }
        return product.over(other.denominator);
    }

    /** Products with one monomial are in the order of what it is multiplied by. */
    private Poly times(Monomial factor) {
        if (factor.degree() == 0) {
            return this;
        }
        Monomial[] products = new Monomial[monomials.length];
        Arrays.setAll(products, k -> monomials[k].times(factor));
        return new Poly(products, coefficients, denominator);
    }

    /**
     * What is at least 0 just where this one is, its atoms being integers, and has no divisor that all its terms share.
     */
    Poly tightened() {
        long divisor = 0;
        for (int k = 0; k < monomials.length; k++) {
            divisor = monomials[k].degree() == 0 ? divisor : gcd(divisor, coefficients[k]);
        }
        if (divisor == 0 || (divisor == 1 && denominator == 1)) {
            return this;
        }
        long by = divisor;
        return reduced(
                monomials,
                Arrays.stream(coefficients).map(c -> Math.floorDiv(c, by)).toArray(),
                1);
    }

    boolean hasNegativeCoefficient() {
        return Arrays.stream(coefficients).anyMatch(c -> c < 0);
    }

    public boolean isZero() {
        return monomials.length == 0;
    }

    public boolean isConstant() {
        return monomials.length == 0 || (monomials.length == 1 && monomials[0].degree() == 0 && denominator == 1);
    }

    public OptionalLong constant() {
        return isConstant() ? OptionalLong.of(constantOr(0)) : OptionalLong.empty();
    }

    private long constantOr(long otherwise) {
        if (!isConstant()) {
            return otherwise;
        }
        return monomials.length == 0 ? 0 : coefficients[0];
    }

    /** Whether it is known when an object is made; what integer data say is found later. */
    public boolean isOfDims() {
        return atoms().stream().allMatch(Atom.Dim.class::isInstance);
    }

    /** The one atom this polynomial is, or null if it is anything else. */
    public @Nullable Atom asAtom() {
        boolean single = denominator == 1 && monomials.length == 1 && coefficients[0] == 1;
        return single && monomials[0].degree() == 1 ? monomials[0].atoms().get(0) : null;
    }

    /** The one index this polynomial is, or null. */
    public Atom.@Nullable Index asIndex() {
        return asAtom() instanceof Atom.Index index ? index : null;
    }

    /** All atoms, in order; those within the operands of others are not among them. */
    public Set<Atom> atoms() {
        Set<Atom> found = atoms;
        if (found == null) {
            found = Collections.unmodifiableSet(collected());
            atoms = found;
        }
        return found;
    }

    private Set<Atom> collected() {
        if (monomials.length == 1 && monomials[0].degree() == 1) {
            return Set.of(monomials[0].atoms().get(0));
        }
        Set<Atom> all = new LinkedHashSet<>();
        for (Monomial monomial : monomials) {
            all.addAll(monomial.atoms());
        }
        return all;
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
            } else if (atom instanceof Atom.Total total) {
                Set<Atom.Index> inner = total.summand().indices();
                inner.remove(total.range().index());
                indices.addAll(inner);
                total.range().from().collectIndices(indices);
                total.range().to().collectIndices(indices);
            }
        }
    }

    /** Whether the atom occurs at most linearly, with a coefficient that is a number. */
    public boolean isLinearIn(Atom atom) {
        for (Monomial monomial : monomials) {
            if (monomial.degree() > 1 && monomial.atoms().contains(atom)) {
                return false;
            }
        }
        return true;
    }

    /** The numerator of the coefficient of the monomial that is just this atom. */
    public long coefficient(Atom atom) {
        for (int k = 0; k < monomials.length; k++) {
            if (monomials[k].degree() == 1 && monomials[k].atoms().get(0).equals(atom)) {
                return coefficients[k];
            }
        }
        return 0;
    }

    /** What multiplies the atom, a polynomial without it; null if it occurs other than as a factor of degree 1. */
    public @Nullable Poly factorOf(Atom atom) {
        Poly rest = substitute(a -> a.equals(atom) ? ZERO : null);
        Poly factor = substitute(a -> a.equals(atom) ? ONE : null).minus(rest);
        return factor.times(of(atom)).plus(rest).equals(this) ? factor : null;
    }

    public long denominator() {
        return denominator;
    }

    /** This polynomial with atoms replaced, also within operands; the function gives null to keep an atom. */
    public Poly substitute(Function<Atom, @Nullable Poly> replacement) {
        Map<Atom, Poly> images = new HashMap<>();
        for (Atom atom : atoms()) {
            Poly image = image(atom, replacement);
            if (image != null) {
                images.put(atom, image);
            }
        }
        if (images.isEmpty()) {
            return this;
        }
        Poly result = ZERO;
        Monomial[] kept = new Monomial[monomials.length];
        long[] factors = new long[monomials.length];
        int count = 0;
        for (int k = 0; k < monomials.length; k++) {
            if (monomials[k].atoms().stream().noneMatch(images::containsKey)) {
                kept[count] = monomials[k];
                factors[count++] = coefficients[k];
            } else {
                Poly product = ONE;
                for (Atom atom : monomials[k].atoms()) {
                    Poly image = images.get(atom);
                    product = image == null ? product.times(Monomial.of(atom)) : product.times(image);
                }
                result = result.plus(product, coefficients[k]);
            }
        }
        return new Poly(Arrays.copyOf(kept, count), Arrays.copyOf(factors, count), 1)
                .plus(result)
                .over(denominator);
    }

    /** What stands for an atom, or null for itself. */
    private static @Nullable Poly image(Atom atom, Function<Atom, @Nullable Poly> replacement) {
        Poly direct = replacement.apply(atom);
        if (direct != null) {
            return direct;
        }
        if (atom instanceof Atom.Integral integral) {
            List<Poly> operands = substitute(integral.operands(), replacement);
            if (operands == integral.operands()) {
                return null;
            } else if (integral.function() == Atom.Function.CHOICE) {
                return choose(operands.get(0), operands.get(1), operands.get(2));
            }
            Poly value = apply(integral.function(), operands.get(0), operands.get(1));
            boolean checked = integral.function() == Atom.Function.QUOTIENT && value.denominator() != 1;
            return checked ? of(new Atom.Integral(integral.function(), operands)) : value;
        }
        if (atom instanceof Atom.Element element) {
            List<Poly> subscripts = substitute(element.subscripts(), replacement);
            return subscripts == element.subscripts() ? null : element(element.tensor(), subscripts);
        }
        if (atom instanceof Atom.Checked checked) {
            Poly value = checked.value().substitute(replacement);
            Poly size = checked.size().substitute(replacement);
            return value.equals(checked.value()) && size.equals(checked.size())
                    ? null
                    : of(new Atom.Checked(value, size, checked.place()));
        }
        if (atom instanceof Atom.Total total) {
            Range range = total.range();
            Range moved = new Range(
                    range.index(),
                    range.from().substitute(replacement),
                    range.to().substitute(replacement),
                    range.order());
            Poly summand = total.summand().substitute(replacement);
            return summand.equals(total.summand()) && moved.equals(range) ? null : of(new Atom.Total(summand, moved));
        }
        return null;
    }

    /** The polynomials with atoms replaced; the very list where there are none. */
    private static List<Poly> substitute(List<Poly> polys, Function<Atom, @Nullable Poly> replacement) {
        List<Poly> images = new ArrayList<>();
        boolean changed = false;
        for (Poly poly : polys) {
            Poly image = poly.substitute(replacement);
            changed |= !image.equals(poly);
            images.add(image);
        }
        return changed ? images : polys;
    }

    /**
     * The value.
     *
     * @param atoms the value of each atom that is no {@link Atom.Integral}
     * @throws ArithmeticException if the value is not whole, a divisor is zero, or a number leaves the range
     */
    public long evaluate(ToLongFunction<Atom> atoms) {
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < monomials.length; k++) {
            BigInteger product = BigInteger.valueOf(coefficients[k]);
            for (Atom atom : monomials[k].atoms()) {
                product = product.multiply(BigInteger.valueOf(value(atom, atoms)));
            }
            sum = sum.add(product);
        }
        BigInteger[] quotient = sum.divideAndRemainder(BigInteger.valueOf(denominator));
        if (quotient[1].signum() != 0) {
            throw new ArithmeticException(sum + "/" + denominator + " is not a whole number");
        } else if (quotient[0].bitLength() >= Long.SIZE) {
            throw new ArithmeticException(this + " is " + quotient[0] + ", which does not fit into 64 bits");
        }
        return quotient[0].longValue();
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
        return atom instanceof Atom.Total total ? total.evaluate(atoms) : atoms.applyAsLong(atom);
    }

    /** One term: a coefficient (over the common {@link #denominator()}) times a product of atoms. */
    public record Term(long coefficient, List<Atom> atoms) {}

    /** The terms, highest degree first, for printing and proofs. */
    public List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        for (int k = 0; k < monomials.length; k++) {
            terms.add(new Term(coefficients[k], monomials[k].atoms()));
        }
        return terms;
    }

    /** A fixed order, in which only equal polynomials are of the same rank. */
    static int compare(Poly a, Poly b) {
        for (int k = 0; k < Math.min(a.monomials.length, b.monomials.length); k++) {
            int byMonomial = a.monomials[k].compareTo(b.monomials[k]);
            int byTerm = byMonomial != 0 ? byMonomial : Long.compare(a.coefficients[k], b.coefficients[k]);
            if (byTerm != 0) {
                return byTerm;
            }
        }
        int byLength = Integer.compare(a.monomials.length, b.monomials.length);
        return byLength != 0 ? byLength : Long.compare(a.denominator, b.denominator);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Poly poly
                        && hash == poly.hash
                        && denominator == poly.denominator
                        && Arrays.equals(coefficients, poly.coefficients)
                        && Arrays.equals(monomials, poly.monomials));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As a person would write it: {@code D*D - D}, {@code (D*D - D)/2}, {@code N - 1}. */
    @Override
    public String toString() {
        return PolyPrinter.print(this);
    }
}
