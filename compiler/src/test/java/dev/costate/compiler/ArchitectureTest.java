package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.FieldAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.testing.Circles;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the types of the compiler, as compiled, against the table in ARCHITECTURE.md: which package may know which,
 * that no many classes need each other, and that a name means one thing.
 */
class ArchitectureTest {
    private static final String ROOT = "dev.costate.compiler";
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| [^|]+ \\| ([^|]+) \\|");
    private static final Map<String, String> LIBRARIES = Map.of(
            "org.antlr.",
            "ANTLR",
            "dev.costate.grammar.",
            "ANTLR",
            "com.palantir.javapoet.",
            "JavaPoet",
            "com.fasterxml.jackson.",
            "Jackson");

    /** How many classes may need each other, each directly or through the others. */
    private static final int LARGEST_CIRCLE = 6;

    /** What comes behind the checked model, but for the operations themselves and their laws. */
    private static final Set<String> PASSES =
            Set.of("ir", "order", "lower", "rewrite", "diff", "schedule", "loop", "emit", "report", "trace");

    /** Families of what passes themselves write: arithmetic, conditions, sets of inputs, and what derivatives need. */
    private static final Set<String> WRITTEN_BY_PASSES = Set.of(
            "Arithmetic",
            "Quotients",
            "Comparisons",
            "Connectives",
            "Sets",
            "Surrogates",
            "ZeroProducts",
            "NumberFormats");

    /** Lowering says by which functions domains are mapped, and writes out a norm of few elements. */
    private static final Set<String> LOWERED_TO = Set.of("Transforms", "Between", "Unrolling");

    private static final Map<String, Set<String>> USES = uses();

    @Test
    void packagesKnowWhatTheTableAllows() throws IOException {
        Map<String, Set<String>> allowed = table();
        Set<String> violations = new TreeSet<>();
        USES.forEach((name, used) -> {
            String own = packageOf(name);
            assertThat(allowed).as("the table lists every package").containsKey(own);
            for (String other : used) {
                String there = packageOf(other);
                String entry = there.equals("compiler") ? simpleName(other) : there;
                if (!there.equals(own) && !requireNonNull(allowed.get(own)).contains(entry)) {
                    violations.add(own + " uses " + entry + ": " + simpleName(name) + " " + simpleName(other));
                }
            }
        });
        assertThat(violations).isEmpty();
    }

    /** What stands in methods is built as trees of package {@code java}; JavaPoet is for the classes around them. */
    @Test
    void bodiesOfMethodsAreTrees() {
        for (String type : List.of("MethodBody", "Expressions", "Entry", "Integers", "Room", "Sizes")) {
            assertThat(requireNonNull(USES.get(ROOT + ".emit." + type), type))
                    .as(type)
                    .contains(ROOT + ".java.JavaExpression")
                    .doesNotContain("JavaPoet");
        }
    }

