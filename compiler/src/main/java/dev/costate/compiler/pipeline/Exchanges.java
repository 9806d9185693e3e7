package dev.costate.compiler.pipeline;

import dev.costate.compiler.diff.Differentiated;
import dev.costate.compiler.diff.Way;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.schedule.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which arguments of its method the tensors of a derivative are, and where in them they stand. */
final class Exchanges {
    private final Derivative derivative;
    private final Way way;
    private final Differentiated differentiated;
    /** Where the elements of each input begin among those of all inputs. */
    private final Map<Tensor, Poly> offsets;

    private final Map<Form.Use, Argument> arguments = new LinkedHashMap<>();

    private Exchanges(Derivative derivative, Way way, Differentiated differentiated) {
        this.derivative = derivative;
        this.way = way;
        this.differentiated = differentiated;
        this.offsets = derivative.offsets();
        for (Form.Slot slot : derivative.slots(way.again())) {
            Form.Slot own = slot.use() == Form.Use.RESULT ? derivative.computed() : slot;
            Argument.Type type = own.axes().isEmpty() ? Argument.Type.NUMBER : Argument.Type.NUMBERS;
            arguments.put(own.use(), new Argument(own.name(), type));
        }
        Form.Slot also = derivative.beside();
        if (also != null) {
            arguments.put(also.use(), new Argument(also.name(), Argument.Type.NUMBERS));
        }
    }

    /** What a derivative that is taken in a way exchanges with its caller. */
    static Exchange of(Derivative derivative, Way way, Differentiated differentiated) {
        return new Exchanges(derivative, way, differentiated).exchange();
    }

    private Exchange exchange() {
        List<Argument> all = new ArrayList<>(arguments.values());
        Argument colours = way.byRows() ? Argument.ROW_COLOURS : Argument.COLUMN_COLOURS;
        if (way.compressed()) {
            all.add(colours);
        }
        List<Place> given = new ArrayList<>();
        if (differentiated.seed() != null) {
            given.add(new Place(differentiated.seed(), argument(Form.Use.SEED), Poly.ZERO));
        }
        differentiated
                .directions()
                .forEach(
                        (input, tangent) -> given.add(new Place(tangent, argument(Form.Use.DIRECTION), offset(input))));
        differentiated.colours().forEach(table -> given.add(new Place(table, colours, Poly.ZERO)));
        if (derivative.isNumber()) {
            Tensor number = differentiated.results().values().iterator().next();
            return new Exchange(all, given, List.of(), new Place(number, Place.Storage.FIELD, List.of()));
        }
        List<Place> results = new ArrayList<>();
        differentiated.results().forEach((of, result) -> results.add(place(of, result)));
        differentiated
                .beside()
                .forEach((input, adjoint) -> results.add(new Place(adjoint, argument(Form.Use.BESIDE), offset(input))));
        return new Exchange(all, given, results, null);
    }

    /**
     * Where a result stands: the elements of one input or of the output, and if it has one more axis that within them.
     */
    private Place place(Tensor of, Tensor result) {
        Argument argument = argument(Form.Use.RESULT);
        boolean byInput = of != derivative.output();
        Poly offset = byInput ? offset(of) : Poly.ZERO;
        List<Form.Space> axes = derivative.computed().axes();
        if (axes.size() == 1) {
            return new Place(result, argument, offset);
        }
        Form.Space own = byInput ? Form.Space.INPUTS : Form.Space.OUTPUT;
        Poly size = derivative.size(axes.get(1));
        Poly columns = axes.get(0) == own && !way.byRows() ? differentiated.width(size) : size;
        return axes.get(0) == own
                ? new Place(result, argument, offset.times(columns))
                : new Place(result, argument, offset, columns);
    }

    private Argument argument(Form.Use use) {
        return Objects.requireNonNull(arguments.get(use), use::name);
    }

    private Poly offset(Tensor input) {
        return Objects.requireNonNull(offsets.get(input));
    }
}
