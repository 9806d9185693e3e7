package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A declaration, in the order and the words of the source. Axes and subscripts are kept as written. */
public sealed interface Declaration {
    Span span();

    void accept(Visitor visitor);

    /** What is done with each kind of declaration. */
    interface Visitor {
        void visit(Import declaration);

        void visit(Dim declaration);

        void visit(Const declaration);

        void visit(Input declaration);

        void visit(Noise declaration);

        void visit(Function declaration);

        void visit(Equation declaration);

        void visit(Results declaration);

        void visit(ForBlock declaration);

        void visit(Derive declaration);
    }

    /** {@code import com.acme.Name}. */
    record Import(List<Identifier> path, Span span) implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /**
     * {@code dim N}, {@code dim N >= 2}, {@code dim D = 784}. At most one of {@code atLeast} and {@code value} is
     * there.
     */
    record Dim(
            Identifier name,
            @Nullable Expression atLeast,
            @Nullable Expression value,
            @Nullable String doc,
            Span span) implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** {@code const c = 2*pi}, {@code const parent[4] : int = […]}, {@code const next[4] in S = […]}. */
    record Const(
            Identifier name,
            List<Expression> axes,
            Type type,
            Expression value,
            @Nullable String doc,
            Span span) implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** {@code param w[D]}, {@code param sigma > 0}, {@code data lambda = 0.1}, {@code data label[N] in K}. */
    record Input(
            boolean param,
            Identifier name,
            List<Expression> axes,
            Type type,
            @Nullable DomainExpression domain,
            @Nullable Expression defaultValue,
            @Nullable String doc,
            Span span)
            implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** {@code noise z[S, T]}, {@code noise u[S] uniform}: random numbers, standard normal or uniform. */
    record Noise(
            Identifier name,
            List<Expression> axes,
            boolean uniform,
            @Nullable String doc,
            Span span) implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /**
     * {@code fn f(x, a[n]) = e}, or a block of equations {@code fn f(x) -> y[n] { … }}.
     *
     * @param results what stands after {@code ->}; empty for the one-expression form
     * @param value the expression of the one-expression form, or null
     * @param body the equations of the block form, empty for the other
     */
    record Function(
            Identifier name,
            List<Parameter> parameters,
            List<Target> results,
            @Nullable Expression value,
            List<Declaration> body,
            @Nullable String doc,
            Span span)
            implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        /** How many results it has. */
        public int resultCount() {
            return Math.max(1, results.size());
        }
    }

    /**
     * A parameter of a function: a name with axes, or with the arguments of a function that it stands for, as in {@code
     * f(_, _)}.
     *
     * @param domain between which numbers its elements are expected, or null
     * @param takes how many arguments the function takes; 0 for a number or array
     */
    record Parameter(
            Identifier name,
            List<Expression> axes,
            @Nullable DomainExpression domain,
            int takes) {
        public boolean isFunction() {
            return takes > 0;
        }
    }

    /** What is defined: a result of a function with its axes, or the left side of an equation with its subscripts. */
    record Target(Identifier name, List<Expression> axes) {}

    /**
     * {@code let z[i] = e for i in N}, {@code output loss = e}, {@code let first[i] : int = e}.
     *
     * @param integer whether it says that it is of integers
     */
    record Equation(
            boolean output,
            Identifier name,
            List<Expression> subscripts,
            boolean integer,
            Expression value,
            List<IndexRange> ranges,
            @Nullable String doc,
            Span span)
            implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** {@code let (l, v) = eig(a, b)}: the results of a call, in order; {@code _} leaves one out. */
    record Results(
            boolean output,
            List<Target> targets,
            Expression.Call call,
            List<IndexRange> ranges,
            @Nullable String doc,
            Span span)
            implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }

        /** An equation for each result that has a name. */
        public List<Equation> equations() {
            List<Equation> equations = new ArrayList<>();
            for (int k = 0; k < targets.size(); k++) {
                Target target = targets.get(k);
                if (!target.name().name().equals("_")) {
                    Expression value = element(call.result(k, targets.size()), target.axes());
                    equations.add(new Equation(output, target.name(), target.axes(), false, value, ranges, doc, span));
                }
            }
            return equations;
        }

        /**
         * The result, or its element at the indices behind those that the call mentions: {@code v[n, k]} of
         * {@code eig(a[n])} is element k of a result. If it mentions none and their ranges are stated, it is one number
         * for all.
         */
        private Expression element(Expression.Call result, List<Expression> indices) {
            Set<String> mentioned = names(call);
            int common = indices.size();
            while (common > 0
                    && indices.get(common - 1) instanceof Expression.Name index
                    && !mentioned.contains(index.name())) {
                common--;
            }
            if (common == indices.size() || (common == 0 && !ranges.isEmpty())) {
                return result;
            }
            List<Expression.Subscript> subscripts = new ArrayList<>();
            indices.subList(common, indices.size()).forEach(i -> subscripts.add(new Expression.Subscript.At(i)));
            return new Expression.Subscripted(result, subscripts, call.span());
        }

        private static Set<String> names(Expression all) {
            Set<String> names = new HashSet<>();
            Deque<Expression> open = new ArrayDeque<>(List.of(all));
            while (!open.isEmpty()) {
                Expression e = open.pop();
                if (e instanceof Expression.Name name) {
                    names.add(name.name());
                }
                open.addAll(e.children());
            }
            return names;
        }
    }

    /** {@code for t in T { … }}. */
    record ForBlock(List<IndexRange> ranges, List<Declaration> body, Span span) implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /**
     * A derive clause.
     *
     * @param kind the words before {@code of}, such as {@code gradient} or {@code sparse jacobian}
     * @param wrt the inputs named after {@code wrt}, empty if there are none
     * @param options the word and value pairs behind: {@code layout denominator}, {@code order 4}
     */
    record Derive(String kind, Identifier output, List<Identifier> wrt, List<Option> options, Span span)
            implements Declaration {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    record Option(String word, String value, Span span) {}

    /** The type of an input or constant: real, {@code : int}, or {@code in K}. */
    sealed interface Type {
        record Real() implements Type {}

        record Int(Span span) implements Type {}

        record IndexInto(Expression size, Span span) implements Type {}
    }

    /** {@code i in N}, {@code j in 0 ..< i} of a {@code for} clause. */
    record IndexRange(Identifier index, RangeExpression range) {}
}
