package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.java.Precedence;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Formats;
import dev.costate.compiler.loop.Formats.Format;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.op.NumberFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of the loop language as Java, each in its format ({@link Formats}): where that is {@code float}, literals
 * are, and what is none is cast. Recurs over them, since the scheduler gives what would be long a variable. Long, since
 * each kind of expression is written in its own way.
 */
final class Expressions implements Code.Visitor<JavaExpression> {
    /** Up to here every integer is a real number. */
    private static final double EXACT = 0x1p53;

    /** The methods of {@code Math} that give a {@code float} where they are given such. */
    private static final Set<String> OVERLOADED = Set.of("max", "min", "abs", "signum");

    private final Entry entry;
    private final Integers integers;
    private final Function<Local, JavaExpression> locals;
    private final RowNames rows;
    private final Formats formats;
    /** Whether what is at hand is computed in {@code float}. */
    private boolean single;

    /**
     * @param entry where everything that is not local comes from
     * @param integers dims, indices and what is made of them
     * @param locals how a local is reached
     * @param rows the rows that are variables
     * @param formats in which numbers expressions are computed
     */
    Expressions(
            Entry entry, Integers integers, Function<Local, JavaExpression> locals, RowNames rows, Formats formats) {
        this.entry = entry;
        this.integers = integers;
        this.locals = locals;
        this.rows = rows;
        this.formats = formats;
    }

    /** The expression where Java makes a {@code double} of what is none by itself. */
    JavaExpression of(Code code) {
        return of(code, Format.DOUBLE);
    }

    /** The expression where Java makes a real number of an integer by itself, for what has this format. */
    JavaExpression of(Code code, Format wanted) {
        return computed(code, wanted == Format.FLOAT, () -> widened(code));
    }

    /**
     * An expression in its own format, a number in that of what it stands in.
     *
     * @param narrow whether a {@code float} is wanted
     * @param java the expression, once it is known what it is computed in
     */
    private JavaExpression computed(Code code, boolean narrow, Supplier<JavaExpression> java) {
        boolean around = single;
        Format own = formats.of(code);
        single = own == Format.NUMBER ? narrow : own != Format.DOUBLE;
        JavaExpression made = java.get();
        single = around;
        return narrow && own.compareTo(Format.FLOAT) > 0 ? Java.cast(JavaType.FLOAT, made) : made;
    }

    private JavaExpression widened(Code code) {
        return code instanceof Code.Whole integer && !integer.value().isConstant()
                ? integers.narrow(integer.value())
                : code.accept(this);
    }

    /** An operand of what is at hand; an integer is cast, since it may stand among integers. */
    private JavaExpression operand(Code code) {
        return computed(code, single, () -> code.accept(this));
    }

    /** An operand beside which there is one that is no integer. */
    private JavaExpression besideReal(Code code) {
        return computed(code, single, () -> widened(code));
    }

    /** The bound of a range, which fails where it is no {@code int}. */
    JavaExpression bound(Poly poly) {
        return integers.exact(poly);
    }

    /** An {@code int} that fails where the number, which is whole, is none. */
    JavaExpression whole(Code code) {
        Poly poly = wholeOf(code);
        return poly == null
                ? Java.call("Math", "toIntExact", Java.cast(JavaType.LONG, of(code)))
                : integers.exact(poly);
    }

    JavaExpression integer(Poly poly) {
        return integers.print(poly);
    }

    @Override
    public JavaExpression visit(Code.Constant number) {
        return number(number.value());
    }

    private JavaExpression number(double value) {
        return single ? Java.single(value) : Java.number(value);
    }

    /** An integer converted by a cast: {@code i / N} would divide integers and {@code -i} lose the sign of zero. */
    @Override
    public JavaExpression visit(Code.Whole integer) {
        Poly value = integer.value();
        return value.isConstant()
                ? number((double) value.constant().orElse(0))
                : Java.cast(single ? JavaType.FLOAT : JavaType.DOUBLE, integers.narrow(value));
    }

    @Override
    public JavaExpression visit(Code.Variable variable) {
        return locals.apply(variable.local());
    }

    @Override
    public JavaExpression visit(Code.Element element) {
        HalfFormat half = half(element.place());
        JavaExpression stored = stored(element);
        return half == null ? stored : Java.call(half.type(), "value", stored);
    }

    /** The format of the elements of an array of numbers of 16 bits, else null. */
    static @Nullable HalfFormat half(Place place) {
        return place.shape().isEmpty() ? null : place.tensor().half();
    }

    /** What stands in an array of numbers of 16 bits for a value. */
    JavaExpression half(HalfFormat format, Code value) {
        boolean rounded = value instanceof Code.Apply apply && apply.op() == NumberFormats.rounding(format);
        return Java.call(format.type(), "of", of(rounded ? value.operands().get(0) : value, Format.FLOAT));
    }

