package dev.costate.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.check.Form;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Unit;
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
        type.addField(Blocks.className("Colouring"), names.colouring(derivative), Modifier.PRIVATE, Modifier.TRANSIENT);
        type.addField(ArrayTypeName.of(TypeName.INT), names.colours(derivative), Modifier.PRIVATE, Modifier.TRANSIENT);
        type.addField(Blocks.DOUBLES, names.matrix(derivative), Modifier.PRIVATE, Modifier.TRANSIENT);
        Unit unit = units.of(Unit.Kind.PATTERN, derivative).orElseThrow();
        Form.Space rows = derivative.computed().axes().get(0);
        String of = rows == Form.Space.OUTPUT ? derivative.output().name() : "the inputs";
        Lines lines = new Lines(2 * Lines.INDENT);
        lines.open("if (" + field + " == null) {");
        lines.add("final " + Blocks.type("IndexSets") + " indices = new " + Blocks.type("IndexSets") + "(\""
                + derivative.clause() + "\", " + size(Form.Space.INPUTS) + ");");
        lines.add("final " + Blocks.type("IndexSet") + "[] sets = indices.array(\"" + of + "\", " + size(rows) + ");");
        lines.add("new " + UnitContext.className(units.model(), names, unit)
                + "(this, indices).run(indices.each(), sets);");
        String shape = derivative.isSymmetric() ? "lowerTriangle" : "pattern";
        lines.add(field + " = indices." + shape + "(sets);");
        lines.close("}");
        lines.add("return " + field + ";");
        String matrix = derivative.isSymmetric() ? "the lower triangle of the hessian" : "the jacobian";
        type.addMethod(MethodSpec.methodBuilder(names.patternMethod(derivative))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "$L",
                        "Which entries of " + matrix + " of {@code "
                                + derivative.output().name()
                                + "} need not be zero; fixed by sizes and integer data.\n")
                .returns(Blocks.className("SparsePattern"))
                .addCode(Blocks.of(lines.toString()))
                .build());
    }

    /** Adds the statements that make the compressed matrix of which entries are wanted, unless it is there. */
    void matrix(Lines lines, Unit unit) {
        String matrix = names.matrix(derivative);
        String colouring = names.colouring(derivative);
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
