package dev.costate.compiler.check;

import dev.costate.compiler.ir.Prover;

/** What all parts of checking one model share. */
final class Context {
    final Symbols symbols;
    final Reporter reporter;
    final Prover prover;
    final Conditions conditions;
    final Integers integers;
    final Functions functions;
    private int nextIndex;

    Context(Symbols symbols, Reporter reporter, Prover prover) {
        this.symbols = symbols;
        this.reporter = reporter;
        this.prover = prover;
        this.conditions = new Conditions(prover);
        this.integers = new Integers(symbols, reporter, this);
        this.functions = new Functions(this);
    }

    /** A number for an index; grows, so that an index bound further in has a greater one. */
    int newIndex() {
        return nextIndex++;
    }
}
