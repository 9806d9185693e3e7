package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The body of one method. Long, since it has a method for each kind of statement. */
final class MethodPrinter {
    private static final int ACCUMULATORS = 4;

    private final UnitContext context;
    private final String owner;
    private final String className;
    private final Entry entry;
    private final Names names;
    private final Map<Local, String> locals = new HashMap<>();
    private final Map<Atom, String> indices = new HashMap<>();
    private final Map<Atom, Interval> intervals = new HashMap<>();
    private final Integers integers;
    private final Expressions expressions;
    private final int margin;
    private final Lines lines;
    private final Comments comments;
    private String comment = "";
    /** Where in the model the statements at hand come from, as messages end. */
    private String at = "";

    /**
     * @param className the class in which the method stands
     * @param owner the object that holds the fields, {@code this} or {@code unit}
     * @param margin the columns by which a method's body is indented
     * @param bound an expression for data that has to be checked when it is taken, else null
     */
    MethodPrinter(
            UnitContext context, String className, String owner, int margin, Function<Tensor, @Nullable String> bound) {
        this.context = context;
        this.owner = owner;
        this.className = className;
        this.margin = margin;
        this.lines = new Lines(margin);
        this.comments = new Comments(context.names().source());
        this.entry = new Entry(context, owner, bound);
        this.names = new Names(context::isReserved);
        this.integers = new Integers(
                this::integerName, intervals::get, () -> at, context.unit().kind() == Unit.Kind.BACKWARD);
        this.expressions = new Expressions(entry, integers, this::local, atom -> null);
    }

    /** Names the parameters that hold indices; to be called before {@link #print}. */
    List<String> parameters(List<Range> around) {
        List<String> parameters = new ArrayList<>();
        for (Range range : around) {
            String name = names.local(range.index().name());
            index(range, name);
            parameters.add(name);
        }
        return parameters;
    }

    /** The body of the method, the copies of what it uses first. */
    String print(List<Step> steps) {
        steps(steps, true);
        Lines copies = new Lines(margin);
        entry.lines().forEach(copies::add);
        String copied = copies.toString();
        String body = lines.toString();
        return copied.isEmpty() || body.isEmpty() ? copied + body : copied + "\n" + body;
    }

    /** The data that the method checks where it takes it. */
    Set<Tensor> checked() {
        return entry.checked();
    }

    /** Brings the index of a range into scope. */
    private void index(Range range, String name) {
        indices.put(range.index(), name);
        intervals.put(range.index(), Interval.of(range, intervals::get));
    }

    private String integerName(Atom atom) {
        String name = indices.get(atom);
        return name != null ? name : entry.dim(atom);
    }

    private String local(Local local) {
        String name = locals.get(local);
        if (name != null) {
            return name;
        }
        String slot = slot(local, Objects.requireNonNull(context.slots().get(local), () -> "not introduced: " + local));
        return local.condition() ? slot + " != 0.0" : slot;
    }

    private String slot(Local local, int slot) {
        return entry.slot(slot, local.kind() == Op.Kind.SET);
    }

