package dev.costate.compiler.lower;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.check.Term.Binder;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Reductions;
import dev.costate.compiler.syntax.Expression.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lowers the terms of one equation. Recursion is over the tree, whose depth the parser bounds. */
final class TermLowering {
    /** Ids of bound indices while their reduction is being built; {@link Exprs#reduce} names them anew. */
    private static final int OPEN = 2 * Exprs.BOUND;

    private final Exprs make;
    private final Sizes sizes;
    private final Map<Tensor, Term> constants;
    private final Map<Atom.Index, Poly> indices;
    private final Map<Tensor, Expr> arguments = new HashMap<>();
    private final Map<Tensor, Poly> integers = new HashMap<>();

    TermLowering(Exprs make, Sizes sizes, Map<Tensor, Term> constants, Map<Atom.Index, Poly> indices) {
        this.make = make;
        this.sizes = sizes;
        this.constants = constants;
        this.indices = new HashMap<>(indices);
    }

    /** The expression of a real or integer term. */
    Expr real(Term term) {
        return switch (term.kind()) {
            case INTEGER -> make.integer(poly(((Term.Int) term).value()));
            case REAL -> realTerm(term);
            case CONDITION -> throw new IllegalArgumentException("a condition: " + term.span());
        };
    }

    private Expr realTerm(Term term) {
        if (term instanceof Term.Number number) {
            return make.number(number.value());
        } else if (term instanceof Term.Read read) {
            return read(read);
        } else if (term instanceof Term.Apply apply) {
            return make.apply(
                    apply.op(), apply.arguments().stream().map(this::real).toList());
        } else if (term instanceof Term.Chain chain) {
            return chain(chain);
        } else if (term instanceof Term.If choice) {
            return choice(choice);
        } else if (term instanceof Term.Reduce reduce) {
            return reduce(reduce);
        } else if (term instanceof Term.Softmax softmax) {
            return softmax(softmax);
        } else if (term instanceof Term.Call call) {
            return call(call);
        } else if (term instanceof Term.Detach detach) {
            return make.apply(Ops.DETACH, real(detach.value()));
        }
        throw new IllegalArgumentException("no real term: " + term.span());
    }

    private Poly poly(Poly poly) {
        return poly.substitute(atom -> {
            if (atom instanceof Atom.Index index) {
                return indices.get(index);
            }
            boolean argument =
                    atom instanceof Atom.Element element && element.tensor().role() == Tensor.Role.ARGUMENT;
            return argument ? integers.get(((Atom.Element) atom).tensor()) : null;
        });
    }

    private Expr read(Term.Read read) {
        Tensor tensor = read.tensor();
        if (tensor.role() == Tensor.Role.ARGUMENT) {
            return arguments.get(tensor);
        }
        List<Poly> subscripts = read.subscripts().stream().map(this::poly).toList();
        Term constant = tensor.role() == Tensor.Role.CONST ? constants.get(tensor) : null;
        if (constant instanceof Term.Table table) {
            int position = position(tensor, subscripts);
            return position < 0
                    ? make.read(tensor, subscripts)
                    : real(table.elements().get(position));
        }
        return constant == null ? make.read(tensor, subscripts) : real(constant);
    }

    /** The position of an element, or -1 if a subscript is not a number in range. */
    private static int position(Tensor tensor, List<Poly> subscripts) {
        long position = 0;
        for (int axis = 0; axis < subscripts.size(); axis++) {
            long at = subscripts.get(axis).constant().orElse(-1);
            long size = tensor.shape().get(axis).constant().orElse(0);
            if (at < 0 || at >= size) {
                return -1;
            }
            position = position * size + at;
        }
        return (int) position;
    }

    private Expr chain(Term.Chain chain) {
        Expr value = real(chain.first());
        for (Term.Link link : chain.rest()) {
            Expr operand = real(link.operand());
            value = switch (link.operator()) {
                case ADD -> make.apply(Ops.ADD, value, operand);
                case SUBTRACT -> make.apply(Ops.SUB, value, operand);
                case MULTIPLY -> make.apply(Ops.MUL, value, operand);
                case DIVIDE -> make.apply(Ops.DIV, value, operand);
                case DIV, MOD -> throw new IllegalArgumentException("integer operator in " + chain.span());
            };
        }
        return value;
    }

    private Expr choice(Term.If term) {
        Expr value = real(term.otherwise());
        for (int k = term.branches().size() - 1; k >= 0; k--) {
            Term.Branch branch = term.branches().get(k);
            value = make.choose(condition(branch.condition()), real(branch.value()), value);
        }
        return value;
    }

