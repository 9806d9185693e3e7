/** What explains a compilation: its figures and each of its stages as text. */
@NullMarked
package dev.costate.compiler.report;

import org.jspecify.annotations.NullMarked;
