package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Sets;
import dev.costate.compiler.schedule.Nest.Block;
import dev.costate.compiler.schedule.Nest.Leaf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions as code: what is used once stands where it is used, what is used more often gets a variable, what
 * does not depend on an inner loop stands before it, and what only one branch needs stands in that branch. Long,
 * since these decisions need each other for each node: its uses, its branch, its loop level and its length.
 */
final class ValueWriter {
    /** Expressions with more operations than this are cut, for readers and for javac. */
    private static final int LONGEST = 10;

    private final Fusion fusion;
    private final Allocation allocation;
    private final List<BlockScope> scopes;
    private final Uses uses;
    private final LoopLevels loops;
    private final ValueNames names = new ValueNames();
    /** The loop level of each node of the expression that is being written. */
    private final NodeMap<Integer> levels = new NodeMap<>();
    /** How many loops are open where that expression uses a node, at most. */
    private final NodeMap<Integer> shallowestUse = new NodeMap<>();
    /** What stands for nodes of that expression that get no variable. */
    private final NodeMap<Code> inline = new NodeMap<>();

    ValueWriter(Fusion fusion, Allocation allocation, LoopGuards guards, Prover prover, List<BlockScope> scopes) {
        this.fusion = fusion;
        this.allocation = allocation;
        this.scopes = scopes;
        this.uses = new Uses(fusion.root(), guards);
        this.loops = new LoopLevels(fusion, prover);
    }

    /** Whether some equation uses the node. */
    boolean isUsed(Expr node) {
        return uses.isUsed(node);
    }

    /** Notes which quantity what follows is computed for. */
    void computing(Tensor tensor) {
        names.computing(tensor);
    }

    /** Notes that the statements of a block are about to be written. */
    void enter(Block block) {
        loops.enter(block);
    }

    void leave() {
        loops.leave();
    }

    List<Leaf> writers(Tensor tensor) {
        return fusion.writers(tensor);
    }

    /**
     * The code of an expression, its shared parts defined in the scopes first.
     *
     * @param scope where it is evaluated: the innermost of the open scopes, or a branch within it
     * @param hoist whether parts may be defined before the loops they do not depend on
     */
    Code write(Expr root, BlockScope scope, boolean hoist) {
        OneExpression expression = new OneExpression(root, scope, hoist);
        Code code = expression.code(root, scope);
        expression.forget();
        return code;
    }

    /** One expression on its way into code. */
    private final class OneExpression {
        private final Regions regions;
        private final boolean hoist;
        private final int depth = scopes.size() - 1;
        private final Map<Regions.Region, List<Expr>> byRegion = new HashMap<>();
        /** Of how many choices and connectives each region is a branch. */
        private final Map<Regions.Region, Integer> branches = new HashMap<>();

        private final List<Expr> all;

        /** What the scope knows is not looked into, so that many expressions over one large one take linear time. */
        OneExpression(Expr root, BlockScope scope, boolean hoist) {
            this.hoist = hoist;
            Predicate<Expr> unknown = node -> scope.value(node) == null;
            this.regions = new Regions(List.of(root), unknown);
            List<Expr> nodes = new ArrayList<>();
            this.all = Graph.ascending(List.of(root), unknown);
            for (Expr node : all) {
                BlockScope defining = scope.defining(node);
                if (defining == null) {
                    nodes.add(node);
                } else {
                    levels.put(node, defining.loops);
                }
            }
            if (!root.isBranching()) {
                byRegion.put(regions.outermost(), nodes);
                nodes.forEach(node -> levels.put(node, level(node)));
            } else {
                nodes.forEach(this::place);
            }
            shallowestUse.put(root, depth);
            for (Expr node : nodes) {
                int level = Objects.requireNonNull(levels.get(node));
                for (int k = 0; k < node.arity(); k++) {
                    Expr operand = node.operand(k);
                    shallowestUse.put(operand, Math.max(level, shallowestUse.getOrDefault(operand, level)));
                }
            }
        }

