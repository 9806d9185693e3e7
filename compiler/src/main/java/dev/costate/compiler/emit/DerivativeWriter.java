package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
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
        Lines lines = EvaluationWriter.inner();
        if (sweep.isPresent()) {
            Units.Pass pass = units.pass(sweep.get());
            if (derivative.form().isSparse()) {
                patterns.write(type);
                patterns.matrix(lines, pass.unit());
            }
            if (derivative.beside() != null) {
                beside(pass);
                scratch(lines);
            }
            run(lines, pass, slots);
        } else if (forward.isPresent() && half.isPresent()) {
            Units.Pass pass = units.atOnce(derivative, half.get());
            Units.Pass values = requireNonNull(pass.forward());
            units.run(lines, values, "theta");
            units.run(lines, pass, arguments("theta", half.get(), slots));
            returned(lines, pass, values, false);
        } else {
            return;
        }
        Lines checks = new Lines(2 * Lines.INDENT);
        if (derivative.form().isSparse()) {
            checks.add(Blocks.type("SparsePattern") + " pattern = " + names.patternMethod(derivative) + "();");
        }
        check(checks, slots, "theta");
        method(names.method(derivative), true, slots, checks, lines);
    }

    /** The method that hands out besides what is computed on the way. */
    private void beside(Units.Pass pass) {
        List<Form.Slot> slots = ModelNames.slots(derivative);
        Lines lines = EvaluationWriter.inner();
        run(lines, pass, slots);
        Lines checks = new Lines(2 * Lines.INDENT);
        check(checks, slots, "theta");
        method(names.methodBeside(derivative), true, slots, checks, lines);
    }

    private void run(Lines lines, Units.Pass pass, List<Form.Slot> slots) {
        units.run(lines, pass, arguments("theta", pass.unit(), slots));
        written(lines, pass.unit());
        returned(lines, pass, pass, false);
    }

    /** Makes room for what is computed besides and the caller does not ask for. */
    private void scratch(Lines lines) {
        String scratch = names.scratch(derivative);
        type.addField(Blocks.DOUBLES, scratch, Modifier.PRIVATE, Modifier.TRANSIENT);
        lines.open("if (" + scratch + " == null) {");
        lines.add(scratch + " = new double[" + length(requireNonNull(derivative.beside())) + "];");
        lines.close("}");
    }

    /** From what has been computed to what the caller receives; what is symmetric is computed below the diagonal. */
    private void written(Lines lines, Unit unit) {
        Form.Slot result = derivative.result();
        if (derivative.form().isSparse()) {
            lines.add(names.recovery(derivative) + ".gather(" + target(unit) + ", " + result.name() + ");");
        } else if (derivative.isSymmetric()) {
            Form.Slot side = new Form.Slot(result.name(), result.use(), List.of(Form.Space.INPUTS));
            lines.add(Blocks.type("Kernels") + ".mirror(" + result.name() + ", " + length(side) + ");");
        }
    }

    private void again(Units.Pass pass) {
        List<Form.Slot> slots = derivative.slots(true);
        String name = names.methodAgain(derivative);
        Lines checks = new Lines(2 * Lines.INDENT);
        check(checks, slots, "point");
        checks.add("double[] point = " + units.evaluations() + ".point(\"" + name + "\");");
        Lines lines = EvaluationWriter.inner();
        Units.Pass forward = requireNonNull(pass.forward());
        units.run(lines, pass, arguments("point", pass.unit(), slots));
        returned(lines, pass, forward, isSeeded(pass.unit()));
        method(name, false, slots, checks, lines);
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
    private void returned(Lines lines, Units.Pass pass, Units.Pass values, boolean seeded) {
        boolean kept = units.names().isKept(derivative.output());
        String value = kept ? units.kept(values, derivative.output()) : units.value(values, derivative.output());
        boolean returning = isReturning() && !seeded;
        boolean number = returning && pass.unit().result() != null;
        if (kept && (number || !returning)) {
            lines.add(value + ";");
        }
        if (returning) {
            lines.add("return " + (number ? units.number(pass) : value) + ";");
        }
    }

    /** What a unit takes; 1 for a seed that the caller does not give. */
    private String arguments(String first, Unit unit, List<Form.Slot> given) {
        List<String> texts = new ArrayList<>(List.of(first));
        for (Argument argument : unit.arguments()) {
            boolean known = given.stream().anyMatch(slot -> slot.name().equals(argument.name()));
            boolean result = argument.name().equals(derivative.computed().name())
                    || argument.name().equals(derivative.result().name());
            boolean matrix = derivative.form().isSparse() && result;
            texts.add(known && !matrix ? argument.name() : missing(argument, unit, matrix));
        }
        return String.join(", ", texts);
    }

    /** What a unit writes to from which entries are recovered. */
    private String target(Unit unit) {
        return PatternWriter.isRowByRow(unit) ? "target" : names.matrix(derivative);
    }

    /** What the class hands over where the caller does not. */
    private String missing(Argument argument, Unit unit, boolean matrix) {
        if (matrix) {
            return target(unit);
        }
        return switch (argument.type()) {
            case NUMBER -> "1.0";
            case INTEGERS ->
                PatternWriter.isRowByRow(unit) ? names.recovery(derivative) + ".table()" : names.colours(derivative);
            default -> names.scratch(derivative);
        };
    }

    /** Lengths, and that no array that is written is one that is read. */
    private void check(Lines lines, List<Form.Slot> slots, String point) {
        String checks = Blocks.type("Checks");
        for (Form.Slot slot : slots) {
            if (!slot.axes().isEmpty()) {
                lines.add(checks + ".vector(\"" + slot.name() + "\", " + slot.name() + ", " + length(slot) + ");");
            }
        }
        List<String> others = new ArrayList<>(point.equals("theta") ? List.of(point) : List.of());
        for (Form.Slot slot : slots) {
            String name = slot.name();
            if (slot.use() == Form.Use.RESULT || slot.use() == Form.Use.BESIDE) {
                others.forEach(
                        o -> lines.add(checks + ".apart(\"" + name + "\", " + name + ", \"" + o + "\", " + o + ");"));
            }
            if (!slot.axes().isEmpty()) {
                others.add(name);
            }
        }
    }

    private String length(Form.Slot slot) {
        if (slot.axes().equals(List.of(Form.Space.ENTRIES))) {
            return "pattern.size()";
        } else if (slot.axes().equals(List.of(Form.Space.INPUTS)) && names.wholeVector(derivative)) {
            return "parameterCount";
        }
        List<Poly> sizes = slot.axes().stream().map(derivative::size).toList();
        return new Integers(names::dim).print(ModelNames.product(sizes)).text();
    }

    private void method(String name, boolean atPoint, List<Form.Slot> slots, Lines checks, Lines lines) {
        String words = derivative.form().words();
        String clause = Escape.javadoc(
                derivative.form().description() + derivative.clause().substring(words.length()));
        boolean seeded = slots.stream().anyMatch(slot -> slot.axes().isEmpty());
        boolean value = isReturning() && !seeded && !derivative.isNumber();
        boolean beside = slots.stream().anyMatch(slot -> slot.use() == Form.Use.BESIDE);
        String what = value ? (beside ? "Value, gradient and " : "Value and ") + clause : "The " + clause;
        String where =
                atPoint ? "" : (seeded ? " times the seed" : "") + ", at the point where the forward half last ran";
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", what + where + ".\n")
                .returns(isReturning() && !seeded ? TypeName.DOUBLE : TypeName.VOID);
        if (atPoint) {
            EvaluationWriter.theta(method);
        }
        for (Form.Slot slot : slots) {
            method.addParameter(slot.axes().isEmpty() ? TypeName.DOUBLE : Blocks.DOUBLES, slot.name());
            method.addJavadoc("$L", "@param " + slot.name() + " " + describe(slot) + "\n");
        }
        if (isReturning() && !seeded) {
            method.addJavadoc("$L", value ? "@return the value\n" : "@return the derivative\n");
        }
        EvaluationWriter.evaluation(units, type, method, checks.toString(), lines);
    }

    private String describe(Form.Slot slot) {
        String shape = shape(slot);
        return switch (slot.use()) {
            case SEED -> slot.axes().isEmpty() ? "what all is multiplied by" : "the weights of the output, " + shape;
            case DIRECTION -> "the direction, " + shape;
            case RESULT, BESIDE -> "receives the derivatives, " + shape + "; every entry is overwritten";
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
                axes.add("in the order of {@link #" + names.patternMethod(derivative) + "}");
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
