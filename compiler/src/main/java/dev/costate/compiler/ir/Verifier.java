package dev.costate.compiler.ir;

import dev.costate.compiler.source.CompilerBug;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds a program against the rules of the intermediate form; run after every pass. */
public final class Verifier {
    private final String pass;
    private final Program program;
    private final boolean flat;
    private final Set<Tensor> written = new HashSet<>();
    /** What has been read after it was written, and so must not be written any more. */
    private final Set<Tensor> complete = new HashSet<>();

    private final NodeSet seen = new NodeSet();
    /** What is written a few elements at a time, between reads of others. */
    private final Set<Tensor> piecewise = new HashSet<>();

    private Verifier(String pass, Program program, boolean flat) {
        this.pass = pass;
        this.program = program;
        this.flat = flat;
    }

    /**
     * Checks that every equation mentions only indices of its domain and has as many subscripts as axes.
     *
     * @throws CompilerBug naming the pass, if a rule is broken
     */
    public static Program verify(String pass, Program program) {
        return new Verifier(pass, program, false).verified();
    }

    /**
     * The same of a flat program: also no reduction is left in an expression, each equation reads only inputs and what
     * equations before it or in its own group have written, and all reads and writes are proved to be in range.
     *
     * @param proofs what is known of the sizes, and has been proved before
     */
    public static Program verify(String pass, Program program, Proofs proofs) {
        Verifier verifier = new Verifier(pass, program, true);
        verifier.verified();
        for (Equation e : program.equations()) {
            String missing = proofs.missing(e);
            verifier.check(missing == null, e, String.valueOf(missing));
        }
        return program;
    }

    private Program verified() {
        written.addAll(program.inputs());
        findPiecewise();
        for (List<Equation> group : SharedLoops.groups(program.equations(), 0)) {
            group(group);
        }
        return program;
    }

    private void findPiecewise() {
        Set<Tensor> set = new HashSet<>();
        for (Equation e : program.equations()) {
            boolean again = e.reduction() == Reduction.SET && !set.add(e.target());
            if (again || SharedLoops.range(e, 0) != null) {
                piecewise.add(e.target());
            }
        }
    }

    private boolean isComplete(Tensor tensor) {
        for (Tensor of = tensor; of != null; of = of.of()) {
            if (piecewise.contains(of)) {
                return false;
            }
        }
        return complete.contains(tensor);
    }

    private void group(List<Equation> group) {
        boolean together = SharedLoops.range(group.get(0), 0) != null;
        if (together) {
            group.forEach(e -> written.add(e.target()));
        }
        Set<Tensor> reads = new HashSet<>();
        for (Equation e : group) {
            form(e);
            if (flat) {
                reads(e, reads);
                check(e.reduction() == Reduction.SUM || !isComplete(e.target()), e, "writes what has been read");
            }
            if (!together) {
                complete.addAll(reads);
                check(!flat || !isComplete(e.target()), e, "adds to what has been read");
            }
            written.add(e.target());
        }
        complete.addAll(reads);
    }

    private void form(Equation e) {
        check(e.subscripts().size() == e.target().shape().size(), e, "wrong number of subscripts");
        check(!e.target().isInput(), e, "writes an input");
        Set<Atom> indices = e.domain().isEmpty() ? Set.of() : new HashSet<>();
        for (Range range : e.domain()) {
            check(indices.containsAll(range.from().indices()), e, "a bound");
            check(indices.containsAll(range.to().indices()), e, "a bound");
            check(indices.add(range.index()), e, "an index twice");
        }
        e.subscripts().forEach(s -> check(indices.containsAll(s.indices()), e, "a subscript's index"));
        e.roots().forEach(r -> check(indices.containsAll(r.free()), e, "a free index"));
    }

    private void reads(Equation e, Set<Tensor> reads) {
        check(e.roots().stream().noneMatch(Expr::isReducing), e, "a reduction");
        for (Expr node : Graph.reads(e.roots(), seen)) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            check(written.contains(read.tensor()), e, "reads what is not written yet");
            check(read.subscripts().size() == read.tensor().shape().size(), e, "a read of another rank");
            reads.add(read.tensor());
        }
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
