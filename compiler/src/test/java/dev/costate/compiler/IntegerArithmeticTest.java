package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/**
 * Every operation of integers in every place where an integer can stand, held against exact arithmetic: the result is
 * right or there is an error that says that an integer does not fit, and there is none where all integers are small.
 * Long, since each place where an integer can stand is a model of its own.
 */
@Tag("slow")
class IntegerArithmeticTest {
    private static final BigInteger MANY = BigInteger.ONE.shiftLeft(62);
    private static final int[] VALUES = {
        0,
        1,
        -1,
        2,
        3,
        -7,
        1000,
        55_109,
        -55_109,
        2_097_151,
        2_097_152,
        -2_097_152,
        2_097_153,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };

    /** What is computed, without limits; null where it has no value. */
    interface Exact {
        @Nullable
        BigInteger apply(BigInteger n, BigInteger m);
    }

    /**
     * An expression in {@code n} and {@code m}, its value, or null where it divides by zero, and what it is made of.
     */
    record Operation(String text, Exact value, Exact largest) {
        static Operation of(String text, Exact value) {
            return new Operation(text, value, value);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static List<Operation> operations() {
        Exact cube = (n, m) -> n.pow(3);
        return List.of(
                Operation.of("n", (n, m) -> n),
                Operation.of("n * n * m", (n, m) -> n.multiply(n).multiply(m)),
                Operation.of("n * n * n * n * n", (n, m) -> n.pow(5)),
                Operation.of("(n + m) * (n - m)", (n, m) -> n.add(m).multiply(n.subtract(m))),
                Operation.of("n * n * n - m", (n, m) -> n.pow(3).subtract(m)),
                new Operation(
                        "n * n * n * n - m * m * m * m",
                        (n, m) -> n.pow(4).subtract(m.pow(4)),
                        (n, m) -> n.pow(4).max(m.pow(4))),
                Operation.of("-(n * m * m)", (n, m) -> n.multiply(m).multiply(m).negate()),
                Operation.of("-n", (n, m) -> n.negate()),
                Operation.of("n + m + 2", (n, m) -> n.add(m).add(BigInteger.TWO)),
                Operation.of("2 - n", (n, m) -> BigInteger.TWO.subtract(n)),
                Operation.of("n div m", IntegerArithmeticTest::div),
                Operation.of("n mod m", IntegerArithmeticTest::mod),
                new Operation("n * n * n div m", (n, m) -> div(n.pow(3), m), cube),
                new Operation("n * n * n mod 1000", (n, m) -> mod(n.pow(3), BigInteger.valueOf(1000)), cube),
                new Operation("max(n * n * n, m)", (n, m) -> n.pow(3).max(m), cube),
                new Operation("min(m, n * n * n) + m", (n, m) -> n.pow(3).min(m).add(m), cube),
                new Operation(
                        "9223372036854775807 + n",
                        (n, m) -> BigInteger.valueOf(Long.MAX_VALUE).add(n),
                        (n, m) -> MANY));
    }

    private static @Nullable BigInteger div(BigInteger n, BigInteger m) {
        BigInteger rest = mod(n, m);
        return rest == null ? null : n.subtract(rest).divide(m);
    }

    private static @Nullable BigInteger mod(BigInteger n, BigInteger m) {
        if (m.signum() == 0) {
            return null;
        }
        BigInteger rest = n.mod(m.abs());
        return m.signum() < 0 && rest.signum() != 0 ? rest.add(m) : rest;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void asRealNumbersAreNotLimited(Operation operation) {
        Engines engines = Engines.of("output y = 1.0 * (" + operation.text() + ") + 0.0");
        engines.hold(operation, true, (value, y) -> {
            double exact = value.doubleValue();
            assertThat(Math.abs(y - exact)).isLessThanOrEqualTo(1e-15 * Math.abs(exact) + tolerance(operation));
        });
    }

    /** A difference of large numbers is as exact as real numbers are. */
    private static double tolerance(Operation operation) {
        return operation.text().contains("m * m * m * m") ? 1e22 : 0;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void inConditions(Operation operation) {
        Engines engines = Engines.of("output y = if " + operation.text() + " > 4000000000000 then 1 else 2");
        engines.hold(
                operation,
                false,
                (value, y) ->
                        assertThat(y).isEqualTo(value.compareTo(BigInteger.valueOf(4_000_000_000_000L)) > 0 ? 1 : 2));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void inEqualities(Operation operation) {
        Engines engines = Engines.of("output y = if n * n * m == " + operation.text() + " then 1 else if ("
                + operation.text() + ") != 9007199254740993 then 2 else 3");
        engines.holdBoth(
                operation,
                (n, m, value, y) -> assertThat(y)
                        .isEqualTo(
                                n.multiply(n).multiply(m).equals(value)
                                        ? 1
                                        : value.equals(BigInteger.valueOf(9_007_199_254_740_993L)) ? 3 : 2));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void inSubscripts(Operation operation) {
        Engines engines = Engines.of("output y = x[(" + operation.text() + ") mod 3]");
        engines.hold(
                operation,
                false,
                (value, y) -> assertThat(y)
                        .isEqualTo(1 + value.mod(BigInteger.valueOf(3)).intValue()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void asChecked(Operation operation) {
        Engines engines = Engines.of("output y = x[" + operation.text() + "]");
        engines.hold(operation, false, (value, y) -> {
            assertThat(value).isBetween(BigInteger.ZERO, BigInteger.TWO);
            assertThat(y).isEqualTo(1 + value.intValue());
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void inChoicesOfSubscripts(Operation operation) {
        Engines engines = Engines.of(
                "output y = x[(if " + operation.text() + " <= 5 and " + operation.text() + " != 2 then 1 else 2)]");
        engines.hold(
                operation,
                false,
                (value, y) -> assertThat(y)
                        .isEqualTo(
                                value.compareTo(BigInteger.valueOf(5)) <= 0 && !value.equals(BigInteger.TWO) ? 2 : 3));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void inRanges(Operation operation) {
        Engines engines = Engines.of("output y = sum(i in " + operation.text() + " .. " + operation.text() + " + 1) i");
        engines.hold(
                operation,
                false,
                (value, y) -> assertThat(y)
                        .isEqualTo(value.multiply(BigInteger.TWO)
                                .add(BigInteger.ONE)
                                .doubleValue()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void inWhere(Operation operation) {
        Engines engines = Engines.of("output y = count(i in 3 where i * (" + operation.text() + ") < 100)");
        engines.hold(
                operation,
                false,
                (value, y) -> assertThat(y).isEqualTo((double) List.of(0, 1, 2).stream()
                        .filter(i -> BigInteger.valueOf(i).multiply(value).compareTo(BigInteger.valueOf(100)) < 0)
                        .count()));
    }

    private interface Check {
        void accept(BigInteger n, BigInteger m, BigInteger value, double y);
    }

    private interface Value {
        void accept(BigInteger value, double y);
    }

    /** A model, compiled and interpreted. */
    private record Engines(String text, Model model, ModelInstance compiled) {
        static Engines of(String output) {
            String text = "model R\ndata n : int\ndata m : int\ndata x[3]\n" + output + "\n";
            ModelCompiler.Result result =
                    ModelCompiler.compile(new SourceFile("R.model", text), ModelCompiler.Options.of(""));
            if (result.hasErrors()) {
                String message = result.diagnostics().get(0).message();
                assertThat(message).as(text).containsAnyOf("64 bits", "real", "and ranges lie");
                throw new TestAbortedException(message);
            }
            return new Engines(
                    text,
                    requireNonNull(result.model()),
                    LoadedModel.load(result).create(Map.of()));
        }

        void hold(Operation operation, boolean always, Value check) {
            hold(operation, always, (n, m, value, y) -> check.accept(value, y));
        }

        void holdBoth(Operation operation, Check check) {
            hold(operation, false, check);
        }

        private void hold(Operation operation, boolean always, Check check) {
            for (int n : VALUES) {
                for (int m : VALUES) {
                    BigInteger first = BigInteger.valueOf(n);
                    BigInteger second = BigInteger.valueOf(m);
                    BigInteger value = operation.value().apply(first, second);
                    Map<String, double[]> inputs =
                            Map.of("n", new double[] {n}, "m", new double[] {m}, "x", new double[] {1, 2, 3});
                    inputs.forEach(compiled::set);
                    List<Supplier<double[]>> ways = new ArrayList<>();
                    ways.add(() -> compiled.output("y"));
                    ways.add(() -> Interpreter.values(model, Map.of(), inputs).get("y"));
                    for (Supplier<double[]> way : ways) {
                        String what = text.replace("\n", "; ") + " n = " + n + ", m = " + m;
                        double y;
                        try {
                            y = way.get()[0];
                        } catch (ArithmeticException | IndexOutOfBoundsException e) {
                            mayFail(what, operation, first, second, value, always, e);
                            continue;
                        }
                        assertThat(value).as(what).isNotNull();
                        try {
                            check.accept(first, second, requireNonNull(value), y);
                        } catch (AssertionError e) {
                            throw new AssertionError(what + " gives " + y, e);
                        }
                    }
                }
            }
        }

        private static void mayFail(
                String what,
                Operation operation,
                BigInteger n,
                BigInteger m,
                @Nullable BigInteger value,
                boolean always,
                RuntimeException e) {
            if (value == null) {
                assertThat(e.getMessage()).as(what).containsAnyOf("zero", "64 bits");
                return;
            }
            BigInteger largest = requireNonNull(operation.largest().apply(n, m))
                    .abs()
                    .max(n.pow(2).multiply(m).abs())
                    .max(value.abs());
            String message = e.getMessage();
            if (requireNonNull(message).contains("entries")) {
                assertThat(value.signum() < 0 || value.compareTo(BigInteger.TWO) > 0)
                        .as(what)
                        .isTrue();
            } else if (message.contains("ranges lie")
                    || message.contains("integers lie")
                    || message.contains("integer overflow")) {
                assertThat(value.add(BigInteger.TWO).bitLength() > 31 || value.bitLength() > 31)
                        .as(what)
                        .isTrue();
            } else {
                assertThat(message).as(what).contains("64 bits");
                boolean real = always && !operation.text().matches(".*(div|mod).*");
                assertThat(largest.compareTo(MANY) >= 0 && !real)
                        .as("%s: %s", what, message)
                        .isTrue();
            }
        }
    }
}
