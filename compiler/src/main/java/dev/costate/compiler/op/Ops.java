package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue: the operations of all families. */
public final class Ops {
    private static final List<Family> FAMILIES = List.of(
            Arithmetic.FAMILY,
            Quotients.FAMILY,
            ZeroProducts.FAMILY,
            Comparisons.FAMILY,
            Connectives.FAMILY,
            Rounding.FAMILY,
            Extremes.FAMILY,
            Surrogates.FAMILY,
            Exponentials.FAMILY,
            Hyperbolic.FAMILY,
            Trigonometric.FAMILY,
            GammaFunctions.FAMILY,
            Sigmoids.FAMILY,
            Activations.FAMILY,
            LogExponentials.FAMILY,
            Logarithms.FAMILY,
            Powers.FAMILY,
            Roots.FAMILY,
            Hyperbolas.FAMILY,
            ErrorFunctions.FAMILY,
            NormalDistribution.FAMILY,
            SaturatingDifferences.FAMILY,
            RemovableSingularities.FAMILY,
            LogarithmsOfProducts.FAMILY,
            Determinants.FAMILY,
            IncompleteFunctions.FAMILY);

    /** All operations. */
    public static final List<Op> ALL = FAMILIES.stream()
            .flatMap(family -> family.operations().stream())
            .map(Op.class::cast)
            .toList();

    /** Those that can be called by name. */
    public static final List<Op> FUNCTIONS = FAMILIES.stream()
            .flatMap(family -> family.functions().stream())
            .map(Op.class::cast)
            .toList();

    private static final Map<String, Op> BY_NAME = new LinkedHashMap<>();

    static {
        FUNCTIONS.forEach(op -> BY_NAME.put(op.name(), op));
    }

    /** The laws of all, in the order in which they are tried. */
    public static final List<Law> LAWS = laws();

    private Ops() {}

    private static List<Law> laws() {
        LawParser parser = new LawParser(ALL);
        return FAMILIES.stream()
                .flatMap(family -> family.operations().stream())
                .flatMap(op -> op.laws().stream())
                .map(law -> parser.law(law.left(), law.right()))
                .toList();
    }

    /** The function of this name in the language, or null. */
    public static @Nullable Op function(String name) {
        return BY_NAME.get(name);
    }
}
