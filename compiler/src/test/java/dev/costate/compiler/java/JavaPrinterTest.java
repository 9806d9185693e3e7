package dev.costate.compiler.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, parentheses, lines and blocks. */
class JavaPrinterTest {
    private static final JavaExpression A = Java.name("a");
    private static final JavaExpression B = Java.name("b");
    private static final JavaExpression C = Java.name("c");

    private static String print(JavaExpression expression) {
        return JavaPrinter.print(expression, 0).toString();
    }

    private static String print(JavaStatement... statements) {
        return JavaPrinter.print(List.of(statements), JavaPrinter.METHOD).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "-0.0, -0.0",
        "1, 1.0",
        "1e-8, 1.0e-8",
        "123456.5, 123456.5",
        "1e7, 1.0e7",
        "NaN, Double.NaN",
        "Infinity, Double.POSITIVE_INFINITY",
        "-Infinity, Double.NEGATIVE_INFINITY",
        "2e-3, 0.002",
        "4.9e-324, 5.0e-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "2e23, 2.0e23"
    })
    void numbersAreShort(double value, String literal) {
        assertThat(Numbers.literal(value)).isEqualTo(literal);
    }

    @Test
    void numbersReadBackBitForBit() {
        Random random = new Random(7);
        for (int k = 0; k < 20_000; k++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(Numbers.literal(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void parenthesesOnlyWhereTheyMatter() {
        assertThat(print(A.binary("-", B.binary("-", C)))).isEqualTo("a - (b - c)");
        assertThat(print(A.binary("-", B).binary("-", C))).isEqualTo("a - b - c");
        assertThat(print(Java.cast(JavaType.INT, A.binary("/", B)).at(C))).isEqualTo("((int) (a / b))[c]");
        assertThat(print(Java.negative(Java.number(-1)))).isEqualTo("-(-1.0)");
        assertThat(print(A.binary("+", B.binary("&", C)))).isEqualTo("a + (b & c)");
        assertThat(print(Java.choice(Java.choice(A, B, C), A, Java.choice(A, B, C))))
                .isEqualTo("(a ? b : c) ? a : a ? b : c");
        assertThat(print(Java.name("m").call("at", A.binary("+", B)).member("x")))
                .isEqualTo("m.at(a + b).x");
    }

    @Test
    void sumsOfIntegersNeedNone() {
        assertThat(print(Java.sum(A, B.binary("-", C)))).isEqualTo("a + b - c");
        assertThat(print(Java.sum(A, Java.negative(B).binary("*", C)))).isEqualTo("a - b * c");
        assertThat(print(Java.sum(A, Java.integer(-3).binary("+", C)))).isEqualTo("a - 3 + c");
    }

    @Test
    void stringsHoldAnything() {
        assertThat(print(Java.string("a\"b\\c\nd\u0007"))).isEqualTo("\"a\\\"b\\\\c\\nd\\u0007\"");
    }

    /** Before the operators, the least nested first; and in their calls only what has no room otherwise. */
    @Test
    void longLinesBreak() {
        JavaExpression sum = A;
        for (int k = 0; k < 40; k++) {
            sum = sum.binary("+", Java.number(k).binary("*", B));
        }
        List<String> lines = print(JavaStatement.set(A, sum)).lines().toList();
        assertThat(lines).hasSizeGreaterThan(3).allMatch(line -> line.length() <= 110);
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("        + "));
        List<JavaExpression> arguments = Collections.nCopies(20, Java.call("f", List.of(A, B)));
        assertThat(print(new JavaStatement.Evaluate(Java.call("g", arguments))).lines())
                .allMatch(line -> line.length() <= 110 && (line.endsWith("),") || line.endsWith(");")));
    }

    @Test
    void chainsBreakBeforeTheirCalls() {
        JavaExpression chain = Java.make(JavaType.here("Sum"));
        for (int k = 0; k < 12; k++) {
            chain = chain.call("add", Java.string("name" + k), A);
        }
        assertThat(print(new JavaStatement.Return(chain)).lines())
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.startsWith("return new Sum().add(") || line.startsWith("        .add("));
    }

    /** In time linear in the length, and without recursion. */
    @Test
    void deepExpressionsAndBlocksAreNoTrouble() {
        JavaExpression left = A;
        JavaExpression right = A;
        JavaStatement choices = JavaStatement.set(A, B);
        JavaStatement nested = JavaStatement.set(A, B);
        for (int k = 0; k < 100_000; k++) {
            left = left.binary("+", B);
            right = B.binary("-", right);
            choices = new JavaStatement.If(A, List.of(), List.of(choices));
            nested = k < 1000 ? JavaStatement.when(A, nested) : nested;
        }
        assertThat(print(JavaStatement.set(A, left)).lines()).hasSizeGreaterThan(3_000);
        assertThat(print(JavaStatement.set(A, right)).lines()).hasSizeGreaterThan(3_000);
        assertThat(print(choices).lines()).hasSizeGreaterThan(100_000);
        assertThat(print(nested).lines()).hasSizeGreaterThan(2_000);
    }

    @Test
    void blocks() {
        JavaStatement set = JavaStatement.set(A, B);
        List<JavaStatement> body = new ArrayList<>();
        body.add(new JavaStatement.Gap());
        body.add(new JavaStatement.Comment("first"));
        body.add(new JavaStatement.If(A, List.of(new JavaStatement.Gap(), set), List.of(JavaStatement.when(B, set))));
        body.add(new JavaStatement.Gap());
        body.add(new JavaStatement.For("i", Java.ZERO, "<", A, 1, List.of(set)));
        body.add(new JavaStatement.Declare(
                JavaType.INT, List.of(new JavaStatement.Variable("x", A), new JavaStatement.Variable("y", B))));
        body.add(new JavaStatement.Try(
                null, List.of(set), JavaType.here("E"), List.of(new JavaStatement.Throw(Java.name("e")))));
        assertThat(JavaPrinter.print(body, 0).toString()).isEqualTo("""
                // first
                if (a) {
                    a = b;
                } else if (b) {
                    a = b;
                }

                for (int i = 0; i < a; i++) {
                    a = b;
                }
                int x = a, y = b;
                try {
                    a = b;
                } catch (E e) {
                    throw e;
                }
                """);
    }

    /** A dollar is no format, and a class is one that JavaPoet knows. */
    @Test
    void textIsNoFormat() {
        JavaExpression call = Java.call("Math", "max", Java.name("$L"), Java.string("$T"));
        assertThat(print(call)).isEqualTo("java.lang.Math.max($L, \"$T\")");
    }
}
