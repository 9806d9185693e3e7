package dev.costate.runtime;

/** What to do about an operation whose value is NaN or infinite though its operands are not, in words. */
public enum Advice {
    /** Of the last operand. */
    LOGARITHM {
        @Override
        public String text(double... operands) {
            return zeroOrNegative(operands[operands.length - 1]);
        }
    },
    /** Of the product or the quotient of two operands. */
    LOGARITHM_OF_TWO {
        @Override
        public String text(double... operands) {
            return zeroOrNegative(operands[0] * operands[1]);
        }
    },
    ROOT {
        @Override
        public String text(double... operands) {
            return "where only rounding makes the argument negative, `sqrt(max(0, u))` is 0; a sum of squares never is";
        }
    },
    QUOTIENT {
        @Override
        public String text(double... operands) {
            return operands[1] == 0
                    ? "say what the quotient is at 0: `if d == 0 then … else n / d` evaluates only the branch taken,"
                            + " in derivatives too"
                    : "it overflows: divide before multiplying, or use logarithms";
        }
    },
    EXPONENTIAL {
        @Override
        public String text(double... operands) {
            return "it overflows beyond 709.78: sum exponentials by `logsumexp`, take the ratio of two as the"
                    + " exponential of a difference, or go on with the exponent, the logarithm of the value";
        }
    };

    /** The advice for these operands. */
    public abstract String text(double... operands);

    private static String zeroOrNegative(double x) {
        return x < 0
                ? "its argument must not be negative: is it a variance or a probability that rounding has made so?"
                : "where the argument only becomes too small for a number, compute its logarithm itself, as `logsumexp`"
                        + " does; `xlogy(w, p)` is 0 where both are";
    }
}
