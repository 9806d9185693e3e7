package dev.costate.compiler.check;

import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks models that tests write as text. */
final class Models {
    private Models() {}

    /** The checked model of these lines; there must be no error. */
    static Checked checked(String... lines) {
        Diagnostics diagnostics = new Diagnostics();
        Checked checked = check(diagnostics, lines);
        if (checked == null) {
            throw new AssertionError(new DiagnosticPrinter(false).print(diagnostics));
        }
        return checked;
    }

    /** The same without its equations. */
    static Model model(String... lines) {
        return checked(lines).model();
    }

    /** What is wrong with these lines: the code and message of each diagnostic. */
    static List<String> diagnostics(String... lines) {
        Diagnostics diagnostics = new Diagnostics();
        Checked model = check(diagnostics, lines);
        if ((model == null) != diagnostics.hasErrors()) {
            throw new AssertionError("a model if and only if there are no errors");
        }
        return diagnostics.sorted().stream().map(Models::text).toList();
    }

    private static String text(Diagnostic d) {
        return d.code().name() + ": " + d.message();
    }

    private static @Nullable Checked check(Diagnostics diagnostics, String... lines) {
        SourceFile source = new SourceFile("Test.model", "model Test\n" + String.join("\n", lines) + "\n");
        ModelFile file = ModelParser.parse(source, diagnostics);
        return file == null ? null : Checker.check(file, diagnostics);
    }
}
