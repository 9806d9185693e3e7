package dev.costate.compiler.op;

/** The numbers between two. */
record Interval(double from, double to) {}
