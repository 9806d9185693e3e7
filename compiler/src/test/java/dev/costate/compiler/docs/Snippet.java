package dev.costate.compiler.docs;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.SourceFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A model shown in a document. Without a line {@code model …} it is the rest of a file called {@code Example}. */
final class Snippet {
    private static final String EXAMPLE = "Example";
    private static final Pattern NAME = Pattern.compile("(?m)^model (\\w+)");
    private static final Pattern FILE = Pattern.compile(" (\\w+)\\.model$");

    private Snippet() {}

    static ModelCompiler.Result compile(Fence fence) {
        Matcher header = NAME.matcher(fence.text());
        if (header.find()) {
            Matcher file = FILE.matcher(fence.info());
            return compile(file.find() ? file.group(1) : header.group(1), fence.text());
        }
        return fence.info().equals("model") ? compile(fence.text()) : compile(EXAMPLE, fence.text());
    }

    /** Declarations, in a model of their own. */
    static ModelCompiler.Result compile(String declarations) {
        return compile(EXAMPLE, "model " + EXAMPLE + "\n" + declarations);
    }

    private static ModelCompiler.Result compile(String name, String text) {
        return ModelCompiler.compile(new SourceFile(name + ".model", text), ModelCompiler.Options.of(""));
    }

    /** All diagnostics as the command prints them. */
    static String diagnostics(ModelCompiler.Result result) {
        return result.diagnostics().stream()
                .map(d -> new DiagnosticPrinter(false).print(d))
                .collect(Collectors.joining("\n"));
    }
}
