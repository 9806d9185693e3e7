package dev.costate.compiler.emit;

import org.jspecify.annotations.Nullable;

/** What a user wrote of a thing, for the Javadoc of what stands for it in Java. */
final class Doc {
    private Doc() {}

    /** The remark behind a colon, or nothing. */
    static String remark(@Nullable String doc) {
        return doc == null ? "" : ": " + Escape.javadoc(doc);
    }

    /** The remark, or what else there is to say. */
    static String or(@Nullable String doc, String otherwise) {
        return doc == null ? otherwise : Escape.javadoc(doc);
    }
}
