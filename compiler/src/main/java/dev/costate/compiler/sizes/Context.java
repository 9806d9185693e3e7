package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import java.util.concurrent.atomic.AtomicInteger;

/** What all parts of checking one model share. */
public final class Context {
    private final Symbols symbols;
    private final Reporter reporter;
    private final Prover prover;
    private final Conditions conditions;
    private final Tensors tensors;
    private final ResultShapes results;
    private final AtomicInteger nextIndex;

    public Context(Symbols symbols, Reporter reporter, Prover prover, Tensors tensors) {
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

    public Symbols symbols() {
        return symbols;
    }

    public Reporter reporter() {
        return reporter;
    }

    public Prover prover() {
        return prover;
    }

    public Conditions conditions() {
        return conditions;
    }

    public Tensors tensors() {
        return tensors;
    }

    /** The shapes of the results of calls, as far as they are known. */
    ResultShapes results() {
        return results;
    }

    /** The context for what a declaration of this symbol holds. */
    public Context of(Symbol symbol) {
        return symbol.declaredIn() == symbols ? this : new Context(this, symbol.declaredIn());
    }

    /** A number for an index; grows, so that an index bound further in has a greater one. */
    public int newIndex() {
        return nextIndex.getAndIncrement();
    }
}
