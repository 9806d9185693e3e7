package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the imports of every file of the compiler against the table in ARCHITECTURE.md. */
class ArchitectureTest {
    private static final String ROOT = "dev.costate.compiler.";
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");
    private static final Map<String, String> LIBRARIES =
            Map.of("org.antlr.", "ANTLR", "dev.costate.grammar.", "ANTLR", "com.palantir.javapoet.", "JavaPoet");

    @Test
    void importsAreThoseOfTheTable() throws IOException {
        Map<String, Set<String>> allowed = table();
        List<String> violations = new ArrayList<>();
        Path sources = Path.of("src/main/java/dev/costate/compiler");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (requireNonNull(file.getParent()).equals(sources)) {
                    continue;
                }
                String own = sources.relativize(file).getName(0).toString();
                assertThat(allowed).as("the table lists every package").containsKey(own);
                for (String name : imported(Files.readString(file))) {
                    if (!name.equals(own) && !requireNonNull(allowed.get(own)).contains(name)) {
                        violations.add(own + " imports " + name + ": " + file.getFileName());
                    }
                }
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

    /** From each package to the packages and libraries it may import. */
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

    private static Set<String> imported(String source) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = IMPORT.matcher(source);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (name.startsWith(ROOT)) {
                String inner = name.substring(ROOT.length());
                names.add(inner.contains(".") ? inner.substring(0, inner.indexOf('.')) : inner);
            }
            LIBRARIES.forEach((prefix, library) -> {
                if (name.startsWith(prefix)) {
                    names.add(library);
                }
            });
        }
        return names;
    }
}
