/**
 * What names stand for. In comes the text of a file, or its tree and those of the libraries it imports; out go
 * symbols, one for each declaration, and an order in which each follows those it uses. Here it is decided which
 * declaration a name means, and what is reported of names that mean none, or two.
 */
@NullMarked
package dev.costate.compiler.names;

import org.jspecify.annotations.NullMarked;
