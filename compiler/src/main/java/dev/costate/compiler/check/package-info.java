/** Names, sizes, index ranges, kinds and bounds: from the syntax tree to the checked model. */
@NullMarked
package dev.costate.compiler.check;

import org.jspecify.annotations.NullMarked;
