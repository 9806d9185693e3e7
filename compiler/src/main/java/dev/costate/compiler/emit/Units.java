package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The units of a model, as the public class holds them.
 *
 * @param fields how the fields of each unit are called
 */
record Units(Model model, ModelNames names, ClassName self, List<Unit> all, IdentityHashMap<Unit, UnitFields> fields) {
    Optional<Unit> forward() {
        return all.stream().filter(u -> u.kind() == Unit.Kind.FORWARD).findFirst();
    }

    /** The unit of a kind that serves a derivative. */
    Optional<Unit> of(Unit.Kind kind, Model.Derivative derivative) {
        return all.stream()
                .filter(u -> u.kind() == kind && derivative.clause().equals(u.clause()))
                .findFirst();
    }

    /** The derivative of an output that several threads can compute, if there is one. */
    Optional<Model.Derivative> inParallel(Tensor output) {
        return model.computed().stream()
                .filter(d -> d.output() == output
                        && of(Unit.Kind.SWEEP, d).filter(u -> u.batch() != null).isPresent())
                .findFirst();
    }

    /** How many inputs a derivative is by. */
    JavaExpression count(Model.Derivative derivative) {
        return names.wholeVector(derivative)
                ? Java.call("dimension", List.of())
                : names.integers().print(derivative.size(Form.Space.INPUTS));
    }

    /**
     * An object of the class of a unit.
     *
     * @param field that holds it
     * @param forward the one that it reads, of a backward half
     */
    record Pass(Unit unit, String field, @Nullable Pass forward) {}

    /** The one that {@code forward} runs, or that runs after it, or by itself. */
    Pass pass(Unit unit) {
        String field = names.unitField(UnitContext.className(model, names, unit));
        return new Pass(
                unit, field, unit.kind() == Unit.Kind.BACKWARD ? pass(forward().orElseThrow()) : null);
    }

    /** What computes an output where only that is asked for. */
    Pass value(Tensor output) {
        Optional<Unit> alone = all.stream()
                .filter(u -> u.kind() == Unit.Kind.VALUE && u.outputs().containsKey(output))
                .findFirst();
        if (alone.isEmpty() && model.outputs().size() > 1) {
            return values();
        }
        return new Pass(alone.orElseGet(() -> forward().orElseThrow()), names.valueField(output), null);
    }

    /** A forward half at points of which {@code forward} knows nothing. */
    private Pass values() {
        return new Pass(forward().orElseThrow(), names.valuesField(), null);
    }

    /** A backward half at a point of which {@code forward} knows nothing. */
    Pass atOnce(Model.Derivative derivative, Unit half) {
        Pass value = value(derivative.output());
        return new Pass(
                half, names.atOnceField(derivative), value.unit().kind() == Unit.Kind.FORWARD ? value : values());
    }

    /** All that methods of the object run; the field that holds one tells it from the others. */
    List<Pass> passes() {
        Map<String, Pass> passes = new LinkedHashMap<>();
        Consumer<Pass> add = pass -> passes.putIfAbsent(pass.field(), pass);
        all.stream()
                .filter(u ->
                        u.kind() == Unit.Kind.FORWARD || u.kind() == Unit.Kind.BACKWARD || u.kind() == Unit.Kind.SWEEP)
                .forEach(u -> add.accept(pass(u)));
        if (forward().isPresent()) {
            model.outputs().forEach(output -> add.accept(value(output)));
        }
        for (Model.Derivative derivative : model.computed()) {
            if (of(Unit.Kind.SWEEP, derivative).isEmpty()) {
                of(Unit.Kind.BACKWARD, derivative)
                        .map(half -> atOnce(derivative, half))
                        .ifPresent(pass -> {
                            add.accept(pass.forward());
                            add.accept(pass);
                        });
            }
        }
        return List.copyOf(passes.values());
    }

    ClassName type(Unit unit) {
        return self.nestedClass(UnitContext.className(model, names, unit));
    }

    /** Where an output stands after a run. */
    JavaExpression value(Pass pass, Tensor output) {
        return Java.name(pass.field())
                .member(place(pass.unit(), pass.unit().outputs().get(output), output.name()));
    }

    /** Where the derivative stands that is one number. */
    JavaExpression number(Pass pass) {
        return Java.name(pass.field()).member(place(pass.unit(), pass.unit().result(), "the derivative"));
    }

    /** Statements that run a unit, for the first time in an object that they make. */
    List<JavaStatement> run(Pass pass, List<JavaExpression> arguments) {
        JavaExpression field = Java.name(pass.field());
        List<JavaExpression> made = new ArrayList<>(List.of(Java.THIS));
        if (pass.forward() != null) {
            made.add(Java.name(pass.forward().field()));
        }
        JavaType type = JavaType.here(UnitContext.className(model, names, pass.unit()));
        JavaExpression object = Java.choice(field.binary("==", Java.NULL), new JavaExpression.New(type, made), field);
        return List.of(JavaStatement.set(field, object), new JavaStatement.Evaluate(field.call("run", arguments)));
    }

    /** Remembers an output for who asks later; the value of the expression is that of the output. */
    JavaExpression kept(Pass pass, Tensor output) {
        return Java.name(names.last(output)).call("set", value(pass, output));
    }

    /** The field that says whether the object is computing, and at which point it was. */
    JavaExpression evaluations() {
        return Java.name(ModelNames.EVALUATIONS);
    }

    private String place(Unit unit, @Nullable Place place, String what) {
        UnitFields owned = fields.get(unit);
        String name = place == null || owned == null ? null : owned.name(place);
        if (name == null) {
            throw new CompilerBug("emit", "no field holds " + what + " of " + unit.kind());
        }
        return name;
    }
}
