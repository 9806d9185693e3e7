package dev.costate.compiler.source;

/** How bad a diagnostic is. An error stops the compilation, a warning does not. */
public enum Severity {
    ERROR,
    WARNING
}
