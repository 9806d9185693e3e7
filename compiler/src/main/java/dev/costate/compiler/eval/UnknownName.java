package dev.costate.compiler.eval;

/** That something is asked for that is not known there: an index further in, or a size that depends on itself. */
final class UnknownName extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownName(String what) {
        super(what + " is not known here", null, false, false);
    }
}
