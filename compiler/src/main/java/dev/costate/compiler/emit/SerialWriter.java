package dev.costate.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.runtime.Fingerprint;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes how an object is written to a stream and read from one: as its sizes and data in an object of a nested class,
 * which makes a new object of them, so that everything is checked as when a program binds it. A fingerprint of the
 * values shows damage; another one, of the inputs, is the version, so that objects of other models are refused.
 */
final class SerialWriter {
    private final Model model;
    private final ModelNames names;
    private final ClassName self;
    private final ClassName saved;
    private final BindingWriter binding;

    SerialWriter(Model model, ModelNames names, ClassName self, BindingWriter binding) {
        this.model = model;
        this.names = names;
        this.self = self;
        this.saved = self.nestedClass(ModelNames.SAVED);
        this.binding = binding;
    }

    /** Adds the nested class, and the methods by which serialisation finds it. */
    void write(TypeSpec.Builder type) {
        type.addType(savedClass());
        type.addMethod(MethodSpec.methodBuilder("writeReplace")
                .addModifiers(Modifier.PRIVATE)
                .returns(Blocks.className("Object"))
                .addStatement("return new $T(this)", saved)
                .build());
        type.addMethod(MethodSpec.methodBuilder("readObject")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Blocks.className("ObjectInputStream"), "in")
                .addException(Blocks.className("InvalidObjectException"))
                .addStatement(
                        "throw new $T($S)",
                        Blocks.className("InvalidObjectException"),
                        model.name() + ": an object is read by way of " + ModelNames.SAVED)
                .build());
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

    private TypeSpec savedClass() {
        TypeSpec.Builder type = TypeSpec.classBuilder(saved)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addSuperinterface(Blocks.className("Serializable"))
                .addJavadoc(
                        "What of an object is written to a stream: its sizes and data, and a fingerprint of them.\n")
                .addField(version());
        Lines copies = new Lines(3 * Lines.INDENT);
        Lines added = new Lines(3 * Lines.INDENT);
        Lines bound = new Lines(3 * Lines.INDENT);
        added.add("final " + Blocks.type("Fingerprint") + " values = new " + Blocks.type("Fingerprint") + "();");
        given().forEach(dim -> field(type, TypeName.INT, names.dim(dim.dim()), copies, added));
        for (Tensor input : data()) {
            String name = names.field(input);
            TypeName element = input.type() == Tensor.Type.INTEGER ? TypeName.INT : TypeName.DOUBLE;
            field(type, input.shape().isEmpty() ? element : ArrayTypeName.of(element), name, copies, added);
            String set = "model." + names.method(input) + "(" + name + ");";
            if (isFlagged(input)) {
                field(type, TypeName.BOOLEAN, names.given(input), copies, added);
            }
            if (binding.mustBeGiven(input)) {
                bound.open("if (" + (isFlagged(input) ? names.given(input) : name + " != null") + ") {");
                bound.add(set);
                bound.close("}");
            } else {
                bound.add(set);
            }
        }
        added.add("return values.value();");
        return type.addField(TypeName.LONG, "fingerprint", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(self, "model")
                        .addCode(Blocks.of(copies + "this.fingerprint = fingerprint();\n"))
                        .build())
                .addMethod(MethodSpec.methodBuilder("fingerprint")
                        .addModifiers(Modifier.PRIVATE)
                        .returns(TypeName.LONG)
                        .addCode(Blocks.of(added.toString()))
                        .build())
                .addMethod(read(bound))
                .build();
    }

    private static void field(TypeSpec.Builder type, TypeName of, String name, Lines copies, Lines added) {
        type.addField(of, name, Modifier.PRIVATE, Modifier.FINAL);
        copies.add("this." + name + " = model." + name + ";");
        added.add("values.add(" + name + ");");
    }

    private MethodSpec read(Lines bound) {
        String invalid = "throw new " + Blocks.type("InvalidObjectException") + "(";
        Lines lines = new Lines(3 * Lines.INDENT);
        lines.open("if (fingerprint != fingerprint()) {");
        lines.add(invalid + "\"" + model.name() + ": the data that was read is damaged\");");
        lines.close("}");
        lines.open("try {");
        lines.add("final " + names.type() + " model = new " + names.type() + "("
                + String.join(
                        ", ", given().stream().map(d -> names.dim(d.dim())).toList())
                + ");");
        bound.toString().lines().forEach(lines::add);
        lines.add("return model;");
        lines.open("} catch (" + Blocks.type("ShapeException") + " e) {");
        lines.add(invalid + "e.getMessage());");
        lines.close("}");
        return MethodSpec.methodBuilder("readResolve")
                .addModifiers(Modifier.PRIVATE)
                .returns(Blocks.className("Object"))
                .addException(Blocks.className("InvalidObjectException"))
                .addCode(Blocks.of(lines.toString()))
                .build();
    }
}
