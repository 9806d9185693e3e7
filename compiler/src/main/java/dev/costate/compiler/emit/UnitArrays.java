package dev.costate.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Place;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** How the arrays of a unit are made: where they are declared, or in groups where they are many. */
final class UnitArrays {
    /** How many arrays one method makes. */
    private static final int GROUP = 1_000;

    private final UnitContext context;
    private final ModelNames names;
    private final Prover prover;

    UnitArrays(UnitContext context, ModelNames names, Prover prover) {
        this.context = context;
        this.names = names;
        this.prover = prover;
    }

    /** Whether its elements are sets, which the constructor has what to make of. */
    static boolean isOfSets(Place place) {
        return !place.shape().isEmpty() && place.tensor().type() == Tensor.Type.SET;
    }

    /** Whether there are so many arrays that they are made in several methods, since one would be too long for Java. */
    boolean areMany() {
        return context.fields().named().size() > GROUP;
    }

    /** The methods that make arrays in groups. */
    List<MethodSpec> methods() {
        List<List<String>> groups = new ArrayList<>();
        context.fields().named().forEach((place, name) -> {
            if (!place.shape().isEmpty() && !isOfSets(place)) {
                if (groups.isEmpty() || groups.get(groups.size() - 1).size() == GROUP) {
                    groups.add(new ArrayList<>());
                }
                groups.get(groups.size() - 1).add(name + " = " + initial(place) + ";\n");
            }
        });
        List<MethodSpec> methods = new ArrayList<>();
        for (List<String> group : groups) {
            methods.add(MethodSpec.methodBuilder("makeArrays" + (methods.size() + 1))
                    .addModifiers(Modifier.PRIVATE)
                    .addCode(Blocks.of(String.join("", group)))
                    .build());
        }
        return methods;
    }

    /** What an array is made by. */
    String initial(Place place) {
        return "new double[" + size(place) + "]";
    }

    /** How many elements the array of a place has; that an array can have so many is checked where objects are made. */
    String size(Place place) {
        if (Room.isNeeded(place)) {
            return "0";
        }
        Integers integers = new Integers(dim -> "model." + names.dim(dim));
        List<Poly> shape = Sizes.array(place, prover);
        if (context.isAtPoint() || shape.stream().allMatch(Poly::isConstant)) {
            return integers.print(ModelNames.product(shape)).text();
        }
        return Blocks.type("Checks") + ".count(\"" + place.tensor().name() + "\", " + Sizes.shape(shape, integers)
                + ")";
    }
}
