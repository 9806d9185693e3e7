package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * About how many bytes of bytecode, rather more than fewer, statements become; those of a statement are counted once.
 */
final class Weight {
    /** Below so many variables, which take two slots each, all are among the first 256 with what a method copies. */
    private static final int NARROW = 110;

    private static final int CALL = 3;
    private static final int BRANCH = 6;
    /** A call of a method of the unit, with its arguments. */
    private static final int METHOD = 20;

    /** A load or a store of a local: beyond the 256th it has the {@code wide} prefix. */
    private final int local;
    /** That of a local, which may be added to what it is. */
    private final int assignment;

    private final Own own = new Own();
    private final IdentityHashMap<Statement, Integer> known = new IdentityHashMap<>();

    /** @param unit what is to be cut; none of its methods has more variables than it */
    Weight(List<Statement> unit) {
        int[] variables = {0};
        unit.forEach(statement -> Walk.introduced(statement, variable -> variables[0]++));
        this.local = variables[0] < NARROW ? 2 : 4;
        this.assignment = 2 * local + 1;
    }

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
        return own + statement.accept(new Frame());
    }

    /** What a statement takes besides what it evaluates and what is in it. */
    private final class Frame implements Statement.Visitor<Integer> {
        @Override
        public Integer visit(Statement.From from) {
            return 0;
        }

        @Override
        public Integer visit(Statement.Define define) {
            return assignment;
        }

        @Override
        public Integer visit(Statement.Declare declare) {
            return assignment;
        }

        @Override
        public Integer visit(Statement.Update update) {
            return assignment;
        }

        @Override
        public Integer visit(Statement.Store store) {
            return 2;
        }

        @Override
        public Integer visit(Statement.Fill fill) {
            return 8 * local;
        }

        @Override
        public Integer visit(Statement.Loop loop) {
            return loop(loop.range().from(), loop.range().to());
        }

        @Override
        public Integer visit(Statement.Let let) {
            return of(let.value()) + assignment;
        }

        @Override
        public Integer visit(Statement.SumLoop sum) {
            return loop(sum.range().from(), sum.range().to()) + assignment;
        }

        @Override
        public Integer visit(Statement.If choice) {
            return BRANCH;
        }

        @Override
        public Integer visit(Statement.Row row) {
            return of(row.count()) + CALL;
        }

        @Override
        public Integer visit(Statement.Axpy axpy) {
            return of(axpy.count()) + CALL;
        }

        @Override
        public Integer visit(Statement.Product product) {
            int sum = CALL;
            for (Range range : product.ranges()) {
                sum += of(range.extent());
            }
            return sum;
        }

        @Override
        public Integer visit(Statement.Pack pack) {
            return of(pack.term().extent()) + of(pack.column().extent()) + CALL;
        }

        @Override
        public Integer visit(Statement.Call call) {
            return METHOD;
        }

        @Override
        public Integer visit(Statement.Kernel kernel) {
            return of(kernel.count()) + CALL;
        }
    }

    /** The frame of a loop. */
    private int loop(Poly from, Poly to) {
        return of(from) + of(to) + 2 * local + 3 * CALL;
    }

    private int of(Code code) {
        int sum = code.accept(own);
        List<Code> operands = code.operands();
        for (int k = 0; k < operands.size(); k++) {
            sum += of(operands.get(k));
        }
        return sum;
    }

    /** What an expression takes besides its operands. */
    private final class Own implements Code.Visitor<Integer> {
        @Override
        public Integer visit(Code.Constant number) {
            return 3;
        }

        @Override
        public Integer visit(Code.Whole integer) {
            return of(integer.value()) + 2;
        }

        @Override
        public Integer visit(Code.Variable variable) {
            return local;
        }

        @Override
        public Integer visit(Code.Element element) {
            if (element.place().shape().isEmpty()) {
                return 4 * local + 2;
            }
            int sum = 2 * local + 2;
            for (Poly subscript : element.subscripts()) {
                sum += of(subscript);
            }
            for (Poly size : element.place().shape()) {
                sum += of(size) + 2;
            }
            return sum;
        }

        @Override
        public Integer visit(Code.Apply apply) {
            return apply.op().kind() == Op.Kind.CONDITION ? 2 * BRANCH : CALL;
        }

        @Override
        public Integer visit(Code.Choice choice) {
            return 2 * BRANCH;
        }

        @Override
        public Integer visit(Code.Dot dot) {
            return CALL + of(dot.count());
        }

        @Override
        public Integer visit(Code.RowSum sum) {
            return CALL + of(sum.count());
        }
    }

    private int of(Poly poly) {
        int sum = 0;
        for (Poly.Term term : poly.terms()) {
            sum += 4;
            for (Atom atom : term.atoms()) {
                sum += local + 1;
                if (atom instanceof Atom.Integral integral) {
                    sum += CALL
                            + integral.operands().stream()
                                    .mapToInt(Weight.this::of)
                                    .sum();
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
