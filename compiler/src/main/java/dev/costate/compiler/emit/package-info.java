/**
 * From units to Java files. In come the checked model and its units, out go the texts of classes. Here it is decided
 * how things are named, documented, bound and checked, and which class has which method. Bodies of methods are trees of
 * package {@code java}; classes around them are put together with JavaPoet.
 */
@NullMarked
package dev.costate.compiler.emit;

import org.jspecify.annotations.NullMarked;
