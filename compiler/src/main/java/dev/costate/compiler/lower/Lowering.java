package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Definition;
import dev.costate.compiler.model.Model.Dimension;
import dev.costate.compiler.model.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From the checked model to a program: one equation for each of the model's, reductions still within expressions. */
public final class Lowering {
    private final Model model;
    private final List<Definition> definitions;
    private final Exprs make;
    private final LeastSizes sizes;

    private Lowering(Model model, List<Definition> definitions) {
        this.model = model;
        this.definitions = definitions;
        this.make = new Exprs(model.tensors());
        Map<Atom, Long> atLeast = new HashMap<>();
        for (Dimension dim : model.dims()) {
            if (dim.given()) {
                atLeast.put(dim.dim(), dim.atLeast());
            }
        }
        this.sizes = new LeastSizes(atLeast);
    }

    public static Program lower(Checked checked) {
        return new Lowering(checked.model(), checked.equations()).program();
    }

    /** The same with the equations of bounds behind those they read. */
    static Program withBounds(Checked checked) {
        List<Definition> all = new ArrayList<>(checked.equations());
        all.addAll(checked.bounds());
        return new Lowering(checked.model(), all).program();
    }

    private Program program() {
        Temporaries temporaries = new Temporaries(make);
        Frame.Setting setting = new Frame.Setting(make, sizes, model.defaults(), temporaries);
        List<Equation> tables = new ArrayList<>();
        List<Equation> equations = new ArrayList<>();
        for (Definition definition : definitions) {
            if (definition.target().isTable()) {
                tables.add(table(definition, setting));
            } else {
                define(definition, setting);
                equations.addAll(temporaries.take());
            }
        }
        List<Atom.Dim> dims = model.dims().stream()
                .filter(Dimension::given)
                .map(Dimension::dim)
                .toList();
        return new Program(make, dims, model.read(), tables, equations, model.outputs());
    }

    /** The ranges over indices that are numbered by position, so that equations over like domains share expressions. */
    private static List<Range> numbered(List<Range> ranges, Map<Atom.Index, Poly> indices) {
        List<Range> domain = new ArrayList<>();
        for (Range range : ranges) {
            Atom.Index index = Atom.Index.free(range.index().name(), domain.size());
            domain.add(new Range(
                    index, range.from().substitute(indices::get), range.to().substitute(indices::get), range.order()));
            indices.put(range.index(), Poly.of(index));
        }
        return domain;
    }

    /** An equation of integers; a count, sum or extreme is one over more indices than those of what it defines. */
    private static Equation table(Definition definition, Frame.Setting setting) {
        Term.Reduce reduce = definition.value() instanceof Term.Reduce r ? r : null;
        List<Range> ranges = new ArrayList<>(definition.domain());
        if (reduce != null) {
            ranges.addAll(reduce.ranges());
        }
        Map<Atom.Index, Poly> indices = new HashMap<>();
        List<Range> domain = numbered(ranges, indices);
        List<Poly> subscripts = definition.subscripts().stream()
                .map(s -> s.substitute(indices::get))
                .toList();
        Frame frame = Frame.equation(setting, domain, List.of());
        frame.indices.putAll(indices);
        TermLowering terms = new TermLowering(frame);
        Term term = reduce == null ? definition.value() : reduce.body();
        Term where = reduce == null ? null : reduce.where();
        Expr guard = where == null ? null : terms.condition(where);
        Expr value = term == null ? setting.make().number(1) : terms.real(term);
        return new Equation(
                definition.target(),
                subscripts,
                domain,
                guard,
                reduce == null ? Reduction.SET : reduction(reduce.binder()),
                IntegerReads.beside(setting.make(), value, guard, domain),
                definition.span());
    }

    private static Reduction reduction(Term.Binder binder) {
        return binder == Term.Binder.MAX ? Reduction.MAX : binder == Term.Binder.MIN ? Reduction.MIN : Reduction.SUM;
    }

    private static void define(Definition definition, Frame.Setting setting) {
        Map<Atom.Index, Poly> indices = new HashMap<>();
        List<Range> domain = numbered(definition.domain(), indices);
        List<Poly> subscripts = definition.subscripts().stream()
                .map(s -> s.substitute(indices::get))
                .toList();
        Tensor target = definition.target();
        Frame frame = Frame.equation(setting, domain, List.of());
        frame.indices.putAll(indices);
        TermLowering terms = new TermLowering(frame);
        if (isWhole(definition)) {
            Array array = terms.array(((Term.Element) definition.value()).array());
            if (array.free().isEmpty()) {
                setting.temporaries().define(target, List.of(), array, List.of(), null, definition.span());
                return;
            }
        }
        Expr value = terms.real(definition.value());
        setting.temporaries()
                .add(new Equation(target, subscripts, domain, null, Reduction.SET, value, definition.span()));
    }

    /** Whether an array is defined as a whole, from its first elements on, by another. */
    private static boolean isWhole(Definition definition) {
        List<Poly> indices =
                definition.domain().stream().map(r -> Poly.of(r.index())).toList();
        return definition.value() instanceof Term.Element element
                && element.subscripts().equals(indices)
                && definition.subscripts().equals(indices)
                && definition.domain().stream().allMatch(r -> r.from().isZero())
                && definition.domain().stream()
                        .map(Range::to)
                        .toList()
                        .equals(element.array().shape());
    }
}
