package dev.costate.compiler.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.costate.compiler.java.JavaType;

/** Types of Java and the runtime for JavaPoet. */
final class PoetTypes {
    static final TypeName FLOATS = ArrayTypeName.of(TypeName.FLOAT);
    static final TypeName DOUBLES = ArrayTypeName.of(TypeName.DOUBLE);
    static final TypeName SETS = ArrayTypeName.of(className("IndexSet"));

    private PoetTypes() {}

    static ClassName className(String simpleName) {
        return JavaType.of(simpleName).className();
    }

    /** A type of the runtime that few classes mention: no name of a variable gives way to it. */
    static ClassName rare(String simpleName) {
        return JavaType.rare(simpleName).className();
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
}
