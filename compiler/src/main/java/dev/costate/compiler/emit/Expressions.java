package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.java.Precedence;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of the loop language as Java. Recurs over them, since the scheduler gives what would be long a variable.
 */
final class Expressions implements Code.Visitor<JavaExpression> {
    /** Up to here every integer is a real number. */
    private static final double EXACT = 0x1p53;

    private final Entry entry;
    private final Integers integers;
    private final Function<Local, JavaExpression> locals;
    private final RowNames rows;

    /**
     * @param entry where everything that is not local comes from
     * @param integers dims, indices and what is made of them
     * @param locals how a local is reached
     * @param rows the rows that are variables
     */
    Expressions(Entry entry, Integers integers, Function<Local, JavaExpression> locals, RowNames rows) {
        this.entry = entry;
        this.integers = integers;
        this.locals = locals;
        this.rows = rows;
    }

    /** The expression where Java makes a real number of an integer by itself. */
    JavaExpression of(Code code) {
        return code instanceof Code.Whole integer && !integer.value().isConstant()
                ? integers.narrow(integer.value())
                : code.accept(this);
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
        return Java.number(number.value());
    }

    /** An integer converted by a cast: {@code i / N} would divide integers and {@code -i} lose the sign of zero. */
    @Override
    public JavaExpression visit(Code.Whole integer) {
        Poly value = integer.value();
        return value.isConstant()
                ? Java.number((double) value.constant().orElse(0))
                : Java.cast(JavaType.DOUBLE, integers.narrow(value));
    }

    @Override
    public JavaExpression visit(Code.Variable variable) {
        return locals.apply(variable.local());
    }

    /** An element to read or to assign. */
    @Override
    public JavaExpression visit(Code.Element element) {
        Place place = element.place();
        if (place.shape().isEmpty()) {
            return entry.scalar(place);
        } else if (place.storage() == Place.Storage.NOISE) {
            return entry.array(place).call("at", integers.wide(Poly.position(place.shape(), element.subscripts())));
        }
        if (place.rows() != null) {
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

    private JavaExpression row(Code.Element element) {
        RowNames.Row row = RowNames.Row.of(element);
        String name = rows.name(row);
        List<Poly> outer = element.place().shape().subList(0, row.at().size());
        return name != null ? Java.name(name) : entry.array(element.place()).at(integers.position(outer, row.at()));
    }

    @Override
    public JavaExpression visit(Code.Apply apply) {
        Op.Form form = apply.op().java();
        List<Code> operands = apply.operands();
        if (form instanceof Op.Form.Infix infix) {
            return isOfIntegers(apply) ? comparison(infix.symbol(), operands) : infix(infix.symbol(), operands);
        } else if (form instanceof Op.Form.Prefix prefix) {
            return new JavaExpression.Unary(prefix.symbol(), operands.get(0).accept(this));
        } else if (form instanceof Op.Form.Call call) {
            boolean real = operands.stream().anyMatch(o -> !(o instanceof Code.Whole));
            return Java.call(
                    call.owner(),
                    call.method(),
                    operands.stream().map(o -> real ? of(o) : o.accept(this)).toList());
        }
        return operands.get(0).accept(this);
    }

    @Override
    public JavaExpression visit(Code.Choice choice) {
        return Java.choice(
                choice.condition().accept(this),
                choice.ifTrue().accept(this),
                choice.ifFalse().accept(this));
    }

    @Override
    public JavaExpression visit(Code.Dot dot) {
        List<JavaExpression> arguments = new ArrayList<>(slice(dot.left()));
        arguments.addAll(slice(dot.right()));
        arguments.add(integer(dot.count()));
        return Java.call("Kernels", "dot", arguments);
    }

    @Override
    public JavaExpression visit(Code.RowSum sum) {
        List<JavaExpression> arguments = new ArrayList<>(slice(sum.row()));
        arguments.add(integer(sum.count()));
        return Java.call("Kernels", "sum", arguments);
    }

    /** An array and where to start in it, as two arguments. */
    List<JavaExpression> slice(Code.Element element) {
        return List.of(entry.array(element.place()), position(element));
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
        JavaExpression left = second instanceof Code.Whole ? first.accept(this) : of(first);
        JavaExpression right = first instanceof Code.Whole ? second.accept(this) : of(second);
        return left.binary(turned ? turned(symbol) : symbol, right);
    }

    private static String turned(String symbol) {
        return symbol.startsWith("<") ? symbol.replace('<', '>') : symbol.replace('>', '<');
    }
}
