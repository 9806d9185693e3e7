package dev.costate.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
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
        List<List<JavaStatement>> groups = new ArrayList<>();
        context.fields().named().forEach((place, name) -> {
            if (!place.shape().isEmpty() && !isOfSets(place)) {
                if (groups.isEmpty() || groups.get(groups.size() - 1).size() == GROUP) {
                    groups.add(new ArrayList<>());
                }
                groups.get(groups.size() - 1).add(JavaStatement.set(Java.name(name), initial(place)));
            }
        });
        List<MethodSpec> methods = new ArrayList<>();
        for (List<JavaStatement> group : groups) {
            methods.add(MethodSpec.methodBuilder("makeArrays" + (methods.size() + 1))
                    .addModifiers(Modifier.PRIVATE)
                    .addCode(JavaPrinter.print(group, JavaPrinter.NESTED))
                    .build());
        }
        return methods;
    }

    /** What an array is made by, or rows, which are none where a batch is not taken in blocks. */
    JavaExpression initial(Place place) {
        Place.Rows rows = place.rows();
        if (rows != null) {
            Integers integers = names.integers(dim -> Java.name("model").member(names.dim(dim)));
            List<Poly> outer =
                    Sizes.array(place, prover).subList(0, place.shape().size() - 1);
            if (place.isInBlocks()) {
                return Java.call(
                        "Rows",
                        "makeBlocks",
                        integers.narrow(ModelNames.product(outer)),
                        integers.narrow(rows.batch()));
            }
            if (outer.isEmpty()) {
                return Java.call("Rows", "make", integers.narrow(rows.batch()));
            }
            return Java.call(
                    "Rows",
                    "make",
                    integers.narrow(ModelNames.product(outer)),
                    integers.narrow(rows.all()),
                    integers.narrow(rows.batch()));
        }
        if (place.isPacked()) {
            return new JavaExpression.New(context.array(place), List.of());
        }
        if (place.sums().hasObjects()) {
            return new JavaExpression.New(context.array(place), List.of(size(place)));
        }
        return new JavaExpression.NewArray(context.elements(place), size(place));
    }

    /** How many elements the array of a place has; that an array can have so many is checked where objects are made. */
    JavaExpression size(Place place) {
        if (Room.isNeeded(place)) {
            return Java.ZERO;
        }
        Integers integers = names.integers(dim -> Java.name("model").member(names.dim(dim)));
        List<Poly> shape = Sizes.array(place, prover);
        if (!context.isPattern() || shape.stream().allMatch(Poly::isConstant)) {
            return integers.print(ModelNames.product(shape));
        }
        return Java.call("Checks", "count", Java.string(place.tensor().name()), Sizes.shape(shape, integers));
    }
}