    /** An element to read or to assign, as it is stored. */
    JavaExpression stored(Code.Element element) {
        Place place = element.place();
        if (place.shape().isEmpty()) {
            return entry.scalar(place);
        } else if (place.storage() == Place.Storage.NOISE) {
            return entry.noise(place, integers.wide(Poly.position(place.shape(), element.subscripts())));
        }
        if (place.hasRows()) {
            return row(element)
                    .at(integer(element.subscripts().get(element.subscripts().size() - 1)));
        }
        if (place.sums().hasObjects()) {
            return sums(element, "sum", List.of());
        }
        return entry.array(place).at(position(element));
    }

    /** A call of the object that takes the sums of a place, about one of them; of a single one nothing is said. */
    JavaExpression sums(Code.Element element, String method, List<JavaExpression> more) {
        List<JavaExpression> arguments = new ArrayList<>();
        if (!element.place().shape().equals(List.of(Poly.ONE))) {
            arguments.add(position(element));
        }
        arguments.addAll(more);
        return entry.array(element.place()).call(method, arguments);
    }

    /** Whether it is the first element of a row of a block. */
    private static boolean isRow(Code.Element element) {
        List<Poly> subscripts = element.subscripts();
        return element.place().rows() != null
                && subscripts.get(subscripts.size() - 1).isZero();
    }

    /** The array that holds nothing but a row of a block. */
    private JavaExpression row(Code.Element element) {
        if (!element.place().hasRows()) {
            return entry.array(element.place());
        }
        RowNames.Row row = RowNames.Row.of(element);
        String name = rows.name(row);
        List<Poly> outer = element.place().shape().subList(0, row.at().size());
        return name != null ? Java.name(name) : entry.array(element.place()).at(integers.position(outer, row.at()));
    }

    @Override
    public JavaExpression visit(Code.Apply apply) {
        Op.Form form = apply.op().java();
        List<Code> operands = apply.operands();
        if (apply.exact() && formats.of(apply) == Format.SUM && !(form instanceof Op.Form.Call)) {
            return exact(apply);
        } else if (form instanceof Op.Form.Infix infix) {
            return isOfIntegers(apply) ? comparison(infix.symbol(), operands) : infix(infix.symbol(), operands);
        } else if (form instanceof Op.Form.Prefix prefix) {
            return new JavaExpression.Unary(
                    prefix.symbol(),
                    apply.op() == NumberFormats.FLOAT ? of(operands.get(0), Format.DOUBLE) : operand(operands.get(0)));
        } else if (form instanceof Op.Form.Call call) {
            return call(apply, call);
        }
        return operand(operands.get(0));
    }

    /** A call, which gives a {@code double} but for few methods. */
    private JavaExpression call(Code.Apply apply, Op.Form.Call call) {
        boolean real = apply.operands().stream().anyMatch(o -> !(o instanceof Code.Whole));
        JavaExpression java = Java.call(
                call.owner(),
                call.method(),
                apply.operands().stream()
                        .map(o -> real ? besideReal(o) : operand(o))
                        .toList());
        boolean narrow =
                single && !apply.exact() && apply.op().kind() == Op.Kind.REAL && !NumberFormats.isRounding(apply.op());
        return narrow && !(call.owner().equals("Math") && OVERLOADED.contains(call.method()))
                ? Java.cast(JavaType.FLOAT, java)
                : java;
    }

    /** A sum of sums, or a product of two {@code float}, which {@code double} holds. */
    private JavaExpression exact(Code.Apply apply) {
        List<Code> operands = apply.operands();
        if (apply.op().java() instanceof Op.Form.Prefix prefix) {
            return new JavaExpression.Unary(prefix.symbol(), of(operands.get(0)));
        }
        String symbol = ((Op.Form.Infix) apply.op().java()).symbol();
        if (apply.op().arithmetic() == Op.Arithmetic.SUM) {
            return of(operands.get(0)).binary(symbol, of(operands.get(1)));
        }
        JavaExpression left = besideReal(operands.get(0));
        JavaExpression right = besideReal(operands.get(1));
        return formats.of(operands.get(0)) == Format.NUMBER
                ? left.binary(symbol, Java.cast(JavaType.DOUBLE, right))
                : Java.cast(JavaType.DOUBLE, left).binary(symbol, right);
    }

    @Override
    public JavaExpression visit(Code.Choice choice) {
        return Java.choice(of(choice.condition()), operand(choice.ifTrue()), operand(choice.ifFalse()));
    }

