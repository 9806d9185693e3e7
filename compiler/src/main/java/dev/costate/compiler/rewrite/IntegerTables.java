package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The integers that equations define. They are made of data and sizes alone, and bound ranges and subscript arrays, so
 * that they are computed before all other equations: those of one set of data together, when it is bound.
 */
public final class IntegerTables {
    private final Map<Tensor, Set<Tensor>> data = new LinkedHashMap<>();
    private final List<DataOnly.Preparation> preparations;

    /** @param ordered puts equations in an order in which nothing is read before it is written */
    public IntegerTables(Program program, Prover prover, BiFunction<Program, Prover, Program> ordered) {
        program.tables().forEach(e -> data.put(e.target(), new TreeSet<>(Comparator.comparingInt(Tensor::number))));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Equation e : program.tables()) {
                Set<Tensor> own = of(e.target());
                for (Tensor read : DataDependence.reads(e)) {
                    grown |= read.role() == Tensor.Role.DATA ? own.add(read) : own.addAll(List.copyOf(of(read)));
                }
            }
        }
        Map<Set<Tensor>, List<Equation>> groups = new LinkedHashMap<>();
        program.tables()
                .forEach(e -> groups.computeIfAbsent(of(e.target()), d -> new ArrayList<>())
                        .add(e));
        this.preparations = groups.entrySet().stream()
                .map(group -> new DataOnly.Preparation(
                        List.copyOf(group.getKey()),
                        ordered.apply(program.with(group.getValue()), prover).equations(),
                        targets(group.getValue())))
                .sorted(Comparator.comparingInt(p -> p.data().size()))
                .toList();
    }

    private static List<Tensor> targets(List<Equation> equations) {
        Set<Tensor> targets = new LinkedHashSet<>();
        equations.forEach(e -> targets.add(e.target()));
        return List.copyOf(targets);
    }

    /** The data that integers are computed from; none for what is no such integer. */
    private Set<Tensor> of(Tensor tensor) {
        return data.getOrDefault(tensor, Set.of());
    }

    /** For each of them the data that it is computed from. */
    Map<Tensor, Set<Tensor>> data() {
        return data;
    }

    /** The equations of all, in an order in which nothing is read before it is written. */
    public List<Equation> equations() {
        return preparations.stream().flatMap(p -> p.equations().stream()).toList();
    }

    /** What computes them, each after those it reads. */
    public List<DataOnly.Preparation> preparations() {
        return preparations;
    }
}
