package dev.costate.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** An argument that is in its place but means nothing, such as a file that is not there: one line says so. */
final class WrongArgument extends ParameterException {
    private static final long serialVersionUID = 1L;

    WrongArgument(CommandLine command, String message) {
        super(command, message);
    }
}
