package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.loop.Image;

/** Statements of one iteration with something else in the place of its index. */
class Moved extends Image {
    private final Atom.Index index;
    private final Poly image;

    Moved(Atom.Index index, Poly image) {
        this.index = index;
        this.image = image;
    }

    @Override
    protected final Poly poly(Poly poly) {
        return poly.substitute(atom -> atom.equals(index) ? image : null);
    }
}
