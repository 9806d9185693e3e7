/**
 * Compiled models, run inside this program: in comes what {@code ModelCompiler} made, out go objects whose inputs,
 * outputs and derivatives are found by name. Emitted Java is compiled in memory; here it is decided how its methods are
 * found and called. How large they are is read from their bytecode.
 */
@NullMarked
package dev.costate.compiler.run;

import org.jspecify.annotations.NullMarked;