    /** Who finds out that something is wrong takes the words for it from a class of messages. */
    @Test
    void messagesStandApart() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : classes()) {
            boolean layer = Set.of("names", "sizes", "check").contains(packageOf(type.getName()));
            if (layer && !type.getSimpleName().endsWith("Messages")) {
                type.getConstructorCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().isEquivalentTo(Diagnostic.class))
                        .forEach(call -> violations.add(call.getDescription()));
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void packagesGoOneWay() throws IOException {
        assertThat(Circles.of(table())).isEmpty();
    }

    @Test
    void fewClassesNeedEachOther() {
        Map<String, Set<String>> own = new TreeMap<>();
        USES.forEach((name, used) -> own.put(
                name, new TreeSet<>(used.stream().filter(USES::containsKey).toList())));
        Set<String> violations = new TreeSet<>();
        for (List<String> circle : Circles.of(own)) {
            if (circle.size() > LARGEST_CIRCLE) {
                violations.add(circle.size() + " classes need each other: " + circle);
            }
        }
        assertThat(violations).isEmpty();
    }

    /**
     * Of a function, passes know what it says of itself ({@code ir.Op}), so that a new one changes none of them. What
     * they name are the operations that they write themselves.
     */
    @Test
    void passesNameNoFunction() {
        Set<String> violations = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        for (JavaClass type : classes()) {
            String name = outermost(type.getName());
            for (JavaFieldAccess access : type.getFieldAccessesFromSelf()) {
                FieldAccessTarget field = access.getTarget();
                String family = outermost(field.getOwner().getName());
                boolean operation =
                        packageOf(family).equals("op") && field.getRawType().isEquivalentTo(Op.class);
                if (operation && PASSES.contains(packageOf(name))) {
                    named.add(simpleName(family));
                    if (!WRITTEN_BY_PASSES.contains(simpleName(family)) && !LOWERED_TO.contains(simpleName(name))) {
                        violations.add(simpleName(name) + " names " + simpleName(family) + "." + field.getName());
                    }
                }
            }
        }
        assertThat(violations).isEmpty();
        assertThat(named).containsAll(WRITTEN_BY_PASSES);
    }

    /** A name that two classes share has to be read with its package each time. */
    @Test
    void noNameTwice() {
        Map<String, List<String>> places = new TreeMap<>();
        USES.keySet()
                .forEach(name -> places.computeIfAbsent(simpleName(name), n -> new ArrayList<>())
                        .add(packageOf(name)));
        places.values().removeIf(packages -> packages.size() == 1);
        assertThat(places).isEmpty();
    }

    /** Also of what is nested: in its own class, {@code Integer} would not be that of Java. */
    @Test
    void noNameOfJava() throws IOException {
        Set<String> java = new TreeSet<>();
        for (String folder : List.of("java/lang", "java/util")) {
            Path classes = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules/java.base", folder);
            try (Stream<Path> files = Files.list(classes)) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".class"))
                        .forEach(file -> java.add(file.substring(0, file.length() - ".class".length())));
            }
        }
        assertThat(java).contains("Iterable", "List");
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : classes()) {
            if (java.contains(type.getSimpleName())) {
                violations.add(type.getName());
            }
        }
        assertThat(violations).isEmpty();
    }

    /** Immutable copies of maps and sets, and what collectors make of themselves, have another order in each JVM. */
    @Test
    void nothingIsCollectedInAnOrderByHash() throws IOException {
        Pattern unordered = Pattern.compile(
                "\\b(?:Map|Set)\\.copyOf\\(|\\btoSet\\(\\)|\\btoMap\\(|\\bgroupingBy\\((?![^;]*?::new)");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(unordered);
            }
        }
    }

    /** From each package to the packages, classes of the root and libraries that it may know. */
    private static Map<String, Set<String>> table() throws IOException {
        String text = Files.readString(Path.of("../ARCHITECTURE.md"));
        String section = text.substring(text.indexOf("## Packages of the compiler"));
        Map<String, Set<String>> table = new TreeMap<>();
        Matcher row = ROW.matcher(section.substring(0, section.indexOf("\n## ", 1)));
        while (row.find()) {
            Set<String> names = new TreeSet<>();
            for (String name : List.of(row.group(2).split(",", -1))) {
                names.add(name.strip().replace("`", ""));
            }
            table.put(row.group(1), names);
        }
        assertThat(table).hasSizeGreaterThan(10);
        return table;
    }

    /**
     * From each class of the compiler to those of the compiler and the libraries that it mentions anywhere; what is
     * nested counts as the class around it, and a library is one name.
     */
    private static Map<String, Set<String>> uses() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : classes()) {
            String name = outermost(type.getName());
            Set<String> used = uses.computeIfAbsent(name, n -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String other = outermost(
                        dependency.getTargetClass().getBaseComponentType().getName());
                if (other.startsWith(ROOT + ".")) {
                    used.add(other);
                }
                LIBRARIES.forEach((prefix, library) -> {
                    if (other.startsWith(prefix)) {
                        used.add(library);
                    }
                });
            });
            used.remove(name);
        }
        assertThat(uses).hasSizeGreaterThan(300);
        return uses;
    }

    private static Collection<JavaClass> classes() {
        URI location;
        try {
            location = ModelCompiler.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return new ClassFileImporter()
                .importPath(Path.of(location)).stream()
                        .filter(type -> !type.getName().endsWith("package-info"))
                        .toList();
    }

    private static String outermost(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The part behind {@link #ROOT}, {@code compiler} for the root itself; a library is its own. */
    private static String packageOf(String name) {
        if (!name.startsWith(ROOT + ".")) {
            return name;
        }
        String rest = name.substring(ROOT.length() + 1);
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : "compiler";
    }
}
