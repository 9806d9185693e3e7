package dev.costate.compiler.check;

import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensors;
import java.util.concurrent.atomic.AtomicInteger;

/** What all parts of checking one model share. */
final class Context {
    final Symbols symbols;
    final Reporter reporter;
    final Prover prover;
    final Conditions conditions;
    final Tensors tensors;
    final ResultShapes results;
    private final AtomicInteger nextIndex;

    Context(Symbols symbols, Reporter reporter, Prover prover, Tensors tensors) {
        this.symbols = symbols;
        this.reporter = reporter;
        this.prover = prover;
        this.tensors = tensors;
        this.conditions = new Conditions(prover);
        this.results = new ResultShapes();
        this.nextIndex = new AtomicInteger();
    }

    /** In another file, whose names mean what they mean there. */
    private Context(Context caller, Symbols symbols) {
        this.symbols = symbols;
        this.reporter = caller.reporter.withoutWarnings();
        this.prover = caller.prover;
        this.tensors = caller.tensors;
        this.conditions = caller.conditions;
        this.results = caller.results;
        this.nextIndex = caller.nextIndex;
    }

    /** The context for what a declaration of this symbol holds. */
    Context of(Symbol symbol) {
        return symbol.home == symbols ? this : new Context(this, symbol.home);
    }

    /** A number for an index; grows, so that an index bound further in has a greater one. */
    int newIndex() {
        return nextIndex.getAndIncrement();
    }
}
