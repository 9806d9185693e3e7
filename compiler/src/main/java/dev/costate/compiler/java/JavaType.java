package dev.costate.compiler.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import dev.costate.compiler.source.CompilerBug;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A type as it stands in Java.
 *
 * @param packageName of a class that may need an import; empty for what is known where it stands
 * @param suffix what follows the name: brackets, a diamond, the name of a nested class
 */
public record JavaType(String packageName, String name, String suffix) {
    public static final JavaType INT = here("int");
    public static final JavaType LONG = here("long");
    public static final JavaType SHORT = here("short");
    public static final JavaType FLOAT = here("float");
    public static final JavaType DOUBLE = here("double");
    public static final JavaType BOOLEAN = here("boolean");
    public static final JavaType FLOATS = FLOAT.array();
    public static final JavaType DOUBLES = DOUBLE.array();

    /** All classes that generated code mentions, but for those that it declares; a name of ours is none of these. */
    private static final Map<String, JavaType> CLASSES = classes(
            "java.lang Math StrictMath System Double String Object Override ClassNotFoundException",
            "java.util Arrays Objects",
            "java.io Serializable ObjectInputStream ObjectOutputStream InvalidObjectException IOException",
            "dev.costate.runtime CostateGenerated DifferentiableFunction ParameterLayout Shape Checks",
            "dev.costate.runtime Kernels FloatKernels Rows",
            "dev.costate.runtime TwiceDifferentiableFunction HessianProduct DifferentiableVectorFunction",
            "dev.costate.runtime SparseVectorFunction SparseHessianFunction Colouring RowSlots",
            "dev.costate.runtime SparsePattern IndexSet IndexSets",
            "dev.costate.runtime Fingerprint ShapeException Serial Evaluations LastValue ModelPass Preparation",
            "dev.costate.runtime BFloat16 Float16 VectorLayout VectorView NormalNoise UniformNoise",
            "dev.costate.runtime Elementary Logarithm Activation Trigonometry Special",
            "dev.costate.runtime SumOfProducts Hyperbola Differences Divided TaylorRemainder");

    private static Map<String, JavaType> classes(String... packages) {
        Map<String, JavaType> classes = new LinkedHashMap<>();
        for (String line : packages) {
            List<String> words = List.of(line.split(" "));
            words.stream().skip(1).forEach(name -> classes.put(name, new JavaType(words.get(0), name, "")));
        }
        return Collections.unmodifiableMap(classes);
    }

    /** A class of Java or of the runtime. */
    public static JavaType of(String simpleName) {
        JavaType type = CLASSES.get(simpleName);
        if (type == null) {
            throw new CompilerBug("emit", "generated code mentions no type " + simpleName);
        }
        return type;
    }

    /** A class of the runtime that few classes mention: no name of a variable gives way to it. */
    public static JavaType rare(String simpleName) {
        return new JavaType("dev.costate.runtime", simpleName, "");
    }

    /** A type that is known where it stands: a primitive one, or a class that generated code declares. */
    public static JavaType here(String name) {
        return new JavaType("", name, "");
    }

    /**
     * The names that no class of a model may bear, since its neighbours and the code in it mention them without a
     * package: classes of {@code java.lang}, and the packages that hold packages of others. A class that bears any
     * other name keeps it; the one of the runtime is qualified there.
     */
    public static Set<String> unqualified() {
        Set<String> words = packages();
        CLASSES.values().stream()
                .filter(type -> type.packageName.equals("java.lang"))
                .forEach(type -> words.add(type.name));
        return words;
    }

    private static Set<String> packages() {
        Set<String> packages = new LinkedHashSet<>();
        CLASSES.values().forEach(type -> packages.add(type.packageName.split("\\.", 2)[0]));
        return packages;
    }

    /** The simple names of the types that generated code mentions, and of the packages that hold packages of them. */
    public static Set<String> words() {
        Set<String> words = new LinkedHashSet<>(CLASSES.keySet());
        words.addAll(packages());
        return words;
    }

    public JavaType array() {
        return new JavaType(packageName, name, suffix + "[]");
    }

    /** The generic class with the arguments that Java finds. */
    public JavaType diamond() {
        return new JavaType(packageName, name, "<>");
    }

    /** A class in this one. */
    public JavaType nested(String inner) {
        return new JavaType(packageName, name, "." + inner);
    }

    /** The type for JavaPoet, if it is a class or primitive. */
    public TypeName typeName() {
        return switch (name) {
            case "short" -> TypeName.SHORT;
            case "float" -> TypeName.FLOAT;
            case "double" -> TypeName.DOUBLE;
            case "boolean" -> TypeName.BOOLEAN;
            case "int" -> TypeName.INT;
            case "long" -> TypeName.LONG;
            default -> className();
        };
    }

    /** The class for JavaPoet, without the suffix. */
    public ClassName className() {
        return ClassName.get(packageName, name);
    }
}
