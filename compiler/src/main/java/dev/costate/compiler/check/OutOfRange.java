package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Span;
import java.util.List;

/** What to say of a subscript that is not known to be in range. */
final class OutOfRange {
    private final Context context;
    private final Tensor tensor;
    private final List<Reads.Subscripted> subscripts;
    private final int position;
    private final Span span;
    private final Scope scope;

    OutOfRange(
            Context context, Scope scope, Tensor tensor, List<Reads.Subscripted> subscripts, int position, Span span) {
        this.context = context;
        this.scope = scope;
        this.tensor = tensor;
        this.subscripts = subscripts;
        this.position = position;
        this.span = span;
    }

    void report(boolean lowHolds) {
        context.reporter.report(Code.UNPROVED, span, "not proved " + lowHolds + scope + tensor + subscripts + position);
    }
}
