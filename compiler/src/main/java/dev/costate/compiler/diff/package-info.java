/**
 * Derivatives of programs, which are programs again. In come flat equations, and which quantities move or weigh; out go
 * equations of tangents, adjoints, their patterns and counts. Here it is decided what a derivative is of and in which
 * order its contributions are added; what an operation contributes, its own definition says.
 */
@NullMarked
package dev.costate.compiler.diff;

import org.jspecify.annotations.NullMarked;
