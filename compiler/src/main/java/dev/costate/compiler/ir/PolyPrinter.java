package dev.costate.compiler.ir;

import java.util.List;

/** Polynomials as a person would write them: {@code D*D - D}, {@code (D*D - D)/2}, {@code N - 1}. */
final class PolyPrinter {
    private PolyPrinter() {}

    private static String factor(Atom atom, boolean alone) {
        return !alone && atom instanceof Atom.Integral integral && integral.isInfix()
                ? "(" + atom.name() + ")"
                : atom.name();
    }

    static String print(Poly poly) {
        if (poly.isZero()) {
            return "0";
        }
        List<Poly.Term> terms = poly.terms();
        StringBuilder text = new StringBuilder();
        for (Poly.Term term : terms) {
            long magnitude = Math.abs(term.coefficient());
            if (text.length() == 0) {
                text.append(term.coefficient() < 0 ? "-" : "");
            } else {
                text.append(term.coefficient() < 0 ? " - " : " + ");
            }
            boolean alone = magnitude == 1 && term.atoms().size() == 1;
            String atoms = String.join(
                    "*", term.atoms().stream().map(a -> factor(a, alone)).toList());
            if (atoms.isEmpty()) {
                text.append(Long.toUnsignedString(magnitude)); // of the least long, too
            } else {
                text.append(magnitude == 1 ? "" : Long.toUnsignedString(magnitude) + "*")
                        .append(atoms);
            }
        }
        if (poly.denominator() == 1) {
            return text.toString();
        }
        return (terms.size() == 1 ? text : "(" + text + ")") + "/" + poly.denominator();
    }
}
