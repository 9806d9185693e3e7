package dev.costate.cli;

import java.util.List;

/** What is wrong with the data a model is given, in the user's terms. */
final class DataException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    DataException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    DataException(String problem) {
        this(List.of(problem));
    }

    List<String> problems() {
        return problems;
    }
}
