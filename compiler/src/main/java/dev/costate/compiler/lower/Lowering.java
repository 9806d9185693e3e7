package dev.costate.compiler.lower;

import dev.costate.compiler.check.Model;
import dev.costate.compiler.check.Model.Definition;
import dev.costate.compiler.check.Model.Dimension;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From the checked model to a program: one equation for each of the model's, reductions still within expressions. */
public final class Lowering {
    private final Model model;
    private final Exprs make = new Exprs();
    private final Sizes sizes;

    private Lowering(Model model) {
        this.model = model;
        Map<Atom, Long> atLeast = new HashMap<>();
        for (Dimension dim : model.dims()) {
            if (dim.given()) {
                atLeast.put(dim.dim(), dim.atLeast());
            }
        }
        this.sizes = new Sizes(atLeast);
    }

    public static Program lower(Model model) {
        return new Lowering(model).program();
    }

    private Program program() {
        List<Equation> equations =
                model.equations().stream().map(this::equation).toList();
        List<Atom.Dim> dims = model.dims().stream()
                .filter(Dimension::given)
                .map(Dimension::dim)
                .toList();
        return new Program(make, dims, model.inputs(), equations, model.outputs());
    }

    /** The indices of an equation are numbered by position, so that equations over like domains share expressions. */
    private Equation equation(Definition definition) {
        Map<Atom.Index, Poly> indices = new HashMap<>();
        List<Range> domain = new ArrayList<>();
        for (Range range : definition.domain()) {
            Atom.Index index = new Atom.Index(range.index().name(), domain.size());
            domain.add(new Range(
                    index, range.from().substitute(indices::get), range.to().substitute(indices::get), range.order()));
            indices.put(range.index(), Poly.of(index));
        }
        List<Poly> subscripts = definition.subscripts().stream()
                .map(s -> s.substitute(indices::get))
                .toList();
        TermLowering terms = new TermLowering(make, sizes, model.defaults(), indices);
        Tensor target = definition.target();
        return new Equation(
                target, subscripts, domain, null, Reduction.SET, terms.real(definition.value()), definition.span());
    }
}
