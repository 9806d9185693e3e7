package dev.costate.compiler.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelFormatter;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import dev.costate.compiler.syntax.TreePrinter;
import dev.costate.compiler.testing.Golden;
import dev.costate.compiler.testing.RandomModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class FormatterTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path LAYOUTS = RESOURCES.resolve("layout");
    private static final Pattern COMMENT = Pattern.compile("//[^\\n\\r]*|(?s:/\\*.*?\\*/)");

    static List<Path> models() throws IOException {
        try (Stream<Path> resources = Files.walk(RESOURCES);
                Stream<Path> samples = Files.walk(Path.of("../samples"))) {
            return Stream.concat(resources, samples)
                    .filter(f -> f.toString().endsWith(".model"))
                    .filter(f -> !f.toString().contains("target"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> layouts() throws IOException {
        return Golden.files(LAYOUTS, ".model");
    }

    @ParameterizedTest
    @MethodSource("models")
    void changesNothingButLayout(Path path) {
        SourceFile source = SourceFile.read(path, path.getFileName().toString(), new Diagnostics());
        if (source != null) {
            hold(source);
        }
    }

    /** Each file of the folder in its layout, which stands beside it. */
    @ParameterizedTest
    @MethodSource("layouts")
    void laysOut(Path path) throws IOException {
        String formatted = format(new SourceFile(path.getFileName().toString(), Files.readString(path)));
        Golden.hold(Golden.beside(path, ".model", ".txt"), formatted);
    }

    @Test
    void changesNothingButTheLayoutOfRandomModels() {
        for (long seed = 0; seed < 200; seed++) {
            String text = RandomModel.of(seed).text();
            hold(new SourceFile("R.model", text));
            hold(new SourceFile("R.model", scattered(text, new Random(seed))));
        }
    }

    @Test
    void leavesThePrecisionOnALineOfItsOwn() {
        hold(new SourceFile("M.model", "model   M // name\nprecision   float // why\n\nparam x\noutput y=x\n"));
        hold(new SourceFile("M.model", "model M\n\n/* a */ precision double\nparam x\noutput y = x^2\n"));
    }

    @Test
    void takesTimeInProportion() {
        String sum = " + x * (x - 1)".repeat(40_000);
        String deep = "(".repeat(150) + "x" + " + x)".repeat(150);
        hold(new SourceFile("M.model", "model M\nparam x\noutput y = x" + sum + "\noutput z = " + deep + "\n"));
    }

    private static void hold(SourceFile source) {
        Diagnostics diagnostics = new Diagnostics();
        var text = ModelFormatter.format(source, LibraryFinder.OWN, diagnostics);
        assertThat(text.isEmpty()).as("%s", source.name()).isEqualTo(diagnostics.hasErrors());
        if (text.isPresent()) {
            SourceFile formatted = new SourceFile(source.name(), text.get());
            assertThat(tree(formatted)).isEqualTo(tree(source));
            assertThat(comments(text.get())).isEqualTo(comments(source.text()));
            assertThat(format(formatted)).as("again").isEqualTo(text.get());
            assertThat(text.get()).doesNotContain("\n\n\n", " \n").endsWith("\n");
        }
    }

    private static String format(SourceFile source) {
        LibraryFinder finder = new LibraryFolders(List.of(), List.of(LAYOUTS), null);
        return ModelFormatter.format(source, finder, new Diagnostics()).orElseThrow();
    }

    private static String tree(SourceFile source) {
        ModelFile file = ModelParser.parse(source, new Diagnostics());
        return TreePrinter.print(Objects.requireNonNull(file));
    }

    private static List<String> comments(String text) {
        return COMMENT.matcher(text)
                .results()
                .map(m -> m.group().replaceAll("\\s+", " ").strip())
                .collect(Collectors.toList());
    }

    /** With comments, empty lines and other space put in between words. */
    private static String scattered(String text, Random random) {
        StringBuilder out = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            boolean first = true;
            for (String word : line.strip().split(" ", -1)) {
                out.append(word).append(first ? " " : between(random));
                first = false;
            }
            out.append(random.nextInt(4) == 0 ? " // behind" : "").append("\n".repeat(1 + random.nextInt(4)));
            out.append(random.nextInt(6) == 0 ? "/* before\n       * it */\n" : "");
        }
        return out.toString();
    }

    private static String between(Random random) {
        return switch (random.nextInt(30)) {
            case 0 -> "\n  ";
            case 1 -> " /* here */ ";
            case 2 -> " // there\n   ";
            case 3 -> "\n  // own line\n ";
            case 4 -> "\n /* own\nlines */\n ";
            case 5 -> "\n\n\n ";
            case 6 -> " /* to the end */\n ";
            default -> "  ";
        };
    }
}
