package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The index variables of one equation and the sizes that follow from what they subscript. An index without a stated
 * range walks the axes it is a bare subscript of; of two indices of which one narrows the other, the one without
 * such uses takes the other's size. Long since it is one walk over all kinds of expressions and the fixed point of what
 * that finds.
 */
public final class Inference {
    /** The size of an axis that is not known yet. */
    static final Atom.Dim UNKNOWN = new Atom.Dim("?");

    private final Context context;
    private final Set<String> own;
    private final Scope names;
    private final Shapes shapes;
    private final List<Variable> variables = new ArrayList<>();
    private final IdentityHashMap<Expression.BoundIndex, Variable> bound = new IdentityHashMap<>();
    private final Map<String, Variable> scope = new HashMap<>();

    public Inference(Context context, Scope names, List<Variable> outer) {
        this(context, names, outer, Set.of());
    }

    /**
     * @param names what the expression can name
     * @param outer the indices on the left of the equation
     * @param own the arrays that are defined together with this equation: what walks their axes says nothing of ranges
     */
    public Inference(Context context, Scope names, List<Variable> outer, Set<String> own) {
        this.context = context;
        this.own = own;
        this.names = names;
        this.shapes = new Shapes(context, names, scope);
        variables.addAll(outer);
        outer.forEach(v -> scope.put(v.name.name(), v));
    }

    /** The variable that a binder binds; null where the binder names one that is in scope. */
    public @Nullable Variable variable(Expression.BoundIndex index) {
        return bound.get(index);
    }

    /** A variable for a name, which is reported if it cannot be one. */
    public static Variable variable(Identifier name, Map<String, Variable> scope, Scope names, Context context) {
        Variable variable = new Variable(name, context.newIndex());
        Variable first = scope.get(name.name());
        if (first != null) {
            variable.broken = true;
            first.broken = true; // what names it may mean either
            context.reporter().report(IndexMessages.rebound(name, first.name.span()));
        }
        Symbol declared = context.symbols().find(name.name());
        if (names.own().contains(name.name())) {
            variable.broken = true;
            context.reporter().report(IndexMessages.shadowsOwn(name));
        } else if (declared != null && names.hides(declared) == null) {
            variable.broken = true;
            context.reporter().once(IndexMessages.shadows(name, declared));
        }
        return variable;
    }

    /** Finds all uses in the expression, then all sizes. */
    public void run(Expression value) {
        walk(value);
        for (Variable variable : variables) {
            infer(variable);
        }
        boolean changed = true;
        while (changed) {
            changed = narrow();
        }
        new SizeConflicts(context.reporter(), variables).check();
    }

    private static void infer(Variable variable) {
        if (variable.stated == null && !variable.uses.isEmpty()) {
            variable.extent = variable.uses.get(0).axis();
        }
    }

    /**
     * Finds the sizes of what had none, from arrays that are defined together with this equation; whether any was
     * found.
     *
     * @param growing the sizes of these arrays; an axis that is not known yet has the size {@link #UNKNOWN}
     */
    boolean grow(Map<String, List<Poly>> growing) {
        shapes.growing = growing;
        boolean found = false;
        for (Variable variable : variables) {
            if (variable.stated == null && variable.extent == null && variable.range == null) {
                found |= grow(variable);
            }
        }
        shapes.growing = Map.of();
        return found;
    }

    private boolean grow(Variable variable) {
        for (Expression.Subscripted use : variable.later) {
            List<Poly> shape = shapes.of(use.base());
            for (int k = 0;
                    shape != null && k < Math.min(shape.size(), use.subscripts().size());
                    k++) {
                boolean here =
                        variable.name.name().equals(use.subscripts().get(k).bareName());
                if (here && !shape.get(k).atoms().contains(UNKNOWN)) {
                    variable.extent = shape.get(k);
                    return true;
                }
            }
        }
        return false;
    }

    /** Hands sizes between indices of which one narrows the other; whether any was. */
    private boolean narrow() {
        boolean changed = false;
        for (Variable variable : variables) {
            Variable limit = variable.limit;
            if (limit != null) {
                changed |= give(variable, limit) || give(limit, variable);
            }
        }
        return changed;
    }

    private static boolean give(Variable from, Variable to) {
        if (from.usedUnknown && !to.hasSource()) {
            to.usedUnknown = true;
            return true;
        }
        if (from.extent == null || to.extent != null || to.stated != null || to.usedUnknown) {
            return false;
        }
        to.extent = from.extent;
        return true;
    }

