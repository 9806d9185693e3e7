/** In which order elements can be computed that depend on other elements of the same arrays. */
@NullMarked
package dev.costate.compiler.order;

import org.jspecify.annotations.NullMarked;
