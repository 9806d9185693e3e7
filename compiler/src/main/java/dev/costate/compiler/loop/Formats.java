package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.NumberFormats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which numbers each variable, place and expression of some units is. Where these compute in {@code float}, so is
 * all but three things: what is summed, which is {@code double} and rounded wherever an operation reads it; the
 * terms of sums that are products, which are not rounded; and what is computed of {@code double} that the caller gives.
 * Numbers that are stored in {@code double} though they are no sums make no difference to what is computed.
 *
 * <p>The formats of variables and places follow from what is assigned to them: they start as {@code float} and grow
 * until nothing changes.
 */
public final class Formats {
    /** Each holds the values of those before it. */
    public enum Format {
        /** A number of the model or an integer: in the format of what it stands in. */
        NUMBER,
        FLOAT,
        /** A {@code double} that an operation rounds to {@code float} where it reads it. */
        SUM,
        /** A {@code double} that is read as it is, and makes whatever is computed of it one. */
        DOUBLE;

        private Format or(Format other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    private final FloatMode mode;
    private final Map<Local, Format> locals = new HashMap<>();
    private final Map<Place, Format> places = new HashMap<>();
    private final Map<Tensor, Place> prepared = new HashMap<>();
    private boolean grows;
    /** Whether the unit at hand computes integers, which {@code float} does not hold. */
    private boolean ofIntegers;

    /** @param units of one class */
    public Formats(FloatMode mode, List<Unit> units) {
        this.mode = mode;
        if (mode == FloatMode.DOUBLE) {
            return;
        }
        for (Unit unit : units) {
            if (unit.kind() == Unit.Kind.DATA) {
                unit.fields().forEach(place -> prepared.put(place.tensor(), place));
            }
            unit.outputs().values().forEach(place -> grow(place, Format.SUM));
        }
        do {
            grows = false;
            for (Unit unit : units) {
                ofIntegers =
                        unit.fields().stream().anyMatch(place -> place.tensor().isTable());
                unit.body().forEach(this::assign);
            }
        } while (grows);
    }

    /** The format of a variable; what is no number is not converted. */
    public Format of(Local local) {
        boolean wide = mode == FloatMode.DOUBLE || local.kind() != Op.Kind.REAL;
        return wide ? Format.DOUBLE : locals.getOrDefault(local, Format.FLOAT);
    }

    /** The format of the elements of a place. */
    public Format of(Place place) {
        if (mode == FloatMode.DOUBLE || isOfPattern(place)) {
            return Format.DOUBLE;
        } else if (place.tensor().half() != null) {
            return Format.FLOAT;
        }
        if (place.sums().hasObjects()) {
            return places.getOrDefault(place, Format.SUM);
        }
        return switch (place.storage()) {
            case INPUT, NOISE -> Format.FLOAT;
            case PARAMETER -> mode == FloatMode.FLOAT ? Format.FLOAT : Format.DOUBLE;
            case ARGUMENT -> {
                boolean free = mode == FloatMode.FLOAT_OF_DOUBLE
                        && place.tensor().origin().role() == Tensor.Role.PARAM;
                yield free ? Format.DOUBLE : Format.SUM;
            }
            case PREPARED -> {
                Place made = prepared.get(place.tensor());
                yield made == null ? Format.SUM : of(made);
            }
            case FIELD -> places.getOrDefault(place, place.shape().isEmpty() ? Format.SUM : Format.FLOAT);
        };
    }

    /** Whether it holds sets, or what is known of numbers before these are computed. */
    private static boolean isOfPattern(Place place) {
        return place.tensor().type() == Tensor.Type.SET
                || place.tensor().role() == Tensor.Role.STRUCTURE
                || (place.storage() == Place.Storage.ARGUMENT
                        && place.argument().type() == Argument.Type.SETS);
    }

    /** The format of the value of an expression. */
    public Format of(Code code) {
        if (mode == FloatMode.DOUBLE) {
            return Format.DOUBLE;
        } else if (code instanceof Code.Variable variable) {
            return variable.local().kind() == Op.Kind.CONDITION ? Format.NUMBER : of(variable.local());
        } else if (code instanceof Code.Element element) {
            return of(element.place());
        } else if (code instanceof Code.Constant || code instanceof Code.Whole) {
            return Format.NUMBER;
        } else if (code instanceof Code.Apply apply && NumberFormats.isRounding(apply.op())) {
            return Format.FLOAT;
        }
        Format all = Format.NUMBER;
        List<Code> operands = code.operands();
        for (int k = code instanceof Code.Choice ? 1 : 0; k < operands.size(); k++) {
            all = all.or(of(operands.get(k)));
        }
        boolean sums = code.readsSlices() || (code instanceof Code.Apply apply && apply.exact());
        if (all == Format.DOUBLE || all == Format.NUMBER) {
            return all;
        }
        return sums ? Format.SUM : Format.FLOAT;
    }

    /** Lets variables be stored in {@code double}, which holds all their values. */
    public void store(Set<Local> stored) {
        stored.stream()
                .filter(local -> local.kind() == Op.Kind.REAL)
                .forEach(local -> locals.put(local, of(local).or(Format.SUM)));
    }

    /** Whether statements read params in {@code float}. */
    public boolean roundsPoint(List<Statement> body) {
        return mode == FloatMode.FLOAT && body.stream().anyMatch(this::readsParams);
    }

    private boolean readsParams(Statement statement) {
        boolean[] reads = {false};
        Walk.own(
                statement,
                code -> reads[0] |=
                        code instanceof Code.Element element && element.place().storage() == Place.Storage.PARAMETER);
        return reads[0]
                || (statement instanceof Statement.Call call
                        && roundsPoint(call.method().body()))
                || statement.bodies().stream().anyMatch(this::roundsPoint);
    }

    private void grow(Local local, Format format) {
        if (local.kind() == Op.Kind.REAL && format.compareTo(of(local)) > 0) {
            locals.put(local, format);
            grows = true;
        }
    }

    private void grow(Place place, Format format) {
        if (place.storage() == Place.Storage.FIELD && format.compareTo(of(place)) > 0) {
            places.put(place, format);
            grows = true;
        }
    }

    /** The format of what holds a value; numbers keep their digits where {@code double} may read them. */
    private Format holding(Code value) {
        if (ofIntegers) {
            return Format.DOUBLE;
        }
        Format format = of(value);
        boolean kept = format == Format.NUMBER && mode == FloatMode.FLOAT_OF_DOUBLE;
        return kept ? Format.SUM : format;
    }

    private void assign(Statement statement) {
        if (statement instanceof Statement.Define define) {
            grow(define.local(), holding(define.value()));
        } else if (statement instanceof Statement.Declare declare) {
            grow(declare.local(), holding(declare.value()));
        } else if (statement instanceof Statement.Update update) {
            grow(update.local(), holding(update.value()).or(accumulated(update.reduction())));
        } else if (statement instanceof Statement.SumLoop sum) {
            grow(sum.local(), holding(sum.value()).or(Format.SUM));
        } else if (statement instanceof Statement.Store store) {
            Format value = holding(store.value()) == Format.DOUBLE ? Format.DOUBLE : Format.FLOAT;
            grow(store.target().place(), value.or(accumulated(store.reduction())));
        } else if (statement instanceof Statement.Axpy axpy) {
            grow(axpy.target().place(), Format.SUM);
        } else if (statement instanceof Statement.Row row) {
            Format product = of(row.factor()).or(of(row.source()));
            grow(row.target().place(), product == Format.DOUBLE ? product : accumulated(row.reduction()));
        } else if (statement instanceof Statement.Call call) {
            call.method().body().forEach(this::assign);
        }
        statement.bodies().forEach(body -> body.forEach(this::assign));
    }

    private static Format accumulated(Reduction reduction) {
        return reduction == Reduction.SUM ? Format.SUM : Format.FLOAT;
    }
}
