package dev.costate.samples.fitting;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Data and fitted curves of some problems, as SVG. */
final class Picture {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 300;
    private static final int HEIGHT = 210;
    private static final int MARGIN = 24;
    private static final int POINTS = 300;

    private final StringBuilder svg = new StringBuilder();

    private Picture() {}

    /** A panel for each problem, which has one predictor. */
    static String of(List<Problem> problems) {
        Picture picture = new Picture();
        int rows = (problems.size() + COLUMNS - 1) / COLUMNS;
        picture.line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">",
                COLUMNS * WIDTH, rows * HEIGHT);
        picture.line("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        for (int k = 0; k < problems.size(); k++) {
            picture.panel(problems.get(k), k % COLUMNS * WIDTH, k / COLUMNS * HEIGHT);
        }
        picture.line("</svg>");
        return picture.svg.toString();
    }

    private void panel(Problem problem, int left, int top) {
        Dataset data = problem.data();
        Dataset grid = data.grid(POINTS);
        double[] curve = problem.curve(
                grid, Solvers.leastSquares(problem, data.start(1)).getPoint().toArray());
        double[] x = data.x();
        double[] y = data.y();
        Axis across = new Axis(x, x, left + MARGIN, left + WIDTH - MARGIN / 2);
        Axis up = new Axis(y, curve, top + HEIGHT - MARGIN, top + MARGIN);
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#bbb\"/>",
                left + MARGIN, top + MARGIN, WIDTH - 3 * MARGIN / 2, HEIGHT - 2 * MARGIN);
        line("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", left + MARGIN, top + MARGIN - 7, data.name());
        line("<g fill=\"none\" stroke=\"#4477aa\">");
        for (int i = 0; i < y.length; i++) {
            line("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\"/>", across.place(x[i]), up.place(y[i]));
        }
        line("</g>");
        StringBuilder path = new StringBuilder();
        double[] xs = grid.x();
        for (int i = 0; i < curve.length; i++) {
            path.append(String.format(
                    Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", across.place(xs[i]), up.place(curve[i])));
        }
        line("<polyline points=\"%s\" fill=\"none\" stroke=\"#cc3311\" stroke-width=\"1.5\"/>", path);
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /** Where numbers are drawn: the smallest at one end, the largest at the other. */
    private static final class Axis {
        private static final double INSET = 0.04;

        private final double least;
        private final double range;
        private final double start;
        private final double length;

        Axis(double[] some, double[] others, double start, double end) {
            this.least = Math.min(
                    Arrays.stream(some).min().orElseThrow(),
                    Arrays.stream(others).min().orElseThrow());
            double most = Math.max(
                    Arrays.stream(some).max().orElseThrow(),
                    Arrays.stream(others).max().orElseThrow());
            this.range = most - least;
            this.start = start + INSET * (end - start);
            this.length = (1 - 2 * INSET) * (end - start);
        }

        double place(double value) {
            return start + (value - least) / range * length;
        }
    }
}
