package dev.costate.compiler.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.check.Checker;
import dev.costate.compiler.diff.Directions;
import dev.costate.compiler.diff.Forward;
import dev.costate.compiler.diff.Reverse;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.lower.Flattening;
import dev.costate.compiler.lower.LoopDistribution;
import dev.costate.compiler.lower.Lowering;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.names.Sources;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts are held against going through all iterations and writing down each operation that is met. */
class OperationsTest {
    private static final String DECLARATIONS = """
            model Count
            dim N
            dim M
            data len[N] in M
            data x[N, M]
            param a[N]
            param b[M]
            param c
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output y = c * a[0] + b[0]",
                "output y = sum(i) (c * a[i] + sin(c))^2",
                "output y = sum(i, j) x[i, j] * a[i] * exp(b[j])",
                "output y = sum(i in N) sum(j in i) a[i] / a[j]",
                "output y = sum(i in N) sum(j in i) sum(k in j) a[i] * a[j] * exp(a[k])",
                "output y = sum(i in N) sum(j in i ..< N) sum(k in i ..< j) log(a[k] + c * i)",
                "output y = sum(i in N) a[i] * (sum(j in len[i]) exp(b[j]) * a[i])",
                "output y = sum(i in N) sum(k in i) sum(j in len[k]) exp(b[j] * a[i])",
                "output y = sum(i, j where j < len[i]) x[i, j] * b[j] * c",
                "let s[0] = c\nlet s[t] = s[t-1] * cos(s[t-1]) for t in 1 .. N\noutput y = s[N]",
                "output y = (prod(i) a[i]) + max(j) (b[j] * c) - (if c > 0 then log(c) else c * c)",
                "let z[i] = a[i] - (sum(j) x[i, j] * b[j])\noutput y = sum(i) logsumexp(j) (z[i] * b[j])",
            })
    void countsWhatIsDone(String text) {
        Checked checked = checked(DECLARATIONS + text);
        Program flat = LoopDistribution.distribute(
                Flattening.flatten(Lowering.lower(checked)), checked.model().prover());
        List<Tensor> wrt = flat.inputs().stream()
                .filter(t -> List.of("a", "b", "c").contains(t.name()))
                .toList();
        List<Equation> reverse = joined(
                flat.equations(),
                Reverse.of(flat, output(flat), wrt, flat.make().number(1)).equations());
        Map<Tensor, Poly> offsets = new LinkedHashMap<>();
        Poly size = Poly.ZERO;
        for (Tensor input : wrt) {
            offsets.put(input, size);
            size = size.plus(input.size());
        }
        Range directions = Range.upTo(Range.ROW, size);
        List<Equation> forward =
                Forward.of(flat, new Directions.Each(directions, offsets)).among(flat.equations());
        List<Equation> second = Forward.of(flat.with(reverse), new Directions.Each(directions, offsets))
                .among(reverse);
        for (List<Equation> equations : List.of(flat.equations(), reverse, forward, second)) {
            Poly count = requireNonNull(
                    Operations.count(flat.make(), equations, checked.model().prover()));
            for (int n = 1; n <= 4; n++) {
                for (int m = 1; m <= 3; m++) {
                    ToLongFunction<Atom> sizes = sizes(Map.of("N", (long) n, "M", (long) m));
                    assertThat(count.evaluate(sizes))
                            .as("%s for N = %s, M = %s", count, n, m)
                            .isEqualTo(new Walk(flat.make(), sizes).count(equations));
                }
            }
        }
    }

    @Test
    void isTheNumberOnPaper() {
        Checked checked = checked(DECLARATIONS
                + "output y = sum(i in N) sum(j in i) (a[i] - a[j])^2 + sum(i in N) sum(j in len[i]) exp(b[j] * a[i])");
        Program flat = LoopDistribution.distribute(
                Flattening.flatten(Lowering.lower(checked)), checked.model().prover());
        assertThat(Operations.count(
                        flat.make(), flat.equations(), checked.model().prover()))
                .hasToString("N*N - N + 2*(sum(i in N) len[i]) + 1");
    }

    private static Tensor output(Program flat) {
        return flat.outputs().get(0);
    }

    private static List<Equation> joined(List<Equation> first, List<Equation> second) {
        List<Equation> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Checked checked(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Sources sources = Sources.read(new SourceFile("Count.model", text + "\n"), LibraryFinder.OWN, diagnostics);
        sources.parse();
        Checked checked = Checker.check(sources);
        assertThat(diagnostics.hasErrors()).as("%s", diagnostics.sorted()).isFalse();
        return requireNonNull(checked);
    }

    /** {@code len[i]} is i·i mod M. */
    private static ToLongFunction<Atom> sizes(Map<String, Long> dims) {
        return new ToLongFunction<>() {
            @Override
            public long applyAsLong(Atom atom) {
                if (atom instanceof Atom.Element element) {
                    long i = element.subscripts().get(0).evaluate(this);
                    return i * i % requireNonNull(dims.get("M"));
                }
                return requireNonNull(dims.get(atom.name()));
            }
        };
    }

    /** Goes through all iterations. */
    private static final class Walk {
        /** A node at values of the indices it depends on, and of those that decide which values these take. */
        private record Met(Expr node, Map<Atom.Index, Long> at, List<Range> over) {}

        private final Exprs make;
        private final ToLongFunction<Atom> sizes;
        private final Map<Met, Set<Met>> users = new HashMap<>();
        private final Set<Met> stored = new HashSet<>();
        private long combining;

        Walk(Exprs make, ToLongFunction<Atom> sizes) {
            this.make = make;
            this.sizes = sizes;
        }

        long count(List<Equation> equations) {
            for (Equation e : equations) {
                boolean adds = e.reduction() == Reduction.SUM;
                boolean minus = adds
                        && isA(Op.Arithmetic.SUM, e.value())
                        && e.value().operands().size() == 1;
                // What forward and back is the same at the same values of its indices is one, whatever the loops.
                Map<Atom.Index, Poly> names = new HashMap<>();
                e.domain().forEach(r -> names.put(r.index(), Poly.of(Atom.Index.free("i", names.size()))));
                Substitution named = new Substitution(make, names);
                List<Range> domain = e.domain().stream()
                        .map(named::renamed)
                        .map(r -> new Range(r.index(), r.from(), r.to()))
                        .toList();
                meet(named.apply(minus ? e.value().operand(0) : e.value()), null, domain);
                iterations(domain, Map.of()).forEach(at -> combining += adds || e.reduction() == Reduction.SET ? 0 : 1);
            }
            long operations = combining;
            for (Met met : users.keySet()) {
                boolean real = met.node.op() != null && met.node.op().arithmetic() != Op.Arithmetic.NONE;
                operations += real && !isTakenAlong(met) ? 1 : 0;
            }
            return operations;
        }

        /** Of the products that only one sum uses, that takes one along: of several the one met first. */
        private boolean isTakenAlong(Met met) {
            if (!isA(Op.Arithmetic.PRODUCT, met.node) || !isOfOneSum(met)) {
                return false;
            }
            Met sum = requireNonNull(users.get(met)).iterator().next();
            for (Expr operand : sum.node.operands()) {
                Met other = new Met(operand, met.at, met.over);
                if (users.containsKey(other) && isA(Op.Arithmetic.PRODUCT, operand) && isOfOneSum(other)) {
                    return operand == met.node;
                }
            }
            return false;
        }

        private boolean isOfOneSum(Met product) {
            Set<Met> all = requireNonNull(users.get(product));
            return all.size() == 1
                    && !stored.contains(product)
                    && all.stream().allMatch(u -> isA(Op.Arithmetic.SUM, u.node) && u.over.equals(product.over));
        }

        private void meet(Expr node, @Nullable Expr user, List<Range> domain) {
            if (node.isCondition()) {
                return;
            }
            List<Range> over = needed(domain, node.free());
            for (Map<Atom.Index, Long> at : iterations(over, Map.of())) {
                Met met = new Met(node, at, over);
                users.computeIfAbsent(met, k -> new HashSet<>());
                if (user == null) {
                    stored.add(met);
                } else {
                    List<Range> around = needed(domain, user.free());
                    for (Map<Atom.Index, Long> there : iterations(around, Map.of())) {
                        if (there.entrySet().containsAll(at.entrySet())) {
                            requireNonNull(users.get(met)).add(new Met(user, there, around));
                        }
                    }
                }
            }
            node.operands().forEach(o -> meet(o, node, domain));
        }

        private static boolean isA(Op.Arithmetic kind, Expr node) {
            return node.op() != null && node.op().arithmetic() == kind;
        }

        private static List<Range> needed(List<Range> domain, Set<Atom.Index> indices) {
            Set<Atom.Index> needed = new HashSet<>(indices);
            List<Range> ranges = new ArrayList<>();
            for (int k = domain.size() - 1; k >= 0; k--) {
                Range range = domain.get(k);
                if (needed.contains(range.index())) {
                    needed.addAll(range.from().indices());
                    needed.addAll(range.to().indices());
                    ranges.add(0, range);
                }
            }
            return ranges;
        }

        private List<Map<Atom.Index, Long>> iterations(List<Range> ranges, Map<Atom.Index, Long> outer) {
            if (ranges.isEmpty()) {
                return List.of(outer);
            }
            Range range = ranges.get(0);
            ToLongFunction<Atom> values = atoms(outer);
            List<Map<Atom.Index, Long>> all = new ArrayList<>();
            for (long i = range.from().evaluate(values); i < range.to().evaluate(values); i++) {
                Map<Atom.Index, Long> inner = new HashMap<>(outer);
                inner.put(range.index(), i);
                all.addAll(iterations(ranges.subList(1, ranges.size()), inner));
            }
            return all;
        }

        private ToLongFunction<Atom> atoms(Map<Atom.Index, Long> indices) {
            return new ToLongFunction<>() {
                @Override
                public long applyAsLong(Atom atom) {
                    if (atom instanceof Atom.Index index) {
                        return requireNonNull(indices.get(index));
                    } else if (atom instanceof Atom.Element element) {
                        long i = element.subscripts().get(0).evaluate(this);
                        return i * i % sizes.applyAsLong(new Atom.Dim("M"));
                    }
                    return sizes.applyAsLong(atom);
                }
            };
        }
    }
}
