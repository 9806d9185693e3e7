package dev.costate.compiler.emit;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.loop.FloatMode;
import dev.costate.compiler.loop.Formats;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From the loops of a model to Java: one public class, in which each unit is a nested one. What a class has no room for
 * stands in files of their own.
 */
public final class Emitter {
    private final String packageName;
    private final List<JavaSource> files = new ArrayList<>();

    private Emitter(String packageName) {
        this.packageName = packageName;
    }

    /**
     * The files, the public class first. The same arguments give the same text.
     *
     * @param companions the classes that compute with its data besides
     * @param operations how many operations there are, of outputs by {@code value of NAME}, of derivatives by clause
     * @param packageName of all classes, empty for the unnamed package
     * @param arithmetic how it was asked to compute
     */
    public static List<JavaSource> emit(
            Model model,
            List<Unit> units,
            List<Companion> companions,
            Map<String, Poly> operations,
            String packageName,
            ArithmeticMode arithmetic) {
        Emitter emitter = new Emitter(packageName);
        ModelNames names = new ModelNames(model);
        // Classes have their names before variables have.
        units.forEach(unit -> UnitContext.className(model, names, unit));
        IdentityHashMap<Unit, UnitFields> fields = new IdentityHashMap<>();
        Formats formats = new Formats(FloatMode.of(model.isFloat(), false), units);
        List<TypeSpec> nested = emitter.nested(model, names, units, fields, formats, false);
        TypeSpec type = new ModelWriter(model, names, packageName, units, fields, companions, operations, arithmetic)
                .write(nested);
        emitter.files.add(0, emitter.source(type));
        boolean checked = new DataDomains(model, names, new BoundWriter(model, names, companions)).areChecked();
        for (Companion companion : companions) {
            emitter.files.add(emitter.source(emitter.companion(companion, names, companions, checked)));
            if (companion.kind() == Companion.Kind.TRACE) {
                emitter.files.add(emitter.source(new CheckedWriter(companion, names, companions, packageName).write()));
            }
        }
        return emitter.files;
    }

    private TypeSpec companion(Companion companion, ModelNames host, List<Companion> all, boolean checked) {
        ModelNames names = ModelNames.companion(companion.model(), host, companion.className(host, all));
        companion.units().forEach(unit -> UnitContext.className(companion.model(), names, unit));
        IdentityHashMap<Unit, UnitFields> fields = new IdentityHashMap<>();
        boolean traced = companion.kind() == Companion.Kind.TRACE;
        Formats formats = new Formats(companion.kind().mode(companion.model()), companion.units());
        List<TypeSpec> nested = nested(companion.model(), names, companion.units(), fields, formats, traced);
        return new CompanionWriter(companion, names, host, packageName, checked).write(nested, fields);
    }

    /** The classes of units; the fields of each are added. */
    private List<TypeSpec> nested(
            Model model,
            ModelNames names,
            List<Unit> units,
            IdentityHashMap<Unit, UnitFields> fields,
            Formats formats,
            boolean traced) {
        Preparations preparations = new Preparations(names, units);
        @Nullable UnitFields forward = null;
        List<TypeSpec> nested = new ArrayList<>();
        for (Unit unit : units) {
            UnitWriter writer = new UnitWriter(model, names, packageName, unit, forward, preparations, formats, traced);
            fields.put(unit, writer.fields());
            if (unit.kind() == Unit.Kind.FORWARD) {
                forward = writer.fields();
            } else if (unit.kind() == Unit.Kind.DATA) {
                preparations.add(unit, writer.fields());
            }
            nested.add(writer.write(type -> files.add(source(type))));
        }
        return nested;
    }

    private JavaSource source(TypeSpec type) {
        String text = JavaFile.builder(packageName, type)
                .indent(" ".repeat(JavaPrinter.INDENT))
                .skipJavaLangImports(true)
                .build()
                .toString();
        return new JavaSource(packageName, Objects.requireNonNull(type.name()), Compact.of(text));
    }
}
