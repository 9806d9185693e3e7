package dev.costate.samples.boosting;

import java.util.Locale;

/** Predictions over the truth for both losses, as SVG. */
final class Picture {
    private static final int SIZE = 320;
    private static final int MARGIN = 34;
    private static final double LEAST = -2.5;
    private static final double GREATEST = 3.5;

    private final StringBuilder svg = new StringBuilder();

    private Picture() {}

    static String of(Limit limit) {
        Picture picture = new Picture();
        picture.line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">",
                2 * SIZE, SIZE);
        picture.line("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        picture.panel(0, "squares of errors", limit, limit.bySquares());
        picture.panel(SIZE, "likelihood of a limit", limit, limit.byLikelihood());
        picture.line("</svg>");
        return picture.svg.toString();
    }

    private void panel(int left, String title, Limit limit, double[] predictions) {
        int side = SIZE - MARGIN - MARGIN / 2;
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#bbb\"/>",
                left + MARGIN, MARGIN, side, side);
        line("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", left + MARGIN, MARGIN - 10, title);
        line(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">truth</text>",
                left + MARGIN + side / 2, SIZE - MARGIN / 2 + 12);
        line(
                "<text transform=\"translate(%d,%d) rotate(-90)\" text-anchor=\"middle\">prediction</text>",
                left + MARGIN - 8, MARGIN + side / 2);
        stroke(left, LEAST, LEAST, GREATEST, GREATEST, "#bbb");
        stroke(left, limit.limit(), LEAST, limit.limit(), GREATEST, "#cc3311");
        double[] truth = limit.truth();
        for (int i = 0; i < truth.length; i++) {
            line(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"none\" stroke=\"#4477aa\"/>",
                    across(left, truth[i]), up(predictions[i]));
        }
    }

    private void stroke(int left, double x, double y, double endX, double endY, String colour) {
        line(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                across(left, x), up(y), across(left, endX), up(endY), colour);
    }

    private static double across(int left, double value) {
        return left + MARGIN + (clamped(value) - LEAST) / (GREATEST - LEAST) * (SIZE - MARGIN - MARGIN / 2);
    }

    private static double up(double value) {
        return SIZE - MARGIN / 2 - (clamped(value) - LEAST) / (GREATEST - LEAST) * (SIZE - MARGIN - MARGIN / 2);
    }

    private static double clamped(double value) {
        return Math.max(LEAST, Math.min(GREATEST, value));
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