    private void walk(Expression e) {
        if (e instanceof Expression.Name name) {
            mention(name.name());
        } else if (e instanceof Expression.Binder binder) {
            binder(binder);
        } else if (e instanceof Expression.If choice) {
            choice(choice);
        } else {
            if (e instanceof Expression.Subscripted subscripted) {
                subscripted(subscripted);
            } else if (e instanceof Expression.Call call) {
                call(call);
            }
            e.children().forEach(this::walk);
        }
    }

    /** A branch that constants rule out says nothing about indices. */
    private void choice(Expression.If choice) {
        for (Expression.Branch branch : choice.branches()) {
            Boolean decided = shapes.decided(branch.condition());
            walk(branch.condition());
            if (decided == null || decided) {
                walk(branch.value());
            }
            if (decided != null && decided) {
                return;
            }
        }
        walk(choice.otherwise());
    }

    private void mention(String name) {
        Variable variable = scope.get(name);
        if (variable != null) {
            variable.mentioned = true;
        }
    }

    /** Whether the shape of this depends on arrays whose shapes the equation itself helps to find. */
    private boolean mentionsOwn(Expression e) {
        return e instanceof Expression.Name name
                ? own.contains(name.name())
                : e.children().stream().anyMatch(this::mentionsOwn);
    }

    private void subscripted(Expression.Subscripted e) {
        List<Poly> shape = null;
        for (int i = 0; i < e.subscripts().size(); i++) {
            String name = e.subscripts().get(i).bareName();
            Variable variable = name == null ? null : scope.get(name);
            if (variable == null) {
                continue;
            } else if (e.base() instanceof Expression.Name array && own.contains(array.name())) {
                variable.defined = array.name();
                continue;
            }
            shape = shape == null ? shapes.of(e.base()) : shape;
            if (shape == null && mentionsOwn(e.base())) {
                variable.later.add(e);
                continue;
            }
            if (shape == null || shape.size() != e.subscripts().size()) {
                variable.usedUnknown = true;
            } else if (shape.get(i).indices().stream().allMatch(n -> n.number() < variable.index.number())) {
                variable.uses.add(new Variable.Use(e, i, shape, shapes.declared(e.base())));
            }
        }
    }

    /** An array called like a function was probably meant to be subscripted. */
    private void call(Expression.Call call) {
        Symbol symbol = names.callee(call.name().name(), context.symbols()).symbol();
        boolean array = symbol == null
                ? context.symbols().isUnparsed(call.name().name())
                : symbol.kind() != Symbol.Kind.FUNCTION;
        if (array) {
            for (Expression argument : call.arguments()) {
                Variable variable = argument instanceof Expression.Name name ? scope.get(name.name()) : null;
                if (variable != null) {
                    variable.usedUnknown = true;
                }
            }
        }
    }

    private void binder(Expression.Binder binder) {
        List<Variable> added = new ArrayList<>();
        boolean binds = !Builtins.normalizes(binder.name().name());
        for (Expression.BoundIndex index : binder.indices()) {
            index.children().forEach(this::walk);
            if (binds) {
                added.add(bind(binder.name(), index));
            }
        }
        if (binder.where() != null) {
            walk(binder.where());
        }
        if (binder.body() != null) {
            walk(binder.body());
        }
        for (Variable variable : added) {
            scope.remove(variable.name.name(), variable);
        }
    }

    /** Whether what it is compared with is the name that is new. */
    private boolean isReversed(Expression.BoundIndex index) {
        return index.limit() instanceof Expression.Name limit
                && !scope.containsKey(limit.name())
                && !names.own().contains(limit.name())
                && context.symbols().find(limit.name()) == null;
    }

    private Variable reversed(Identifier binder, Expression.BoundIndex index, Variable known) {
        context.reporter().report(IndexMessages.reversed(binder, index, known.name.span()));
        context.symbols().told(Objects.requireNonNull(index.limit()).span().text());
        known.broken = true;
        Variable variable = new Variable(index.name(), context.newIndex());
        variable.broken = true;
        return variable;
    }

    private Variable bind(Identifier binder, Expression.BoundIndex index) {
        Variable known = scope.get(index.name().name());
        Variable variable = known != null && isReversed(index)
                ? reversed(binder, index, known)
                : variable(index.name(), scope, names, context);
        variable.stated = index.range();
        variable.narrowing = index;
        if (index.limit() instanceof Expression.Name limit) {
            variable.limit = scope.get(limit.name());
        }
        variables.add(variable);
        bound.put(index, variable);
        scope.putIfAbsent(index.name().name(), variable);
        return variable;
    }
}
