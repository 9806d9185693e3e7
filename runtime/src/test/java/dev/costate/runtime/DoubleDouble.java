package dev.costate.runtime;

/**
 * Numbers of twice the usual precision, the sum of two doubles, and elementary functions of them: a reference for
 * errors in units of the last place that shares no code with what it judges.
 */
record DoubleDouble(double high, double low) {
    private static final DoubleDouble LN2 = new DoubleDouble(0.6931471805599453, 2.3190468138462996e-17);
    private static final double LN2_REST = 5.707708438416212e-34;
    static final DoubleDouble ONE = of(1);

    static DoubleDouble of(double x) {
        return new DoubleDouble(x, 0);
    }

    private static DoubleDouble sum(double a, double b) {
        double s = a + b;
        double t = s - a;
        return new DoubleDouble(s, (a - (s - t)) + (b - t));
    }

    DoubleDouble plus(DoubleDouble o) {
        DoubleDouble s = sum(high, o.high);
        DoubleDouble t = sum(low, o.low);
        DoubleDouble u = sum(s.high, s.low + t.high);
        return sum(u.high, u.low + t.low);
    }

    DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble minus(DoubleDouble o) {
        return plus(o.negated());
    }

    DoubleDouble times(DoubleDouble o) {
        double p = high * o.high;
        return sum(p, Math.fma(high, o.high, -p) + (high * o.low + low * o.high));
    }

    DoubleDouble scaled(double powerOfTwo) {
        return new DoubleDouble(high * powerOfTwo, low * powerOfTwo);
    }

    DoubleDouble over(DoubleDouble o) {
        double q = high / o.high;
        DoubleDouble rest = minus(o.times(of(q)));
        double r = rest.high / o.high;
        DoubleDouble last = rest.minus(o.times(of(r)));
        return sum(q, r).plus(of(last.high / o.high));
    }

    /** eˣ − 1 = (1 + t)^(2⁷) − 1 for the t of x/2⁷, the square of 1 + t being 1 + (2t + t²); all times 2ᵏ. */
    DoubleDouble expm1() {
        double k = Math.rint(high / LN2.high);
        DoubleDouble r = minus(LN2.times(of(k))).minus(of(k * LN2_REST)).scaled(0x1p-7);
        DoubleDouble t = ONE;
        for (int n = 14; n > 1; n--) {
            t = ONE.plus(r.times(t).over(of(n)));
        }
        t = r.times(t);
        for (int n = 0; n < 7; n++) {
            t = t.scaled(2).plus(t.times(t));
        }
        if (k == 0) {
            return t;
        }
        // In two factors, since 2^1024 is none.
        double half = Math.scalb(1.0, (int) k / 2);
        return ONE.plus(t)
                .scaled(half)
                .scaled(Math.scalb(1.0, (int) k - (int) k / 2))
                .minus(ONE);
    }

    DoubleDouble exp() {
        return high < -40 ? negated().exp().inverse() : expm1().plus(ONE);
    }

    DoubleDouble inverse() {
        return ONE.over(this);
    }

    /** log(1 + x): a series near zero, else a step of Newton's method from the double next to it. */
    DoubleDouble log1p() {
        if (Math.abs(high) < 0.01) {
            DoubleDouble s = over(of(2).plus(this));
            DoubleDouble square = s.times(s);
            DoubleDouble series = of(1.0).over(of(25));
            for (int n = 23; n > 0; n -= 2) {
                series = ONE.over(of(n)).plus(square.times(series));
            }
            return s.times(series).scaled(2);
        }
        return plus(ONE).log();
    }

    /** The logarithm of what is not next to one. */
    DoubleDouble log() {
        int k = Math.getExponent(high);
        DoubleDouble m = scaled(Math.scalb(1.0, -k));
        DoubleDouble y = of(StrictMath.log(m.high));
        for (int n = 0; n < 2; n++) {
            y = y.plus(m.times(y.negated().expm1().plus(ONE)).minus(ONE));
        }
        return y.plus(LN2.times(of(k))).plus(of(k * LN2_REST));
    }

    /** By how many units of its last place a double differs from this. */
    double ulps(double x) {
        return Math.abs((x - high) - low) / Math.ulp(high);
    }
}
