package dev.costate.compiler.emit;

import static dev.costate.compiler.emit.TestOp.apply;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Models and units made by hand. */
final class Models {
    /** The vector that a derivative is written to. */
    static final Argument GRADIENT = new Argument("gradient", Argument.Type.NUMBERS);

    /** The adjoint of a scalar output, where the caller gives it. */
    static final Argument SEED = new Argument("seed", Argument.Type.NUMBER);

    private Models() {}

    /** A checked model with the units of its derivatives. */
    record Example(Model model, List<Unit> units) {
        List<JavaSource> emit() {
            return Emitter.emit(model, units, "dev.costate.golden");
        }
    }

    /** A file with nothing in it. */
    static Model.File file(SourceFile source) {
        return new Model.File(source, Set.of(), List.of());
    }

    static final Tensors TENSORS = new Tensors();

    static Span span(SourceFile file, String text) {
        int start = file.text().indexOf(text);
        return new Span(file, start, start + text.length());
    }

    static Tensor tensor(String name, Tensor.Role role, @Nullable String doc, Poly... shape) {
        return TENSORS.tensor(name, role, Tensor.Type.REAL, List.of(shape), null, doc);
    }

    static Code number(double value) {
        return new Code.Number(value);
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

    private static final String LOGISTIC = """
            /** Binary logistic regression with an L2 penalty. */
            model Logistic

            dim N                       // observations
            dim D                       // features

            data  X[N, D]
            data  y[N]                  // 0 or 1
            data  lambda = 0.1
            param w[D]
            param b

            let    z[i] = b + sum(j) w[j] * X[i, j]
            output loss = sum(i) (softplus(z[i]) - y[i] * z[i]) + 0.5 * lambda * sum(j) w[j]^2

            derive gradient of loss
            """;

    /** Logistic regression as a scheduler would give it: a forward unit and one sweep. */
    static Example logistic() {
        return new Logistic().example();
    }

    /** The parts of logistic regression, to be put together. */
    private static final class Logistic {
        private final SourceFile file = new SourceFile("some/folder/Logistic.model", LOGISTIC);
        private final Atom.Dim dimN = new Atom.Dim("N");
        private final Atom.Dim dimD = new Atom.Dim("D");
        private final Poly sizeN = Poly.of(dimN);
        private final Poly sizeD = Poly.of(dimD);
        private final Tensor tensorX = tensor("X", Tensor.Role.DATA, "Observations by features.", sizeN, sizeD);
        private final Tensor tensorY = tensor("y", Tensor.Role.DATA, "0 or 1", sizeN);
        private final Tensor lambda = tensor("lambda", Tensor.Role.DATA, null);
        private final Tensor tensorW = tensor("w", Tensor.Role.PARAM, "Weights.", sizeD);
        private final Tensor tensorB = tensor("b", Tensor.Role.PARAM, null);
        private final Tensor loss = tensor("loss", Tensor.Role.OUTPUT, "What is to be least.");
        private final Place placeX = new Place(tensorX, Place.Storage.INPUT, List.of(sizeN, sizeD));
        private final Place placeY = new Place(tensorY, Place.Storage.INPUT, List.of(sizeN));
        private final Place placeLambda = new Place(lambda, Place.Storage.INPUT, List.of());
        private final Place placeW = new Place(tensorW, Place.Storage.PARAMETER, List.of(sizeD));
        private final Place placeB = new Place(tensorB, Place.Storage.PARAMETER, List.of());
        private final Place gradientW = new Place(tensorW.adjoint(), GRADIENT, Poly.ZERO);
        private final Place gradientB = new Place(tensorB.adjoint(), GRADIENT, sizeD);
        private final Statement.From lineZ = new Statement.From(span(file, "z[i] = b + sum(j) w[j] * X[i, j]"), "");
        private final Statement.From lineLoss = new Statement.From(
                span(file, "loss = sum(i) (softplus(z[i]) - y[i] * z[i]) + 0.5 * lambda * sum(j) w[j]^2"), "");

        Example example() {
            Model model = new Model(
                    file,
                    "Logistic",
                    "Binary logistic regression with an L2 penalty.",
                    List.of(
                            new Model.Dimension(dimN, 1, null, "observations", lineZ.span()),
                            new Model.Dimension(dimD, 1, null, null, lineZ.span())),
                    List.of(tensorX, tensorY, lambda, tensorW, tensorB),
                    Map.of(lambda, new Term.Number(0.1, lineZ.span())),
                    List.of(),
                    List.of(loss),
                    List.of(gradient(file, loss, List.of(tensorW, tensorB), "gradient of loss")),
                    TENSORS,
                    file(file));
            return new Example(model, List.of(unit(false), unit(true)));
        }

        private Unit unit(boolean sweep) {
            Place lossAt = new Place(loss, Place.Storage.FIELD, List.of());
            Atom.Index i = Atom.Index.free("i", 1);
            Local sum = new Local("loss", Op.Kind.REAL);
            Local z = new Local("z", Op.Kind.REAL);
            List<Statement> body = new ArrayList<>();
            if (sweep) {
                body.add(new Statement.Fill(gradientW, 0));
                body.add(new Statement.Fill(gradientB, 0));
            }
            body.add(lineLoss);
            body.add(new Statement.Declare(sum, number(0)));
            penalty(body, sum, sweep);
            List<Statement> inner = new ArrayList<>();
            linear(inner, i, z);
            inner.add(lineLoss);
            inner.add(new Statement.Update(
                    sum,
                    Reduction.SUM,
                    apply(
                            TestOp.SUB,
                            apply(TestOp.SOFTPLUS, local(z)),
                            apply(TestOp.MUL, at(placeY, Poly.of(i)), local(z)))));
            if (sweep) {
                adjoints(inner, i, z);
            }
            body.add(new Statement.Loop(Range.upTo(i, sizeN), inner));
            body.add(new Statement.Store(at(lossAt), Reduction.SET, local(sum)));
            return new Unit(
                    sweep ? Unit.Kind.SWEEP : Unit.Kind.FORWARD,
                    sweep ? "gradient of loss" : null,
                    sweep ? List.of(GRADIENT) : List.of(),
                    List.of(lossAt),
                    List.of(),
                    Map.of(loss, lossAt),
                    null,
                    body);
        }

        private void linear(List<Statement> inner, Atom.Index i, Local z) {
            Local dot = new Local("dot", Op.Kind.REAL);
            Atom.Index j = Atom.Index.free("j", 3);
            inner.add(lineZ);
            inner.add(new Statement.Declare(dot, number(0)));
            inner.add(new Statement.SumLoop(
                    dot,
                    Range.upTo(j, sizeD),
                    apply(TestOp.MUL, at(placeW, Poly.of(j)), at(placeX, Poly.of(i), Poly.of(j)))));
            inner.add(new Statement.Define(z, apply(TestOp.ADD, at(placeB), local(dot))));
        }

        private void penalty(List<Statement> body, Local sum, boolean sweep) {
            Atom.Index j = Atom.Index.free("j", 2);
            Code.Element w = at(placeW, Poly.of(j));
            List<Statement> inner = new ArrayList<>();
            inner.add(new Statement.Update(
                    sum,
                    Reduction.SUM,
                    apply(TestOp.MUL, apply(TestOp.MUL, number(0.5), at(placeLambda)), apply(TestOp.MUL, w, w))));
            if (sweep) {
                inner.add(new Statement.Store(
                        at(gradientW, Poly.of(j)), Reduction.SUM, apply(TestOp.MUL, at(placeLambda), w)));
            }
            body.add(new Statement.Loop(Range.upTo(j, sizeD), inner));
        }

        private void adjoints(List<Statement> inner, Atom.Index i, Local z) {
            Local zAdj = new Local("zAdj", Op.Kind.REAL);
            inner.add(new Statement.From(lineLoss.span(), "z → loss: sigmoid(z) - y"));
            inner.add(new Statement.Define(
                    zAdj, apply(TestOp.SUB, apply(TestOp.SIGMOID, local(z)), at(placeY, Poly.of(i)))));
            inner.add(new Statement.Store(at(gradientB), Reduction.SUM, local(zAdj)));
            Atom.Index j = Atom.Index.free("j", 4);
            inner.add(new Statement.Loop(
                    Range.upTo(j, sizeD),
                    List.of(new Statement.Store(
                            at(gradientW, Poly.of(j)),
                            Reduction.SUM,
                            apply(TestOp.MUL, local(zAdj), at(placeX, Poly.of(i), Poly.of(j)))))));
        }
    }
}
