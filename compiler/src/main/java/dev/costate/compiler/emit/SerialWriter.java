package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.model.Model;
import dev.costate.runtime.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes what {@link dev.costate.runtime.CompiledModel} asks for to write an object to a stream and to read one: a
 * fingerprint of sizes and data, and how they make another object. A fingerprint of the inputs is the version, so that
 * objects of other models are refused.
 */
final class SerialWriter {
    private final Model model;
    private final ModelNames names;
    private final ClassName self;
    private final BindingWriter binding;

    SerialWriter(Model model, ModelNames names, ClassName self, BindingWriter binding) {
        this.self = self;
        this.model = model;
        this.names = names;
        this.binding = binding;
    }

    /** Adds the methods by which the class of the runtime does that. */
    void write(TypeSpec.Builder type) {
        type.addMethod(read()).addMethod(fingerprint());
    }

    /** The version of the serialised form: what there is to save, and how the parameters stand in a vector. */
    FieldSpec version() {
        Fingerprint version = new Fingerprint().add(model.name());
        if (model.isFloat()) {
            version.add("\nprecision ").add(model.precision().word());
        }
        for (Model.Dimension dim : given()) {
            version.add("\ndim ").add(dim.dim().name());
        }
        for (Tensor input : model.inputs()) {
            if (input.role() != Tensor.Role.CONST) {
                version.add("\n" + input.role() + " " + input.name() + input.shape() + input.type() + input.below());
            }
        }
        model.noise().forEach(noise -> version.add("\n" + noise.role() + " " + noise.name() + noise.shape()));
        return FieldSpec.builder(TypeName.LONG, "serialVersionUID", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("$LL", version.value())
                .build();
    }

    private List<Model.Dimension> given() {
        return model.dims().stream().filter(Model.Dimension::given).toList();
    }

    private List<Tensor> data() {
        return model.inputs().stream()
                .filter(input -> input.role() == Tensor.Role.DATA)
                .toList();
    }

    private boolean isFlagged(Tensor input) {
        return input.shape().isEmpty() && binding.mustBeGiven(input);
    }

    /** A new object with what was read, in the place of the one that was read. */
    private MethodSpec read() {
        List<JavaExpression> dims =
                given().stream().map(d -> Java.name(names.dim(d.dim()))).toList();
        JavaType type = JavaType.here(names.type());
        JavaExpression copy = Java.name("copy");
        List<JavaStatement> read = new ArrayList<>();
        read.add(JavaStatement.declare(type, "copy", new JavaExpression.New(type, dims)));
        for (Tensor input : data()) {
            String method = names.method(input);
            JavaExpression field = Java.name(names.field(input));
            JavaStatement set = new JavaStatement.Evaluate(copy.call(method, field));
            if (isFlagged(input)) {
                read.add(JavaStatement.when(Java.name(names.given(input)), set));
            } else if (input.shape().isEmpty()) {
                read.add(set);
            } else {
                read.add(new JavaStatement.Evaluate(
                        Java.name("data").call("bind", field, new JavaExpression.Reference(copy, method))));
            }
        }
        read.addAll(new NoiseWriter(model, names).share(copy));
        read.add(new JavaStatement.Return(copy));
        return MethodSpec.methodBuilder("read")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .addParameter(PoetTypes.className("Serial"), "data")
                .returns(self)
                .addCode(JavaPrinter.print(read, JavaPrinter.METHOD))
                .build();
    }

    private MethodSpec fingerprint() {
        List<String> fields = new ArrayList<>();
        given().forEach(dim -> fields.add(names.dim(dim.dim())));
        for (Tensor input : data()) {
            fields.add(names.field(input));
            if (isFlagged(input)) {
                fields.add(names.given(input));
            }
        }
        NoiseWriter.seed(model, names).ifPresent(fields::add);
        JavaExpression made = Java.make(JavaType.of("Fingerprint"));
        JavaExpression values = Java.name("values");
        List<JavaStatement> body = new ArrayList<>();
        if (fields.size() <= ViewWriter.CHAIN) {
            body.add(new JavaStatement.Return(
                    added(made, fields.toArray(new String[0])).call("value")));
        } else {
            body.add(JavaStatement.declare(JavaType.of("Fingerprint"), "values", made));
            fields.forEach(field -> body.add(new JavaStatement.Evaluate(added(values, field))));
            body.add(new JavaStatement.Return(values.call("value")));
        }
        return MethodSpec.methodBuilder("fingerprint")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(TypeName.LONG)
                .addCode(JavaPrinter.print(body, JavaPrinter.METHOD))
                .build();
    }

    private static JavaExpression added(JavaExpression values, String... fields) {
        JavaExpression chain = values;
        for (String field : fields) {
            chain = chain.call("add", Java.name(field));
        }
        return chain;
    }
}
