package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.source.Span;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A statement of the loop language. Long, since each kind says what it evaluates and what becomes of it. */
public sealed interface Statement {
    /** The blocks within it; a method that it calls stands elsewhere. */
    default List<List<Statement>> bodies() {
        return List.of();
    }

    /** The expressions that it evaluates itself, in order. */
    default List<Code> expressions() {
        return List.of();
    }

    /** What it runs over by itself, as loops and what stands for loops do. */
    default List<Range> ranges() {
        return List.of();
    }

    /** The same with another range for one of its indices; itself, if it has no such index. */
    default Statement over(Range range) {
        return this;
    }

    /** What it assigns to in memory, null if it does not or to all of a place. */
    default Code.@Nullable Element target() {
        return null;
    }

    /** What the visitor makes of a statement of this kind. */
    <R> R accept(Visitor<R> visitor);

    /** The same of other variables, expressions and blocks; itself, if they are its own. */
    Statement map(UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block);

    /**
     * What follows comes from this line of the model.
     *
     * @param remark says what it is if it is not that line itself
     * @param partial the local partial derivative, if it is an adjoint and that is a short formula; else empty
     */
    record From(Span span, String remark, String partial) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            return this;
        }
    }

    /** {@code double name = value}: assigned once. */
    record Define(Local local, Code value) implements Statement {
        @Override
        public List<Code> expressions() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            Local newLocal = local.apply(this.local);
            Code newValue = code.apply(value);
            return newLocal == this.local && newValue == value ? this : new Define(newLocal, newValue);
        }
    }

    /** The same, assigned again later, an accumulator or a value of two branches. */
    record Declare(Local local, Code value) implements Statement {
        @Override
        public List<Code> expressions() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            Local newLocal = local.apply(this.local);
            Code newValue = code.apply(value);
            return newLocal == this.local && newValue == value ? this : new Declare(newLocal, newValue);
        }
    }

    /** {@code local = value}, {@code local += value}, {@code local = Math.max(local, value)}. */
    record Update(Local local, Reduction reduction, Code value) implements Statement {
        @Override
        public List<Code> expressions() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            Local newLocal = local.apply(this.local);
            Code newValue = code.apply(value);
            return newLocal == this.local && newValue == value ? this : new Update(newLocal, reduction, newValue);
        }
    }

    /** The same for an element of a place. */
    record Store(Code.Element target, Reduction reduction, Code value) implements Statement {
        @Override
        public List<Code> expressions() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            Code newValue = code.apply(value);
            return newValue == value ? this : new Store(target, reduction, newValue);
        }
    }

    /**
     * Every element of a place becomes the value.
     *
     * @param rows where on the first axis, if not on all of it; its index is that of no loop
     */
    record Fill(Place place, double value, @Nullable Range rows) implements Statement {
        public Fill(Place place, double value) {
            this(place, value, null);
        }

        @Override
        public List<Range> ranges() {
            return rows == null ? List.of() : List.of(rows);
        }

        @Override
        public Statement over(Range range) {
            return rows != null && rows.index().equals(range.index()) ? new Fill(place, value, range) : this;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            return this;
        }
    }

    /**
     * A loop over the values of the range, downward if its order says so, each {@code step} behind the one before it;
     * no iterations if it is empty.
     */
    record Loop(Range range, int step, List<Statement> body) implements Statement {
        public Loop {
            body = List.copyOf(body);
        }

        public Loop(Range range, List<Statement> body) {
            this(range, 1, body);
        }

        @Override
        public List<Range> ranges() {
            return List.of(range);
        }

        @Override
        public Statement over(Range other) {
            return new Loop(other.index().equals(range.index()) ? other : range, step, body);
        }

        /** The same loop with another body. */
        Loop with(List<Statement> newBody) {
            return newBody == body ? this : new Loop(range, step, newBody);
        }

        @Override
        public List<List<Statement>> bodies() {
            return List.of(body);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            return with(block.apply(body));
        }
    }

    /** {@code int name = value} for the statements that follow it, which are its body. */
    record Let(Atom.Index index, Poly value, List<Statement> body) implements Statement {
        public Let {
            body = List.copyOf(body);
        }

        /** The only value that the index takes. */
        public Range range() {
            return new Range(index, value, value.plus(1));
        }

        @Override
        public List<List<Statement>> bodies() {
            return List.of(body);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            List<Statement> newBody = block.apply(body);
            return newBody == body ? this : new Let(index, value, newBody);
        }
    }

    /** {@code local += sum over the range of the value}, of which the order is free. */
    record SumLoop(Local local, Range range, Code value) implements Statement {
        @Override
        public List<Range> ranges() {
            return List.of(range);
        }

        @Override
        public Statement over(Range other) {
            return new SumLoop(local, other.index().equals(range.index()) ? other : range, value);
        }

        @Override
        public List<Code> expressions() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            Local newLocal = local.apply(this.local);
            Code newValue = code.apply(value);
            return newLocal == this.local && newValue == value ? this : new SumLoop(newLocal, range, newValue);
        }
    }

    record If(Code condition, List<Statement> then, List<Statement> otherwise) implements Statement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        @Override
        public List<List<Statement>> bodies() {
            return List.of(then, otherwise);
        }

        @Override
        public List<Code> expressions() {
            return List.of(condition);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            Code newCondition = code.apply(condition);
            List<Statement> newThen = block.apply(then);
            List<Statement> newOtherwise = block.apply(otherwise);
            boolean same = newCondition == condition && newThen == then && newOtherwise == otherwise;
            return same ? this : new If(newCondition, newThen, newOtherwise);
        }
    }

    /**
     * {@code target[…, t] ⊕= factor * source[…, t]} for {@code count} elements along the last axis of both, where zero
     * times anything is zero.
     */
    record Row(Code.Element target, Reduction reduction, Code factor, Code.Element source, Poly count)
            implements Statement {
        @Override
        public List<Code> expressions() {
            return List.of(factor, source);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            Code newFactor = code.apply(factor);
            return newFactor == factor ? this : new Row(target, reduction, newFactor, source, count);
        }
    }

    /** {@code target[…, t] += factor * source[…, t]} for {@code count} elements along the last axis of both. */
    record Axpy(Code.Element target, Code factor, Code.Element source, Poly count) implements Statement {
        @Override
        public List<Code> expressions() {
            return List.of(factor, source);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            Code newFactor = code.apply(factor);
            return newFactor == factor ? this : new Axpy(target, newFactor, source, count);
        }
    }

    /**
     * For all values of the three indices, {@code target += left * right}: the product of two matrices. The target has
     * the indices of row and column, the factor on the left those of row and term, that on the right the others.
     */
    record Product(Range row, Range term, Range column, Code.Element target, Code.Element left, Code.Element right)
            implements Statement {
        @Override
        public List<Code> expressions() {
            return List.of(left, right);
        }

        /** The loops that it stands for. */
        Loop loops() {
            Code value = new Code.Apply(Arithmetic.MUL, List.of(left, right));
            Loop sum = new Loop(term, List.of(new Store(target, Reduction.SUM, value)));
            return new Loop(row, List.of(new Loop(column, List.of(sum))));
        }

        /** The same with other factors. */
        public Product with(Code.Element newLeft, Code.Element newRight) {
            return new Product(row, term, column, target, newLeft, newRight);
        }

        @Override
        public Statement over(Range range) {
            UnaryOperator<Range> other = r -> r.index().equals(range.index()) ? range : r;
            return new Product(other.apply(row), other.apply(term), other.apply(column), target, left, right);
        }

        @Override
        public List<Range> ranges() {
            return List.of(row, term, column);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            return this;
        }
    }

    /**
     * For all values of the two indices, {@code packed = factor}: the matrix by which products multiply. The rows of
     * the place, which is packed, have the first of the indices, and its columns the second.
     */
    record Pack(Place packed, Range term, Range column, Code.Element factor) implements Statement {
        @Override
        public List<Code> expressions() {
            return List.of(factor);
        }

        @Override
        public Code.Element target() {
            return new Code.Element(packed, List.of(Poly.of(term.index()), Poly.of(column.index())));
        }

        /** The loops that it stands for. */
        Loop loops() {
            Loop row = new Loop(column, List.of(new Store(target(), Reduction.SET, factor)));
            return new Loop(term, List.of(row));
        }

        @Override
        public Statement over(Range range) {
            UnaryOperator<Range> other = r -> r.index().equals(range.index()) ? range : r;
            return new Pack(packed, other.apply(term), other.apply(column), factor);
        }

        @Override
        public List<Range> ranges() {
            return List.of(term, column);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            return this;
        }
    }

    /**
     * {@code Rows.name(rows…, count)}: the first {@code count} elements of the last of the places, which have one axis,
     * become what a kernel makes of those of the others.
     */
    record Kernel(String name, List<Place> rows, Poly count) implements Statement {
        public Kernel {
            rows = List.copyOf(rows);
        }

        private static Code.Element start(Place row) {
            return new Code.Element(row, List.of(Poly.ZERO));
        }

        @Override
        public List<Code> expressions() {
            return rows.subList(0, rows.size() - 1).stream()
                    .<Code>map(Kernel::start)
                    .toList();
        }

        @Override
        public Code.Element target() {
            return start(rows.get(rows.size() - 1));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            return this;
        }
    }

    /** What stands in a method of its own; what is declared there is known behind it. */
    record Call(Method method) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }

        @Override
        public Statement map(
                UnaryOperator<Local> local, UnaryOperator<Code> code, UnaryOperator<List<Statement>> block) {
            List<Statement> newBody = block.apply(method.body());
            return newBody == method.body() ? this : new Call(new Method(method.number(), method.around(), newBody));
        }
    }

    /**
     * Makes something of each kind of statement: whoever tells them apart does it by this, and so knows all of them.
     */
    interface Visitor<R> {
        R visit(From from);

        R visit(Define define);

        R visit(Declare declare);

        R visit(Update update);

        R visit(Store store);

        R visit(Fill fill);

        R visit(Loop loop);

        R visit(Let let);

        R visit(SumLoop sum);

        R visit(If choice);

        R visit(Row row);

        R visit(Axpy axpy);

        R visit(Product product);

        R visit(Pack pack);

        R visit(Call call);

        R visit(Kernel kernel);
    }
}
