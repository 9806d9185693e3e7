package dev.costate.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
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
        this.integers = names.integers();
    }

    void write(TypeSpec.Builder type) {
        String field = names.of(derivative).pattern();
        type.addField(PoetTypes.className("SparsePattern"), field, Modifier.PRIVATE, Modifier.TRANSIENT);
        type.addField(
                PoetTypes.className(isRowByRow() ? "RowSlots" : "Colouring"),
                names.of(derivative).recovery(),
                Modifier.PRIVATE,
                Modifier.TRANSIENT);
        if (!isRowByRow()) {
            type.addField(
                    ArrayTypeName.of(TypeName.INT),
                    names.of(derivative).colours(),
                    Modifier.PRIVATE,
                    Modifier.TRANSIENT);
        }
        type.addField(PoetTypes.DOUBLES, names.of(derivative).matrix(), Modifier.PRIVATE, Modifier.TRANSIENT);
        Unit unit = units.of(Unit.Kind.PATTERN, derivative).orElseThrow();
        Form.Space rows = derivative.computed().axes().get(0);
        String of = rows == Form.Space.OUTPUT ? derivative.output().name() : "the inputs";
        JavaExpression pattern = Java.name(field);
        JavaExpression indices = Java.name("indices");
        JavaExpression sets = Java.name("sets");
        JavaExpression columns = Java.name("columns");
        List<JavaExpression> read = new ArrayList<>(List.of(indices.call("each"), sets));
        if (isRowByRow()) {
            read.add(columns);
        }
        List<JavaStatement> found = new ArrayList<>();
        found.add(JavaStatement.declare(
                JavaType.of("IndexSets"),
                "indices",
                Java.make(JavaType.of("IndexSets"), Java.string(derivative.clause()), size(Form.Space.INPUTS))));
        found.add(array("sets", Java.string(of), size(rows)));
        if (isRowByRow()) {
            List<JavaExpression> arguments = new ArrayList<>(List.of(Java.string("columns"), size(rows)));
            arguments.addAll(variables(unit));
            found.add(array("columns", arguments.toArray(new JavaExpression[0])));
        }
        JavaType patterns = JavaType.here(UnitContext.className(units.model(), names, unit));
        found.add(new JavaStatement.Evaluate(
                Java.make(patterns, Java.THIS, indices).call("run", read)));
        String shape = derivative.isSymmetric() ? "lowerTriangle" : "pattern";
        found.add(JavaStatement.set(pattern, indices.call(shape, sets)));
        if (isRowByRow()) {
            List<JavaExpression> arguments = new ArrayList<>(List.of(pattern, columns));
            arguments.addAll(variables(unit));
            found.add(JavaStatement.set(
                    Java.name(names.of(derivative).recovery()), Java.call("RowSlots", "of", arguments)));
        }
        List<JavaStatement> body =
                List.of(new JavaStatement.If(missing(pattern), found, List.of()), new JavaStatement.Return(pattern));
        String matrix = derivative.isSymmetric() ? "the lower triangle of the hessian" : "the jacobian";
        type.addMethod(MethodSpec.methodBuilder(names.of(derivative).patternMethod())
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "$L",
                        "{@return which entries of " + matrix + " of {@code "
                                + derivative.output().name()
                                + "} need not be zero; fixed by sizes and integer data}\n")
                .returns(PoetTypes.className("SparsePattern"))
                .addCode(JavaPrinter.print(body, JavaPrinter.METHOD))
                .build());
    }

    private static JavaStatement array(String name, JavaExpression... arguments) {
        return JavaStatement.declare(
                JavaType.of("IndexSet").array(), name, Java.name("indices").call("array", arguments));
    }

    private static JavaExpression missing(JavaExpression field) {
        return field.binary("==", Java.NULL);
    }

    /** Whether derivatives are computed row by row, each where its entry is; else entries are read off a matrix. */
    private boolean isRowByRow() {
        return isRowByRow(units.of(Unit.Kind.SWEEP, derivative).orElseThrow());
    }

    /** How many variables the rows have. */
    private static List<JavaExpression> variables(Unit pattern) {
        return pattern.arguments().stream()
                .filter(argument -> argument.name().equals(Argument.COLUMNS))
                .flatMap(argument -> argument.each().stream())
                .map(Java::integer)
                .toList();
    }

    static boolean isRowByRow(Unit unit) {
        return unit.arguments().contains(Argument.SLOTS);
    }

    /**
     * Statements that make what a unit writes to, unless it is there: the compressed matrix of which entries are
     * wanted, or an array in the order of the entries.
     */
    List<JavaStatement> matrix(Unit unit) {
        JavaExpression matrix = Java.name(names.of(derivative).matrix());
        JavaExpression recovery = Java.name(names.of(derivative).recovery());
        if (isRowByRow(unit)) {
            JavaExpression result = Java.name(derivative.result().name());
            return List.of(
                    JavaStatement.when(missing(matrix), JavaStatement.set(matrix, recovery.call("room"))),
                    JavaStatement.declare(JavaType.DOUBLES, "target", recovery.call("target", result, matrix)));
        }
        String which = derivative.isSymmetric()
                ? "ofSymmetric"
                : unit.arguments().contains(Argument.ROW_COLOURS) ? "ofRows" : "ofColumns";
        JavaExpression colouring = Java.call("Colouring", which, Java.name("pattern"));
        return List.of(JavaStatement.when(
                missing(matrix),
                JavaStatement.when(missing(recovery), JavaStatement.set(recovery, colouring)),
                JavaStatement.set(Java.name(names.of(derivative).colours()), recovery.call("table")),
                JavaStatement.set(matrix, new JavaExpression.NewArray(JavaType.DOUBLE, recovery.call("size")))));
    }

    private JavaExpression size(Form.Space space) {
        return integers.print(derivative.size(space));
    }
}