    private void steps(List<Step> steps, boolean outermost) {
        List<Statement.From> origins = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Whole whole && whole.statement() instanceof Statement.From from) {
                origins.add(from);
            }
        }
        comments.group(origins);
        for (Step step : steps) {
            if (step instanceof Step.Whole whole) {
                statement(whole.statement(), outermost);
            } else if (step instanceof Step.Call call) {
                call(call.part());
            } else {
                Step.Nested nested = (Step.Nested) step;
                compound(nested.statement(), nested.bodies());
            }
        }
    }

    private void call(Part part) {
        String target = Objects.requireNonNull(context.classOf().get(part.number()));
        List<String> arguments = new ArrayList<>();
        if (!target.equals(context.className())) {
            arguments.add(owner);
        }
        arguments.addAll(context.arguments());
        part.ranges().forEach(range -> arguments.add(integerName(range.index())));
        String receiver = target.equals(className) ? "" : target.equals(context.className()) ? "unit." : target + ".";
        lines.add(receiver + part.name() + "(" + String.join("," + Lines.mark(0), arguments) + ");");
    }

    private void statement(Statement statement, boolean outermost) {
        if (statement instanceof Statement.From from) {
            from(from, outermost);
        } else if (statement instanceof Statement.Define define) {
            introduce(define.local(), define.value(), true);
        } else if (statement instanceof Statement.Declare declare) {
            introduce(declare.local(), declare.value(), false);
        } else if (statement instanceof Statement.Update update) {
            update(update);
        } else if (statement instanceof Statement.Store store) {
            assign(expressions.element(store.target()), store.reduction(), store.value());
        } else if (statement instanceof Statement.Fill fill) {
            fill(fill.place(), fill.value());
        } else if (statement instanceof Statement.SumLoop sum) {
            sum(sum);
        } else if (statement instanceof Statement.Axpy axpy) {
            axpy(axpy);
        } else if (statement instanceof Statement.Row row) {
            row(row);
        } else {
            compound(statement, nested(statement).bodies());
        }
    }

    private void from(Statement.From from, boolean outermost) {
        String line = comments.line(from);
        at = " at " + from.span().file().fileName() + ":" + from.span().line();
        if (line.equals(comment)) {
            return;
        }
        comment = line;
        if (outermost) {
            lines.gap();
        }
        lines.add(line);
    }

    private void introduce(Local local, Code value, boolean once) {
        Integer slot = context.slots().get(local);
        String type = switch (local.kind()) {
            case REAL -> "double ";
            case CONDITION -> "boolean ";
            case SET -> Blocks.type("IndexSet") + " ";
        };
        String printed = expressions.print(value);
        if (slot == null || once) {
            String name = names.local(local.hint());
            lines.add(type + name + " =" + Lines.mark(0) + printed + ";");
            locals.put(local, name);
        }
        if (slot != null) {
            String kept = once ? Objects.requireNonNull(locals.get(local)) : printed;
            lines.add(slot(local, slot) + " = " + (local.condition() ? condition(kept, once) : kept) + ";");
        }
    }

    private static String condition(String value, boolean simple) {
        return (simple ? value : "(" + value + ")") + " ? 1.0 : 0.0";
    }

    private void update(Statement.Update update) {
        Local local = update.local();
        if (local.condition() && !locals.containsKey(local)) {
            Integer slot = Objects.requireNonNull(context.slots().get(local));
            lines.add(slot(local, slot) + " = " + condition(expressions.print(update.value()), false) + ";");
            return;
        }
        assign(local(local), update.reduction(), update.value());
    }

    private void assign(String target, Reduction reduction, Code value) {
        switch (reduction) {
            case SET -> lines.add(target + " =" + Lines.mark(0) + expressions.print(value) + ";");
            case SUM -> add(target, value);
            case PROD -> lines.add(target + " *=" + Lines.mark(0) + expressions.print(value) + ";");
            case UNION ->
                lines.add(target + " = " + Blocks.type("IndexSet") + ".add(" + target + "," + Lines.mark(0)
                        + expressions.print(value) + ");");
            case MAX, MIN -> {
                String function = Blocks.type("Math") + (reduction == Reduction.MAX ? ".max(" : ".min(");
                lines.add(target + " = " + function + target + "," + Lines.mark(0) + expressions.print(value) + ");");
            }
        }
    }

    private void add(String target, Code value) {
        boolean negated = value instanceof Code.Apply apply
                && apply.op().java() instanceof Op.Form.Prefix prefix
                && prefix.symbol().equals("-");
        Code amount = negated ? ((Code.Apply) value).operands().get(0) : value;
        lines.add(target + (negated ? " -=" : " +=") + Lines.mark(0) + expressions.print(amount) + ";");
    }

    private void fill(Place place, double value) {
        boolean set = place.tensor().type() == Tensor.Type.SET;
        String literal = set ? Blocks.type("IndexSet") + ".none()" : Numbers.literal(value);
        if (place.shape().isEmpty()) {
            lines.add(entry.scalar(place) + " = " + literal + ";");
            return;
        }
        String array = entry.array(place);
        String range = "";
        if (place.storage() != Place.Storage.FIELD) {
            if (place.stride() != null) {
                fillRows(place, place.stride(), literal);
                return;
            }
            Text size = integers.print(ModelNames.product(place.shape()));
            String start = entry.at(place, new Text("0", Precedence.PRIMARY));
            String end = start.equals("0") ? size.text() : start + Integers.added(size);
            range = ", " + start + ", " + end;
        }
        lines.add(Blocks.type("Arrays") + ".fill(" + array + range + ", " + literal + ");");
    }

    /** Row by row, since what is between the rows is something else. */
    private void fillRows(Place place, Poly stride, String literal) {
        int last = place.shape().size() - 1;
        Atom.Index row = new Atom.Index("row", Atom.Index.Kind.LOOP, Integer.MAX_VALUE);
        Range range = Range.upTo(row, place.shape().get(last));
        Poly from = Poly.of(row).times(stride).plus(place.offset());
        names.enter();
        lines.open(header(range));
        Integers integers = new Integers(this::integerName);
        Poly to = from.plus(ModelNames.product(place.shape().subList(0, last)));
        lines.add(Blocks.type("Arrays") + ".fill(" + entry.array(place) + ", "
                + integers.print(from).text() + ", " + integers.print(to).text() + ", " + literal + ");");
        names.leave();
        lines.close("}");
    }

    private void axpy(Statement.Axpy axpy) {
        char mark = Lines.mark(0);
        lines.add(Blocks.type("Kernels") + ".axpy(" + expressions.print(axpy.factor()) + "," + mark
                + expressions.slice(axpy.source()) + "," + mark + expressions.slice(axpy.target()) + "," + mark
                + expressions.integer(axpy.count()) + ");");
    }

    private void row(Statement.Row row) {
        String kernel = row.reduction() == Reduction.SET ? ".setRow(" : ".addRow(";
        List<String> arguments = new ArrayList<>();
        arguments.add(expressions.print(row.factor()));
        boolean strided =
                row.source().place().stride() != null || row.target().place().stride() != null;
        for (Code.Element element : List.of(row.source(), row.target())) {
            Poly stride = element.place().stride();
            arguments.add(expressions.slice(element));
            if (strided) {
                arguments.add(expressions.integer(stride == null ? Poly.ONE : stride));
            }
        }
        arguments.add(expressions.integer(row.count()));
        lines.add(Blocks.type("Kernels") + kernel + String.join("," + Lines.mark(0), arguments) + ");");
    }

    private void compound(Statement statement, List<List<Step>> bodies) {
        if (statement instanceof Statement.Loop loop) {
            names.enter();
            lines.open(header(loop.range()));
            steps(bodies.get(0), false);
            names.leave();
            lines.close("}");
            return;
        }
        choice(((Statement.If) statement).condition(), bodies.get(0), bodies.get(1));
    }

    /** Choices in the second branches of each other stand one below the other. */
    private void choice(Code first, List<Step> then, List<Step> otherwise) {
        lines.open("if (" + expressions.print(first) + ") {");
        block(then);
        List<Step> rest = otherwise;
        for (Step.Nested next = only(rest); next != null; next = only(rest)) {
            lines.open("} else if (" + expressions.print(((Statement.If) next.statement()).condition()) + ") {");
            block(next.bodies().get(0));
            rest = next.bodies().get(1);
        }
        if (!rest.isEmpty()) {
            lines.open("} else {");
            block(rest);
        }
        lines.close("}");
    }

    /** The choice that is all there is, if it is. */
    private static Step.@Nullable Nested only(List<Step> steps) {
        if (steps.size() != 1) {
            return null;
        }
        if (steps.get(0) instanceof Step.Nested nested && nested.statement() instanceof Statement.If) {
            return nested;
        }
        return steps.get(0) instanceof Step.Whole whole && whole.statement() instanceof Statement.If choice
                ? nested(choice)
                : null;
    }

    private static Step.Nested nested(Statement statement) {
        return new Step.Nested(
                statement,
                statement.bodies().stream()
                        .map(body -> body.stream().<Step>map(Step.Whole::new).toList())
                        .toList());
    }

    private void block(List<Step> steps) {
        names.enter();
        steps(steps, false);
        names.leave();
        comment = "";
    }

    private String header(Range range) {
        String from = expressions.bound(range.from());
        String to = expressions.bound(range.to());
        String last = expressions.bound(range.to().plus(-1));
        String i = names.local(range.index().name());
        index(range, i);
        return range.order() == Range.Order.DOWNWARD
                ? "for (int " + i + " = " + last + "; " + i + " >= " + from + "; " + i + "--) {"
                : "for (int " + i + " = " + from + "; " + i + " < " + to + "; " + i + "++) {";
    }

    private void sum(Statement.SumLoop sum) {
        Range range = sum.range();
        String from = expressions.bound(range.from());
        String to = expressions.bound(range.to());
        String blocks = names.local(range.index().name() + "Blocks");
        lines.add("int " + blocks + " = " + blocks(range, from) + ";");
        String target = local(sum.local());
        List<String> partial = new ArrayList<>();
        for (int k = 0; k < ACCUMULATORS; k++) {
            partial.add(names.local(sum.local().hint() + "Part"));
            lines.add("double " + partial.get(k) + " = 0.0;");
        }
        names.enter();
        String i = names.local(range.index().name());
        index(new Range(range.index(), range.from(), range.to().plus(1 - ACCUMULATORS)), i);
        lines.open("for (int " + i + " = " + from + "; " + i + " < " + blocks + "; " + i + " += 4) {");
        for (int k = 0; k < ACCUMULATORS; k++) {
            int step = k;
            Poly shifted = Poly.of(range.index()).plus(step);
            Expressions shiftedCode =
                    new Expressions(entry, integers, this::local, a -> a.equals(range.index()) ? shifted : null);
            lines.add(partial.get(k) + " +=" + Lines.mark(0) + shiftedCode.print(sum.value()) + ";");
        }
        lines.close("}");
        index(range, i);
        lines.open("for (int " + i + " = " + blocks + "; " + i + " < " + to + "; " + i + "++) {");
        lines.add(partial.get(0) + " +=" + Lines.mark(0) + expressions.print(sum.value()) + ";");
        lines.close("}");
        names.leave();
        lines.add(target + " +=" + Lines.mark(0) + "(" + partial.get(0) + " + " + partial.get(1) + ")" + Lines.mark(1)
                + "+ (" + partial.get(2) + " + " + partial.get(3) + ");");
    }

    /** Where the last whole block of four ends. */
    private String blocks(Range range, String from) {
        Text extent = integers.print(range.extent());
        if (range.extent().isConstant()) {
            long whole = Math.max(0, range.extent().constant().orElse(0)) / ACCUMULATORS * ACCUMULATORS;
            return expressions.integer(range.from().plus(whole));
        }
        boolean size = range.from().isZero() && range.to().asAtom() instanceof Atom.Dim;
        String count = size ? extent.text() : Blocks.type("Math") + ".max(0, " + extent.text() + ")";
        String whole = count + " & ~3";
        return range.from().isZero() ? whole : from + " + (" + whole + ")";
    }
}