    /** The expression of a condition. */
    Expr condition(Term term) {
        if (term instanceof Term.Comparison comparison) {
            return comparison(comparison);
        } else if (term instanceof Term.Logical logical) {
            Expr value = condition(logical.operands().get(0));
            for (Term operand : logical.operands().subList(1, logical.operands().size())) {
                value = make.apply(logical.and() ? Ops.AND : Ops.OR, value, condition(operand));
            }
            return value;
        } else if (term instanceof Term.Not not) {
            return make.apply(Ops.NOT, condition(not.operand()));
        }
        throw new IllegalArgumentException("no condition: " + term.span());
    }

    private Expr comparison(Term.Comparison comparison) {
        Expr left = real(comparison.first());
        Expr all = null;
        for (Term.Test test : comparison.rest()) {
            Expr right = real(test.operand());
            Expr one = compare(test.relation(), left, right);
            all = all == null ? one : make.apply(Ops.AND, all, one);
            left = right;
        }
        return all;
    }

    private Expr compare(Relation relation, Expr left, Expr right) {
        return switch (relation) {
            case LESS -> make.apply(Ops.LT, left, right);
            case LESS_EQUAL -> make.apply(Ops.LE, left, right);
            case GREATER -> make.apply(Ops.LT, right, left);
            case GREATER_EQUAL -> make.apply(Ops.LE, right, left);
            case EQUAL -> make.apply(Ops.EQ, left, right);
            case NOT_EQUAL -> make.apply(Ops.NE, left, right);
        };
    }

    private Expr call(Term.Call call) {
        List<Tensor> parameters = call.function().parameters();
        Map<Tensor, Expr> newArguments = new HashMap<>();
        Map<Tensor, Poly> newIntegers = new HashMap<>();
        for (int k = 0; k < parameters.size(); k++) {
            if (call.arguments().get(k) instanceof Term.Int integer) {
                newIntegers.put(parameters.get(k), poly(integer.value()));
                newArguments.put(parameters.get(k), make.integer(poly(integer.value())));
            } else {
                newArguments.put(parameters.get(k), real(call.arguments().get(k)));
            }
        }
        TermLowering body = new TermLowering(make, sizes, constants, indices);
        body.arguments.putAll(newArguments);
        body.integers.putAll(newIntegers);
        return body.real(call.function().body());
    }

    private Expr reduce(Term.Reduce term) {
        List<Range> ranges = open(term.ranges());
        Expr where = term.where() == null ? null : condition(term.where());
        Expr body = term.body() == null ? make.number(1) : real(term.body());
        Expr value = reduce(term.binder(), ranges, where, body);
        term.ranges().forEach(range -> indices.remove(range.index()));
        return value;
    }

    private List<Range> open(List<Range> ranges) {
        List<Range> open = new ArrayList<>();
        for (Range range : ranges) {
            Atom.Index index =
                    new Atom.Index(range.index().name(), OPEN + range.index().id());
            open.add(new Range(index, poly(range.from()), poly(range.to()), range.order()));
            indices.put(range.index(), Poly.of(index));
        }
        return open;
    }

    private Expr reduce(Binder binder, List<Range> ranges, @Nullable Expr where, Expr body) {
        Reductions reductions = new Reductions(make, sizes::countable);
        return switch (binder) {
            case SUM -> reductions.sum(ranges, where, body);
            case MEAN -> make.apply(Ops.DIV, reductions.sum(ranges, where, body), reductions.count(ranges, where));
            case PROD -> reductions.product(ranges, where, body);
            case MAX -> reductions.max(ranges, where, body);
            case MIN -> reductions.min(ranges, where, body);
            case LOGSUMEXP -> reductions.logSumExp(ranges, where, body);
            case NORM -> reductions.norm(ranges, where, body);
            case COUNT -> reductions.count(ranges, where);
        };
    }

    /** The body at the index itself, and again over all values of that index. */
    private Expr softmax(Term.Softmax term) {
        Expr here = real(term.body());
        Poly own = indices.get(term.range().index());
        List<Range> ranges = open(List.of(term.range()));
        Expr where = term.where() == null ? null : condition(term.where());
        Expr body = real(term.body());
        indices.put(term.range().index(), own);
        Reductions reductions = new Reductions(make, sizes::countable);
        return term.logarithm()
                ? reductions.logSoftmax(ranges, where, body, here)
                : reductions.softmax(ranges, where, body, here);
    }
}
