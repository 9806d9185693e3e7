package dev.costate.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An operation whose value is NaN or infinite, for people.
 *
 * @param place file and line of the model, empty if there is none
 * @param line the text of that line
 * @param operation with the values of its operands: {@code log(-0.25)}
 * @param operands the names of those that have one, and their values: {@code p[i] = -0.25}
 * @param value what it gives
 * @param where what it is part of: {@code logp}, {@code the adjoint of p}; empty if that is not known
 * @param indices the indices there, {@code i = 2}
 * @param advice what to do about it, empty for nothing
 */
public record NonFiniteOperation(
        String place,
        String line,
        String operation,
        List<String> operands,
        double value,
        String where,
        List<String> indices,
        String advice) {
    /** The place of an operand in the text of an operation. */
    public static final String OPERAND = "{}";

    public NonFiniteOperation {
        operands = List.copyOf(operands);
        indices = List.copyOf(indices);
    }

    /**
     * What generated code knows before it runs, in one string: fields with tabulators between them.
     *
     * @param operation with {@link #OPERAND} for each operand
     * @param advice the name of an {@link Advice}, empty for none
     * @param operands their names, empty for numbers
     */
    public static String site(
            String place, String line, String operation, String where, String advice, List<String> operands) {
        List<String> fields = new ArrayList<>(List.of(place, line, operation, where, advice));
        fields.addAll(operands);
        return fields.stream().map(field -> field.replace('\t', ' ')).collect(Collectors.joining("\t"));
    }

    /** An operation that was found at such a site. */
    static NonFiniteOperation at(String site, double value, double[] operands, Map<String, Integer> indices) {
        String[] fields = site.split("\t", -1);
        StringBuilder operation = new StringBuilder();
        List<String> named = new ArrayList<>();
        String[] parts = fields[2].split("\\{\\}", -1);
        boolean finite = true;
        for (int k = 0; k < parts.length; k++) {
            operation.append(parts[k]);
            if (k < parts.length - 1) {
                operation.append(operands[k]);
            }
        }
        for (int k = 0; k < operands.length; k++) {
            finite &= Double.isFinite(operands[k]);
            String name = fields[5 + k];
            if (!name.isEmpty() && !named.contains(name + " = " + operands[k])) {
                named.add(name + " = " + operands[k]);
            }
        }
        String advice =
                fields[4].isEmpty() || !finite ? "" : Advice.valueOf(fields[4]).text(operands);
        List<String> at = new ArrayList<>();
        indices.forEach((name, index) -> at.add(name + " = " + index));
        return new NonFiniteOperation(fields[0], fields[1], operation.toString(), named, value, fields[3], at, advice);
    }

    /** In two or three lines. */
    public String text() {
        StringBuilder text = new StringBuilder("  ");
        text.append(place.isEmpty() ? "" : place + ": ");
        text.append('`').append(operation).append('`');
        text.append(operands.isEmpty() ? "" : " with " + String.join(", ", operands) + ",");
        text.append(" is ").append(value);
        text.append(where.isEmpty() ? "" : ", in " + where);
        text.append(indices.isEmpty() ? "" : " at " + String.join(", ", indices));
        text.append(line.isEmpty() ? "" : "\n    " + line);
        text.append(advice.isEmpty() ? "" : "\n    hint: " + advice);
        return text.toString();
    }
}
