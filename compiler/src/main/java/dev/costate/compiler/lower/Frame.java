package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.ConstantConditions;
import dev.costate.compiler.model.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What names stand for where a term is lowered: in an equation, or in the body of a function that is put into one.
 * Ranges and conditions grow inwards.
 */
final class Frame {
    /** What all equations of a model share. */
    record Setting(Exprs make, LeastSizes sizes, Map<Tensor, Term> constants, Temporaries temporaries) {}

    /** A call that has been put in: what its body became, and, if that needed temporaries, where these may be read. */
    record Call(Term.Function function, List<Array> arguments, List<Poly> integers, boolean unrolled) {}

    record Result(List<Array> arrays, boolean temporaries, Set<Expr> conditions) {}

    final Setting setting;
    /** What indices of the model stand for. */
    final Map<Atom.Index, Poly> indices = new HashMap<>();
    /** What the parameters of the function, and the quantities of its block, stand for. */
    final Map<Tensor, Array> arguments = new HashMap<>();
    /** The ranges of all indices in scope, each after those its bounds mention. */
    final List<Range> ranges;
    /** What holds in the branches and under the conditions that this is within. */
    final List<Expr> conditions;
    /** The calls put into this equation so far. */
    final Map<Call, List<Result>> calls;
    /** Whether all indices with constant ranges take their values one by one. */
    final boolean unrolled;

    private Frame(
            Setting setting,
            List<Range> ranges,
            List<Expr> conditions,
            Map<Call, List<Result>> calls,
            boolean unrolled) {
        this.setting = setting;
        this.ranges = ranges;
        this.conditions = conditions;
        this.calls = calls;
        this.unrolled = unrolled;
    }

    /** The frame of an equation. */
    static Frame equation(Setting setting, List<Range> ranges, List<Expr> conditions) {
        return new Frame(setting, new ArrayList<>(ranges), new ArrayList<>(conditions), new HashMap<>(), false);
    }

    /** The frame of the body of a function that is called here. */
    Frame call(Term.Function function, boolean unroll) {
        Frame frame = new Frame(setting, ranges, conditions, calls, unroll);
        for (Atom.Index index : function.outer()) {
            frame.indices.put(index, indices.get(index));
        }
        frame.integers(this, array -> array);
        return frame;
    }

    /**
     * Takes over what the integer arrays of the caller stand for, which integers handed to a function may be elements
     * of.
     */
    void integers(Frame caller, UnaryOperator<Array> place) {
        caller.arguments.forEach((parameter, array) -> {
            if (parameter.type() == Tensor.Type.INTEGER) {
                arguments.put(parameter, place.apply(array));
            }
        });
    }

    Exprs make() {
        return setting.make();
    }

    LeastSizes sizes() {
        return setting.sizes();
    }

    Map<Tensor, Term> constants() {
        return setting.constants();
    }

    Temporaries temporaries() {
        return setting.temporaries();
    }

    /** A polynomial of the model, in the indices of the equation. */
    Poly poly(Poly poly) {
        return poly.substitute(atom -> {
            if (atom instanceof Atom.Index index) {
                return indices.get(index);
            }
            Array argument = atom instanceof Atom.Element e ? arguments.get(e.tensor()) : null;
            return argument == null ? null : element((Array.View) argument, (Atom.Element) atom);
        });
    }

    private Poly element(Array.View view, Atom.Element element) {
        return Poly.of(new Atom.Element(
                view.tensor(),
                view.at(element.subscripts().stream().map(this::poly).toList())));
    }

    /** Whether a condition holds, if it is one of integers that are constant here; null if not. */
    @Nullable
    Boolean decided(Term condition) {
        return ConstantConditions.of(constant(condition));
    }

    /** The condition with the integers that are constant here in it. */
    private Term constant(Term term) {
        if (term instanceof Term.Int integer) {
            return new Term.Int(poly(integer.value()), integer.real(), term.span());
        } else if (term instanceof Term.Not not) {
            return new Term.Not(constant(not.operand()), term.span());
        } else if (term instanceof Term.Logical logical) {
            List<Term> operands =
                    logical.operands().stream().map(this::constant).toList();
            return new Term.Logical(logical.and(), operands, term.span());
        } else if (term instanceof Term.Comparison comparison) {
            List<Term.Test> tests = comparison.rest().stream()
                    .map(t -> new Term.Test(t.relation(), constant(t.operand())))
                    .toList();
            return new Term.Comparison(constant(comparison.first()), tests, term.span());
        }
        return term;
    }
}
