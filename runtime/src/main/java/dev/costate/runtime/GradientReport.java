package dev.costate.runtime;

import java.util.List;

/**
 * What a {@link GradientCheck} found.
 *
 * @param broken what contradicts the contract of a derivative, in words; none is good
 * @param findings one for each direction and each single derivative that was tried
 * @param likely what has probably gone wrong, in words; empty if nothing failed
 * @param evaluations of the function's value
 * @param seed of the random choices
 */
public record GradientReport(
        List<String> broken, List<Finding> findings, List<String> likely, int evaluations, long seed) {
    /** What became of one derivative. */
    public enum Outcome {
        /** It is what the values of the function say. */
        PASSED,
        /** There is a kink here, and the derivative is between those to the left and to the right. */
        KINK,
        /** The values of the function don't tell. */
        INCONCLUSIVE,
        /** It contradicts the values of the function. */
        FAILED
    }

    /**
     * One derivative.
     *
     * @param name of the variable, such as {@code w[3, 2]}, of a value and the variable, {@code r[1] by w[3, 2]}, or of
     *     the direction
     * @param array the parameter the variable belongs to, with the array of the value if there are several values;
     *     empty for a direction
     * @param gradient what the function says
     * @param derivative what its values say
     * @param error the estimated error of that
     * @param allowed the difference that passes
     */
    public record Finding(
            String name,
            String array,
            Outcome outcome,
            double gradient,
            double derivative,
            double error,
            double allowed) {
        /** How far the two are apart, in units of what is allowed. */
        public double severity() {
            double ratio = Math.abs(gradient - derivative) / allowed;
            return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
        }

        @Override
        public String toString() {
            return "%s: gradient %.10g, from values %.10g ± %.1g, difference %.1e (allowed %.1e)%s"
                    .formatted(name, gradient, derivative, error, gradient - derivative, allowed, hint());
        }

        private String hint() {
            if (outcome != Outcome.FAILED) {
                return outcome == Outcome.PASSED ? "" : ", " + outcome;
            }
            return derivative == 0 ? ", FAILED" : ", FAILED, ratio %.4g".formatted(gradient / derivative);
        }
    }

    /** Takes copies. */
    public GradientReport {
        broken = List.copyOf(broken);
        findings = List.copyOf(findings);
        likely = List.copyOf(likely);
    }

    /** The same with something else that is broken. */
    GradientReport with(List<String> nowBroken) {
        return new GradientReport(nowBroken, findings, likely, evaluations, seed);
    }

    /**
     * Whether the contract is kept, nothing failed, and something could be told at all, unless there are no variables.
     */
    public boolean passed() {
        boolean told = findings.isEmpty() || count(Outcome.INCONCLUSIVE) < findings.size();
        return broken.isEmpty() && count(Outcome.FAILED) == 0 && told;
    }

    /** How many derivatives had an outcome. */
    public long count(Outcome outcome) {
        return findings.stream().filter(f -> f.outcome() == outcome).count();
    }

    /** The findings of an outcome. */
    public List<Finding> findings(Outcome outcome) {
        return findings.stream().filter(f -> f.outcome() == outcome).toList();
    }

    /**
     * Nothing, if the check passed.
     *
     * @throws IllegalStateException with the report as its message, if it didn't
     */
    public void requirePassed() {
        if (!passed()) {
            throw new IllegalStateException(toString());
        }
    }

    /**
     * A few lines: the verdict, the contract, the worst derivative, the parameters where something failed, what has
     * probably gone wrong, the kinks.
     */
    @Override
    public String toString() {
        return of("gradient check");
    }

    /** The same lines, of which the first says what was checked, such as {@code hessian of loss}. */
    public String of(String subject) {
        StringBuilder text = new StringBuilder(subject).append(passed() ? " passed" : " FAILED");
        text.append(": %d derivatives, %d failed, %d at kinks, %d inconclusive; %d evaluations, seed %d"
                .formatted(
                        findings.size(),
                        count(Outcome.FAILED),
                        count(Outcome.KINK),
                        count(Outcome.INCONCLUSIVE),
                        evaluations,
                        seed));
        broken.forEach(line -> text.append("\n  contract: ").append(line));
        worst(count(Outcome.FAILED) > 0 ? Outcome.FAILED : Outcome.PASSED, text);
        findings.stream()
                .filter(f -> f.outcome() == Outcome.FAILED && !f.array().isEmpty())
                .map(Finding::array)
                .distinct()
                .forEach(array -> text.append("\n  ")
                        .append(array)
                        .append(": %d of %d derivatives tried failed"
                                .formatted(count(array, true), count(array, false))));
        likely.forEach(mistake -> text.append("\n  likely ").append(mistake));
        findings(Outcome.KINK).stream()
                .limit(5)
                .forEach(f -> text.append("\n  kink at ").append(f.name()));
        return text.toString();
    }

    private void worst(Outcome outcome, StringBuilder text) {
        findings(outcome).stream()
                // A coordinate says more than a direction.
                .max((f, g) -> {
                    int order = Boolean.compare(!f.array().isEmpty(), !g.array().isEmpty());
                    return order != 0 ? order : Double.compare(f.severity(), g.severity());
                })
                .ifPresent(f -> text.append("\n  worst ").append(f));
    }

    private long count(String array, boolean failed) {
        return findings.stream()
                .filter(f -> f.array().equals(array) && (!failed || f.outcome() == Outcome.FAILED))
                .count();
    }
}
