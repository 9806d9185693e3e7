package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.ConstantTerms;
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.model.Domain.Bound;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Dependencies;
import dev.costate.compiler.names.FreeNames;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.Inference;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.DomainExpression;
import dev.costate.compiler.syntax.DomainExpression.Kind;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where inputs live. Bounds are checked once all quantities are known, which they may name. */
final class DomainChecker {
    private final Context context;
    private final FunctionCalls functions;
    private final Dependencies dependencies;
    private final Map<Tensor, Term> defaults;
    private final ConstantTerms constants;
    private final Map<Tensor, Domain> domains = new LinkedHashMap<>();
    private final List<Model.Definition> definitions = new ArrayList<>();
    private final Map<Tensor, Tensor> numbers = new HashMap<>();

    DomainChecker(Context context, FunctionCalls functions, Dependencies dependencies, Map<Tensor, Term> constants) {
        this.context = context;
        this.functions = functions;
        this.dependencies = dependencies;
        this.defaults = constants;
        this.constants = new ConstantTerms(constants);
    }

    Map<Tensor, Domain> domains() {
        return domains;
    }

    /** The equations of bounds that are more than a number or a name. */
    List<Model.Definition> definitions() {
        return definitions;
    }

    /** Checks whether an input can have the domain that its declaration says; if not, its declaration is in error. */
    void declare(Symbol input) {
        Tensor tensor = input.tensor();
        DomainExpression written = written(input);
        if (written != null && tensor != null && !input.isBroken() && !fits(input, tensor, written)) {
            input.markBroken();
        }
    }

    private static @Nullable DomainExpression written(Symbol input) {
        return input.declaration() instanceof Declaration.Input declaration ? declaration.domain() : null;
    }

    /** Whether a bound of integers is a size, which is checked with their type and known to all proofs. */
    static boolean isSize(Expression bound, Symbols symbols) {
        return FreeNames.of(bound).stream()
                .map(mention -> symbols.find(mention.name()))
                .allMatch(s -> s == null
                        || s.kind() == Symbol.Kind.DIM
                        || (s.declaration() instanceof Declaration.Const constant
                                && !(constant.type() instanceof Declaration.Type.Real)));
    }

    /** Checks the bounds of an input, if it has any but sizes of integers. */
    void check(Symbol input) {
        Tensor tensor = input.tensor();
        DomainExpression written = written(input);
        if (written == null || tensor == null || input.isBroken()) {
            return;
        }
        if (tensor.type() == Tensor.Type.INTEGER
                && written.bounds().stream().allMatch(e -> isSize(e, context.symbols()))) {
            return;
        }
        List<Bound> bounds = new ArrayList<>();
        for (Expression bound : written.bounds()) {
            Bound checked = bound(input, tensor, bound, bound == written.lower() ? "Lower" : "Upper");
            if (checked == null) {
                return;
            }
            bounds.add(checked);
        }
        boolean empty = bounds.size() == 2
                && bounds.get(0) instanceof Bound.Known a
                && bounds.get(1) instanceof Bound.Known b
                && !(a.value() < b.value());
        if (empty) {
            report(DomainMessages.emptyInterval(written.span()));
            return;
        }
        Domain domain = new Domain(
                written.kind(),
                bounds,
                written.span().text(),
                input.declaration().span());
        Term given = defaults.get(tensor);
        OptionalDouble value = given == null ? OptionalDouble.empty() : constants.value(given);
        if (given != null && value.isPresent() && !domain.admits(value.getAsDouble())) {
            report(DomainMessages.defaultOutside(given.span(), domain.text()));
            return;
        }
        domains.put(tensor, domain);
    }

    /** Whether an input of this kind and shape can have such a domain. */
    private boolean fits(Symbol input, Tensor tensor, DomainExpression written) {
        Kind kind = written.kind();
        int rank = tensor.shape().size();
        if (kind.isBounds()) {
            return true;
        } else if (tensor.type() == Tensor.Type.INTEGER) {
            return report(DomainMessages.ofIntegers(input, written));
        }
        if (input.kind() != Symbol.Kind.PARAM) {
            return report(DomainMessages.ofData(written));
        } else if (kind != Kind.CHOLESKY_CORRELATION) {
            return rank > 0 || report(DomainMessages.ofNumber(input, written));
        }
        List<Poly> shape = tensor.shape();
        return (rank > 1 && shape.get(rank - 1).equals(shape.get(rank - 2)))
                || report(DomainMessages.notSquare(input, tensor, written));
    }

    /** Reports that there is no such domain; false. */
    private boolean report(Diagnostic diagnostic) {
        context.reporter().report(diagnostic);
        return false;
    }

