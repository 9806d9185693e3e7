package dev.costate.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Writes how the class finds the entries of a sparse derivative that need not be zero: when they are first asked for,
 * and again where integer data has been bound since. Objects made by {@code fork} have what was known then.
 */
final class PatternWriter {
    private final Units units;
    private final ModelNames names;
    private final Model.Derivative derivative;
    private final Integers integers;

    PatternWriter(Units units, Model.Derivative derivative) {
        this.units = units;
        this.names = units.names();
        this.derivative = derivative;
        this.integers = new Integers(names::dim);
    }

    void write(TypeSpec.Builder type) {
        String field = names.pattern(derivative);
        type.addField(Blocks.className("SparsePattern"), field, Modifier.PRIVATE, Modifier.TRANSIENT);
        type.addField(
                Blocks.className(isRowByRow() ? "RowSlots" : "Colouring"),
                names.recovery(derivative),
                Modifier.PRIVATE,
                Modifier.TRANSIENT);
        if (!isRowByRow()) {
            type.addField(
                    ArrayTypeName.of(TypeName.INT), names.colours(derivative), Modifier.PRIVATE, Modifier.TRANSIENT);
        }
        type.addField(Blocks.DOUBLES, names.matrix(derivative), Modifier.PRIVATE, Modifier.TRANSIENT);
        Unit unit = units.of(Unit.Kind.PATTERN, derivative).orElseThrow();
        Form.Space rows = derivative.computed().axes().get(0);
        String of = rows == Form.Space.OUTPUT ? derivative.output().name() : "the inputs";
        Lines lines = new Lines(2 * Lines.INDENT);
        lines.open("if (" + field + " == null) {");
        lines.add(Blocks.type("IndexSets") + " indices = new " + Blocks.type("IndexSets") + "(\"" + derivative.clause()
                + "\", " + size(Form.Space.INPUTS) + ");");
        lines.add(Blocks.type("IndexSet") + "[] sets = indices.array(\"" + of + "\", " + size(rows) + ");");
        if (isRowByRow()) {
            lines.add(Blocks.type("IndexSet") + "[] columns = indices.array(\"columns\", " + size(rows) + ", "
                    + variables(unit) + ");");
        }
        lines.add("new " + UnitContext.className(units.model(), names, unit)
                + "(this, indices).run(indices.each(), sets" + (isRowByRow() ? ", columns" : "") + ");");
        String shape = derivative.isSymmetric() ? "lowerTriangle" : "pattern";
        lines.add(field + " = indices." + shape + "(sets);");
        if (isRowByRow()) {
            lines.add(names.recovery(derivative) + " = " + Blocks.type("RowSlots") + ".of(" + field + ", columns, "
                    + variables(unit) + ");");
        }
        lines.close("}");
        lines.add("return " + field + ";");
        String matrix = derivative.isSymmetric() ? "the lower triangle of the hessian" : "the jacobian";
        type.addMethod(MethodSpec.methodBuilder(names.patternMethod(derivative))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "$L",
                        "{@return which entries of " + matrix + " of {@code "
                                + derivative.output().name()
                                + "} need not be zero; fixed by sizes and integer data}\n")
                .returns(Blocks.className("SparsePattern"))
                .addCode(Blocks.of(lines.toString()))
                .build());
    }

    /** Whether derivatives are computed row by row, each where its entry is; else entries are read off a matrix. */
    private boolean isRowByRow() {
        return isRowByRow(units.of(Unit.Kind.SWEEP, derivative).orElseThrow());
    }

    /** How many variables the rows have. */
    private static String variables(Unit pattern) {
        return pattern.arguments().stream()
                .filter(argument -> argument.name().equals(Argument.COLUMNS))
                .flatMap(argument -> argument.each().stream())
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    static boolean isRowByRow(Unit unit) {
        return unit.arguments().contains(Argument.SLOTS);
    }

    /**
     * Adds the statements that make what a unit writes to, unless it is there: the compressed matrix of which entries
     * are wanted, or an array in the order of the entries.
     */
    void matrix(Lines lines, Unit unit) {
        String matrix = names.matrix(derivative);
        String colouring = names.recovery(derivative);
        if (isRowByRow(unit)) {
            lines.open("if (" + matrix + " == null) {");
            lines.add(matrix + " = " + colouring + ".room();");
            lines.close("}");
            lines.add("double[] target = " + colouring + ".target("
                    + derivative.result().name() + ", " + matrix + ");");
            return;
        }
        String which = derivative.isSymmetric()
                ? "ofSymmetric"
                : unit.arguments().contains(Argument.ROW_COLOURS) ? "ofRows" : "ofColumns";
        lines.open("if (" + matrix + " == null) {");
        lines.open("if (" + colouring + " == null) {");
        lines.add(colouring + " = " + Blocks.type("Colouring") + "." + which + "(pattern);");
        lines.close("}");
        lines.add(names.colours(derivative) + " = " + colouring + ".table();");
        lines.add(matrix + " = new double[" + colouring + ".size()];");
        lines.close("}");
    }

    private String size(Form.Space space) {
        return integers.print(derivative.size(space)).text();
    }
}
