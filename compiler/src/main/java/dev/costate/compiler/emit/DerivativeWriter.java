package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Writes the methods of one derivative: at a point, and again at the point where the outputs were computed last. */
final class DerivativeWriter {
    private final Units units;
    private final ModelNames names;
    private final Model.Derivative derivative;
    private final TypeSpec.Builder type;
    private final PatternWriter patterns;

    DerivativeWriter(Units units, Model.Derivative derivative, TypeSpec.Builder type) {
        this.units = units;
        this.names = units.names();
        this.derivative = derivative;
        this.type = type;
        this.patterns = new PatternWriter(units, derivative);
    }

    void write() {
        Optional<Unit> sweep = units.of(Unit.Kind.SWEEP, derivative);
        Optional<Unit> half = units.of(Unit.Kind.BACKWARD, derivative);
        Optional<Unit> forward = units.forward();
        if (forward.isPresent() && half.isPresent()) {
            again(units.pass(half.get()));
        }
        List<Form.Slot> slots = derivative.slots(false);
        List<JavaStatement> body = new ArrayList<>();
        if (sweep.isPresent()) {
            Units.Pass pass = units.pass(sweep.get());
            if (derivative.form().isSparse()) {
                patterns.write(type);
                body.addAll(patterns.matrix(pass.unit()));
            }
            if (derivative.beside() != null) {
                beside(pass);
                body.add(scratch());
            }
            body.addAll(run(pass, slots));
        } else if (forward.isPresent() && half.isPresent()) {
            Units.Pass pass = units.atOnce(derivative, half.get());
            Units.Pass values = requireNonNull(pass.forward());
            body.addAll(units.run(values, List.of(Java.name("theta"))));
            body.addAll(units.run(pass, arguments("theta", half.get(), slots)));
            body.addAll(returned(pass, values, false));
        } else {
            return;
        }
        List<JavaStatement> checks = new ArrayList<>();
        if (derivative.form().isSparse()) {
            checks.add(JavaStatement.declare(
                    JavaType.of("SparsePattern"),
                    "pattern",
                    Java.call(names.of(derivative).patternMethod(), List.of())));
        }
        checks.addAll(checks(slots, "theta"));
        method(names.method(derivative), true, slots, checks, body);
    }

    /** The method that hands out besides what is computed on the way. */
    private void beside(Units.Pass pass) {
        List<Form.Slot> slots = DerivativeNames.slots(derivative);
        method(names.of(derivative).beside(), true, slots, checks(slots, "theta"), run(pass, slots));
    }

    private List<JavaStatement> run(Units.Pass pass, List<Form.Slot> slots) {
        List<JavaStatement> body = new ArrayList<>(units.run(pass, arguments("theta", pass.unit(), slots)));
        body.addAll(written(pass.unit()));
        body.addAll(returned(pass, pass, false));
        return body;
    }

    /** Makes room for what is computed besides and the caller does not ask for. */
    private JavaStatement scratch() {
        String scratch = names.of(derivative).scratch();
        type.addField(PoetTypes.DOUBLES, scratch, Modifier.PRIVATE, Modifier.TRANSIENT);
        JavaExpression field = Java.name(scratch);
        JavaExpression length = length(requireNonNull(derivative.beside()));
        return JavaStatement.when(
                field.binary("==", Java.NULL),
                JavaStatement.set(field, new JavaExpression.NewArray(JavaType.DOUBLE, length)));
    }

    /** From what has been computed to what the caller receives; what is symmetric is computed below the diagonal. */
    private List<JavaStatement> written(Unit unit) {
        Form.Slot result = derivative.result();
        JavaExpression array = Java.name(result.name());
        if (derivative.form().isSparse()) {
            return List.of(new JavaStatement.Evaluate(
                    Java.name(names.of(derivative).recovery()).call("gather", target(unit), array)));
        } else if (derivative.isSymmetric()) {
            Form.Slot side = new Form.Slot(result.name(), result.use(), List.of(Form.Space.INPUTS));
            return List.of(new JavaStatement.Evaluate(Java.call("Kernels", "mirror", array, length(side))));
        }
        return List.of();
    }

