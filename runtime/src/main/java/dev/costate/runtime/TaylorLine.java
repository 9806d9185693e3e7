package dev.costate.runtime;

import java.util.Arrays;

/** The coefficients of a Taylor series as a function of where on the line they are taken. */
final class TaylorLine {
    private static final ParameterLayout LINE =
            ParameterLayout.builder().add("t").build();

    private final ParameterLayout output;
    private final int order;
    private final boolean byOrder;
    private final Differential.Function values;
    private final Differential.Product method;
    private final double[] x;
    private final double[] v;

    TaylorLine(
            ParameterLayout output,
            int order,
            boolean byOrder,
            Differential.Function values,
            Differential.Product method,
            double[] x,
            double[] v) {
        this.output = output;
        this.order = order;
        this.byOrder = byOrder;
        this.values = values;
        this.method = method;
        this.x = x;
        this.v = v;
    }

    /** The values and all coefficients but the last, derived by t. */
    Differential differential() {
        ParameterLayout.Builder functions = ParameterLayout.builder();
        output.slices().forEach(slice -> functions.add(slice.name(), slice.shape()));
        for (int k = 0; k < order; k++) {
            int number = k;
            output.slices().forEach(slice -> functions.add(named(slice.name(), number), slice.shape()));
        }
        ParameterLayout layout = functions.build();
        return Differential.matrix(LINE, layout, Differential.values(layout.size(), this::function), this::derivative);
    }

    private String named(String array, int k) {
        return "coefficient " + k + (output.slices().size() == 1 ? "" : " of " + array);
    }

    private void function(double[] t, double[] out) {
        int m = output.size();
        double[] point = at(t);
        double[] value = new double[m];
        values.at(point, value);
        System.arraycopy(value, 0, out, 0, m);
        double[] all = coefficients(point);
        for (int k = 0; k < order; k++) {
            for (int i = 0; i < m; i++) {
                out[(k + 1) * m + i] = all[place(i, k)];
            }
        }
    }

    private void derivative(double[] t, double[] out) {
        int m = output.size();
        double[] all = coefficients(at(t));
        for (int i = 0; i < m; i++) {
            out[i] = all[place(i, 1)];
            for (int k = 0; k < order; k++) {
                out[(k + 1) * m + i] = (k + 1) * all[place(i, k + 1)];
            }
        }
    }

    private double[] at(double[] t) {
        double[] moved = x.clone();
        Arrays.setAll(moved, i -> x[i] + t[0] * v[i]);
        return moved;
    }

    private double[] coefficients(double[] point) {
        double[] all = new double[output.size() * (order + 1)];
        method.at(point, v, all);
        return all;
    }

    private int place(int i, int k) {
        return byOrder ? k * output.size() + i : i * (order + 1) + k;
    }
}
