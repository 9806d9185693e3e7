package dev.costate.maven;

import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.DiagnosticPrinter;
import dev.costate.compiler.source.Severity;
import java.io.File;
import java.util.List;
import org.apache.maven.plugin.logging.Log;
import org.codehaus.plexus.build.BuildContext;
import org.codehaus.plexus.build.DefaultBuildContext;

/**
 * Shows diagnostics where people look: in an IDE at the line of the model, else in Maven's log, in the form
 * {@code file:[line,column] message} that IDEs read from there. The build context of Maven itself would log in a form
 * of its own, so it isn't asked.
 */
final class Messages {
    private final Log log;
    private final BuildContext ide;
    private final File sourceDirectory;

    Messages(Log log, BuildContext buildContext, File sourceDirectory) {
        this.log = log;
        this.ide = buildContext;
        this.sourceDirectory = sourceDirectory;
    }

    private boolean inIde() {
        return !(ide instanceof DefaultBuildContext);
    }

    /** Forgets what was shown for models that have been compiled again. */
    void clear(List<String> models) {
        models.forEach(model -> ide.removeMessages(file(model)));
    }

    void show(Diagnostic diagnostic) {
        boolean error = diagnostic.severity() == Severity.ERROR;
        File file = file(diagnostic.span().file().name());
        int line = diagnostic.span().line();
        int column = diagnostic.span().column();
        if (inIde()) {
            int severity = error ? BuildContext.SEVERITY_ERROR : BuildContext.SEVERITY_WARNING;
            ide.addMessage(file, line, column, diagnostic.message(), severity, null);
            return;
        }
        String text = file + ":[" + line + "," + column + "] " + diagnostic.message() + "\n"
                + new DiagnosticPrinter(false).print(diagnostic).stripTrailing();
        if (error) {
            log.error(text);
        } else {
            log.warn(text);
        }
    }

    /** Models are named by their place below the source directory, libraries elsewhere by their whole path. */
    private File file(String name) {
        File file = new File(name);
        return file.isAbsolute() ? file : new File(sourceDirectory, name);
    }
}
