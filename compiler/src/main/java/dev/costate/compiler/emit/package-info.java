/** From the loop language to the text of Java files. The only package that knows JavaPoet. */
@NullMarked
package dev.costate.compiler.emit;

import org.jspecify.annotations.NullMarked;
