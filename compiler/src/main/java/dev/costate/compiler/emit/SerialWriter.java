package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.runtime.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Writes how an object is written to a stream and read from one: as its sizes and data, with a fingerprint that shows
 * damage. What is read is bound to a new object, so that everything is checked as when a program binds it. Another
 * fingerprint, of the inputs, is the version, so that objects of other models are refused.
 */
final class SerialWriter {
    private final Model model;
    private final ModelNames names;
    private final BindingWriter binding;

    SerialWriter(Model model, ModelNames names, BindingWriter binding) {
        this.model = model;
        this.names = names;
        this.binding = binding;
    }

    /** Adds the methods that serialisation looks for. */
    void write(TypeSpec.Builder type) {
        ClassName exception = Blocks.className("IOException");
        type.addMethod(MethodSpec.methodBuilder("writeObject")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Blocks.className("ObjectOutputStream"), "out")
                .addException(exception)
                .addStatement("out.defaultWriteObject()")
                .addStatement("out.writeLong(fingerprint())")
                .build());
        type.addMethod(MethodSpec.methodBuilder("readObject")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Blocks.className("ObjectInputStream"), "in")
                .addException(exception)
                .addException(Blocks.className("ClassNotFoundException"))
                .addStatement("in.defaultReadObject()")
                .addStatement("$T.check($S, fingerprint(), in.readLong())", Blocks.className("Serial"), model.name())
                .build());
        type.addMethod(bound()).addMethod(fingerprint());
    }

    /** The version of the serialised form: what there is to save, and how the parameters stand in a vector. */
    FieldSpec version() {
        Fingerprint version = new Fingerprint().add(model.name());
        for (Model.Dimension dim : given()) {
            version.add("\ndim ").add(dim.dim().name());
        }
        for (Tensor input : model.inputs()) {
            if (input.role() != Tensor.Role.CONST) {
                version.add("\n" + input.role() + " " + input.name() + input.shape() + input.type() + input.below());
            }
        }
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
    private MethodSpec bound() {
        Lines lines = new Lines(2 * Lines.INDENT);
        lines.open("try {");
        lines.add(names.type() + " copy = new " + names.type() + "("
                + String.join(
                        ", ", given().stream().map(d -> names.dim(d.dim())).toList())
                + ");");
        for (Tensor input : data()) {
            String set = "copy." + names.method(input) + "(" + names.field(input) + ");";
            if (isFlagged(input)) {
                lines.open("if (" + names.given(input) + ") {");
                lines.add(set);
                lines.close("}");
            } else if (input.shape().isEmpty()) {
                lines.add(set);
            } else {
                lines.add(Blocks.type("Serial") + ".bind(" + names.field(input) + ", copy::" + names.method(input)
                        + ");");
            }
        }
        lines.add("return copy;");
        lines.open("} catch (" + Blocks.type("ShapeException") + " e) {");
        lines.add("throw new " + Blocks.type("InvalidObjectException") + "(e.getMessage());");
        lines.close("}");
        return MethodSpec.methodBuilder("readResolve")
                .addModifiers(Modifier.PRIVATE)
                .returns(Blocks.className("Object"))
                .addException(Blocks.className("InvalidObjectException"))
                .addCode(Blocks.of(lines.toString()))
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
        Lines lines = new Lines(2 * Lines.INDENT);
        String made = "new " + Blocks.type("Fingerprint") + "()";
        if (fields.size() <= ViewWriter.CHAIN) {
            lines.add("return " + made + added(fields) + Lines.CHAIN + ".value();");
        } else {
            lines.add(Blocks.type("Fingerprint") + " values = " + made + ";");
            fields.forEach(field -> lines.add("values" + added(List.of(field)) + ";"));
            lines.add("return values.value();");
        }
        return MethodSpec.methodBuilder("fingerprint")
                .addModifiers(Modifier.PRIVATE)
                .returns(TypeName.LONG)
                .addCode(Blocks.of(lines.toString()))
                .build();
    }

    private static String added(List<String> fields) {
        return fields.stream().map(field -> Lines.CHAIN + ".add(" + field + ")").collect(Collectors.joining());
    }
}
