package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Method;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The body of one method. Long, since it has a method for each kind of statement. */
final class MethodBody implements Statement.Visitor<List<JavaStatement>> {
    private static final int ACCUMULATORS = 4;

    private final UnitContext context;
    private final JavaExpression owner;
    private final String className;
    private final Entry entry;
    private final Names names;
    private final Map<Local, String> locals = new HashMap<>();
    private final Map<Atom, String> indices = new HashMap<>();
    private final Map<Atom, Interval> intervals = new HashMap<>();
    private final Integers integers;
    private final Expressions expressions;
    private final Comments comments;
    private final @Nullable Tracing tracing;
    private String comment = "";
    /** Where in the model the statements at hand come from, as messages end. */
    private String at = "";

    /**
     * @param className the class in which the method stands
     * @param owner the object that holds the fields, {@code this} or {@code unit}
     * @param bound an expression for data that has to be checked when it is taken, else null
     */
    MethodBody(
            UnitContext context,
            String className,
            JavaExpression owner,
            Function<Tensor, @Nullable JavaExpression> bound) {
        this.context = context;
        this.owner = owner;
        this.className = className;
        this.comments = new Comments(context.names().source());
        this.entry = new Entry(context, owner, bound);
        this.names = new Names(context::isReserved);
        this.integers = new Integers(
                this::integerName, intervals::get, () -> at, context.unit().kind() == Unit.Kind.BACKWARD);
        this.expressions = new Expressions(entry, integers, this::local, atom -> null);
        this.tracing = context.traced() ? new Tracing(owner, expressions) : null;
    }

    /** Names the parameters that hold indices; to be called before {@link #of}. */
    List<String> parameters(List<Range> around) {
        List<String> parameters = new ArrayList<>();
        for (Range range : around) {
            String name = names.local(range.index().name());
            index(range, name);
            parameters.add(name);
        }
        return parameters;
    }

