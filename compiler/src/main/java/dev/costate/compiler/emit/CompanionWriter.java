package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Unconstrained;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes a class that computes with the data of an object of the public class: its methods are those that any model
 * has, its data stays where it is, so that what is bound later counts.
 */
final class CompanionWriter {
    /** The field by which operations are traced. */
    static final String TRACE = "firstNonFinite";

    private final Companion companion;
    private final Model model;
    private final ModelNames names;
    private final ClassName self;
    private final ClassName host;
    private final boolean checked;

    /** @param checked whether the public class checks data before anything is computed */
    CompanionWriter(Companion companion, ModelNames names, ModelNames host, String packageName, boolean checked) {
        this.checked = checked;
        this.companion = companion;
        this.model = companion.model();
        this.names = names;
        this.self = ClassName.get(packageName, names.type());
        this.host = ClassName.get(packageName, host.type());
    }

    /**
     * The class.
     *
     * @param nested the classes of the units
     * @param fields how the fields of each unit are called
     */
    TypeSpec write(List<TypeSpec> nested, IdentityHashMap<Unit, UnitFields> fields) {
        TypeSpec.Builder type = TypeSpec.classBuilder(self)
                .addModifiers(Modifier.FINAL)
                .superclass(ModelWriter.evaluator("Evaluator", self))
                .addAnnotation(PoetTypes.generated(model.name()))
                .addJavadoc("$L", doc());
        if (isUnconstrained()) {
            type.addModifiers(Modifier.PUBLIC).addSuperinterface(PoetTypes.rare("Unconstrained"));
        }
        ModelWriter.offsets(type, names);
        type.addField(host, "model", Modifier.FINAL);
        model.dims().forEach(d -> type.addField(TypeName.INT, names.dim(d.dim()), Modifier.FINAL));
        flag().forEach(flag -> type.addField(TypeName.INT, names.field(flag), Modifier.FINAL));
        type.addMethod(constructor(type));
        new EvaluationWriter(new Units(model, names, self, companion.units(), fields), type).write();
        companion.prepared().forEach(unit -> prepared(type, unit));
        if (isUnconstrained()) {
            unconstrained(type);
        } else if (companion.kind() == Companion.Kind.TRACE) {
            ClassName first = PoetTypes.rare("FirstNonFinite");
            type.addField(FieldSpec.builder(first, TRACE, Modifier.FINAL)
                    .initializer("new $T()", first)
                    .build());
        }
        nested.forEach(type::addType);
        return type.build();
    }

    /** What depends on data alone is computed anew once the object that holds the data has been given other. */
    private void prepared(TypeSpec.Builder type, Unit unit) {
        List<CodeBlock> counts = new ArrayList<>();
        for (Tensor input : unit.data()) {
            String count = names.bindingsPath(input);
            if (count != null) {
                counts.add(CodeBlock.of("$L", count));
            }
        }
        CodeBlock version = counts.isEmpty() ? CodeBlock.of("0") : CodeBlock.join(counts, " + ");
        PreparationWriter.write(type, names, self, unit, version);
    }

    private boolean isUnconstrained() {
        return companion.kind() == Companion.Kind.UNCONSTRAINED;
    }

    private String doc() {
        String link = "{@link " + host.simpleName() + "}";
        return switch (companion.kind()) {
            case UNCONSTRAINED ->
                link
                        + " over free numbers, of which its params are made as their domains say. It reads the data"
                        + " of the\n"
                        + "object it was made by, and belongs to the same thread.\n";
            case BOUNDS -> "The bounds of the domains of " + link + " that are computed.\n";
            case TRACE -> "What " + link + " computes, operation by operation: slow, to find where a NaN comes from.\n";
        };
    }

    /** The switch that is data of its own. */
    private List<Tensor> flag() {
        return model.inputs().stream().filter(this::isOwn).toList();
    }

    private boolean isOwn(Tensor input) {
        return input.role() == Tensor.Role.DATA && names.path(input).equals(names.field(input));
    }

    private MethodSpec constructor(TypeSpec.Builder type) {
        MethodSpec.Builder method = MethodSpec.constructorBuilder().addParameter(host, "model");
        List<JavaStatement> body = new ArrayList<>();
        JavaExpression data = Java.name("model");
        body.add(ModelWriter.base(model));
        body.add(JavaStatement.set(Java.THIS.member("model"), data));
        for (Model.Dimension dim : model.dims()) {
            String name = names.dim(dim.dim());
            body.add(JavaStatement.set(Java.THIS.member(name), data.member(name)));
        }
        for (Tensor flag : flag()) {
            String name = names.field(flag);
            method.addParameter(TypeName.INT, name);
            body.add(JavaStatement.set(Java.THIS.member(name), Java.name(name)));
        }
        String what = isUnconstrained() ? "the free numbers" : "the parameters";
        body.addAll(ModelWriter.layout(type, names, self, what, isUnconstrained() && checked ? data : null));
        return method.addCode(JavaPrinter.print(body, JavaPrinter.METHOD)).build();
    }

    private void unconstrained(TypeSpec.Builder type) {
        type.addMethod(override("unconstrain")
                .addParameter(PoetTypes.DOUBLES, "theta")
                .addParameter(PoetTypes.DOUBLES, "u")
                .addStatement("model.domains(theta).unconstrain(theta, u)")
                .build());
        type.addMethod(MethodSpec.methodBuilder(Unconstrained.WITH_LOG_JACOBIAN)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "{@return the same with the logarithm of the Jacobian added to the scalar that is derived}\n")
                .returns(self)
                .addStatement("return new $T(model, 1)", self)
                .build());
    }

    private static MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }
}
