package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Outlining;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.MethodSizes;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class OutliningTest {
    private static final int COUNT = 100_000;
    private static final int FAR = 1000;

    private final Tensor param = Models.tensor("x", Tensor.Role.PARAM, null);
    private final Tensor output = Models.tensor("y", Tensor.Role.OUTPUT, null);
    private final Place x = new Place(param, Place.Storage.PARAMETER, List.of());
    private final Place y = new Place(output, Place.Storage.FIELD, List.of());

    /** One value after the other, each from the last and from one far back. */
    private static List<Statement> chain(Code start, List<Local> locals, int count) {
        List<Statement> body = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            Local local = new Local("t", Op.Kind.REAL);
            Code last = k == 0 ? start : Models.local(locals.get(k - 1));
            Code far = k < FAR || k % FAR != 0 ? Models.number(coefficient(k)) : Models.local(locals.get(k - FAR));
            Code half = Models.apply(Arithmetic.MUL, Models.number(0.5), last);
            body.add(new Statement.Define(local, Models.apply(Arithmetic.ADD, half, far)));
            locals.add(local);
        }
        return body;
    }

    private static double coefficient(int k) {
        return 1 + k / 1024.0;
    }

    private static double expected(double start, int count) {
        double[] values = new double[count];
        for (int k = 0; k < count; k++) {
            double last = k == 0 ? start : values[k - 1];
            values[k] = 0.5 * last + (k < FAR || k % FAR != 0 ? coefficient(k) : values[k - FAR]);
        }
        return values[count - 1];
    }

    private Unit unit(List<Statement> body) {
        return new Unit(
                Unit.Kind.FORWARD,
                null,
                List.of(),
                List.of(y),
                List.of(),
                List.of(),
                Map.of(output, y),
                null,
                Outlining.outline(body));
    }

    private List<JavaSource> emit(List<Statement> body) {
        SourceFile file = new SourceFile("Chain.model", "model Chain\n");
        Unit unit = unit(body);
        Model model = new Model(
                file,
                "Chain",
                null,
                Precision.DOUBLE,
                List.of(),
                List.of(param),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(output),
                List.of(),
                Models.TENSORS,
                Models.file(file));
        return Emitter.emit(model, List.of(unit), List.of(), Map.of(), "", ArithmeticMode.USUAL);
    }

    private static double run(List<JavaSource> sources, double at) throws ReflectiveOperationException {
        InMemoryCompiler.Classes classes = InMemoryCompiler.classes(sources, List.of());
        assertThat(MethodSizes.largest(classes.files().values()).bytes()).isBetween(1000, 7000);
        Class<?> type = classes.load(sources.get(0));
        Object model = type.getMethod("of").invoke(null);
        return (double) type.getMethod("y", double[].class).invoke(model, new double[] {at});
    }

    @Test
    void hundredThousandStatementsBecomeMethodsThatTheJitCompiles() throws ReflectiveOperationException {
        List<Local> locals = new ArrayList<>();
        List<Statement> body = chain(Models.at(x), locals, COUNT);
        body.add(new Statement.Store(Models.at(y), Reduction.SET, Models.local(locals.get(COUNT - 1))));

        List<JavaSource> sources = emit(body);

        assertThat(run(sources, 3)).isEqualTo(expected(3, COUNT));
        assertThat(emit(body)).isEqualTo(sources);
    }

    @Test
    void longBodiesOfLoopsAndBranchesAreCutToo() throws ReflectiveOperationException {
        int count = 3000;
        Atom.Index i = Atom.Index.free("i", 1);
        Local sum = new Local("sum", Op.Kind.REAL);
        List<Local> locals = new ArrayList<>();
        Code start = Models.apply(Arithmetic.ADD, Models.at(x), new Code.Whole(Poly.of(i)));
        List<Statement> inner = chain(start, locals, count);
        inner.add(new Statement.Update(sum, Reduction.SUM, Models.local(locals.get(count - 1))));
        Code condition = Models.apply(Comparisons.LT, new Code.Whole(Poly.of(i)), Models.number(2));
        List<Statement> body = List.of(
                new Statement.Declare(sum, Models.number(0)),
                new Statement.Loop(Range.upTo(i, Poly.of(3)), List.of(new Statement.If(condition, inner, List.of()))),
                new Statement.Store(Models.at(y), Reduction.SET, Models.local(sum)));

        assertThat(run(emit(body), 5)).isEqualTo(expected(5, count) + expected(6, count));
    }

    /** A value that crosses is a field of its name, or an element of an array where there are too many. */
    @Test
    void valuesThatCrossHaveNames() throws ReflectiveOperationException {
        Local crossing = new Local("crossing", Op.Kind.REAL);
        Local isLarge = new Local("isLarge", Op.Kind.CONDITION);
        List<Local> locals = new ArrayList<>();
        List<Statement> body = new ArrayList<>();
        body.add(new Statement.Define(crossing, Models.apply(Arithmetic.ADD, Models.at(x), Models.number(1))));
        body.add(new Statement.Define(isLarge, Models.apply(Comparisons.LT, Models.number(2), Models.at(x))));
        body.addAll(chain(Models.at(x), locals, 2000));
        Code last = Models.apply(Arithmetic.ADD, Models.local(crossing), Models.local(locals.get(1999)));
        body.add(new Statement.Store(
                Models.at(y), Reduction.SET, new Code.Choice(Models.local(isLarge), last, Models.number(0))));

        List<JavaSource> sources = emit(body);

        assertThat(sources.get(0).text()).contains("double crossing;", "boolean isLarge;", "this.crossing = crossing;");
        assertThat(run(sources, 3)).isEqualTo(4 + expected(3, 2000));
        assertThat(run(sources, 1)).isZero();
    }

    @Test
    void manyKeptScalarsShareAnArray() {
        int count = 30_000;
        Model.Derivative gradient =
                Models.gradient(new SourceFile("Chain.model", "model Chain"), output, List.of(param), "gradient of y");
        Place adjoint = new Place(param.adjoint(), Models.GRADIENT, Poly.ZERO);
        List<Place> kept = new ArrayList<>();
        List<Statement> forward = new ArrayList<>();
        List<Statement> backward = new ArrayList<>();
        backward.add(new Statement.Fill(adjoint, 0));
        for (int k = 0; k < count; k++) {
            Place place = new Place(Models.TENSORS.temporary("t", List.of(), null), Place.Storage.FIELD, List.of());
            Code last = Models.at(k == 0 ? x : kept.get(k - 1));
            forward.add(new Statement.Store(
                    Models.at(place), Reduction.SET, Models.apply(Arithmetic.ADD, last, Models.number(1))));
            backward.add(new Statement.Store(Models.at(adjoint), Reduction.SUM, Models.at(place)));
            kept.add(place);
        }
        forward.add(new Statement.Store(Models.at(y), Reduction.SET, Models.at(kept.get(count - 1))));
        List<Place> fields = new ArrayList<>(kept);
        fields.add(y);
        Model model = new Model(
                gradient.span().file(),
                "Chain",
                null,
                Precision.DOUBLE,
                List.of(),
                List.of(param),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(output),
                List.of(gradient),
                Models.TENSORS,
                Models.file(gradient.span().file()));
        List<JavaSource> sources = Emitter.emit(
                model,
                List.of(
                        new Unit(
                                Unit.Kind.FORWARD,
                                null,
                                List.of(),
                                fields,
                                List.of(),
                                List.of(),
                                Map.of(output, y),
                                null,
                                Outlining.outline(forward)),
                        new Unit(
                                Unit.Kind.BACKWARD,
                                "gradient of y",
                                List.of(Models.SEED, Models.GRADIENT),
                                List.of(),
                                kept,
                                List.of(),
                                Map.of(),
                                null,
                                Outlining.outline(backward))),
                List.of(),
                Map.of(),
                "com.acme",
                ArithmeticMode.USUAL);

        ModelInstance instance = LoadedModel.load(model, sources).create(Map.of());

        assertThat(instance.output("y")).containsExactly(count);
        assertThat(instance.gradient("gradient of y").get("x")).containsExactly(count * (count + 1.0) / 2);
    }

    @Test
    void aMillionStatementsAreCutInTimeLinearInThem() {
        List<Local> locals = new ArrayList<>();
        List<Statement> body = chain(Models.at(x), locals, 1_000_000);

        UnitMethods methods = new UnitMethods(unit(body));

        assertThat(methods.others()).hasSizeBetween(1000, 10_000);
        assertThat(methods.shared()).hasSizeLessThan(20_000);
    }
}
