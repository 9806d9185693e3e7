/**
 * From equations to loops. In come the equations of one unit, out go statements of the loop language with a place in
 * memory for each tensor. Here it is decided which equations share a loop, which values are variables and which are
 * kept in arrays, and in which block a value is computed.
 */
@NullMarked
package dev.costate.compiler.schedule;

import org.jspecify.annotations.NullMarked;
