/**
 * What explains a compilation. In come programs, units and running models, out go counts of operations, figures and
 * timings. Nothing is decided here that changes what is emitted, but for the counts by which modes are compared.
 */
@NullMarked
package dev.costate.compiler.report;

import org.jspecify.annotations.NullMarked;
