package dev.costate.cli;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.CompilerVersion;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.source.CompilerBug;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code costate}. */
@Command(
        name = "costate",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Compiles models to Java that computes their values and exact derivatives.",
        footer = {"", "Exit status: 0 done, 1 the model or the data has errors, 2 wrong usage, 70 a bug of Costate's."},
        subcommands = {
            CompileCommand.class,
            CheckCommand.class,
            EvalCommand.class,
            GradcheckCommand.class,
            AccuracyCommand.class,
            BenchCommand.class,
            ExplainCommand.class,
            FmtCommand.class
        })
public final class Costate implements Callable<Integer> {
    /** Exit status: the model or the data has errors. */
    static final int WRONG = 1;
    /** Exit status: a bug of ours, as {@code EX_SOFTWARE} of {@code sysexits.h}. */
    static final int BUG = 70;

    /** When to colour what is printed. */
    enum Color {
        auto,
        always,
        never
    }

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            defaultValue = "auto",
            description =
                    "Colour diagnostics: ${COMPLETION-CANDIDATES}. auto means on a terminal if NO_COLOR is not set.")
    private Color color = Color.auto;

    @Spec
    private CommandSpec spec;

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Costate());
        CommandLine explain = requireNonNull(commandLine.getSubcommands().get("explain"));
        explain.getCommandSpec().usageMessage().footer(ExplainCommand.help());
        commandLine.setExecutionExceptionHandler(Costate::failed);
        commandLine.setExecutionStrategy(Costate::run);
        IParameterExceptionHandler withUsage = commandLine.getParameterExceptionHandler();
        commandLine.setParameterExceptionHandler((problem, arguments) -> {
            if (problem instanceof WrongArgument) {
                problem.getCommandLine().getErr().println("error: " + problem.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            return withUsage.handleParseException(problem, arguments);
        });
        return commandLine;
    }

    /** As picocli runs commands, but a stack overflow is handled like any other failure. */
    private static int run(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (StackOverflowError e) {
            CommandLine command = parsed.commandSpec().commandLine();
            return failed(new CompilerBug("stack", String.valueOf(e)), command, parsed);
        }
    }

    private static int failed(Exception problem, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (problem instanceof DataException data) {
            data.problems().forEach(p -> err.println("error: " + p));
            return WRONG;
        }
        err.println("costate: this is a bug of Costate's. Please report it, with the model and what follows:");
        err.println("costate " + CompilerVersion.current() + ", Java " + Runtime.version() + ", arguments: "
                + String.join(" ", parsed.originalArgs()));
        problem.printStackTrace(err);
        err.flush();
        return BUG;
    }

    /** Called when no subcommand is given: wrong usage. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** Whether diagnostics are to be coloured. */
    boolean colored() {
        return switch (color) {
            case always -> true;
            case never -> false;
            case auto -> System.getenv("NO_COLOR") == null && onTerminal();
        };
    }

    /** What the launcher script found out, which Java can't. */
    private static boolean onTerminal() {
        return Boolean.getBoolean("costate.terminal");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"costate " + CompilerVersion.current()};
        }
    }
}
