package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One computation, which becomes one class: its statements run in order and read and write its fields.
 *
 * @param kind what it computes
 * @param clause the derivative clause it serves, such as {@code gradient of loss}, or null where there is none
 * @param arguments what its methods take after the point, in order
 * @param fields the places it owns: outputs, kept values, buffers
 * @param kept for {@link Kind#BACKWARD}, the places that are fields of the forward unit
 * @param outputs for all kinds but {@link Kind#BACKWARD} and {@link Kind#PATTERN}, where each output stands after a run
 * @param data for {@link Kind#DATA}, what it depends on, also by others that it reads; in the order of the model
 * @param result where the derivative stands after a run, if it is one number that is returned
 * @param batch what it adds up over ranges, which may be added up apart; null if there is no such thing
 */
public record Unit(
        Kind kind,
        @Nullable String clause,
        List<Argument> arguments,
        List<Place> fields,
        List<Place> kept,
        List<Tensor> data,
        Map<Tensor, Place> outputs,
        @Nullable Place result,
        List<Statement> body,
        @Nullable Batch batch) {
    /** The computations there are. */
    public enum Kind {
        /** What depends on data alone, after it was bound. */
        DATA,
        /** All outputs, keeping what the backward halves read. */
        FORWARD,
        /** One output and nothing else. */
        VALUE,
        /** A derivative, after FORWARD ran at the same point. */
        BACKWARD,
        /** One output and its derivative in one go. */
        SWEEP,
        /** Which entries of a derivative need not be zero, from sizes and integers alone. */
        PATTERN
    }

    public Unit {
        arguments = List.copyOf(arguments);
        fields = List.copyOf(fields);
        kept = List.copyOf(kept);
        data = List.copyOf(data);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        body = List.copyOf(body);
        Scoping.verify(body, batch == null ? List.of() : batch.bounds());
    }

    /** One without a batch. */
    public Unit(
            Kind kind,
            @Nullable String clause,
            List<Argument> arguments,
            List<Place> fields,
            List<Place> kept,
            List<Tensor> data,
            Map<Tensor, Place> outputs,
            @Nullable Place result,
            List<Statement> body) {
        this(kind, clause, arguments, fields, kept, data, outputs, result, body, null);
    }

    /** The same that adds up over ranges. */
    Unit with(Batch newBatch, List<Place> newFields, List<Statement> newBody) {
        return new Unit(kind, clause, arguments, newFields, kept, data, outputs, result, newBody, newBatch);
    }
}
