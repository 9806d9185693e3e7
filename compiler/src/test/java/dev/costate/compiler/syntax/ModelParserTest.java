package dev.costate.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelParserTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            sum(j) w[j]*x[j] + b          => sum{w[j] * x[j]} + b
            -sum(i) x[i]                  => neg{sum{x[i]}}
            e / sum(m) exp(s[m])          => e / sum{exp(s[m])}
            a^-b^c                        => pow{a, neg{pow{b, c}}}
            -a^2                          => neg{pow{a, 2}}
            max(a, b) - c                 => max(a, b) - c
            max(a, b)                     => max(a, b)
            max(i) x[i]                   => max{x[i]}
            max(a, b) mod c               => max(a, b) mod c
            softmax(j) s[i,j] * V[j,v]    => softmax{s[i,j]} * V[j,v]
            sum(n) min(k) d[n, k]         => sum{min{d[n, k]}}
            0 <= i < n                    => 0 <= i < n
            a * sum(i) b * c * d          => a * sum{b * c * d}
            """)
    void bindsAsOnPaper(String text, String meaning) {
        assertThat(structure(expression(text))).isEqualTo(meaning.replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a + b) * c",
                "a - (b - c)",
                "(a * b)^2",
                "not a < b and c > d or e == f",
                "if a < b then x else if c != d then y else z",
                "(if a < b then x else y) + 1",
                "count(i where x[i] > 0)",
                "sum(i, j in K, k < j, l in 0 ..< N where m[l] > 0) x[i, j]",
                "(sum(i) x[i]) * y",
                "[[a, b], [c, d]]",
                "cross(u, x)[i]",
                "a[i, :]",
                "a[0 ..< 3]",
                "[1, 2][i]",
                "x[(i + 1) mod N]",
                "i div 2 * 3",
                "max(i) (-x[i])",
                "div + mod"
            })
    void printsWhatItReads(String text) {
        assertThat(TreePrinter.print(expression(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dim N",
                "dim N >= 2",
                "dim T = D * (D - 1) / 2",
                "const A[2, 2] = [[0, 0.5], [1, 0]]",
                "const parent[4] : int = [0, 0, 1, 2]",
                "const next[4] in S = [1, 2, 3, 0]",
                "param h0[2 * D + 1]",
                "data lambda = 0.1",
                "data label[N] in K",
                "data n : int = 3",
                "fn f(x, a[n], B[n, m]) = x",
                "fn f(g(_, _), x) = g(x, x)",
                "fn f(x) -> (y, z[2]) {\n  let y = x\n  let z = [x, x]\n}",
                "let (l, _, v[i, k]) = eig(a[i], b, c) for i in N",
                "output (l, v) = eig(a, b)",
                "fn f(r[3]) -> y[3] {\n  let u[i] = r[i]\n  for t in T {\n    let y[t] = u[t]\n  }\n}",
                "let L[i, j] = 0 for i in N, j in i + 1 .. N",
                "output last[k] = h[T, k]",
                "import com.acme.Name",
                "derive gradient of loss",
                "derive sparse jacobian of r wrt p, q layout denominator",
                "derive taylor of of wrt wrt order 4"
            })
    void readsEveryDeclaration(String text) {
        assertThat(TreePrinter.print(parse("model M\n" + text + "\n"))).isEqualTo("model M\n" + text + "\n");
    }

    @Test
    void keepsDocumentation() {
        ModelFile file = parse("/** The model. */\nlibrary M\n/**\n * Two\n *  lines.\n */\nfn f(x) = x\n");
        assertThat(file.doc()).isEqualTo("The model.");
        assertThat(file.library()).isTrue();
        assertThat(((Declaration.Function) file.declarations().get(0)).doc()).isEqualTo("Two\n lines.");
    }

    @Test
    void normalisesNames() {
        assertThat(TreePrinter.print(expression("π + 𝜋 + e\u0301 + θ2"))).isEqualTo("pi + pi + \u00e9 + θ2");
    }

    @Test
    void declaredNamesHideBinders() {
        ModelFile file = parse("model M\nfn norm(x) = x\nlet y = norm(2) + 1\n");
        assertThat(TreePrinter.print(file)).contains("let y = norm(2) + 1");
    }

    @Test
    void reportsOneErrorForEachDeclaration() {
        Diagnostics diagnostics = new Diagnostics();
        ModelFile file = ModelParser.parse(
                new SourceFile("M", "model M\nlet a = (1 +\nlet b = 2 +\nlet c = 3 3\nlet d = 4\n"), diagnostics);
        assertThat(diagnostics.sorted()).extracting(d -> d.span().line()).containsExactly(2, 3, 4);
        assertThat(Objects.requireNonNull(file).declarations()).hasSize(1);
        assertThat(file.unparsed()).containsExactlyInAnyOrder("a", "b", "c");
    }

    private static Expression expression(String text) {
        return ((Declaration.Equation)
                        parse("model M\nlet r = " + text + "\n").declarations().get(0))
                .value();
    }

    private static ModelFile parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        ModelFile file = ModelParser.parse(new SourceFile("M", text), diagnostics);
        List<Diagnostic> found = diagnostics.sorted();
        assertThat(found).isEmpty();
        return Objects.requireNonNull(file);
    }

    /** The expression with the extent of binders, signs and powers shown by braces. */
    private static String structure(Expression e) {
        if (e instanceof Expression.Chain chain) {
            StringBuilder text = new StringBuilder(structure(chain.first()));
            chain.rest().forEach(l -> text.append(l.operator().symbol()).append(structure(l.operand())));
            return text.toString();
        } else if (e instanceof Expression.Negate negate) {
            return "neg{" + structure(negate.operand()) + "}";
        } else if (e instanceof Expression.Power power) {
            return "pow{" + structure(power.base()) + "," + structure(power.exponent()) + "}";
        } else if (e instanceof Expression.Binder binder) {
            return binder.name() + "{" + structure(Objects.requireNonNull(binder.body())) + "}";
        }
        return TreePrinter.print(e).replace(" ", "");
    }
}
