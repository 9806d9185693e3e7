package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Expressions of the loop language as Java, with no more parentheses than the order of evaluation needs. */
final class Expressions {
    /** Up to here every integer is a real number. */
    private static final double EXACT = 0x1p53;

    private final Entry entry;
    private final Integers integers;
    private final Function<Local, String> locals;
    private final Function<Atom, @Nullable Poly> shift;

    /**
     * @param entry where everything that is not local comes from
     * @param integers dims, indices and what is made of them
     * @param locals what a local is called, or how it is reached
     * @param shift what stands for an index, null for itself
     */
    Expressions(Entry entry, Integers integers, Function<Local, String> locals, Function<Atom, @Nullable Poly> shift) {
        this.entry = entry;
        this.integers = integers;
        this.locals = locals;
        this.shift = shift;
    }

    /** The expression, with marks where its line may be broken. */
    String print(Code code) {
        return widened(code, 0).text();
    }

    /** The bound of a range, which fails where it is no {@code int}. */
    String bound(Poly poly) {
        return integers.exact(shifted(poly)).text();
    }

    String integer(Poly poly) {
        return integers.print(shifted(poly)).text();
    }

    private Poly shifted(Poly poly) {
        return poly.substitute(shift);
    }

    private Text text(Code code, int nesting) {
        if (code instanceof Code.Constant number) {
            return number(number.value());
        } else if (code instanceof Code.Whole integer) {
            return real(shifted(integer.value()));
        } else if (code instanceof Code.Variable variable) {
            String name = locals.apply(variable.local());
            return new Text(name, name.endsWith("!= 0.0") ? Precedence.EQUALITY : Precedence.PRIMARY);
        } else if (code instanceof Code.Element element) {
            return new Text(element(element), Precedence.PRIMARY);
        } else if (code instanceof Code.Apply apply) {
            return apply(apply, nesting);
        } else if (code instanceof Code.Choice choice) {
            return choice(choice, nesting);
        }
        Code.Dot dot = (Code.Dot) code;
        String operands = slice(dot.left()) + ", " + slice(dot.right()) + ", " + integer(dot.count());
        return new Text(Blocks.type("Kernels") + ".dot(" + operands + ")", Precedence.PRIMARY);
    }

    private static Text number(double value) {
        String literal = Numbers.literal(value);
        return new Text(literal, literal.startsWith("-") ? Precedence.UNARY : Precedence.PRIMARY);
    }

    /** An expression where Java makes a real number of an integer by itself. */
    private Text widened(Code code, int nesting) {
        return code instanceof Code.Whole integer && !integer.value().isConstant()
                ? integers.narrow(shifted(integer.value()))
                : text(code, nesting);
    }

    /** An integer converted by a cast: {@code i / N} would divide integers and {@code -i} lose the sign of zero. */
    private Text real(Poly value) {
        if (value.isConstant()) {
            return number((double) value.constant().orElse(0));
        }
        return new Text("(double) " + integers.narrow(value).in(Precedence.UNARY), Precedence.UNARY);
    }

    /** An element to read or to assign. */
    String element(Code.Element element) {
        if (element.place().shape().isEmpty()) {
            return entry.scalar(element.place());
        }
        return entry.array(element.place()) + "[" + position(element) + "]";
    }

    /** An array and where to start in it, as two arguments. */
    String slice(Code.Element element) {
        return entry.array(element.place()) + ", " + position(element);
    }

    private String position(Code.Element element) {
        List<Poly> subscripts = element.subscripts().stream().map(this::shifted).toList();
        Place place = element.place();
        Poly stride = place.stride();
        if (stride == null) {
            return entry.at(place, integers.position(place.shape(), subscripts));
        }
        int last = subscripts.size() - 1;
        Poly within = Poly.position(place.shape().subList(0, last), subscripts.subList(0, last));
        return integers.position(
                        List.of(Poly.ONE, stride),
                        List.of(subscripts.get(last), place.offset().plus(within)))
                .text();
    }

