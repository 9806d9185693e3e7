/** The one intermediate form: interned scalar expressions in equations over index domains. */
@NullMarked
package dev.costate.compiler.ir;

import org.jspecify.annotations.NullMarked;
