package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;

/**
 * What the rooms have in common. Their members stand in one order: name, kinds, value, partial derivatives, laws, Java,
 * cost, domain.
 */
abstract class Room extends Op {
    Room(String name, int arity) {
        super(name, arity);
    }

    /**
     * An interval such that the operation is smooth where all operands are within theirs: there every operation of the
     * catalogue is held against finite differences.
     */
    Interval domain(int operand) {
        return new Interval(-3, 3);
    }
}
