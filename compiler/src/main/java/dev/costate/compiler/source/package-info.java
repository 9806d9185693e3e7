/** Source text, spans, and diagnostics as data. */
@NullMarked
package dev.costate.compiler.source;

import org.jspecify.annotations.NullMarked;
