/** Compiling whole folders of models: what changed is compiled, what vanished is removed. */
@NullMarked
package dev.costate.compiler.build;

import org.jspecify.annotations.NullMarked;