        /** The number of loops that must be open for the node to have its value. */
        private int level(Expr node) {
            return hoist && regions.dominator(node) == regions.outermost() ? loops.of(node, levels) : depth;
        }

        /** Notes the region of a node, and of what choices it is a branch. */
        private void place(Expr node) {
            byRegion.computeIfAbsent(regions.dominator(node), r -> new ArrayList<>())
                    .add(node);
            levels.put(node, level(node));
            boolean choice = node.head() instanceof Expr.Head.Choice;
            if (choice || (node.op() != null && node.op().secondOnlyIf() != null)) {
                path(node, 1).forEach(region -> branches.merge(region, 1, Integer::sum));
            }
            if (choice) {
                path(node, 2).forEach(region -> branches.merge(region, 1, Integer::sum));
            }
        }

        /** Leaves nothing to the next expression. */
        void forget() {
            for (Expr node : all) {
                levels.remove(node);
                shallowestUse.remove(node);
                inline.remove(node);
            }
        }

        Code code(Expr root, BlockScope scope) {
            define(byRegion.getOrDefault(regions.outermost(), List.of()), scope);
            return value(root, scope);
        }

        private void define(List<Expr> nodes, BlockScope scope) {
            for (Expr node : nodes) {
                if (scope.value(node) == null) {
                    define(node, scope);
                }
            }
        }

        /**
         * Defines what one branch of a choice needs of what is evaluated in that branch only.
         *
         * @param needed what it needs of each region, where other choices have the region too
         * @param later what is left for later, or null
         */
        private void defineNeeded(
                Expr choice,
                int branch,
                BlockScope scope,
                Map<Regions.Region, List<Expr>> needed,
                @Nullable Expr later) {
            List<Regions.Region> path = path(choice, branch);
            for (int k = path.size() - 1; k >= 0; k--) {
                Regions.Region region = path.get(k);
                Map<Regions.Region, List<Expr>> nodes = isShared(region) ? needed : byRegion;
                define(
                        nodes.getOrDefault(region, List.of()).stream()
                                .filter(n -> n != later)
                                .toList(),
                        scope);
            }
        }

        /** What a branch needs of what is evaluated in that branch only, by region. */
        private Map<Regions.Region, List<Expr>> needed(Expr choice, int branch) {
            List<Regions.Region> path = path(choice, branch);
            boolean alone = path.stream().noneMatch(this::isShared);
            if (path.isEmpty() || (alone && !(choice.operand(branch).head() instanceof Expr.Head.Choice))) {
                return Map.of();
            }
            Regions.Region outer = path.get(path.size() - 1);
            Map<Regions.Region, List<Expr>> needed = new HashMap<>();
            Graph.ascending(List.of(choice.operand(branch)), n -> regions.isWithin(n, outer)).stream()
                    .filter(n -> regions.isWithin(n, outer))
                    .forEach(n -> needed.computeIfAbsent(regions.dominator(n), r -> new ArrayList<>())
                            .add(n));
            return needed;
        }

        /** Whether it is a branch of several choices or connectives. */
        private boolean isShared(Regions.Region region) {
            return branches.getOrDefault(region, 0) > 1;
        }

        /** The regions that a branch is, from the innermost outwards: several where its condition is of several. */
        private List<Regions.Region> path(Expr choice, int branch) {
            return Regions.path(regions.regionOfUse(choice, branch), regions.dominator(choice));
        }

        private void define(Expr node, BlockScope scope) {
            Code code = build(node, scope);
            int level = Objects.requireNonNull(levels.get(node));
            boolean shared = isShort(code) ? uses.isOften(node) : uses.isShared(node);
            boolean moves = level < shallowestUse.getOrDefault(node, depth);
            boolean variable = !isTrivial(node, code) && (shared || moves || size(code) > LONGEST);
            if (!variable) {
                if (shared && code instanceof Code.Variable) {
                    scope.define(node, code);
                } else {
                    inline.put(node, code);
                }
                return;
            }
            BlockScope target = regions.dominator(node) == regions.outermost() && hoist ? scopes.get(level) : scope;
            Local local = variable(node);
            target.out.add(new Statement.Define(local, code));
            target.define(node, new Code.Variable(local));
        }

