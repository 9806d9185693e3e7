package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Statement;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * About how many bytes of bytecode, rather more than fewer, statements become; those of a statement are counted once.
 */
final class Weight {
    /** A load or a store of a local beyond the 256th, with the {@code wide} prefix. */
    private static final int LOCAL = 4;

    private static final int CALL = 3;
    private static final int BRANCH = 6;
    private static final int ACCUMULATORS = 4;

    private final IdentityHashMap<Statement, Integer> known = new IdentityHashMap<>();

    int of(List<Statement> statements) {
        int sum = 0;
        for (Statement statement : statements) {
            sum += of(statement);
        }
        return sum;
    }

    int of(Statement statement) {
        Integer weight = known.get(statement);
        if (weight == null) {
            weight = computed(statement);
            known.put(statement, weight);
        }
        return weight;
    }

    private int computed(Statement statement) {
        int own = 0;
        for (Code code : Walk.codesOf(statement)) {
            own += of(code);
        }
        for (List<Statement> body : statement.bodies()) {
            own += of(body);
        }
        if (statement instanceof Statement.From) {
            return 0;
        } else if (statement instanceof Statement.Loop loop) {
            return own + loop(loop.range().from(), loop.range().to());
        } else if (statement instanceof Statement.SumLoop sum) {
            int loops = 2 * loop(sum.range().from(), sum.range().to());
            return (ACCUMULATORS + 1) * (own + 3 * LOCAL) + loops + ACCUMULATORS * LOCAL;
        } else if (statement instanceof Statement.If) {
            return own + BRANCH;
        } else if (statement instanceof Statement.Store) {
            return own + 2;
        } else if (statement instanceof Statement.Axpy axpy) {
            return own + of(axpy.count()) + CALL;
        } else if (statement instanceof Statement.Row row) {
            return own + of(row.count()) + CALL;
        } else if (statement instanceof Statement.Fill) {
            return 8 * LOCAL;
        }
        return own + 2 * LOCAL + 1;
    }

    /** The frame of a loop. */
    static int loop(Poly from, Poly to) {
        return of(from) + of(to) + 2 * LOCAL + 3 * CALL;
    }

    static int of(Code code) {
        int sum = own(code);
        List<Code> operands = code.operands();
        for (int k = 0; k < operands.size(); k++) {
            sum += of(operands.get(k));
        }
        return sum;
    }

    private static int own(Code code) {
        if (code instanceof Code.Constant) {
            return 3;
        } else if (code instanceof Code.Whole integer) {
            return of(integer.value()) + 2;
        } else if (code instanceof Code.Variable) {
            return LOCAL;
        } else if (code instanceof Code.Element element) {
            if (element.place().shape().isEmpty()) {
                return 4 * LOCAL + 2;
            }
            int sum = 2 * LOCAL + 2;
            for (Poly subscript : element.subscripts()) {
                sum += of(subscript);
            }
            for (Poly size : element.place().shape()) {
                sum += of(size) + 2;
            }
            return sum;
        } else if (code instanceof Code.Apply apply) {
            return apply.op().kind() == Op.Kind.CONDITION ? 2 * BRANCH : CALL;
        } else if (code instanceof Code.Dot dot) {
            return CALL + of(dot.count());
        }
        return 2 * BRANCH;
    }

    private static int of(Poly poly) {
        int sum = 0;
        for (Poly.Term term : poly.terms()) {
            sum += 4;
            for (Atom atom : term.atoms()) {
                sum += LOCAL + 1;
                if (atom instanceof Atom.Integral integral) {
                    sum += CALL
                            + integral.operands().stream().mapToInt(Weight::of).sum();
                } else if (atom instanceof Atom.Element element) {
                    sum += 2
                            + element.subscripts().stream()
                                    .mapToInt(p -> 2 * of(p))
                                    .sum();
                } else if (atom instanceof Atom.Checked checked) {
                    sum += CALL + of(checked.value()) + of(checked.size());
                }
            }
        }
        return sum;
    }
}
