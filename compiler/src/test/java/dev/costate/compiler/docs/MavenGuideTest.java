package dev.costate.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.CompilerVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/maven.md, and what the README shows of the plugin, against the plugin's sources. */
class MavenGuideTest {
    private static final Path SOURCES = Path.of("maven-plugin/src/main/java/dev/costate/maven");
    private static final Path GUIDE = DocsTest.ROOT.resolve("docs/maven.md");
    private static final Pattern MOJO =
            Pattern.compile("@Mojo\\(\\s*name = \"([^\"]+)\",\\s+defaultPhase = LifecyclePhase\\.(\\w+)");
    private static final Pattern PARAMETER = Pattern.compile("@Parameter\\(([^)]*)\\)\\s+private [\\w<>]+ (\\w+)");
    private static final Pattern EXTENDS = Pattern.compile("extends (Abstract(?:Model|Compile)Mojo)");
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+) = \"([^\"]*)\"");

    private static Map<String, String> goals() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                Matcher mojo = MOJO.matcher(text);
                if (mojo.find()) {
                    sources.put(mojo.group(1), withInherited(text));
                }
            }
        }
        return sources;
    }

    /** A class with those of ours behind it that it extends. */
    private static String withInherited(String text) throws IOException {
        Matcher parent = EXTENDS.matcher(text);
        return parent.find()
                ? text + withInherited(Files.readString(SOURCES.resolve(parent.group(1) + ".java")))
                : text;
    }

    @Test
    void goalsAreListedWithTheirPhases() throws IOException {
        Set<String> expected = new TreeSet<>(List.of("help "));
        for (Map.Entry<String, String> goal : goals().entrySet()) {
            Matcher mojo = MOJO.matcher(goal.getValue());
            assertThat(mojo.find()).isTrue();
            expected.add(
                    goal.getKey() + " " + mojo.group(2).toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        Set<String> listed = new TreeSet<>();
        rows("Goals").forEach(row -> listed.add(row.get(0) + " " + row.get(1)));
        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void parametersAreListedWithTheirDefaults() throws IOException {
        Set<String> expected = new TreeSet<>();
        Set<String> names = goals().keySet();
        for (String goal : names) {
            Matcher parameter = PARAMETER.matcher(goals().get(goal));
            while (parameter.find()) {
                if (parameter.group(1).contains("readonly = true")) {
                    continue; // Maven's own, not to be set
                }
                Map<String, String> attributes = ATTRIBUTE
                        .matcher(parameter.group(1))
                        .results()
                        .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
                expected.add(String.join(
                        " ",
                        goal,
                        parameter.group(2),
                        attributes.getOrDefault("property", ""),
                        attributes.getOrDefault("defaultValue", "")));
            }
        }
        Set<String> listed = new TreeSet<>();
        for (List<String> row : rows("Parameters")) {
            for (String goal :
                    row.get(1).equals("all") ? names : List.of(row.get(1).split(", ", -1))) {
                String value = row.get(3).equals("none") || row.get(3).startsWith("all ") ? "" : row.get(3);
                listed.add(String.join(" ", goal, row.get(0), row.get(2), value));
            }
        }
        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void pomsNameGoalsAndTheVersion() throws IOException {
        List<Fence> poms = new ArrayList<>(Fence.of(GUIDE));
        poms.addAll(Fence.of(DocsTest.ROOT.resolve("README.md")));
        poms.removeIf(fence -> !fence.info().equals("xml"));
        assertThat(poms).hasSizeGreaterThan(2);
        for (Fence pom : poms) {
            assertThat(elements(pom, "version")).as(pom.toString()).containsOnly(CompilerVersion.current());
            assertThat(elements(pom, "groupId")).as(pom.toString()).containsOnly("dev.costate");
            assertThat(goals().keySet()).as(pom.toString()).containsAll(elements(pom, "goal"));
            assertThat(elements(pom, "artifactId"))
                    .as(pom.toString())
                    .isSubsetOf("costate-maven-plugin", "costate-runtime");
        }
    }

    private static List<String> elements(Fence pom, String name) {
        return Pattern.compile("<" + name + ">([^<]*)</" + name + ">")
                .matcher(pom.text())
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    /** The cells of a table, without the marks of code. */
    private static List<List<String>> rows(String heading) throws IOException {
        String text = Files.readString(GUIDE);
        int start = text.indexOf("\n## " + heading + "\n");
        String section = text.substring(start, text.indexOf("\n## ", start + 1));
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1, line.length() - 1).replace("`", ""))
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
    }
}