        /** Whether it is an element like {@code x[i]}, which is read again as easily as a variable. */
        private static boolean isShort(Code code) {
            return code instanceof Code.Element element
                    && element.place().isArray()
                    && element.subscripts().size() == 1
                    && (element.subscripts().get(0).isConstant()
                            || element.subscripts().get(0).asIndex() != null);
        }

        private boolean isTrivial(Expr node, Code code) {
            return LoopWriter.isTrivial(node)
                    || code instanceof Code.Variable
                    || (code instanceof Code.Element element && element.place().isConstant())
                    || isComparison(node, code);
        }

        /** Whether it compares two variables or numbers, or is the opposite of that: as plain as a variable for it. */
        private static boolean isComparison(Expr node, Code code) {
            return node.isCondition()
                    && node.op() != null
                    && node.op().secondOnlyIf() == null
                    && code instanceof Code.Apply apply
                    && apply.operands().stream()
                            .allMatch(o -> o instanceof Code.Variable
                                    || o instanceof Code.Constant
                                    || (node.op() == Connectives.NOT
                                            && o instanceof Code.Apply inner
                                            && inner.operands().stream().noneMatch(Code.Apply.class::isInstance)));
        }

        private Code value(Expr node, BlockScope scope) {
            Code known = scope.value(node);
            return known != null ? known : Objects.requireNonNull(inline.get(node));
        }

        private Code build(Expr node, BlockScope scope) {
            if (node.head() instanceof Expr.Head.Constant number) {
                return new Code.Constant(number.value());
            } else if (node.head() instanceof Expr.Head.Whole integer) {
                return new Code.Whole(integer.value());
            } else if (node.head() instanceof Expr.Head.Read read) {
                return allocation.slot(read.tensor()).element(read.subscripts());
            } else if (node.head() instanceof Expr.Head.Choice) {
                return choice(node, scope);
            }
            Op op = ((Expr.Head.Apply) node.head()).op();
            Boolean secondOnlyIf = op.secondOnlyIf();
            if (op.java() instanceof Op.Form.Transparent) {
                return value(node.operand(0), scope);
            }
            if (secondOnlyIf != null) {
                return connective(node, op, secondOnlyIf, scope);
            }
            return new Code.Apply(op, values(node, scope));
        }

        private List<Code> values(Expr node, BlockScope scope) {
            return switch (node.arity()) {
                case 1 -> List.of(value(node.operand(0), scope));
                case 2 -> List.of(value(node.operand(0), scope), value(node.operand(1), scope));
                default -> node.operands().stream().map(o -> value(o, scope)).toList();
            };
        }

        /** The choices that stand in the second branch of each other, and only there, written as one chain. */
        private Code choice(Expr first, BlockScope scope) {
            List<Expr> chain = new ArrayList<>();
            for (Expr node = first; node != null; node = next(node)) {
                chain.add(node);
            }
            return new Chain(chain, scope).code();
        }

        /** The choice that is the second branch of this one, if nothing else uses it. */
        private @Nullable Expr next(Expr choice) {
            Expr next = choice.operand(2);
            boolean only = next.head() instanceof Expr.Head.Choice
                    && uses.isOnce(next)
                    && regions.dominator(next) == regions.regionOfUse(choice, 2);
            return only ? next : null;
        }

        /** {@code if … else if … else …}: conditional expressions as far as branches are short, blocks else. */
        private final class Chain {
            private final List<Code> conditions = new ArrayList<>();
            private final List<Code> values = new ArrayList<>();
            private final List<BlockScope> thens = new ArrayList<>();
            private final List<BlockScope> elses = new ArrayList<>();
            private final BlockScope scope;
            private final Op.Kind kind;
            private Code last;