    /** The statements of the method, the copies of what it uses first. */
    List<JavaStatement> of(List<Statement> statements) {
        List<JavaStatement> body = statements(statements, true);
        List<JavaStatement> all = new ArrayList<>(entry.statements());
        if (!all.isEmpty() && !body.isEmpty()) {
            all.add(new JavaStatement.Gap());
        }
        all.addAll(body);
        return all;
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

    private JavaExpression integerName(Atom atom) {
        String name = indices.get(atom);
        return name != null ? Java.name(name) : entry.dim(atom);
    }

    private JavaExpression local(Local local) {
        String name = locals.get(local);
        if (name != null) {
            return Java.name(name);
        } else if (!context.shared().contains(local)) {
            throw new CompilerBug("emit", "not introduced: " + local);
        }
        JavaExpression shared = entry.shared(local);
        return isNumber(local) ? shared.binary("!=", Java.number(0)) : shared;
    }

    /** Whether it is a condition that stands among numbers. */
    private boolean isNumber(Local local) {
        return local.condition() && context.shared().name(local) == null;
    }

    /** Assigns to a variable that several methods use. */
    private JavaStatement share(Local local, JavaExpression value) {
        return JavaStatement.set(
                entry.shared(local), isNumber(local) ? Java.choice(value, Java.number(1), Java.number(0)) : value);
    }

    private List<JavaStatement> statements(List<Statement> body, boolean outermost) {
        List<Statement.From> origins = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.From from) {
                origins.add(from);
            }
        }
        comments.group(origins);
        List<JavaStatement> out = new ArrayList<>();
        for (Statement statement : body) {
            List<JavaStatement> made = statement.accept(this);
            if (outermost && statement instanceof Statement.From && !made.isEmpty()) {
                out.add(new JavaStatement.Gap());
            }
            out.addAll(made);
        }
        return out;
    }

    @Override
    public List<JavaStatement> visit(Statement.Call call) {
        Method method = call.method();
        String target = Objects.requireNonNull(context.classOf().get(method.number()));
        List<JavaExpression> arguments = new ArrayList<>();
        if (!target.equals(context.className())) {
            arguments.add(owner);
        }
        context.arguments().forEach(name -> arguments.add(Java.name(name)));
        method.around().forEach(range -> arguments.add(integerName(range.index())));
        String name = UnitMethods.name(method);
        if (target.equals(className)) {
            return List.of(new JavaStatement.Evaluate(Java.call(name, arguments)));
        }
        String receiver = target.equals(context.className()) ? "unit" : target;
        return List.of(new JavaStatement.Evaluate(Java.name(receiver).call(name, arguments)));
    }

    @Override
    public List<JavaStatement> visit(Statement.From from) {
        if (tracing != null) {
            tracing.from(from);
        }
        at = " at " + from.span().file().fileName() + ":" + from.span().line();
        String line = comments.line(from);
        if (line.equals(comment)) {
            return List.of();
        }
        comment = line;
        return List.of(new JavaStatement.Comment(line));
    }

    @Override
    public List<JavaStatement> visit(Statement.Define define) {
        return introduce(define.local(), define.value(), true);
    }

    @Override
    public List<JavaStatement> visit(Statement.Declare declare) {
        return introduce(declare.local(), declare.value(), false);
    }

    /** What is assigned once is a local too, where it is introduced. */
    private List<JavaStatement> introduce(Local local, Code value, boolean once) {
        boolean shared = context.shared().contains(local);
        JavaExpression java = expressions.of(value);
        List<JavaStatement> out = new ArrayList<>();
        if (!shared || once) {
            String name = names.local(local.hint());
            out.add(JavaStatement.declare(SharedLocals.type(local), name, java));
            locals.put(local, name);
            java = Java.name(name);
        }
        if (shared) {
            out.add(share(local, java));
        }
        if (tracing != null) {
            out.addAll(tracing.defined(local, value, local(local)));
        }
        return out;
    }

    @Override
    public List<JavaStatement> visit(Statement.Update update) {
        Local local = update.local();
        if (isNumber(local) && !locals.containsKey(local)) {
            return List.of(share(local, expressions.of(update.value())));
        }
        return assigned(local(local), update.reduction(), update.value());
    }

    @Override
    public List<JavaStatement> visit(Statement.Store store) {
        JavaExpression target = expressions.visit(store.target());
        return store.target().place().tensor().isTable()
                ? List.of(whole(target, store.reduction(), store.value()))
                : assigned(target, store.reduction(), store.value());
    }

    /** An integer is set, or what is counted and summed is added to it; where it is no {@code int} that fails. */
    private JavaStatement whole(JavaExpression target, Reduction reduction, Code value) {
        JavaExpression whole = expressions.whole(value);
        return JavaStatement.set(
                target, reduction == Reduction.SET ? whole : Java.call("Math", "addExact", target, whole));
    }

    private List<JavaStatement> assigned(JavaExpression target, Reduction reduction, Code value) {
        List<JavaStatement> out = new ArrayList<>(List.of(assign(target, reduction, value)));
        if (tracing != null) {
            out.addAll(tracing.assigned(target, reduction, value));
        }
        return out;
    }

    private JavaStatement assign(JavaExpression target, Reduction reduction, Code value) {
        return switch (reduction) {
            case SET -> JavaStatement.set(target, expressions.of(value));
            case SUM -> add(target, value);
            case PROD -> JavaStatement.assign(target, "*=", expressions.of(value));
            case UNION -> combine("IndexSet", "add", target, value);
            case MAX -> combine("Math", "max", target, value);
            case MIN -> combine("Math", "min", target, value);
        };
    }

    private JavaStatement combine(String type, String method, JavaExpression target, Code value) {
        return JavaStatement.set(target, Java.call(type, method, target, expressions.of(value)));
    }

    private JavaStatement add(JavaExpression target, Code value) {
        boolean negated = value instanceof Code.Apply apply
                && apply.op().java() instanceof Op.Form.Prefix prefix
                && prefix.symbol().equals("-");
        Code amount = negated ? value.operands().get(0) : value;
        return JavaStatement.assign(target, negated ? "-=" : "+=", expressions.of(amount));
    }

    @Override
    public List<JavaStatement> visit(Statement.Fill fill) {
        Place place = fill.place();
        boolean set = place.tensor().type() == Tensor.Type.SET;
        JavaExpression value = set
                ? Java.call("IndexSet", "none")
                : place.tensor().isTable() ? Java.integer((long) fill.value()) : Java.number(fill.value());
        if (place.shape().isEmpty()) {
            return List.of(JavaStatement.set(entry.scalar(place), value));
        }
        JavaExpression array = entry.array(place);
        if (fill.rows() != null) {
            Poly row = ModelNames.product(place.shape().subList(1, place.shape().size()));
            JavaExpression from = integers.print(fill.rows().from().times(row));
            JavaExpression to = integers.print(fill.rows().to().times(row));
            return List.of(new JavaStatement.Evaluate(Java.call("Arrays", "fill", array, from, to, value)));
        } else if (place.storage() == Place.Storage.FIELD) {
            return List.of(new JavaStatement.Evaluate(Java.call("Arrays", "fill", array, value)));
        } else if (place.stride() != null) {
            return List.of(fillRows(place, place.stride(), value));
        }
        JavaExpression size = integers.print(ModelNames.product(place.shape()));
        JavaExpression start = entry.at(place, Java.ZERO);
        JavaExpression end = start.equals(Java.ZERO) ? size : Java.sum(start, size);
        return List.of(new JavaStatement.Evaluate(Java.call("Arrays", "fill", array, start, end, value)));
    }

    /** Row by row, since what is between the rows is something else. */
    private JavaStatement fillRows(Place place, Poly stride, JavaExpression value) {
        int last = place.shape().size() - 1;
        Atom.Index row = new Atom.Index("row", Atom.Index.Kind.LOOP, Integer.MAX_VALUE);
        Range range = Range.upTo(row, place.shape().get(last));
        Poly from = Poly.of(row).times(stride).plus(place.offset());
        return loop(range, () -> {
            Integers integers = new Integers(this::integerName);
            Poly to = from.plus(ModelNames.product(place.shape().subList(0, last)));
            return List.of(new JavaStatement.Evaluate(
                    Java.call("Arrays", "fill", entry.array(place), integers.print(from), integers.print(to), value)));
        });
    }

    @Override
    public List<JavaStatement> visit(Statement.Axpy axpy) {
        List<JavaExpression> arguments = new ArrayList<>();
        arguments.add(expressions.of(axpy.factor()));
        arguments.addAll(expressions.slice(axpy.source()));
        arguments.addAll(expressions.slice(axpy.target()));
        arguments.add(expressions.integer(axpy.count()));
        return List.of(new JavaStatement.Evaluate(Java.call("Kernels", "axpy", arguments)));
    }

    @Override
    public List<JavaStatement> visit(Statement.Kernel kernel) {
        List<JavaExpression> arguments = new ArrayList<>();
        kernel.rows().forEach(row -> arguments.add(entry.array(row)));
        arguments.add(expressions.integer(kernel.count()));
        return List.of(new JavaStatement.Evaluate(Java.call("Rows", kernel.name(), arguments)));
    }

    @Override
    public List<JavaStatement> visit(Statement.Row row) {
        List<JavaExpression> arguments = new ArrayList<>();
        arguments.add(expressions.of(row.factor()));
        boolean strided =
                row.source().place().stride() != null || row.target().place().stride() != null;
        for (Code.Element element : List.of(row.source(), row.target())) {
            Poly stride = element.place().stride();
            arguments.addAll(expressions.slice(element));
            if (strided) {
                arguments.add(expressions.integer(stride == null ? Poly.ONE : stride));
            }
        }
        arguments.add(expressions.integer(row.count()));
        String kernel = row.reduction() == Reduction.SET ? "setRow" : "addRow";
        return List.of(new JavaStatement.Evaluate(Java.call("Kernels", kernel, arguments)));
    }

    @Override
    public List<JavaStatement> visit(Statement.Loop loop) {
        return List.of(loop(loop.range(), () -> statements(loop.body(), false)));
    }

    @Override
    public List<JavaStatement> visit(Statement.If choice) {
        JavaExpression condition = expressions.of(choice.condition());
        List<JavaStatement> then = block(choice.then());
        return List.of(new JavaStatement.If(condition, then, block(choice.otherwise())));
    }

    private List<JavaStatement> block(List<Statement> body) {
        names.enter();
        List<JavaStatement> block = statements(body, false);
        names.leave();
        comment = "";
        return block;
    }

    /** A loop over a range, with a body that is made when its index has a name. */
    private JavaStatement loop(Range range, Supplier<List<JavaStatement>> body) {
        boolean downward = range.order() == Range.Order.DOWNWARD;
        names.enter();
        JavaExpression from = expressions.bound(range.from());
        JavaExpression to = expressions.bound(range.to());
        JavaExpression last = expressions.bound(range.to().plus(-1));
        String i = names.local(range.index().name());
        index(range, i);
        List<JavaStatement> statements = body.get();
        if (tracing != null) {
            statements = tracing.indexed(range.index().name(), i, statements);
        }
        JavaStatement loop = downward
                ? new JavaStatement.For(i, last, ">=", from, -1, statements)
                : new JavaStatement.For(i, from, "<", to, 1, statements);
        names.leave();
        return loop;
    }

    @Override
    public List<JavaStatement> visit(Statement.SumLoop sum) {
        Range range = sum.range();
        JavaExpression from = expressions.bound(range.from());
        JavaExpression to = expressions.bound(range.to());
        String blocks = names.local(range.index().name() + "Blocks");
        List<JavaStatement> out = new ArrayList<>();
        out.add(JavaStatement.declare(JavaType.INT, blocks, blocks(range, from)));
        JavaExpression target = local(sum.local());
        List<JavaExpression> partial = new ArrayList<>();
        for (int k = 0; k < ACCUMULATORS; k++) {
            String part = names.local(sum.local().hint() + "Part");
            out.add(JavaStatement.declare(JavaType.DOUBLE, part, Java.number(0)));
            partial.add(Java.name(part));
        }
        names.enter();
        String i = names.local(range.index().name());
        index(new Range(range.index(), range.from(), range.to().plus(1 - ACCUMULATORS)), i);
        List<JavaStatement> steps = new ArrayList<>();
        for (int k = 0; k < ACCUMULATORS; k++) {
            Poly shifted = Poly.of(range.index()).plus(k);
            Expressions shiftedCode =
                    new Expressions(entry, integers, this::local, a -> a.equals(range.index()) ? shifted : null);
            steps.add(JavaStatement.assign(partial.get(k), "+=", shiftedCode.of(sum.value())));
        }
        out.add(new JavaStatement.For(i, from, "<", Java.name(blocks), ACCUMULATORS, steps));
        index(range, i);
        JavaStatement rest = JavaStatement.assign(partial.get(0), "+=", expressions.of(sum.value()));
        out.add(new JavaStatement.For(i, Java.name(blocks), "<", to, 1, List.of(rest)));
        names.leave();
        JavaExpression all = partial.get(0)
                .binary("+", partial.get(1))
                .binary("+", partial.get(2).binary("+", partial.get(3)));
        out.add(JavaStatement.assign(target, "+=", all));
        return out;
    }

    /** Where the last whole block of four ends. */
    private JavaExpression blocks(Range range, JavaExpression from) {
        if (range.extent().isConstant()) {
            long whole = Math.max(0, range.extent().constant().orElse(0)) / ACCUMULATORS * ACCUMULATORS;
            return expressions.integer(range.from().plus(whole));
        }
        JavaExpression extent = integers.print(range.extent());
        boolean size = range.from().isZero() && range.to().asAtom() instanceof Atom.Dim;
        JavaExpression count = size ? extent : Java.call("Math", "max", Java.ZERO, extent);
        JavaExpression whole = count.binary("&", new JavaExpression.Unary("~", Java.integer(ACCUMULATORS - 1)));
        return range.from().isZero() ? whole : from.binary("+", whole);
    }
}
