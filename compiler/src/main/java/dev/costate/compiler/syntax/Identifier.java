package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Span;

/** A name as written, compared after NFKC normalisation: {@code name} is the normalised form. */
public record Identifier(String name, Span span) {
    @Override
    public String toString() {
        return name;
    }
}
