package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes the twin of a model that tells where a NaN comes from. Its methods have the model compute, look whether the
 * results are finite, and only where one is not have the trace compute them once more: so they take the time of the
 * model and a look at each result.
 */
final class CheckedWriter {
    /** The number that a method returns. */
    private static final String VALUE = "value";

    private static final ClassName FIRST = PoetTypes.rare("FirstNonFinite");

    private final Model model;
    private final ModelNames names;
    private final ModelNames traced;
    private final ClassName host;
    private final ClassName trace;
    private final ClassName self;

    CheckedWriter(Companion companion, ModelNames names, List<Companion> all, String packageName) {
        this.model = companion.model();
        this.names = names;
        this.traced = ModelNames.companion(model, names, companion.className(names, all));
        this.host = ClassName.get(packageName, names.type());
        this.trace = ClassName.get(packageName, traced.type());
        this.self = ClassName.get(packageName, names.type() + "Checked");
    }

    /** The method of the public class that gives one. */
    MethodSpec method() {
        return MethodSpec.methodBuilder("checked")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "{@return the same, but what is NaN or infinite is an exception that says where that began}\n")
                .returns(self)
                .addStatement("return new $T(this)", self)
                .build();
    }

    TypeSpec write() {
        TypeSpec.Builder type = TypeSpec.classBuilder(self)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addAnnotation(PoetTypes.generated(model.name()))
                .addJavadoc(
                        "{@link $T}, but what is NaN or infinite is a {@link $T} that says where that began. It reads"
                                + "\nthe data of the object it was made by, and belongs to the same thread.\n",
                        host,
                        PoetTypes.rare("NonFiniteException"));
        type.addField(host, "model", Modifier.PRIVATE, Modifier.FINAL);
        type.addMethod(MethodSpec.constructorBuilder()
                .addParameter(host, "model")
                .addStatement("this.model = model")
                .build());
        model.outputs().forEach(output -> type.addMethod(output(output)));
        model.derivatives().forEach(d -> type.addMethod(derivative(d)));
        function(type);
        return type.build();
    }

    private MethodSpec output(Tensor output) {
        boolean scalar = output.shape().isEmpty();
        Map<String, String> results = Map.of(scalar ? VALUE : "out", output.name());
        return method(names.method(output), traced.method(output), scalar ? List.of() : List.of("out"), results);
    }

    private MethodSpec derivative(Derivative d) {
        List<String> arrays = new ArrayList<>();
        Map<String, String> results = new LinkedHashMap<>();
        if (d.isScalar()) {
            results.put(VALUE, d.isNumber() ? d.clause() : d.outputName());
        }
        for (Form.Slot slot : d.slots(false)) {
            arrays.add(slot.name());
            if (slot.use() == Form.Use.RESULT) {
                results.put(slot.name(), d.clause());
            }
        }
        return method(names.method(d), traced.method(d), arrays, results);
    }

    /**
     * A method that does what that of the model does.
     *
     * @param arrays what it takes besides the point
     * @param results the variables that hold results, {@link #VALUE} if it returns one, and what these are
     */
    private MethodSpec method(String name, String tracing, List<String> arrays, Map<String, String> results) {
        boolean returns = results.containsKey(VALUE);
        List<String> all = new ArrayList<>(List.of("theta"));
        all.addAll(arrays);
        String arguments = String.join(", ", all);
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("As the method of {@link $T}.\n", host)
                .returns(returns ? TypeName.DOUBLE : TypeName.VOID);
        all.forEach(array -> method.addParameter(PoetTypes.DOUBLES, array));
        CodeBlock infinite = results.keySet().stream()
                .map(result -> result.equals(VALUE)
                        ? CodeBlock.of("!Double.isFinite($L)", VALUE)
                        : CodeBlock.of("!$T.areFinite($L)", FIRST, result))
                .collect(CodeBlock.joining(" || "));
        method.addStatement("$Lmodel.$L($L)", returns ? "double " + VALUE + " = " : "", name, arguments)
                .beginControlFlow("if ($L)", infinite)
                .addStatement("$1T trace = new $1T(model)", trace)
                .addStatement("trace.$L($L)", tracing, arguments);
        results.forEach(
                (result, what) -> method.addStatement("trace.$L.require($S, $L)", CompanionWriter.TRACE, what, result));
        method.endControlFlow();
        return returns ? method.addStatement("return $L", VALUE).build() : method.build();
    }

    /** What optimisers take, if the model has one gradient by all params. */
    private void function(TypeSpec.Builder type) {
        List<Derivative> gradients = model.derivatives().stream()
                .filter(d -> d.form() == Form.GRADIENT && names.wholeVector(d))
                .toList();
        if (gradients.size() != 1) {
            return;
        }
        Derivative gradient = gradients.get(0);
        type.addSuperinterface(PoetTypes.className("DifferentiableFunction"));
        type.addMethod(override("dimension")
                .returns(TypeName.INT)
                .addStatement("return model.parameters().size()")
                .build());
        type.addMethod(override("value")
                .returns(TypeName.DOUBLE)
                .addParameter(PoetTypes.DOUBLES, "theta")
                .addStatement("return $L(theta)", names.method(gradient.output()))
                .build());
        type.addMethod(override("valueAndGradient")
                .returns(TypeName.DOUBLE)
                .addParameter(PoetTypes.DOUBLES, "theta")
                .addParameter(PoetTypes.DOUBLES, "gradient")
                .addStatement("return $L(theta, gradient)", names.method(gradient))
                .build());
    }

    private static MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }
}
