package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The comments of one method that say where its statements come from. */
final class Comments {
    private static final String OF = " of ";

    /** Longer lists of partial derivatives are lists of names. */
    private static final int LONGEST = 80;

    private final SourceFile model;
    private final Set<Span> quoted = new HashSet<>();
    /** What is said of neighbours that come from one line, for each of them. */
    private final IdentityHashMap<Statement.From, String> remarks = new IdentityHashMap<>();

    /** @param model whose file needs no naming */
    Comments(SourceFile model) {
        this.model = model;
    }

    /** Whether two comments say the same, but that the first one may quote. */
    boolean isAlike(Statement.@Nullable From one, Statement.@Nullable From other) {
        return Objects.equals(one, other)
                || (one != null
                        && other != null
                        && one.span().equals(other.span())
                        && remark(one).equals(remark(other)));
    }

    private String remark(Statement.From from) {
        return remarks.getOrDefault(from, from.remark());
    }

    /** {@code line 11: z[i] = b + sum(j) w[j] * X[i, j]}, the text where it comes first. */
    String line(Statement.From from) {
        Span span = from.span();
        String file =
                span.file().equals(model) ? "" : Escape.lineComment(span.file().fileName()) + ", ";
        String line = file + "line " + span.line();
        String remark = remark(from);
        if (!remark.isEmpty()) {
            return line + ", " + Escape.lineComment(remark);
        }
        return quoted.add(span) ? line + ": " + Escape.lineComment(span.file().text(), span.start(), span.end()) : line;
    }

    /**
     * Lets neighbours of one line have one comment: {@code b → z: 1, w → z: x[n]}, or {@code adjoint of b, w} if that
     * is too long.
     */
    void group(List<Statement.From> block) {
        for (int start = 0, end; start < block.size(); start = end) {
            Statement.From first = block.get(start);
            Set<String> names = new LinkedHashSet<>();
            Set<String> partials = new LinkedHashSet<>();
            for (end = start; end < block.size() && isOfOneLine(first, block.get(end)); end++) {
                names.add(name(block.get(end)));
                partials.add(block.get(end).partial());
            }
            String formulas = String.join(", ", partials);
            boolean all = !partials.contains("") && formulas.length() <= LONGEST;
            if (!first.remark().isEmpty()) {
                String remark = all ? formulas : kind(first) + String.join(", ", names);
                block.subList(start, end).forEach(from -> remarks.put(from, remark));
            }
        }
    }

    private static boolean isOfOneLine(Statement.From first, Statement.From other) {
        return first.span().equals(other.span()) && kind(first).equals(kind(other));
    }

    /** Up to what it is of, {@code adjoint of }; what it is of may be of something else. */
    private static String kind(Statement.From from) {
        int end = from.remark().indexOf(OF);
        return end < 0 ? from.remark() : from.remark().substring(0, end + OF.length());
    }

    private static String name(Statement.From from) {
        return from.remark().substring(kind(from).length());
    }
}
