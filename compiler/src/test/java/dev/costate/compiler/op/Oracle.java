package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A row of a table of exact values: an operation of inputs and constants, at a point. */
record Oracle(Op op, List<String> operands, List<Double> at, double value, List<Double> gradient, List<String> rest) {
    static List<Oracle> read(String table) throws IOException {
        try (InputStream in = Oracle.class.getResourceAsStream("/oracle/" + table)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Oracle::row)
                    .toList();
        }
    }

    private static Oracle row(String line) {
        List<String> cells = List.of(line.split(";", -1));
        return new Oracle(
                Ops.ALL.stream()
                        .filter(op -> op.name().equals(cells.get(0)))
                        .findFirst()
                        .orElseThrow(),
                List.of(cells.get(1).split(" ")),
                numbers(cells.get(2)),
                Double.parseDouble(cells.get(3)),
                numbers(cells.get(4)),
                cells.subList(5, cells.size()));
    }

    static List<Double> numbers(String cell) {
        return Arrays.stream(cell.split(" ")).map(Double::valueOf).toList();
    }

    double[] point() {
        return at.stream().mapToDouble(x -> x).toArray();
    }

    Expr root(Scalars scalars) {
        return scalars.make.apply(
                op,
                operands.stream()
                        .map(o -> o.contains(".")
                                ? scalars.make.number(Double.parseDouble(o))
                                : scalars.input(Integer.parseInt(o)))
                        .toList());
    }

    @Override
    public String toString() {
        return op + " of " + operands + " at " + at;
    }
}
