package dev.costate.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every function against values known exactly. */
class OracleTest {
    private static final double ULP = 0x1p-53;

    /** The rows of a table about functions of the runtime; the compiler's tests hold the others. */
    private static List<String[]> rows(String table) {
        return Table.rows(table).stream()
                .filter(row -> OracleFunction.ALL.containsKey(row[0]))
                .toList();
    }

    @Test
    void theTablesHaveAllFunctions() {
        Set<String> names = new TreeSet<>();
        rows("scalar_functions.tsv").forEach(row -> names.add(row[0]));
        rows("special_values.tsv").forEach(row -> names.add(row[0]));
        assertThat(names).isEqualTo(new TreeSet<>(OracleFunction.ALL.keySet()));
    }

    @Test
    void valuesAndDerivativesAreAsExactAsTheArgumentsAllow() {
        List<String> wrong = new ArrayList<>();
        for (String[] row : rows("scalar_functions.tsv")) {
            OracleFunction f = OracleFunction.ALL.get(row[0]);
            double[] x = Table.numbers(row[1]);
            double[] gradient = Table.numbers(row[3]);
            double[] hessian = Table.numbers(row[4]);
            double cond = Double.parseDouble(row[5]);
            double[] condGradient = Table.numbers(row[6]);
            String at = row[0] + ' ' + row[1];
            check(wrong, at, requireNonNull(f).value().applyAsDouble(x), Double.parseDouble(row[2]), cond);
            for (int i = 0; i < requireNonNull(f).gradient().size(); i++) {
                double got = f.gradient().get(i).applyAsDouble(x);
                check(wrong, at + " derivative " + i, got, gradient[i], condGradient[i]);
            }
            for (int i = 0; i < f.hessian().size(); i++) {
                // A product of derivatives, each with its own error.
                double sum = 1 + 2 * (cond + Arrays.stream(condGradient).sum());
                check(wrong, at + " second derivative " + i, f.hessian().get(i).applyAsDouble(x), hessian[i], sum);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void check(List<String> wrong, String what, double got, double exact, double cond) {
        boolean good = got == exact
                || Math.abs(got - exact) <= 4 * ULP * Math.abs(exact) * (1 + cond) + Double.MIN_VALUE
                || (Double.isNaN(got) && Double.isNaN(exact));
        if (!good) {
            wrong.add("%s: got %s, exact %s, cond %s".formatted(what, got, exact, cond));
        }
    }

    @Test
    void conventionsHoldAtSpecialPoints() {
        List<String> wrong = new ArrayList<>();
        for (String[] row : rows("special_values.tsv")) {
            OracleFunction f = OracleFunction.ALL.get(row[0]);
            double[] x = Table.numbers(row[1]);
            same(wrong, row[0] + ' ' + row[1], requireNonNull(f).value().applyAsDouble(x), Double.parseDouble(row[2]));
            double[] gradient = Table.numbers(row[3]);
            for (int i = 0; i < requireNonNull(f).gradient().size(); i++) {
                String what = row[0] + ' ' + row[1] + " derivative " + i;
                same(wrong, what, f.gradient().get(i).applyAsDouble(x), gradient[i]);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void same(List<String> wrong, String what, double got, double exact) {
        // Either zero will do.
        if (got != exact && !(Double.isNaN(got) && Double.isNaN(exact))) {
            wrong.add("%s: got %s, expected %s".formatted(what, got, exact));
        }
    }

    /** Values at random points, with the error each method may have. */
    @Test
    void methodsKeepTheirAccuracy() throws ReflectiveOperationException {
        List<String> wrong = new ArrayList<>();
        for (String[] row : Table.rows("reference.tsv")) {
            double exact = Double.parseDouble(row[2]);
            double got = call(row[0], Table.numbers(row[1]));
            double ulps = Math.abs(got - exact) / Math.ulp(exact);
            if (!(ulps <= Double.parseDouble(row[3]))) {
                wrong.add("%s(%s): got %s, exact %s, %.1f ulp".formatted(row[0], row[1], got, exact, ulps));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static double call(String name, double[] x) throws ReflectiveOperationException {
        Class<?> owner = switch (name) {
            case "atanh", "logCosh", "sech2" -> Trigonometry.class;
            case "siluDx" -> Activation.class;
            case "powDx", "powDy" -> Elementary.class;
            default -> Special.class;
        };
        if (name.equals("polygamma")) {
            return Special.polygamma((int) x[0], x[1]);
        }
        Class<?>[] types = new Class<?>[x.length];
        Arrays.fill(types, double.class);
        Method method = owner.getMethod(name, types);
        return (double) method.invoke(null, Arrays.stream(x).boxed().toArray());
    }
}
