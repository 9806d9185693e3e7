package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One equation of a let or output while it is checked. */
public final class EquationPart {
    private final Symbol symbol;
    private final Declaration.Equation equation;
    private final Map<String, Variable> variables;
    private final List<Poly> subscripts;
    private final Scope scope;
    private Facts facts = Facts.NONE;
    private @Nullable Term value;

    public EquationPart(
            Symbol symbol,
            Declaration.Equation equation,
            Map<String, Variable> variables,
            List<Poly> subscripts,
            Scope scope) {
        this.symbol = symbol;
        this.equation = equation;
        this.variables = variables;
        this.subscripts = subscripts;
        this.scope = scope;
        scope.isIn(equation);
    }

    public Symbol symbol() {
        return symbol;
    }

    public Declaration.Equation equation() {
        return equation;
    }

    /** The indices on its left, by name, in order. */
    public Map<String, Variable> variables() {
        return variables;
    }

    /** What stands in each place on its left. */
    public List<Poly> subscripts() {
        return subscripts;
    }

    public Scope scope() {
        return scope;
    }

    /** What is known of its indices before its conditions. */
    public Facts facts() {
        return facts;
    }

    void know(Facts known) {
        facts = known;
    }

    /** What its right side is; null until it is checked, and where it is in error. */
    public @Nullable Term value() {
        return value;
    }

    public void define(@Nullable Term right) {
        value = right;
    }

    /**
     * Whether it mentions an index on the left; sizes of a function may mention indices of its callers, which are
     * others.
     */
    boolean mentionsOwn(Poly poly) {
        return own(poly) != null;
    }

    /** The index on the left that a subscript there mentions; it is one at most. */
    Atom.@Nullable Index own(Poly subscript) {
        return variables.values().stream()
                .map(variable -> variable.index)
                .filter(subscript.indices()::contains)
                .findFirst()
                .orElse(null);
    }

    public boolean isBroken() {
        return variables.values().stream().anyMatch(v -> v.broken);
    }

    /** The ranges of its indices, in the order of the left side as far as bounds allow. */
    public List<Range> domain() {
        List<Range> waiting = new ArrayList<>();
        variables.values().forEach(v -> waiting.add(Objects.requireNonNull(v.range)));
        List<Range> domain = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Range next = waiting.stream()
                    .filter(r -> waiting.stream().noneMatch(other -> r.isBoundedBy(other.index())))
                    .findFirst()
                    .orElse(waiting.get(0));
            waiting.remove(next);
            domain.add(next);
        }
        return domain;
    }

    /** The definition it has become. */
    public Model.Definition definition() {
        return new Model.Definition(
                Objects.requireNonNull(symbol.tensor()),
                subscripts,
                domain(),
                Objects.requireNonNull(value),
                equation.span());
    }
}
