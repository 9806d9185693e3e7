package dev.costate.compiler.docs;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model or library shown in a document. Without a line {@code model …} it is the rest of a file called {@code
 * Example}. It can import what else the document shows.
 */
final class Snippet {
    private static final String EXAMPLE = "Example";
    private static final Pattern NAME = Pattern.compile("(?m)^(?:model|library) (\\w+)");
    private static final Pattern FILE = Pattern.compile(" (\\w+)\\.model$");

    private Snippet() {}

    static ModelCompiler.Result compile(Fence fence) {
        return compile(fence, "");
    }

    /** The same with the Java in a package. */
    static ModelCompiler.Result compile(Fence fence, String javaPackage) {
        Matcher header = NAME.matcher(fence.text());
        if (header.find()) {
            Matcher file = FILE.matcher(fence.info());
            return compile(file.find() ? file.group(1) : header.group(1), fence.text(), new Shown(fence), javaPackage);
        }
        String text = fence.info().equals("model") ? declared(fence.text()) : fence.text();
        return compile(EXAMPLE, text, LibraryFinder.OWN, javaPackage);
    }

    /** Declarations, in a model of their own. */
    static ModelCompiler.Result compile(String declarations) {
        return compile(EXAMPLE, declared(declarations), LibraryFinder.OWN, "");
    }

    private static String declared(String declarations) {
        return "model " + EXAMPLE + "\n" + declarations;
    }

    private static ModelCompiler.Result compile(String name, String text, LibraryFinder libraries, String javaPackage) {
        return ModelCompiler.compile(
                new SourceFile(name + ".model", text),
                ModelCompiler.Options.of(javaPackage).withLibraries(libraries));
    }

    /** The models and libraries of the document around a snippet, then the compiler's libraries. */
    private record Shown(Fence around) implements LibraryFinder {
        @Override
        public @Nullable Library find(SourceFile importer, List<String> name) {
            return fences().filter(fence -> name.equals(List.of(name(fence))))
                    .findFirst()
                    .map(fence -> (Library) diagnostics -> new SourceFile(name(fence) + ".model", fence.text()))
                    .orElseGet(() -> OWN.find(importer, name));
        }

        /** The snippet itself is nearest. */
        private Stream<Fence> fences() {
            try {
                return Stream.concat(Stream.of(around), Fence.of(around.file()).stream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String name(Fence fence) {
            Matcher header = NAME.matcher(fence.text());
            return header.find() ? header.group(1) : "";
        }

        @Override
        public List<String> places(SourceFile importer, List<String> name) {
            List<String> places = new ArrayList<>(List.of("beside this file"));
            places.addAll(OWN.places(importer, name));
            return places;
        }

        @Override
        public List<String> names(SourceFile importer, List<String> name) {
            return fences().map(Shown::name).toList();
        }
    }

    /** All diagnostics as the command prints them. */
    static String diagnostics(ModelCompiler.Result result) {
        return result.diagnostics().stream()
                .map(d -> new DiagnosticPrinter(false).print(d))
                .collect(Collectors.joining("\n"));
    }
}