    private void again(Units.Pass pass) {
        List<Form.Slot> slots = derivative.slots(true);
        String name = names.of(derivative).again();
        List<JavaStatement> checks = checks(slots, "point");
        checks.add(JavaStatement.declare(
                JavaType.DOUBLES, "point", units.evaluations().call("point", Java.string(name))));
        Units.Pass forward = requireNonNull(pass.forward());
        List<JavaStatement> body = new ArrayList<>(units.run(pass, arguments("point", pass.unit(), slots)));
        body.addAll(returned(pass, forward, isSeeded(pass.unit())));
        method(name, false, slots, checks, body);
    }

    private static boolean isSeeded(Unit unit) {
        return unit.arguments().stream().anyMatch(Argument::scalar);
    }

    private boolean isReturning() {
        return derivative.isScalar();
    }

    /**
     * The number that a method returns: the derivative if it is one, else the value of the output; which is remembered.
     *
     * @param values what has computed the output
     * @param seeded whether the method returns nothing
     */
    private List<JavaStatement> returned(Units.Pass pass, Units.Pass values, boolean seeded) {
        boolean kept = units.names().isKept(derivative.output());
        JavaExpression value =
                kept ? units.kept(values, derivative.output()) : units.value(values, derivative.output());
        boolean returning = isReturning() && !seeded;
        boolean number = returning && pass.unit().result() != null;
        List<JavaStatement> statements = new ArrayList<>();
        if (kept && (number || !returning)) {
            statements.add(new JavaStatement.Evaluate(value));
        }
        if (returning) {
            statements.add(new JavaStatement.Return(number ? units.number(pass) : value));
        }
        return statements;
    }

    /** What a unit takes; 1 for a seed that the caller does not give. */
    private List<JavaExpression> arguments(String first, Unit unit, List<Form.Slot> given) {
        List<JavaExpression> arguments = new ArrayList<>(List.of(Java.name(first)));
        for (Argument argument : unit.arguments()) {
            boolean known = given.stream().anyMatch(slot -> slot.name().equals(argument.name()));
            boolean result = argument.name().equals(derivative.computed().name())
                    || argument.name().equals(derivative.result().name());
            boolean matrix = derivative.form().isSparse() && result;
            arguments.add(known && !matrix ? Java.name(argument.name()) : missing(argument, unit, matrix));
        }
        return arguments;
    }

    /** What a unit writes to from which entries are recovered. */
    private JavaExpression target(Unit unit) {
        return Java.name(
                PatternWriter.isRowByRow(unit) ? "target" : names.of(derivative).matrix());
    }

    /** What the class hands over where the caller does not. */
    private JavaExpression missing(Argument argument, Unit unit, boolean matrix) {
        if (matrix) {
            return target(unit);
        }
        return switch (argument.type()) {
            case NUMBER -> Java.number(1);
            case INTEGERS ->
                PatternWriter.isRowByRow(unit)
                        ? Java.name(names.of(derivative).recovery()).call("table")
                        : Java.name(names.of(derivative).colours());
            default -> Java.name(names.of(derivative).scratch());
        };
    }

    /** Of lengths, and that no array that is written is one that is read. */
    private List<JavaStatement> checks(List<Form.Slot> slots, String point) {
        List<JavaStatement> checks = new ArrayList<>();
        boolean atTheta = point.equals("theta");
        for (Form.Slot slot : slots) {
            if (!slot.axes().isEmpty()) {
                JavaExpression name = Java.string(slot.name());
                JavaExpression array = Java.name(slot.name());
                checks.add(new JavaStatement.Evaluate(
                        atTheta && isWritten(slot)
                                ? Java.call("Checks", "result", name, array, length(slot), Java.name(point))
                                : Java.call("Checks", "vector", name, array, length(slot))));
            }
        }
        List<String> others = new ArrayList<>();
        for (Form.Slot slot : slots) {
            String name = slot.name();
            if (isWritten(slot)) {
                for (String other : others) {
                    checks.add(new JavaStatement.Evaluate(Java.call(
                            "Checks",
                            "apart",
                            Java.string(name),
                            Java.name(name),
                            Java.string(other),
                            Java.name(other))));
                }
            }
            if (!slot.axes().isEmpty()) {
                others.add(name);
            }
        }
        return checks;
    }

