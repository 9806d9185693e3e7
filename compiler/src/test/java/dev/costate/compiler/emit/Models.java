package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Models and units made by hand. */
final class Models {
    /** The vector that a derivative is written to. */
    static final Argument GRADIENT = new Argument("gradient", Argument.Type.NUMBERS);

    /** The adjoint of a scalar output, where the caller gives it. */
    static final Argument SEED = new Argument("seed", Argument.Type.NUMBER);

    private Models() {}

    /** A file with nothing in it. */
    static Model.File file(SourceFile source) {
        return new Model.File(source, Set.of(), List.of());
    }

    static final Tensors TENSORS = new Tensors();

    static Tensor tensor(String name, Tensor.Role role, @Nullable String doc, Poly... shape) {
        return TENSORS.tensor(name, role, Tensor.Type.REAL, List.of(shape), null, doc);
    }

    static Code number(double value) {
        return new Code.Constant(value);
    }

    static Code.Variable local(Local local) {
        return new Code.Variable(local);
    }

    static Code.Element at(Place place, Poly... subscripts) {
        return new Code.Element(place, List.of(subscripts));
    }

    static Model.Derivative gradient(SourceFile file, Tensor output, List<Tensor> wrt, String clause) {
        return new Model.Derivative(Form.GRADIENT, output, wrt, false, 0, clause, new Span(file, 0, 0));
    }

    static Code apply(Op op, Code... operands) {
        return new Code.Apply(op, List.of(operands));
    }
}
