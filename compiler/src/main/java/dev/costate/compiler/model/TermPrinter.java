package dev.costate.compiler.model;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Powers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of checked expressions, with the range of every index. Operands that are not simple have parentheses. */
final class TermPrinter implements Term.Visitor<String> {
    private final Map<Term.Function, String> functions = new LinkedHashMap<>();

    /** The functions called by what was printed so far, each with its text. */
    Map<Term.Function, String> functions() {
        return functions;
    }

    String print(Term term) {
        return term.accept(this);
    }

    @Override
    public String visit(Term.Constant number) {
        return Double.toString(number.value());
    }

    @Override
    public String visit(Term.Int integer) {
        return integer.value().toString();
    }

    @Override
    public String visit(Term.Read read) {
        return read.tensor().name() + subscripts(read.subscripts());
    }

    @Override
    public String visit(Term.Apply apply) {
        List<Term> a = apply.arguments();
        if (apply.op() == Arithmetic.NEG) {
            return "-" + operand(a.get(0));
        }
        return apply.op() == Powers.POW
                ? operand(a.get(0)) + "^" + operand(a.get(1))
                : apply.op().name() + "(" + join(a, ", ", this::print) + ")";
    }

    @Override
    public String visit(Term.Chain chain) {
        return operand(chain.first())
                + join(chain.rest(), "", link -> " " + link.operator().symbol() + " " + operand(link.operand()));
    }

    @Override
    public String visit(Term.Comparison comparison) {
        return operand(comparison.first())
                + join(comparison.rest(), "", t -> " " + t.relation().symbol() + " " + operand(t.operand()));
    }

    @Override
    public String visit(Term.Logical logical) {
        return join(logical.operands(), logical.and() ? " and " : " or ", this::operand);
    }

    @Override
    public String visit(Term.Not not) {
        return "not " + operand(not.operand());
    }

    @Override
    public String visit(Term.If choice) {
        return join(choice.branches(), " else ", b -> "if " + print(b.condition()) + " then " + print(b.value()))
                + " else " + print(choice.otherwise());
    }

    @Override
    public String visit(Term.Reduce reduce) {
        String head = reduce.binder().name().toLowerCase(Locale.ROOT) + "("
                + join(reduce.ranges(), ", ", Range::toString) + where(reduce.where()) + ")";
        return reduce.body() == null ? head : head + " " + operand(reduce.body());
    }

    @Override
    public String visit(Term.Softmax softmax) {
        String name = softmax.logarithm() ? "logsoftmax" : "softmax";
        return name + "(" + softmax.range() + where(softmax.where()) + ") " + operand(softmax.body());
    }

    @Override
    public String visit(Term.Call call) {
        declare(call.function());
        String which = call.function().results().size() > 1 ? "#" + (call.result() + 1) : "";
        return call.function().name() + which + "(" + join(call.arguments(), ", ", this::print) + ")";
    }

    @Override
    public String visit(Term.Whole whole) {
        return whole.tensor().name();
    }

    @Override
    public String visit(Term.Slice slice) {
        return operand(slice.array()) + "[" + join(slice.axes(), ", ", TermPrinter::axis) + "]";
    }

    @Override
    public String visit(Term.Literal literal) {
        return "[" + join(literal.elements(), ", ", this::print) + "]";
    }

    @Override
    public String visit(Term.Element element) {
        return operand(element.array()) + subscripts(element.subscripts());
    }

    @Override
    public String visit(Term.Table table) {
        return "[" + join(table.elements(), ", ", this::print) + "]";
    }

    @Override
    public String visit(Term.Detach detach) {
        return "detach(" + print(detach.value()) + ")";
    }

    private static String axis(Term.Axis axis) {
        return axis instanceof Term.Axis.Along along
                ? along.from() + " ..< " + along.from().plus(along.extent())
                : ((Term.Axis.At) axis).subscript().toString();
    }

    private String where(@Nullable Term condition) {
        return condition == null ? "" : " where " + print(condition);
    }

    private String operand(Term term) {
        boolean simple = term instanceof Term.Constant
                || term instanceof Term.Read
                || term instanceof Term.Call
                || term instanceof Term.Element
                || (term.kind() == Term.Kind.ARRAY && !(term instanceof Term.If))
                || term instanceof Term.Detach
                || (term instanceof Term.Int i
                        && (i.value().asAtom() != null || i.value().isConstant()))
                || (term instanceof Term.Apply a && a.op() != Arithmetic.NEG && a.op() != Powers.POW);
        return simple ? print(term) : "(" + print(term) + ")";
    }

    private static String subscripts(List<Poly> subscripts) {
        return subscripts.isEmpty() ? "" : subscripts.toString();
    }

    private static <T> String join(List<T> list, String between, Function<T, String> text) {
        return list.stream().map(text).collect(Collectors.joining(between));
    }

    private void declare(Term.Function function) {
        if (!functions.containsKey(function)) {
            functions.put(function, "");
            String parameters = join(
                    function.parameters(),
                    ", ",
                    p -> p + (p.type() == Tensor.Type.INTEGER && p.shape().isEmpty() ? " : int" : ""));
            String head = "fn " + function.name() + "(" + parameters + ") = ";
            functions.put(function, head + block(function) + join(function.results(), ", ", this::print));
        }
    }

    private String block(Term.Function function) {
        return function.definitions().isEmpty()
                ? ""
                : join(function.definitions(), "", d -> "\n  " + definition(d)) + "\n  ";
    }

    /** The text of an equation, with its ranges and the shape of what it defines. */
    String definition(Model.Definition definition) {
        Tensor target = definition.target();
        String role = target.role() == Tensor.Role.OUTPUT ? "output " : "let ";
        String subscripts = definition.subscripts().isEmpty()
                ? ""
                : definition.subscripts().stream().map(Poly::toString).collect(Collectors.joining(", ", "[", "]"));
        String ranges = definition.domain().isEmpty()
                ? ""
                : definition.domain().stream().map(Range::toString).collect(Collectors.joining(", ", "  for ", ""));
        String shape = target.shape().isEmpty() ? "" : "  // " + target;
        return role + target.name() + subscripts + " = " + print(definition.value()) + ranges + shape;
    }
}