    private Text apply(Code.Apply apply, int nesting) {
        Op.Form form = apply.op().java();
        if (form instanceof Op.Form.Infix infix) {
            return isOfIntegers(apply)
                    ? comparison(infix.symbol(), apply.operands())
                    : infix(infix.symbol(), apply.operands(), nesting);
        } else if (form instanceof Op.Form.Prefix prefix) {
            String operand = text(apply.operands().get(0), nesting).in(Precedence.UNARY);
            String inside = operand.startsWith(prefix.symbol()) ? "(" + operand + ")" : operand;
            return new Text(prefix.symbol() + inside, Precedence.UNARY);
        } else if (form instanceof Op.Form.Call call) {
            boolean real = apply.operands().stream().anyMatch(o -> !(o instanceof Code.Whole));
            String operands = apply.operands().stream()
                    .map(o -> (real ? widened(o, nesting + 1) : text(o, nesting + 1)).text())
                    .collect(Collectors.joining("," + Lines.mark(nesting)));
            return new Text(Blocks.type(call.owner()) + "." + call.method() + "(" + operands + ")", Precedence.PRIMARY);
        }
        return text(apply.operands().get(0), nesting);
    }

    /** Whether it compares two integers, not both constants. */
    private static boolean isOfIntegers(Code.Apply apply) {
        List<Code> operands = apply.operands();
        return apply.op().kind() == Op.Kind.CONDITION
                && apply.op().operandKind() == Op.Kind.REAL
                && operands.stream().anyMatch(o -> o instanceof Code.Whole)
                && operands.stream().allMatch(o -> whole(o) != null);
    }

    /** The integer that an operand is, or null. */
    private static @Nullable Poly whole(Code code) {
        if (code instanceof Code.Constant number) {
            double value = number.value();
            boolean whole = value == Math.rint(value) && Math.abs(value) <= EXACT;
            return whole ? Poly.of((long) value) : null;
        }
        return code instanceof Code.Whole integer ? integer.value() : null;
    }

    private Text comparison(String symbol, List<Code> operands) {
        Precedence precedence = Precedence.of(symbol);
        List<String> printed = new ArrayList<>();
        for (Code operand : operands) {
            printed.add(integers.narrow(shifted(Objects.requireNonNull(whole(operand))))
                    .in(Precedence.SUM));
        }
        return new Text(printed.get(0) + " " + symbol + " " + printed.get(1), precedence);
    }

    /** A constant stands on the right of a comparison. */
    private Text infix(String symbol, List<Code> operands, int nesting) {
        Precedence precedence = Precedence.of(symbol);
        boolean compares = precedence == Precedence.RELATION || precedence == Precedence.EQUALITY;
        boolean turned =
                compares && operands.get(0) instanceof Code.Constant && !(operands.get(1) instanceof Code.Constant);
        Code first = operands.get(turned ? 1 : 0);
        Code second = operands.get(turned ? 0 : 1);
        Text left = second instanceof Code.Whole ? text(first, nesting + 1) : widened(first, nesting + 1);
        Text right = first instanceof Code.Whole ? text(second, nesting + 1) : widened(second, nesting + 1);
        boolean logical = precedence == Precedence.AND || precedence == Precedence.OR;
        String text = left.in(precedence)
                + Lines.mark(nesting)
                + (turned ? turned(symbol) : symbol)
                + " "
                + (logical ? right.in(precedence) : right.inRight(precedence));
        return new Text(text, precedence);
    }

    private static String turned(String symbol) {
        return symbol.startsWith("<") ? symbol.replace('<', '>') : symbol.replace('>', '<');
    }

    private Text choice(Code.Choice choice, int nesting) {
        char mark = Lines.mark(nesting);
        String text = text(choice.condition(), nesting + 1).inRight(Precedence.CHOICE)
                + mark
                + "? "
                + text(choice.ifTrue(), nesting + 1).text()
                + mark
                + ": "
                + text(choice.ifFalse(), nesting).text();
        return new Text(text, Precedence.CHOICE);
    }
}