    @Override
    public JavaExpression visit(Code.Dot dot) {
        if (isRow(dot.left()) && isRow(dot.right())) {
            return Java.call("Rows", "dot", List.of(row(dot.left()), row(dot.right()), integer(dot.count())));
        }
        List<JavaExpression> arguments = new ArrayList<>(slice(dot.left()));
        arguments.addAll(slice(dot.right()));
        arguments.add(integer(dot.count()));
        return Java.call(kernels(formats.of(dot)), "dot", arguments);
    }

    @Override
    public JavaExpression visit(Code.RowSum sum) {
        if (isRow(sum.row())) {
            return Java.call("Rows", "sum", List.of(row(sum.row()), integer(sum.count())));
        }
        List<JavaExpression> arguments = new ArrayList<>(slice(sum.row()));
        arguments.add(integer(sum.count()));
        return Java.call(kernels(formats.of(sum)), "sum", arguments);
    }

    /** The class of the kernels that read numbers of a format. */
    static String kernels(Format format) {
        return format == Format.DOUBLE ? "Kernels" : "FloatKernels";
    }

    /** An array and where to start in it, as two arguments. */
    List<JavaExpression> slice(Code.Element element) {
        return List.of(entry.array(element.place()), position(element));
    }

    /** An array, where to start in it, and how far apart its rows and its columns are, as four arguments. */
    List<JavaExpression> matrix(Code.Element element, Range down, Range along) {
        Map<Atom, Poly> starts = Map.of(down.index(), down.from(), along.index(), along.from());
        List<JavaExpression> arguments = new ArrayList<>(slice(element.substitute(starts::get)));
        for (Range range : List.of(down, along)) {
            Poly next = Poly.of(range.index()).plus(1);
            Code.Element neighbour = element.substitute(atom -> atom.equals(range.index()) ? next : null);
            arguments.add(integer(position(neighbour.place(), neighbour.subscripts())
                    .minus(position(element.place(), element.subscripts()))));
        }
        return arguments;
    }

    /** Where an element stands in a place. */
    private static Poly position(Place place, List<Poly> subscripts) {
        Poly stride = place.stride();
        if (stride == null) {
            return Poly.position(place.shape(), subscripts);
        }
        int last = subscripts.size() - 1;
        Poly within = Poly.position(place.shape().subList(0, last), subscripts.subList(0, last));
        return within.plus(subscripts.get(last).times(stride));
    }

    private JavaExpression position(Code.Element element) {
        List<Poly> subscripts = element.subscripts();
        Place place = element.place();
        Poly stride = place.stride();
        if (stride == null) {
            return entry.at(place, integers.position(place.shape(), subscripts));
        }
        int last = subscripts.size() - 1;
        Poly within = Poly.position(place.shape().subList(0, last), subscripts.subList(0, last));
        return integers.position(
                List.of(Poly.ONE, stride),
                List.of(subscripts.get(last), place.offset().plus(within)));
    }

    /** Whether it compares two integers, not both constants. */
    private static boolean isOfIntegers(Code.Apply apply) {
        List<Code> operands = apply.operands();
        return apply.op().kind() == Op.Kind.CONDITION
                && apply.op().operandKind() == Op.Kind.REAL
                && operands.stream().anyMatch(o -> o instanceof Code.Whole)
                && operands.stream().allMatch(o -> wholeOf(o) != null);
    }

    /** The integer that an operand is, or null. */
    private static @Nullable Poly wholeOf(Code code) {
        if (code instanceof Code.Constant number) {
            double value = number.value();
            boolean whole = value == Math.rint(value) && Math.abs(value) <= EXACT;
            return whole ? Poly.of((long) value) : null;
        }
        return code instanceof Code.Whole integer ? integer.value() : null;
    }

    private JavaExpression comparison(String symbol, List<Code> operands) {
        List<JavaExpression> integer = operands.stream()
                .map(o -> integers.narrow(requireNonNull(wholeOf(o))))
                .toList();
        return integer.get(0).binary(symbol, integer.get(1));
    }

    /** A constant stands on the right of a comparison. */
    private JavaExpression infix(String symbol, List<Code> operands) {
        Precedence precedence = Precedence.of(symbol);
        boolean compares = precedence == Precedence.RELATION || precedence == Precedence.EQUALITY;
        boolean turned =
                compares && operands.get(0) instanceof Code.Constant && !(operands.get(1) instanceof Code.Constant);
        Code first = operands.get(turned ? 1 : 0);
        Code second = operands.get(turned ? 0 : 1);
        JavaExpression left = second instanceof Code.Whole ? operand(first) : besideReal(first);
        JavaExpression right = first instanceof Code.Whole ? operand(second) : besideReal(second);
        return left.binary(turned ? turned(symbol) : symbol, right);
    }

    private static String turned(String symbol) {
        return symbol.startsWith("<") ? symbol.replace('<', '>') : symbol.replace('>', '<');
    }
}