    private static boolean isWritten(Form.Slot slot) {
        return slot.use() == Form.Use.RESULT || slot.use() == Form.Use.BESIDE;
    }

    private JavaExpression length(Form.Slot slot) {
        if (slot.axes().equals(List.of(Form.Space.ENTRIES))) {
            return Java.name("pattern").call("size");
        } else if (slot.axes().equals(List.of(Form.Space.INPUTS))) {
            return units.count(derivative);
        }
        List<Poly> sizes = slot.axes().stream().map(derivative::size).toList();
        return names.integers().print(ModelNames.product(sizes));
    }

    private void method(
            String name, boolean atPoint, List<Form.Slot> slots, List<JavaStatement> checks, List<JavaStatement> body) {
        String words = derivative.form().words();
        String clause = Escape.javadoc(
                derivative.form().description() + derivative.clause().substring(words.length()));
        boolean seeded = slots.stream().anyMatch(slot -> slot.axes().isEmpty());
        boolean value = isReturning() && !seeded && !derivative.isNumber();
        boolean beside = slots.stream().anyMatch(slot -> slot.use() == Form.Use.BESIDE);
        String what = value ? "the value, beside the " + (beside ? "gradient and the " : "") + clause : "the " + clause;
        String where =
                atPoint ? "" : (seeded ? " times the seed" : "") + ", at the point where the forward half last ran";
        boolean returning = isReturning() && !seeded;
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "$L",
                        (returning ? "{@return " + what + where + "}" : "T" + what.substring(1) + where + ".") + "\n")
                .returns(returning ? TypeName.DOUBLE : TypeName.VOID);
        if (atPoint) {
            EvaluationWriter.theta(method);
        }
        for (Form.Slot slot : slots) {
            method.addParameter(slot.axes().isEmpty() ? TypeName.DOUBLE : PoetTypes.DOUBLES, slot.name());
            method.addJavadoc("$L", "@param " + slot.name() + " " + describe(slot) + "\n");
        }
        EvaluationWriter.evaluation(units, type, method, checks, body);
    }

    private String describe(Form.Slot slot) {
        String shape = shape(slot);
        return switch (slot.use()) {
            case SEED -> slot.axes().isEmpty() ? "what all is multiplied by" : "the weights of the output, " + shape;
            case DIRECTION -> "the direction, " + shape;
            case RESULT, BESIDE -> "is overwritten with the derivatives, " + shape;
        };
    }

    /** What the axes of an array are, for who reads the comment. */
    private String shape(Form.Slot slot) {
        List<String> axes = new ArrayList<>();
        for (Form.Space space : slot.axes()) {
            if (space == Form.Space.COEFFICIENTS) {
                axes.add("from order 0 to " + derivative.order());
                continue;
            } else if (space == Form.Space.ENTRIES) {
                axes.add("in the order of {@link #" + names.of(derivative).patternMethod() + "}");
                continue;
            }
            if (space == Form.Space.OUTPUT && derivative.isScalar()) {
                continue;
            }
            List<Tensor> tensors = space == Form.Space.OUTPUT ? List.of(derivative.output()) : derivative.wrt();
            axes.add("by "
                    + String.join(", then ", tensors.stream().map(Tensor::name).toList()));
        }
        return axes.isEmpty() ? "of length 1" : String.join(" in rows, each ", axes);
    }
}
