package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.schedule.Nest.Block;
import dev.costate.compiler.schedule.Nest.Item;
import dev.costate.compiler.schedule.Nest.Leaf;
import dev.costate.compiler.schedule.Nest.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where each tensor lives. One whose accesses all lie in one loop, at its iteration, needs no axis for that loop; one
 * that needs no axis at all and outlives nothing is a local variable.
 */
final class Allocation {
    /**
     * Where a tensor is stored.
     *
     * @param block the block whose run it lives for
     * @param axes the axes of the tensor that are stored
     * @param local the variable, or null if there is only a place
     * @param place the memory, or null if there is only a variable
     */
    record Slot(
            Tensor tensor,
            Block block,
            List<Integer> axes,
            @Nullable Local local,
            @Nullable Place place) {
        /** The memory of a slot that has some. */
        Place memory() {
            return Objects.requireNonNull(place);
        }

        /** A variable for an element: {@code yHere} for that of the loops around, {@code y0} for one of a number. */
        Local variable(List<Poly> subscripts) {
            boolean array = place != null && place.isArray();
            List<Poly> own = axes.stream().map(subscripts::get).toList();
            String suffix = "";
            if (array && own.stream().allMatch(Poly::isConstant)) {
                suffix = own.stream().map(Poly::toString).collect(Collectors.joining("_"));
                suffix = Character.isDigit(tensor.name().charAt(tensor.name().length() - 1)) ? "_" + suffix : suffix;
            } else if (array && own.stream().allMatch(s -> s.isConstant() || s.asIndex() != null)) {
                suffix = "Here";
            }
            return new Local(tensor.name() + suffix, kind(tensor));
        }

        /** The element that subscripts of the tensor address. */
        Code element(List<Poly> subscripts) {
            return local != null
                    ? new Code.Variable(local)
                    : new Code.Element(
                            memory(), axes.stream().map(subscripts::get).toList());
        }
    }

    /** An equation that touches a tensor, and the subscripts it does it with. */
    record Access(Leaf leaf, List<Poly> subscripts) {}

    private final Map<Tensor, Place> given;
    private final Map<Tensor, List<Access>> accesses = new LinkedHashMap<>();
    private final Map<Tensor, Slot> slots = new HashMap<>();
    private final Initialisation initialisation = new Initialisation();
    private final List<Place> fields = new ArrayList<>();
    private final Map<Local, Tensor> variables = new HashMap<>();
    private final Set<Local> writtenOnce = new HashSet<>();
    private final List<Slot> gathered = new ArrayList<>();

    /**
     * @param given the places of tensors that outlive the computation or come from outside
     */
    Allocation(Fusion fusion, Map<Tensor, Place> given) {
        this.given = given;
        collect(fusion.root());
        accesses.keySet().forEach(tensor -> allocate(tensor, fusion));
    }

    Slot slot(Tensor tensor) {
        return Objects.requireNonNull(slots.get(tensor));
    }

    /** How what is accumulated begins. */
    Initialisation initialisation() {
        return initialisation;
    }

    /** The scalars that live in a variable until the end and then go to their place. */
    List<Slot> gathered() {
        return gathered;
    }

    /** The tensor that lives in a variable, or null if it is another. */
    @Nullable
    Tensor tensor(Local local) {
        return variables.get(local);
    }

    /** Whether only one equation writes this variable. */
    boolean isWrittenOnce(Local local) {
        return writtenOnce.contains(local);
    }

    /** The buffers it made. */
    List<Place> fields() {
        return fields;
    }

    private void collect(Block block) {
        for (Item item : block.ordered()) {
            if (item instanceof Loop loop) {
                collect(loop.body);
            } else {
                collect((Leaf) item);
            }
        }
    }

    private void collect(Leaf leaf) {
        Equation e = leaf.equation;
        access(e.target(), leaf, e.subscripts());
        for (Expr node : e.reads()) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            access(read.tensor(), leaf, read.subscripts());
        }
    }

    private List<Access> accesses(Tensor tensor) {
        return Objects.requireNonNull(accesses.get(tensor));
    }

    private void access(Tensor tensor, Leaf leaf, List<Poly> subscripts) {
        accesses.computeIfAbsent(tensor, t -> new ArrayList<>(2)).add(new Access(leaf, subscripts));
    }

    private void allocate(Tensor tensor, Fusion fusion) {
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < tensor.shape().size(); axis++) {
            axes.add(axis);
        }
        Block block = fusion.root();
        Place place = given.get(tensor);
        if (place == null) {
            for (Loop loop : commonLoops(tensor)) {
                int axis = axisOf(loop, tensor);
                if (axis < 0) {
                    break;
                }
                axes.remove((Integer) axis);
                block = loop.body;
            }
        }
        boolean gathers = place != null && isGathered(tensor, fusion.writers(tensor));
        Local local = gathers || (place == null && axes.isEmpty()) ? variable(tensor) : null;
        if (place == null && local == null) {
            List<Poly> shape = axes.stream().map(tensor.shape()::get).toList();
            place = new Place(tensor, Place.Storage.FIELD, shape);
            fields.add(place);
        }
        if (local != null) {
            variables.put(local, tensor);
        }
        Slot slot = new Slot(tensor, block, axes, local, place);
        slots.put(tensor, slot);
        if (local != null && fusion.writers(tensor).size() == 1) {
            writtenOnce.add(local);
        }
        if (gathers) {
            gathered.add(slot);
        }
        Local accumulator = initialisation.decide(slot, fusion.writers(tensor), accesses(tensor));
        if (accumulator != null) {
            variables.put(accumulator, tensor);
            writtenOnce.add(accumulator);
        }
    }

    private static Local variable(Tensor tensor) {
        return new Local(tensor.name(), kind(tensor));
    }

    private static Op.Kind kind(Tensor tensor) {
        return tensor.type() == Tensor.Type.SET ? Op.Kind.SET : Op.Kind.REAL;
    }

    /** Whether a scalar that outlives the computation is the sum of what several iterations add. */
    private static boolean isGathered(Tensor tensor, List<Leaf> writers) {
        return tensor.shape().isEmpty()
                && !tensor.isTable()
                && writers.stream().anyMatch(w -> w.equation.reduction() != Reduction.SET && w.block.loop != null);
    }

    /** The loops that all accesses stand in, from the outermost. */
    private List<Loop> commonLoops(Tensor tensor) {
        List<Loop> common = loops(accesses(tensor).get(0).leaf());
        for (Access access : accesses(tensor)) {
            List<Loop> loops = loops(access.leaf());
            int same = 0;
            while (same < Math.min(common.size(), loops.size()) && common.get(same) == loops.get(same)) {
                same++;
            }
            common = common.subList(0, same);
        }
        return common;
    }

    private static List<Loop> loops(Leaf leaf) {
        List<Loop> loops = new ArrayList<>();
        for (Loop loop = leaf.block.loop; loop != null; loop = loop.block.loop) {
            loops.add(0, loop);
        }
        return loops;
    }

    /** The axis on which every access is at the element of this loop's iteration, or -1. */
    private int axisOf(Loop loop, Tensor tensor) {
        Access first = accesses(tensor).get(0);
        for (int axis = 0; axis < tensor.shape().size(); axis++) {
            int a = axis;
            Poly subscript = first.subscripts().get(axis);
            if (loop.isOfIteration(subscript)
                    && accesses(tensor).stream()
                            .allMatch(access -> access.subscripts().get(a).equals(subscript))) {
                return axis;
            }
        }
        return -1;
    }
}
