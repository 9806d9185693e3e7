package dev.costate.cli;

import dev.costate.compiler.CompilerVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code costate}. */
@Command(
        name = "costate",
        mixinStandardHelpOptions = true,
        versionProvider = Costate.Version.class,
        description = "Compiles models to Java that computes their values and exact derivatives.")
public final class Costate implements Callable<Integer> {
    /** Exit status: a bug of ours, as {@code EX_SOFTWARE} of {@code sysexits.h}. */
    static final int BUG = 70;

    @Spec
    private CommandSpec spec;

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Costate());
        commandLine.getCommandSpec().exitCodeOnExecutionException(BUG);
        return commandLine;
    }

    /** Called when no subcommand is given: wrong usage. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"costate " + CompilerVersion.current()};
        }
    }
}
