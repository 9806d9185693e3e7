package dev.costate.compiler.emit;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From the loops of a model to Java: one public class, in which each unit is a nested one. What a class has no room for
 * stands in files of their own.
 */
public final class Emitter {
    private Emitter() {}

    /**
     * The files, the public class first. The same arguments give the same text.
     *
     * @param packageName of all classes, empty for the unnamed package
     */
    public static List<JavaSource> emit(Model model, List<Unit> units, String packageName) {
        ModelNames names = new ModelNames(model);
        // Classes have their names before variables have.
        units.forEach(unit -> UnitContext.className(model, names, unit));
        Preparations preparations = new Preparations(names);
        @Nullable UnitFields forward = null;
        IdentityHashMap<Unit, UnitFields> fields = new IdentityHashMap<>();
        List<TypeSpec> nested = new ArrayList<>();
        List<JavaSource> files = new ArrayList<>();
        for (Unit unit : units) {
            UnitWriter writer = new UnitWriter(model, names, packageName, unit, forward, preparations);
            fields.put(unit, writer.fields());
            if (unit.kind() == Unit.Kind.FORWARD) {
                forward = writer.fields();
            } else if (unit.kind() == Unit.Kind.DATA) {
                preparations.add(unit, writer.fields());
            }
            nested.add(writer.write(type -> files.add(source(packageName, type))));
        }
        files.add(0, source(packageName, new ModelWriter(model, names, packageName, units, fields).write(nested)));
        return files;
    }

    private static JavaSource source(String packageName, TypeSpec type) {
        String text = JavaFile.builder(packageName, type)
                .indent(" ".repeat(JavaPrinter.INDENT))
                .skipJavaLangImports(true)
                .build()
                .toString();
        return new JavaSource(packageName, Objects.requireNonNull(type.name()), Compact.of(text));
    }
}
