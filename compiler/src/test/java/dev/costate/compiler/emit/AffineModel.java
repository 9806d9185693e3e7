package dev.costate.compiler.emit;

import static dev.costate.compiler.emit.Models.at;
import static dev.costate.compiler.emit.Models.local;
import static dev.costate.compiler.emit.Models.number;
import static dev.costate.compiler.emit.Models.tensor;
import static dev.costate.compiler.emit.TestOp.apply;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model whose gradients come in halves, two of them, with names that Java and the emitter use themselves. */
final class AffineModel {
    private static final String TEXT = """
            model Affine
            dim N
            dim M = N + 1
            data  gradient[N, M]   // \\u000a */ @Deprecated
            data  scale
            param theta[N, M]
            param int
            let    dot[i]  = sum(j) theta[i, j] * gradient[i, j]
            output r[i]    = int * scale * dot[i]
            output loss    = sum(i) r[i]^2
            derive gradient of loss
            derive gradient of loss wrt gradient
            """;

    private final SourceFile file = new SourceFile("Affine.model", TEXT);
    private final Atom.Dim dim = new Atom.Dim("N");
    private final Poly sizeN = Poly.of(dim);
    private final Poly sizeM = sizeN.plus(1);
    private final Tensor data = tensor("gradient", Tensor.Role.DATA, "ends here */ \\u000a <b> & @see", sizeN, sizeM);
    private final Tensor scale = tensor("scale", Tensor.Role.DATA, null);
    private final Tensor matrix = tensor("theta", Tensor.Role.PARAM, null, sizeN, sizeM);
    private final Tensor factor = tensor("int", Tensor.Role.PARAM, null);
    private final Tensor tensorR = tensor("r", Tensor.Role.OUTPUT, null, sizeN);
    private final Tensor loss = tensor("loss", Tensor.Role.OUTPUT, null);
    private final Place placeData = new Place(data, Place.Storage.INPUT, List.of(sizeN, sizeM));
    private final Place placeScale = new Place(scale, Place.Storage.INPUT, List.of());
    private final Place placeMatrix = new Place(matrix, Place.Storage.PARAMETER, List.of(sizeN, sizeM));
    private final Place placeFactor = new Place(factor, Place.Storage.PARAMETER, List.of());
    private final Place placeDot =
            new Place(Models.TENSORS.temporary("dot", List.of(sizeN), null), Place.Storage.FIELD, List.of(sizeN));
    private final Place placeR = new Place(tensorR, Place.Storage.FIELD, List.of(sizeN));
    private final Place placeLoss = new Place(loss, Place.Storage.FIELD, List.of());
    private final Atom.Index i = Atom.Index.free("i", 1);
    private final Poly atI = Poly.of(i);

    private final Place seed = new Place(loss.adjoint(), Models.SEED, Poly.ZERO);

    static Models.Example example() {
        AffineModel affine = new AffineModel();
        String whole = "gradient of loss";
        String part = "gradient of loss wrt gradient";
        Span span = new Span(affine.file, 0, 0);
        Model model = new Model(
                affine.file,
                "Affine",
                null,
                List.of(
                        new Model.Dimension(affine.dim, 1, null, null, span),
                        new Model.Dimension(new Atom.Dim("M"), 0, affine.sizeM, null, span)),
                List.of(affine.data, affine.scale, affine.matrix, affine.factor),
                Map.of(),
                List.of(),
                List.of(affine.tensorR, affine.loss),
                List.of(
                        Models.gradient(affine.file, affine.loss, List.of(affine.matrix, affine.factor), whole),
                        Models.gradient(affine.file, affine.loss, List.of(affine.data), part)),
                Models.TENSORS,
                Models.file(affine.file));
        return new Models.Example(
                model, List.of(affine.forward(), affine.backward(whole, true), affine.backward(part, false)));
    }

    private Statement.From line(String text) {
        return new Statement.From(Models.span(file, text), "");
    }

    private Unit forward() {
        Local r = new Local("r", Op.Kind.REAL);
        List<Statement> body = List.of(
                line("dot[i]  = sum(j) theta[i, j] * gradient[i, j]"),
                new Statement.Store(
                        at(placeDot, atI),
                        Reduction.SET,
                        new Code.Dot(at(placeMatrix, atI, Poly.ZERO), at(placeData, atI, Poly.ZERO), sizeM)),
                line("r[i]    = int * scale * dot[i]"),
                new Statement.Define(
                        r, apply(TestOp.MUL, apply(TestOp.MUL, at(placeFactor), at(placeScale)), at(placeDot, atI))),
                new Statement.Store(at(placeR, atI), Reduction.SET, local(r)),
                new Statement.Store(at(placeLoss), Reduction.SUM, apply(TestOp.MUL, local(r), local(r))));
        List<Statement> all = new ArrayList<>();
        all.add(line("gradient[N, M]   // \\u000a */ @Deprecated"));
        all.add(new Statement.Fill(placeLoss, 0));
        all.add(new Statement.Loop(Range.upTo(i, sizeN), body));
        List<Place> fields = List.of(placeDot, placeR, placeLoss);
        return new Unit(
                Unit.Kind.FORWARD,
                null,
                List.of(),
                fields,
                List.of(),
                Map.of(tensorR, placeR, loss, placeLoss),
                null,
                all);
    }

    private Unit backward(String clause, boolean params) {
        Place gradient = params
                ? new Place(matrix.adjoint(), Models.GRADIENT, Poly.ZERO)
                : new Place(data.adjoint(), Models.GRADIENT, Poly.ZERO);
        Place source = params ? placeData : placeMatrix;
        Place factorGradient = new Place(factor.adjoint(), Models.GRADIENT, sizeN.times(sizeM));
        Local rAdj = new Local("rAdj", Op.Kind.REAL);
        List<Statement> body = new ArrayList<>();
        body.add(new Statement.Define(
                rAdj, apply(TestOp.MUL, at(seed), apply(TestOp.MUL, number(2), at(placeR, atI)))));
        Code scaled = apply(TestOp.MUL, local(rAdj), at(placeScale));
        body.add(new Statement.Axpy(
                at(gradient, atI, Poly.ZERO),
                apply(TestOp.MUL, scaled, at(placeFactor)),
                at(source, atI, Poly.ZERO),
                sizeM));
        List<Statement> all = new ArrayList<>();
        all.add(new Statement.Fill(gradient, 0));
        if (params) {
            all.add(new Statement.Fill(factorGradient, 0));
            body.add(new Statement.Store(
                    at(factorGradient), Reduction.SUM, apply(TestOp.MUL, scaled, at(placeDot, atI))));
        }
        all.add(new Statement.Loop(new Range(i, Poly.ZERO, sizeN, Range.Order.DOWNWARD), body));
        return new Unit(
                Unit.Kind.BACKWARD,
                clause,
                List.of(Models.SEED, Models.GRADIENT),
                List.of(),
                List.of(placeDot, placeR),
                Map.of(),
                null,
                all);
    }
}
