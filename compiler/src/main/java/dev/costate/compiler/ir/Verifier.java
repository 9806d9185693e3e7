package dev.costate.compiler.ir;

import dev.costate.compiler.source.CompilerBug;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds a program against the rules of the intermediate form; run after every pass. */
public final class Verifier {
    private final String pass;
    private final Program program;
    private final Set<Tensor> written = new HashSet<>();
    private final Set<Expr> seen = new HashSet<>();

    private Verifier(String pass, Program program) {
        this.pass = pass;
        this.program = program;
    }

    /**
     * Checks that every equation reads only inputs and what equations before it (or, in a loop whose order is fixed,
     * itself) have written, mentions only indices of its domain, and has as many subscripts as axes.
     *
     * @param flat whether reductions must have become equations
     * @throws CompilerBug naming the pass, if a rule is broken
     */
    public static Program verify(String pass, Program program, boolean flat) {
        Verifier verifier = new Verifier(pass, program);
        verifier.written.addAll(program.inputs());
        Set<Tensor> summed = new HashSet<>();
        for (Equation equation : program.equations()) {
            verifier.equation(equation, flat, summed);
        }
        return program;
    }

    private void equation(Equation e, boolean flat, Set<Tensor> complete) {
        check(e.subscripts().size() == e.target().shape().size(), e, "wrong number of subscripts");
        check(!e.target().isInput(), e, "writes an input");
        check(e.reduction() == Reduction.SUM || !complete.contains(e.target()), e, "writes what has been read");
        Set<Atom> indices = new HashSet<>();
        for (Range range : e.domain()) {
            check(indices.containsAll(range.from().indices()), e, "a bound");
            check(indices.containsAll(range.to().indices()), e, "a bound");
            check(indices.add(range.index()), e, "an index twice");
        }
        e.subscripts().forEach(s -> check(indices.containsAll(s.indices()), e, "a subscript's index"));
        boolean sequential = e.domain().stream().anyMatch(r -> r.order() != Range.Order.ANY);
        if (sequential) {
            written.add(e.target());
        }
        List<Expr> roots = e.guard() == null ? List.of(e.value()) : List.of(e.value(), e.guard());
        roots.forEach(r -> check(indices.containsAll(r.free()), e, "a free index"));
        for (Expr node : Graph.ascending(roots, n -> !seen.contains(n))) {
            check(!flat || !(node.head() instanceof Expr.Head.Reduce), e, "a reduction");
            if (seen.add(node) && node.head() instanceof Expr.Head.Read read) {
                check(written.contains(read.tensor()), e, "reads what is not written yet");
                check(read.subscripts().size() == read.tensor().shape().size(), e, "a read of another rank");
                if (!sequential) {
                    complete.add(read.tensor());
                }
            }
        }
        check(!complete.contains(e.target()) || sequential, e, "adds to what has been read");
        written.add(e.target());
    }

    private void check(boolean holds, Equation e, String what) {
        if (!holds) {
            throw new CompilerBug(
                    pass,
                    what + " in\n" + ProgramPrinter.print(List.of(e)) + "of\n"
                            + ProgramPrinter.print(program.equations()));
        }
    }
}
