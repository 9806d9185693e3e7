package dev.costate.compiler.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.source.LibraryFolders;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.JsonInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What lies in the folder of the cookbook. */
final class Cookbook {
    static final Path FOLDER = DocsTest.ROOT.resolve("docs/cookbook");

    private static final String MODEL = ".model";
    static final ModelCompiler.Options OPTIONS =
            ModelCompiler.Options.of("").withLibraries(new LibraryFolders(List.of(), List.of(), FOLDER));

    private Cookbook() {}

    /** The names of all models and libraries. */
    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(MODEL))
                    .map(f -> f.substring(0, f.length() - MODEL.length()))
                    .sorted()
                    .toList();
        }
    }

    /** The names of all models. */
    static List<String> models() throws IOException {
        return files().stream().filter(name -> !isLibrary(name)).toList();
    }

    private static boolean isLibrary(String name) {
        return source(name).text().lines().anyMatch(line -> line.equals("library " + name));
    }

    private static SourceFile source(String name) {
        try {
            Path file = FOLDER.resolve(name + MODEL);
            return new SourceFile(name + MODEL, Files.readString(file), file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static ModelCompiler.Result compile(String name) {
        return ModelCompiler.compile(source(name), OPTIONS);
    }

    /** What {@code costate eval} reads for a model. */
    static JsonNode input(String name) throws IOException {
        return JsonInput.read(FOLDER.resolve(name + ".json"));
    }

    /** What {@code costate eval} is to write. */
    static JsonNode expected(String name) throws IOException {
        return JsonInput.read(FOLDER.resolve(name + ".expected.json"));
    }

    /** A size where the given dims are these. */
    static int value(Poly size, Map<String, Integer> dims) {
        return Math.toIntExact(size.evaluate(atom -> dims.get(atom.name())));
    }
}
