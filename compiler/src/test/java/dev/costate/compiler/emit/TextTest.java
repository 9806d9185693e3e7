package dev.costate.compiler.emit;

import static dev.costate.compiler.emit.Models.apply;
import static dev.costate.compiler.emit.Models.local;
import static dev.costate.compiler.emit.Models.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.FloatMode;
import dev.costate.compiler.loop.Formats;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Quotients;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small writers: integers, expressions, names, comments. */
class TextTest {
    private static final Code A = local(new Local("a", Op.Kind.REAL));
    private static final Code B = local(new Local("b", Op.Kind.REAL));
    private static final Code C = local(new Local("c", Op.Kind.REAL));
    private static final Poly I = Poly.of(Atom.Index.free("i", 1));
    private static final Poly D = Poly.of(new Atom.Dim("D"));

    private final Integers integers = new Integers(TextTest::name, Map.of(), atom -> null, () -> "", false);

    @SuppressWarnings("NullAway") // none of the texts here enters memory that a caller hands over
    private static Expressions expressions() {
        return new Expressions(
                null,
                new Integers(TextTest::name, Map.of(), atom -> null, () -> "", false),
                local -> Java.name(local.hint()),
                new RowNames(),
                new Formats(FloatMode.DOUBLE, List.of()));
    }

    private static String print(Code code) {
        return print(expressions().of(code));
    }

    private static String print(JavaExpression expression) {
        return JavaPrinter.print(expression, 0).toString();
    }

    private static JavaExpression name(Atom atom) {
        return Java.name(atom.name());
    }

    @Test
    void parenthesesOnlyWhereTheyMatter() {
        assertThat(print(apply(Arithmetic.SUB, A, apply(Arithmetic.ADD, B, C)))).isEqualTo("a - (b + c)");
        assertThat(print(apply(Arithmetic.SUB, apply(Arithmetic.ADD, A, B), C))).isEqualTo("a + b - c");
        assertThat(print(apply(Arithmetic.ADD, A, apply(Arithmetic.ADD, B, C)))).isEqualTo("a + (b + c)");
        assertThat(print(apply(Quotients.DIV, A, apply(Arithmetic.MUL, B, C)))).isEqualTo("a / (b * c)");
        assertThat(print(apply(Arithmetic.MUL, A, apply(Arithmetic.ADD, B, C)))).isEqualTo("a * (b + c)");
        assertThat(print(apply(Arithmetic.NEG, apply(Arithmetic.NEG, A)))).isEqualTo("-(-a)");
        assertThat(print(apply(Arithmetic.NEG, number(-1)))).isEqualTo("-(-1.0)");
        assertThat(print(apply(Arithmetic.SUB, A, number(-1)))).isEqualTo("a - -1.0");
        assertThat(print(apply(Arithmetic.NEG, apply(Arithmetic.MUL, A, B)))).isEqualTo("-(a * b)");
    }

    @Test
    void conditionsAndChoices() {
        Code less = apply(Comparisons.LT, A, B);
        Code and = apply(Connectives.AND, less, apply(Connectives.NOT, less));
        assertThat(print(and)).isEqualTo("a < b && !(a < b)");
        assertThat(print(apply(Connectives.OR, and, less))).isEqualTo("a < b && !(a < b) || a < b");
        assertThat(print(apply(Connectives.AND, apply(Connectives.OR, less, less), less)))
                .isEqualTo("(a < b || a < b) && a < b");
        Code choice = new Code.Choice(less, A, new Code.Choice(less, B, C));
        assertThat(print(choice)).isEqualTo("a < b ? a : a < b ? b : c");
        assertThat(print(apply(Arithmetic.ADD, choice, A))).isEqualTo("(a < b ? a : a < b ? b : c) + a");
    }

    @Test
    void integersAsReals() {
        assertThat(print(apply(Quotients.DIV, new Code.Whole(I), new Code.Whole(D))))
                .isEqualTo("(double) i / (double) D");
        assertThat(print(new Code.Whole(I.times(D).plus(1)))).isEqualTo("(long) D * i + 1L");
        assertThat(print(new Code.Whole(Poly.of(3)))).isEqualTo("3.0");
    }

    @Test
    void positions() {
        Poly j = Poly.of(Atom.Index.free("j", 2));
        assertThat(print(integers.position(List.of(D, D), List.of(I, j)))).isEqualTo("i * D + j");
        assertThat(print(integers.position(List.of(D, D), List.of(I.plus(-1), j.plus(-1)))))
                .isEqualTo("(i - 1) * D + j - 1");
        assertThat(print(integers.position(List.of(D, D.plus(1)), List.of(I, Poly.ZERO))))
                .isEqualTo("i * (D + 1)");
        assertThat(print(integers.position(List.of(D, Poly.of(3)), List.of(Poly.ONE, Poly.of(2)))))
                .isEqualTo("5");
        assertThat(print(integers.position(List.of(D, Poly.of(2), Poly.of(3)), List.of(I.plus(1), j, Poly.ONE))))
                .isEqualTo("6 * (i + 1) + 3 * j + 1");
        assertThat(print(integers.print(D.minus(I).plus(-1)))).isEqualTo("D - i - 1");
        Poly half = Poly.apply(Atom.Function.QUOTIENT, D.times(D).minus(D), Poly.of(2));
        assertThat(print(integers.print(half))).isEqualTo("(int) (((long) D * D - D) / 2)");
    }

    /** What a backward half need not check again is a plain division, of all of the dividend. */
    @Test
    void quotients() {
        Integers unchecked = new Integers(TextTest::name, Map.of(), atom -> null, () -> "", true);
        Poly quotient = Poly.apply(Atom.Function.QUOTIENT, I.plus(3), D);
        assertThat(print(unchecked.print(quotient))).isEqualTo("(int) ((i + 3L) / D)");
    }

    @Test
    void namesAreUniqueAndLegal() {
        Names names = new Names("theta"::equals);
        assertThat(names.local("z")).isEqualTo("z");
        names.enter();
        assertThat(names.local("z")).isEqualTo("z1");
        assertThat(names.local("theta")).isEqualTo("theta1");
        names.leave();
        assertThat(names.local("z")).isEqualTo("z1");
        assertThat(names.local("class")).isEqualTo("class_");
        assertThat(names.local("π")).isEqualTo("π");
        assertThat(names.member("theta")).isEqualTo("theta_");
    }

    @Test
    void whatUsersWriteStaysText() {
        assertThat(Escape.lineComment("a \\u000a System.exit(1);\r\n  b")).isEqualTo("a \\ u000a System.exit(1); b");
        assertThat(Escape.lineComment("x".repeat(200))).hasSize(110).endsWith("…");
        assertThat(Escape.lineComment("a\u202Eb")).isEqualTo("a b");
        assertThat(Escape.javadoc("*/ @see <b> & {@code} \\u002a"))
                .isEqualTo("*&#47; &#64;see &lt;b&gt; &amp; &#123;&#64;code&#125; \\ u002a");
    }
}
