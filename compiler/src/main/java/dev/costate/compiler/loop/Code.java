package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An expression of the loop language: a small tree that is printed as one Java expression. */
public sealed interface Code {
    /** The expressions that it is made of. */
    default List<Code> operands() {
        return List.of();
    }

    /** Whether its operands are the first of several elements along the last axis, all of which it reads. */
    default boolean readsSlices() {
        return false;
    }

    /** What the visitor makes of an expression of this kind. */
    <R> R accept(Visitor<R> visitor);

    /** The same made of other expressions; itself, if they are its own. */
    default Code map(UnaryOperator<Code> image) {
        return this;
    }

    /** The same with other integers in the place of indices and dims; null for those that stay. */
    default Code substitute(Function<Atom, @Nullable Poly> integers) {
        return map(operand -> operand.substitute(integers));
    }

    private static List<Poly> substitute(List<Poly> polys, Function<Atom, @Nullable Poly> integers) {
        return polys.stream().map(poly -> poly.substitute(integers)).toList();
    }

    /** The image of each; the very list where all stay. */
    private static List<Code> images(List<Code> codes, UnaryOperator<Code> image) {
        List<Code> images = codes;
        for (int k = 0; k < codes.size(); k++) {
            Code code = codes.get(k);
            Code now = image.apply(code);
            if (now != code && images == codes) {
                images = new ArrayList<>(codes);
            }
            if (now != code) {
                images.set(k, now);
            }
        }
        return images;
    }

    record Constant(double value) implements Code {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An integer as a real. Dims are {@code int} variables, indices the variables of the loops around. */
    record Whole(Poly value) implements Code {
        @Override
        public Code substitute(Function<Atom, @Nullable Poly> integers) {
            return new Whole(value.substitute(integers));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Variable(Local local) implements Code {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An element of a place, or the place itself if it has no axes. */
    record Element(Place place, List<Poly> subscripts) implements Code {
        public Element {
            subscripts = List.copyOf(subscripts);
        }

        @Override
        public Element substitute(Function<Atom, @Nullable Poly> integers) {
            return new Element(place, Code.substitute(subscripts, integers));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * An elementary operation, written as its {@link Op.Form} says.
     *
     * @param exact whether it is a term or part of a sum, which is not rounded to the numbers that the model computes
     *     in: see {@link Formats}
     */
    record Apply(Op op, List<Code> operands, boolean exact) implements Code {
        public Apply {
            operands = List.copyOf(operands);
        }

        public Apply(Op op, List<Code> operands) {
            this(op, operands, false);
        }

        @Override
        public Code map(UnaryOperator<Code> image) {
            List<Code> images = images(operands, image);
            return images == operands ? this : new Apply(op, images, exact);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code condition ? ifTrue : ifFalse}. */
    record Choice(Code condition, Code ifTrue, Code ifFalse) implements Code {
        @Override
        public List<Code> operands() {
            return List.of(condition, ifTrue, ifFalse);
        }

        @Override
        public Code map(UnaryOperator<Code> image) {
            Code c = image.apply(condition);
            Code a = image.apply(ifTrue);
            Code b = image.apply(ifFalse);
            return c == condition && a == ifTrue && b == ifFalse ? this : new Choice(c, a, b);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * The sum of the products of {@code count} elements of two places, from the given subscripts on, both along their
     * last axis.
     */
    record Dot(Element left, Element right, Poly count) implements Code {
        @Override
        public List<Code> operands() {
            return List.of(left, right);
        }

        @Override
        public boolean readsSlices() {
            return true;
        }

        @Override
        public Code substitute(Function<Atom, @Nullable Poly> integers) {
            return new Dot(left.substitute(integers), right.substitute(integers), count.substitute(integers));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The sum of {@code count} elements of a place, from the given subscripts on, along its last axis. */
    record RowSum(Element row, Poly count) implements Code {
        @Override
        public List<Code> operands() {
            return List.of(row);
        }

        @Override
        public boolean readsSlices() {
            return true;
        }

        @Override
        public Code substitute(Function<Atom, @Nullable Poly> integers) {
            return new RowSum(row.substitute(integers), count.substitute(integers));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Makes something of each kind of expression; whoever tells all of them apart does it by this. */
    interface Visitor<R> {
        R visit(Constant number);

        R visit(Whole integer);

        R visit(Variable variable);

        R visit(Element element);

        R visit(Apply apply);

        R visit(Choice choice);

        R visit(Dot dot);

        R visit(RowSum sum);
    }
}
