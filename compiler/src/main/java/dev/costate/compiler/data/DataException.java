package dev.costate.compiler.data;

import java.util.List;

/** What is wrong with the data a model is given, in the user's terms. */
public final class DataException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public DataException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public DataException(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
