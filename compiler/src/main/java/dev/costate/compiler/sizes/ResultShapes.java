package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Callee;
import dev.costate.compiler.names.Symbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shapes of the results of calls, each found once. */
final class ResultShapes {
    /** A function with the shapes, integers and functions that it is called with, and which of its results. */
    record Call(
            Symbol function,
            List<List<Poly>> arguments,
            Map<String, Poly> integers,
            Map<String, Callee> functions,
            int result) {}

    private final Map<Call, Optional<List<Poly>>> known = new HashMap<>();

    /** The shape of a result, or null after an error; also for a call within itself. */
    @Nullable
    List<Poly> of(Call call, Supplier<@Nullable List<Poly>> find) {
        Optional<List<Poly>> before = known.putIfAbsent(call, Optional.empty());
        if (before == null) {
            before = Optional.ofNullable(find.get());
            known.put(call, before);
        }
        return before.orElse(null);
    }
}
