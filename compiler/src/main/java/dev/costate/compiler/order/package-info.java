/**
 * Dependence analysis. In come the elements that equations write and read, out go loops in which no element is read
 * before it is written, or a circle of elements that need each other. Here it is decided which index a recurrence runs
 * over, in which direction, and by how much an equation lags behind another.
 */
@NullMarked
package dev.costate.compiler.order;

import org.jspecify.annotations.NullMarked;
