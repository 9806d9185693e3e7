package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.HalfFormat;
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
import dev.costate.compiler.loop.Blocks;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Effects;
import dev.costate.compiler.loop.Formats;
import dev.costate.compiler.loop.Formats.Format;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Method;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.loop.Walk;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.runtime.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The body of one method. Long, since it has a method for each kind of statement. */
final class MethodBody implements Statement.Visitor<List<JavaStatement>> {
    private final UnitContext context;
    private final JavaExpression owner;
    private final String className;
    private final Entry entry;
    private final Names names;
    private final Map<Local, String> locals = new HashMap<>();
    /** The variables in fields that are locals of this method. */
    private final Set<Local> copied = new HashSet<>();

    private final Map<Atom, String> indices = new HashMap<>();
    private final Map<Atom, Interval> intervals = new HashMap<>();
    private final Integers integers;
    private final Expressions expressions;
    private final Formats formats;
    private final Comments comments;
    private final @Nullable Tracing tracing;
    private final RowNames rows = new RowNames();
    /** The last comment, which what follows is about, too; null if there is none. */
    private Statement.@Nullable From comment;

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
                this::integerName,
                context.names().computed(),
                intervals::get,
                () -> at,
                context.unit().kind() == Unit.Kind.BACKWARD);
        this.expressions = new Expressions(entry, integers, this::local, rows, context.formats());
        this.formats = context.formats();
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

    /** The statements of the method, the copies of what it uses first; what other methods use it stores at its end. */
    List<JavaStatement> of(List<Statement> statements) {
        List<Statement.From> origins = new ArrayList<>();
        statements.forEach(statement -> collect(statement, origins));
        comments.group(origins);
        Set<Local> assigned = copyShared(statements);
        List<JavaStatement> body = new ArrayList<>();
        if (indices.containsKey(Blocks.COUNT)) {
            body.addAll(rowsOfBlock(statements));
        }
        body.addAll(statements(statements, true));
        for (Local local : assigned) {
            body.add(JavaStatement.set(entry.shared(local), local(local)));
        }
        List<JavaStatement> all = new ArrayList<>(entry.statements());
        if (!all.isEmpty() && !body.isEmpty()) {
            all.add(new JavaStatement.Gap());
        }
        all.addAll(body);
        return all;
    }

    private static void collect(Statement statement, List<Statement.From> origins) {
        if (statement instanceof Statement.From from) {
            origins.add(from);
        }
        statement.bodies().forEach(body -> body.forEach(inner -> collect(inner, origins)));
    }

    /**
     * Lets a method that calls no other have locals for variables in fields. Returns those that it assigns, in order.
     */
    private Set<Local> copyShared(List<Statement> statements) {
        Set<Local> assigned = new LinkedHashSet<>();
        if (!UnitMethods.called(statements).isEmpty()) {
            return assigned;
        }
        Set<Local> used = new LinkedHashSet<>();
        Set<Local> own = new HashSet<>();
        for (Statement statement : statements) {
            Walk.references(statement, used::add);
            Walk.introduced(statement, own::add);
            Effects.of(statement).assigned(assigned::add);
        }
        assigned.removeIf(local -> context.shared().name(local) == null);
        used.removeIf(local -> context.shared().name(local) == null);
        copied.addAll(used);
        copied.addAll(assigned);
        for (Local local : used) {
            if (!own.contains(local)) {
                String name = names.local(local.hint());
                locals.put(local, name);
                entry.copy(local, name);
            }
        }
        return assigned;
    }

    /** The data that the method checks where it takes it. */
    Set<Tensor> checked() {
        return entry.checked();
    }

    /** Brings the index of a range into scope. */
    private void index(Range range, String name) {
        indices.put(range.index(), name);
        boolean ofBlock = Blocks.isOfBlock(range.index());
        intervals.put(range.index(), ofBlock ? Blocks.interval(range.index()) : Interval.of(range, intervals::get));
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
        List<JavaStatement> out = new ArrayList<>();
        for (Statement statement : body) {
            List<JavaStatement> made = statement.accept(this);
            if (outermost && statement instanceof Statement.From && !made.isEmpty() && endsBlock(out)) {
                out.add(new JavaStatement.Gap());
            }
            made.forEach(java -> append(out, java));
        }
        return out;
    }

    private static boolean endsBlock(List<JavaStatement> out) {
        JavaStatement last = out.isEmpty() ? null : out.get(out.size() - 1);
        return last instanceof JavaStatement.For || last instanceof JavaStatement.If;
    }

    /** Variables of one type that begin as numbers, or as what stands somewhere, are declared in one statement. */
    private static void append(List<JavaStatement> out, JavaStatement statement) {
        JavaStatement last = out.isEmpty() ? null : out.get(out.size() - 1);
        if (last instanceof JavaStatement.Declare before
                && statement instanceof JavaStatement.Declare now
                && before.type().equals(now.type())
                && ((areAll(before, MethodBody::isNumber) && areAll(now, MethodBody::isNumber))
                        || (areAll(before, MethodBody::isLoad) && areAll(now, MethodBody::isLoad)))) {
            List<JavaStatement.Variable> both = new ArrayList<>(before.variables());
            both.addAll(now.variables());
            out.set(out.size() - 1, new JavaStatement.Declare(now.type(), both));
        } else {
            out.add(statement);
        }
    }

    private static boolean areAll(JavaStatement.Declare declare, Predicate<JavaExpression> kind) {
        return declare.variables().stream().allMatch(v -> kind.test(v.value()));
    }

    private static boolean isNumber(JavaExpression value) {
        return value instanceof JavaExpression.Literal;
    }

    private static boolean isLoad(JavaExpression value) {
        return value instanceof JavaExpression.Element || value instanceof JavaExpression.Member;
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
        if (comments.isAlike(comment, from)) {
            return List.of();
        }
        comment = from;
        return List.of(new JavaStatement.Comment(comments.line(from)));
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
        boolean shared = context.shared().contains(local) && !copied.contains(local);
        boolean single = formats.of(local) == Format.FLOAT;
        JavaExpression java = expressions.of(value, single ? Format.FLOAT : Format.DOUBLE);
        List<JavaStatement> out = new ArrayList<>();
        if (!shared || once) {
            String name = names.local(local.hint());
            out.add(JavaStatement.declare(single ? JavaType.FLOAT : SharedLocals.type(local), name, java));
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
        return assigned(local(local), formats.of(local), update.reduction(), update.value());
    }

    @Override
    public List<JavaStatement> visit(Statement.Store store) {
        JavaExpression target = expressions.stored(store.target());
        HalfFormat half = Expressions.half(store.target().place());
        if (half != null) {
            JavaStatement rounded = JavaStatement.set(target, expressions.half(half, store.value()));
            return traced(rounded, expressions.visit(store.target()), store.reduction(), store.value());
        }
        if (store.target().place().sums().hasObjects()) {
            String method = store.reduction() == Reduction.SET ? "set" : "add";
            JavaExpression call = expressions.sums(store.target(), method, List.of(expressions.of(store.value())));
            return traced(new JavaStatement.Evaluate(call), target, store.reduction(), store.value());
        }
        return store.target().place().tensor().isTable()
                ? List.of(whole(target, store.reduction(), store.value()))
                : assigned(target, formats.of(store.target()), store.reduction(), store.value());
    }

    /** An integer is set, or combined with another one; where the result is no {@code int} that fails. */
    private JavaStatement whole(JavaExpression target, Reduction reduction, Code value) {
        JavaExpression whole = expressions.whole(value);
        return switch (reduction) {
            case SET -> JavaStatement.set(target, whole);
            case MAX -> combine("Math", "max", target, whole);
            case MIN -> combine("Math", "min", target, whole);
            case SUM -> combine("Math", "addExact", target, whole);
            case PROD, UNION -> throw new CompilerBug("emit", reduction + " of integers");
        };
    }

    private List<JavaStatement> assigned(JavaExpression target, Format format, Reduction reduction, Code value) {
        return traced(assign(target, format, reduction, value), target, reduction, value);
    }

    /** An assignment with what is said of its target, if that is traced. */
    private List<JavaStatement> traced(
            JavaStatement statement, JavaExpression target, Reduction reduction, Code value) {
        List<JavaStatement> out = new ArrayList<>(List.of(statement));
        if (tracing != null) {
            out.addAll(tracing.assigned(target, reduction, value));
        }
        return out;
    }

    private JavaStatement assign(JavaExpression target, Format format, Reduction reduction, Code value) {
        return switch (reduction) {
            case SET -> JavaStatement.set(target, expressions.of(value, format));
            case SUM -> add(target, value);
            case PROD -> multiply(target, format, expressions.of(value, format == Format.SUM ? Format.FLOAT : format));
            case UNION -> combine("IndexSet", "add", target, expressions.of(value));
            case MAX -> combine("Math", "max", target, expressions.of(value, format));
            case MIN -> combine("Math", "min", target, expressions.of(value, format));
        };
    }

    /** A product is rounded with each factor, as where all products of first factors are kept. */
    private static JavaStatement multiply(JavaExpression target, Format format, JavaExpression factor) {
        return format == Format.SUM
                ? JavaStatement.set(target, Java.cast(JavaType.FLOAT, target.binary("*", factor)))
                : JavaStatement.assign(target, "*=", factor);
    }

    private static JavaStatement combine(String type, String method, JavaExpression target, JavaExpression value) {
        return JavaStatement.set(target, Java.call(type, method, target, value));
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
                : place.tensor().isTable() ? Java.integer((int) fill.value()) : number(place, fill.value());
        if (place.shape().isEmpty()) {
            return List.of(JavaStatement.set(entry.scalar(place), value));
        }
        JavaExpression array = entry.array(place);
        if (place.sums().hasObjects() && fill.rows() == null) {
            return List.of(new JavaStatement.Evaluate(array.call("clear")));
        }
        if (fill.rows() != null) {
            Poly row = ModelNames.product(place.shape().subList(1, place.shape().size()));
            JavaExpression from = integers.print(fill.rows().from().times(row));
            JavaExpression to = integers.print(fill.rows().to().times(row));
            return List.of(new JavaStatement.Evaluate(
                    place.sums().hasObjects()
                            ? array.call("clear", from, to)
                            : Java.call("Arrays", "fill", array, from, to, value)));
        } else if (place.storage() == Place.Storage.FIELD) {
            return List.of(new JavaStatement.Evaluate(Java.call("Arrays", "fill", array, value)));
        } else if (place.stride() != null) {
            return fillRows(place, place.stride(), value);
        }
        JavaExpression size = integers.print(ModelNames.product(place.shape()));
        JavaExpression start = entry.at(place, Java.ZERO);
        JavaExpression end = start.equals(Java.ZERO) ? size : Java.sum(start, size);
        return List.of(new JavaStatement.Evaluate(Java.call("Arrays", "fill", array, start, end, value)));
    }

    private JavaExpression number(Place place, double value) {
        if (Expressions.half(place) != null && value == 0) {
            return Java.cast(JavaType.SHORT, Java.ZERO);
        }
        return context.elements(place).equals(JavaType.FLOAT) ? Java.single(value) : Java.number(value);
    }

    /** Row by row, since what is between the rows is something else. */
    private List<JavaStatement> fillRows(Place place, Poly stride, JavaExpression value) {
        int last = place.shape().size() - 1;
        Atom.Index row = new Atom.Index("row", Atom.Index.Kind.COPIED, 0);
        Range range = Range.upTo(row, place.shape().get(last));
        Poly from = Poly.of(row).times(stride).plus(place.offset());
        return loop(range, 1, () -> {
            Integers integers = context.names().integers(this::integerName);
            Poly to = from.plus(ModelNames.product(place.shape().subList(0, last)));
            return List.of(new JavaStatement.Evaluate(
                    Java.call("Arrays", "fill", entry.array(place), integers.print(from), integers.print(to), value)));
        });
    }

    @Override
    public List<JavaStatement> visit(Statement.Axpy axpy) {
        List<JavaExpression> arguments = new ArrayList<>();
        arguments.add(factor(axpy.factor()));
        arguments.addAll(expressions.slice(axpy.source()));
        arguments.addAll(expressions.slice(axpy.target()));
        arguments.add(expressions.integer(axpy.count()));
        return List.of(new JavaStatement.Evaluate(
                Java.call(Expressions.kernels(formats.of(axpy.source())), "axpy", arguments)));
    }

    /** What rows are multiplied by, rounded if it is a sum. */
    private JavaExpression factor(Code factor) {
        return expressions.of(factor, formats.of(factor) == Format.SUM ? Format.FLOAT : Format.DOUBLE);
    }

    @Override
    public List<JavaStatement> visit(Statement.Product product) {
        if (product.right().place().isPacked()) {
            return List.of(byPacked(product));
        } else if (product.left().place().isInBlocks()) {
            return List.of(combination(product));
        } else if (product.right().place().isInBlocks()) {
            return List.of(dots(product));
        }
        List<JavaExpression> arguments = new ArrayList<>(List.of(owner));
        arguments.addAll(expressions.matrix(product.left(), product.row(), product.term()));
        arguments.addAll(expressions.matrix(product.right(), product.term(), product.column()));
        arguments.addAll(expressions.matrix(product.target(), product.row(), product.column()));
        product.ranges().forEach(range -> arguments.add(expressions.integer(range.extent())));
        return List.of(new JavaStatement.Evaluate(Java.call("Kernels", "addProduct", arguments)));
    }

    /** Of rows of data, multiplied by numbers. */
    private JavaStatement combination(Statement.Product product) {
        List<JavaExpression> arguments = new ArrayList<>(expressions
                .matrix(product.right(), product.term(), product.column())
                .subList(0, 3));
        arguments.add(entry.array(product.left().place()));
        arguments.add(expressions.integer(product.term().extent()));
        arguments.add(entry.array(product.target().place()));
        arguments.add(expressions.integer(product.row().extent()));
        return new JavaStatement.Evaluate(Java.call("Rows", "combine", arguments));
    }

    /** Of a row and rows of data. */
    private JavaStatement dots(Statement.Product product) {
        List<JavaExpression> target = expressions.matrix(product.target(), product.row(), product.column());
        List<JavaExpression> arguments = new ArrayList<>();
        arguments.add(entry.array(product.left().place()));
        arguments.add(entry.array(product.right().place()));
        arguments.add(expressions.integer(product.column().extent()));
        arguments.addAll(List.of(target.get(0), target.get(1), target.get(3)));
        arguments.add(expressions.integer(product.term().extent()));
        return new JavaStatement.Evaluate(Java.call("Rows", "dots", arguments));
    }

    /** Of a matrix that has been packed, whose object knows how many terms and columns there are. */
    private JavaStatement byPacked(Statement.Product product) {
        List<JavaExpression> arguments =
                new ArrayList<>(expressions.matrix(product.left(), product.row(), product.term()));
        arguments.addAll(expressions.matrix(product.target(), product.row(), product.column()));
        arguments.add(expressions.integer(product.row().extent()));
        return new JavaStatement.Evaluate(entry.array(product.right().place()).call("addProduct", arguments));
    }

    @Override
    public List<JavaStatement> visit(Statement.Pack pack) {
        if (pack.packed().isInBlocks()) {
            JavaExpression data = entry.array(pack.factor().place());
            return List.of(new JavaStatement.Evaluate(
                    Java.call("Rows", "packBlocks", List.of(data, entry.array(pack.packed())))));
        }
        List<JavaExpression> arguments = new ArrayList<>(expressions.matrix(pack.factor(), pack.term(), pack.column()));
        pack.ranges().forEach(range -> arguments.add(expressions.integer(range.extent())));
        return List.of(new JavaStatement.Evaluate(entry.array(pack.packed()).call("pack", arguments)));
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
        arguments.add(factor(row.factor()));
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
        return List.of(new JavaStatement.Evaluate(
                Java.call(Expressions.kernels(formats.of(row.source())), kernel, arguments)));
    }

    @Override
    public List<JavaStatement> visit(Statement.Loop loop) {
        JavaStatement powers = powers(loop);
        if (powers != null) {
            return List.of(powers);
        }
        List<JavaStatement> out = rows(loop.range(), loop);
        Range batch = Blocks.batch(loop);
        if (batch == null) {
            out.addAll(loop(loop.range(), loop.step(), () -> statements(loop.body(), false)));
        } else {
            JavaExpression blocks = Java.call("Rows", "blocks", expressions.integer(batch.extent()));
            out.add(loop(loop.range(), Java.ZERO, blocks, 1, () -> statements(loop.body(), false)));
        }
        return out;
    }

    /** The kernel that computes powers in the place of a loop, null if that does something else. */
    private @Nullable JavaStatement powers(Statement.Loop loop) {
        RunningProduct product = RunningProduct.of(loop);
        if (product == null || formats.of(product.one()) != Format.DOUBLE) {
            return null;
        }
        List<JavaExpression> arguments = new ArrayList<>();
        arguments.add(factor(product.base()));
        arguments.addAll(expressions.slice(product.one()));
        arguments.add(expressions.integer(product.count()));
        return new JavaStatement.Evaluate(Java.call("Kernels", "powers", arguments));
    }

    /** Fetches the rows that a loop walks. */
    private List<JavaStatement> rows(Range range, Statement loop) {
        List<JavaStatement> out = new ArrayList<>();
        for (RowNames.Row row : rows.walked(range, loop)) {
            Place place = row.place();
            List<Poly> outer = place.shape().subList(0, row.at().size());
            String all = place.tensor().name();
            String name = names.local(all.endsWith("s") ? all.substring(0, all.length() - 1) : all + "Row");
            JavaExpression at = integers.position(outer, row.at());
            out.add(JavaStatement.declare(
                    JavaType.DOUBLES, name, entry.array(place).at(at)));
            rows.introduce(row, name);
        }
        return out;
    }

    @Override
    public List<JavaStatement> visit(Statement.Let let) {
        String name = names.local(let.index().name());
        List<JavaStatement> out = new ArrayList<>();
        boolean fits = Blocks.isOfBlock(let.index());
        out.add(JavaStatement.declare(
                JavaType.INT, name, fits ? expressions.integer(let.value()) : expressions.bound(let.value())));
        index(let.range(), name);
        if (let.index().equals(Blocks.COUNT)) {
            out.addAll(rowsOfBlock(let.body()));
        }
        out.addAll(statements(let.body(), false));
        return out;
    }

    /** Takes the rows of data that statements use of the block at hand. */
    private List<JavaStatement> rowsOfBlock(List<Statement> block) {
        Set<Place> places = new LinkedHashSet<>();
        for (Statement statement : block) {
            Walk.codes(statement, code -> {
                if (code instanceof Code.Element element && element.place().isInBlocks()) {
                    places.add(element.place());
                }
            });
        }
        JavaExpression number = expressions.integer(Poly.of(Blocks.FIRST)).binary("/", Java.integer(Rows.BLOCK));
        return places.stream().map(place -> entry.ofBlock(place, number)).toList();
    }

    @Override
    public List<JavaStatement> visit(Statement.If choice) {
        JavaExpression condition = expressions.of(choice.condition());
        List<JavaStatement> then = block(choice.then());
        if (Blocks.written(choice) == null) {
            return List.of(new JavaStatement.If(condition, then, block(choice.otherwise())));
        }
        entry.enterBlocks();
        List<JavaStatement> blocks = block(choice.otherwise());
        List<JavaStatement> otherwise = entry.leaveBlocks();
        otherwise.addAll(blocks);
        return List.of(new JavaStatement.If(condition, then, otherwise));
    }

    private List<JavaStatement> block(List<Statement> body) {
        Statement.From before = comment;
        names.enter();
        rows.enter();
        List<JavaStatement> block = statements(body, false);
        rows.leave();
        names.leave();
        comment = comments.isAlike(before, comment) ? before : null;
        return block;
    }

    /** A loop over a range, with a body that is made when its index has a name. */
    private List<JavaStatement> loop(Range range, int step, Supplier<List<JavaStatement>> body) {
        boolean downward = range.order() == Range.Order.DOWNWARD;
        List<JavaStatement> out = new ArrayList<>();
        JavaExpression from = expressions.bound(range.from());
        JavaExpression bound = expressions.bound(downward ? range.to().plus(-1) : range.to());
        if (!downward && bound instanceof JavaExpression.Call) {
            // Not computed, or checked, in each iteration.
            String end = names.local(range.index().name() + "End");
            out.add(JavaStatement.declare(JavaType.INT, end, bound));
            bound = Java.name(end);
        }
        out.add(loop(range, from, bound, step, body));
        return out;
    }

    private JavaStatement loop(
            Range range, JavaExpression from, JavaExpression bound, int step, Supplier<List<JavaStatement>> body) {
        names.enter();
        rows.enter();
        String i = names.local(range.index().name());
        index(
                step == 1
                        ? range
                        : new Range(range.index(), range.from(), range.to().plus(1 - step), range.order()),
                i);
        List<JavaStatement> statements = body.get();
        if (tracing != null) {
            statements = tracing.indexed(range.index().name(), i, statements);
        }
        rows.leave();
        names.leave();
        return range.order() == Range.Order.DOWNWARD
                ? new JavaStatement.For(i, bound, ">=", from, -step, statements)
                : new JavaStatement.For(i, from, "<", bound, step, statements);
    }

    @Override
    public List<JavaStatement> visit(Statement.SumLoop sum) {
        List<JavaStatement> out = rows(sum.range(), sum);
        out.addAll(loop(sum.range(), 1, () -> List.of(add(local(sum.local()), sum.value()))));
        return out;
    }
}
