/**
 * Curves fitted to the data of NIST's reference problems: the models are {@code .model} files, all derivatives come
 * from the compiler.
 */
package dev.costate.samples.fitting;
