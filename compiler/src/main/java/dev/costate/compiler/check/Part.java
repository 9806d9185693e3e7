package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One equation of a let or output while it is checked. */
final class Part {
    final Symbol symbol;
    final Declaration.Equation equation;
    /** The indices on its left, by name, in order. */
    final Map<String, Variable> variables;
    /** What stands in each place on its left. */
    final List<Poly> subscripts;

    final Scope scope;
    /** What is known of its indices before its conditions. */
    Facts facts = Facts.NONE;

    @Nullable
    Term value;

    Part(
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
        scope.equation = equation;
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

    boolean isBroken() {
        return variables.values().stream().anyMatch(v -> v.broken);
    }

    /** The ranges of its indices, in the order of the left side as far as bounds allow. */
    List<Range> domain() {
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
    Model.Definition definition() {
        return new Model.Definition(
                Objects.requireNonNull(symbol.tensor),
                subscripts,
                domain(),
                Objects.requireNonNull(value),
                equation.span());
    }
}
