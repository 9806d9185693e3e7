package dev.costate.compiler.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Printed text as JavaPoet takes it: never as a format, and with the types in it as types, so that JavaPoet writes the
 * imports and qualifies a name that the model has taken.
 */
final class Blocks {
    /** Stands before a type in printed text; no user's text can contain it. */
    private static final char TYPE = '\uF8FF';

    /** All types that generated code mentions, but for those that it declares; a name of ours is none of these. */
    private static final Map<String, ClassName> TYPES = types(
            "java.lang Math System Double String Object Override ClassNotFoundException",
            "java.util Arrays Objects",
            "java.io Serializable ObjectInputStream ObjectOutputStream InvalidObjectException IOException",
            "dev.costate.runtime CostateGenerated DifferentiableFunction ParameterLayout Shape Checks Kernels",
            "dev.costate.runtime TwiceDifferentiableFunction HessianProduct DifferentiableVectorFunction",
            "dev.costate.runtime SparseVectorFunction SparseHessianFunction Colouring RowSlots",
            "dev.costate.runtime SparsePattern IndexSet IndexSets",
            "dev.costate.runtime Fingerprint ShapeException Serial Evaluations LastValue ModelPass",
            "dev.costate.runtime VectorLayout VectorView",
            "dev.costate.runtime Elementary Special");

    static final TypeName DOUBLES = ArrayTypeName.of(TypeName.DOUBLE);
    static final TypeName SETS = ArrayTypeName.of(className("IndexSet"));

    private static Map<String, ClassName> types(String... packages) {
        Map<String, ClassName> types = new LinkedHashMap<>();
        for (String line : packages) {
            List<String> words = List.of(line.split(" "));
            words.stream().skip(1).forEach(name -> types.put(name, ClassName.get(words.get(0), name)));
        }
        return Collections.unmodifiableMap(types);
    }

    private Blocks() {}

    /** The simple names of the types that generated code mentions, and of the packages that hold packages of them. */
    static Set<String> words() {
        Set<String> words = new LinkedHashSet<>(TYPES.keySet());
        TYPES.values().forEach(type -> words.add(type.packageName().split("\\.", 2)[0]));
        return words;
    }

    /** The name of a type of Java or of the runtime, to be put into printed text. */
    static String type(String simpleName) {
        return TYPE + simpleName;
    }

    static ClassName className(String simpleName) {
        ClassName type = TYPES.get(simpleName);
        if (type == null) {
            throw new CompilerBug("emit", "generated code mentions no type " + simpleName);
        }
        return type;
    }

    /** A generic type of the runtime, of one argument. */
    static TypeName parameterized(String simpleName, TypeName argument) {
        return ParameterizedTypeName.get(className(simpleName), argument);
    }

    /** The mark of a generated class. */
    static AnnotationSpec generated(String model) {
        return AnnotationSpec.builder(className("CostateGenerated"))
                .addMember("value", "$S", model)
                .build();
    }

    /** The text, for a method body or a comment. */
    static CodeBlock of(String text) {
        StringBuilder format = new StringBuilder();
        List<Object> arguments = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(TYPE); at >= 0; at = text.indexOf(TYPE, start)) {
            int end = at + 1;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                end++;
            }
            format.append("$L$T");
            arguments.add(text.substring(start, at));
            arguments.add(className(text.substring(at + 1, end)));
            start = end;
        }
        format.append("$L");
        arguments.add(text.substring(start));
        return CodeBlock.of(format.toString(), arguments.toArray());
    }
}