    private @Nullable Bound bound(Symbol input, Tensor tensor, Expression e, String suffix) {
        Set<Tensor> found = new LinkedHashSet<>();
        for (FreeNames.Mention mention : FreeNames.of(e)) {
            Symbol symbol = context.symbols().find(mention.name());
            if (symbol != null && !(isAbove(symbol, input, mention.span()) && isFixed(symbol, input, mention.span()))) {
                return null;
            }
            for (Symbol reached : symbol == null ? Set.<Symbol>of() : dependencies.reach(Set.of(symbol))) {
                boolean ofParam = reached.kind() == Symbol.Kind.PARAM;
                if (ofParam && input.kind() == Symbol.Kind.DATA) {
                    report(DomainMessages.dataByParams(e.span()));
                    return null;
                } else if ((ofParam || reached.kind() == Symbol.Kind.DATA) && reached.tensor() != null) {
                    found.add(reached.tensor());
                }
            }
        }
        List<Tensor> inputs = List.copyOf(found);
        Scope scope = new Scope(Scope.Sees.MODEL);
        Inference inference = new Inference(context, scope, List.of());
        Reporter.Mark mark = context.reporter().mark();
        inference.run(e);
        ExpressionChecker expressions = new ExpressionChecker(context, functions, scope, inference);
        Symbol whole = e instanceof Expression.Name name ? context.symbols().find(name.name()) : null;
        boolean array = whole != null
                && whole.tensor() != null
                && !whole.tensor().shape().isEmpty();
        Term term = array ? expressions.value(e) : expressions.number(e);
        context.reporter().settle(mark);
        if (term == null) {
            return null;
        } else if (term instanceof Term.Whole named) {
            return array(input, tensor, named.tensor(), e.span(), inputs);
        }
        OptionalDouble value = constants.value(term);
        if (value.isPresent()) {
            return new Bound.Known(value.getAsDouble());
        } else if (term instanceof Term.Read read && read.subscripts().isEmpty()) {
            return new Bound.Quantity(read.tensor(), inputs);
        }
        Tensor quantity =
                context.tensors().tensor(input + suffix, Tensor.Role.LET, Tensor.Type.REAL, List.of(), e.span(), null);
        definitions.add(new Model.Definition(quantity, List.of(), List.of(), term, e.span()));
        return new Bound.Quantity(quantity, inputs);
    }

    private @Nullable Bound array(Symbol input, Tensor tensor, Tensor bound, Span span, List<Tensor> inputs) {
        if (!bound.shape().equals(tensor.shape())) {
            report(DomainMessages.boundShape(input, tensor, bound, span));
            return null;
        }
        return new Bound.Quantity(bound.type() == Tensor.Type.INTEGER ? real(bound, span) : bound, inputs);
    }

    /** The real numbers that an array of integers holds. */
    private Tensor real(Tensor integers, Span span) {
        Tensor known = numbers.get(integers);
        return known == null ? converted(integers, span) : known;
    }

    private Tensor converted(Tensor integers, Span span) {
        Tensor real = context.tensors()
                .tensor(integers.name() + "Numbers", Tensor.Role.LET, Tensor.Type.REAL, integers.shape(), span, null);
        List<Range> ranges = new ArrayList<>();
        for (Poly axis : integers.shape()) {
            ranges.add(new Range(Atom.Index.free("i", ranges.size()), Poly.ZERO, axis));
        }
        List<Poly> subscripts = ranges.stream().map(r -> Poly.of(r.index())).toList();
        Term element = new Term.Int(Poly.element(integers, subscripts), span);
        definitions.add(new Model.Definition(real, subscripts, ranges, element, span));
        numbers.put(integers, real);
        return real;
    }

    /** Whether what a bound uses does without noise, which is drawn anew. */
    private boolean isFixed(Symbol used, Symbol input, Span place) {
        for (Symbol reached : dependencies.reach(Set.of(used))) {
            if (reached.kind() == Symbol.Kind.NOISE) {
                context.reporter().report(DomainMessages.noise(input, used, reached, place));
                return false;
            }
        }
        return true;
    }

    /** Whether a bound may use a name: all that it stands for is declared above the input. */
    private boolean isAbove(Symbol used, Symbol input, Span place) {
        if (used.declaredIn() != input.declaredIn()) {
            return true;
        }
        for (Symbol reached : dependencies.reach(Set.of(used))) {
            boolean input0 = reached.kind() == Symbol.Kind.PARAM || reached.kind() == Symbol.Kind.DATA;
            boolean matters = reached == used ? input0 || reached.isEquation() : input0;
            if (matters
                    && reached.declaredIn() == input.declaredIn()
                    && reached.span().start() >= input.span().start()) {
                context.reporter().report(DomainMessages.below(input, reached, place));
                return false;
            }
        }
        return true;
    }
}