            Chain(List<Expr> chain, BlockScope scope) {
                this.scope = scope;
                this.kind = chain.get(0).kind();
                BlockScope around = scope;
                // What a later choice needs, those before it need, too: one search finds it for all.
                Map<Regions.Region, List<Expr>> others = needed(chain.get(0), 2);
                for (int k = 0; k < chain.size(); k++) {
                    Expr node = chain.get(k);
                    conditions.add(value(node.operand(0), around));
                    BlockScope then = new BlockScope(around);
                    defineNeeded(node, 1, then, needed(node, 1), null);
                    thens.add(then);
                    values.add(value(node.operand(1), then));
                    BlockScope otherwise = new BlockScope(around);
                    defineNeeded(node, 2, otherwise, others, k + 1 < chain.size() ? chain.get(k + 1) : null);
                    elses.add(otherwise);
                    around = otherwise;
                }
                last = value(chain.get(chain.size() - 1).operand(2), around);
            }

            Code code() {
                Local chosen = new Local("chosen", kind);
                List<Statement> rest = null;
                for (int k = conditions.size() - 1; k >= 0; k--) {
                    boolean expression = rest == null
                            && thens.get(k).out.isEmpty()
                            && elses.get(k).out.isEmpty();
                    Code choice = new Code.Choice(conditions.get(k), values.get(k), last);
                    if (expression && (k == 0 || size(choice) <= LONGEST)) {
                        last = choice;
                        continue;
                    }
                    List<Statement> then = thens.get(k).out;
                    then.add(new Statement.Update(chosen, Reduction.SET, values.get(k)));
                    List<Statement> otherwise = elses.get(k).out;
                    otherwise.addAll(rest == null ? List.of(new Statement.Update(chosen, Reduction.SET, last)) : rest);
                    rest = List.of(new Statement.If(conditions.get(k), then, otherwise));
                }
                if (rest == null) {
                    return last;
                }
                scope.out.add(new Statement.Declare(chosen, initial(chosen, 0)));
                scope.out.addAll(rest);
                return new Code.Variable(chosen);
            }
        }

        /** A connective in one expression if its second operand needs no statements, else a variable set in a block. */
        private Code connective(Expr node, Op op, boolean secondOnlyIf, BlockScope scope) {
            Code first = value(node.operand(0), scope);
            BlockScope inner = new BlockScope(scope);
            defineNeeded(node, 1, inner, needed(node, 1), null);
            Code second = value(node.operand(1), inner);
            if (inner.out.isEmpty()) {
                return new Code.Apply(op, List.of(first, second));
            }
            Local local = new Local("holds", Op.Kind.CONDITION);
            scope.out.add(new Statement.Declare(local, first));
            inner.out.add(new Statement.Update(local, Reduction.SET, second));
            Code variable = new Code.Variable(local);
            Code needed = secondOnlyIf ? variable : new Code.Apply(Connectives.NOT, List.of(variable));
            scope.out.add(new Statement.If(needed, inner.out, List.of()));
            return variable;
        }
    }

    /** How many operations there are in it: of what is not in variables already, so that it is soon counted. */
    private static int size(Code code) {
        if (code instanceof Code.Apply apply) {
            int size = 1;
            for (int k = 0; k < apply.operands().size(); k++) {
                size += size(apply.operands().get(k));
            }
            return size;
        } else if (code instanceof Code.Choice choice) {
            return 1 + size(choice.condition()) + size(choice.ifTrue()) + size(choice.ifFalse());
        }
        return 0;
    }

    /** What a variable holds before it is assigned. */
    static Code initial(Local local, double number) {
        return local.kind() == Op.Kind.SET ? new Code.Apply(Sets.NONE, List.of()) : new Code.Constant(number);
    }

    private Local variable(Expr node) {
        return node.head() instanceof Expr.Head.Read read
                ? allocation.slot(read.tensor()).variable(read.subscripts())
                : new Local(names.of(node), node.kind());
    }
}
