package dev.costate.compiler.emit;

/**
 * One Java file.
 *
 * @param packageName its package, empty for the unnamed one
 * @param className the simple name of its one top-level class
 * @param text the whole file, lines ended by a line feed
 */
public record JavaSource(String packageName, String className, String text) {
    /** What every file made by this compiler holds: the annotation of its class. */
    public static final String MARK = "@CostateGenerated(";

    /** What files hold whose methods compute only to find where a NaN comes from, and need not be fast. */
    public static final String TRACED = "model." + CompanionWriter.TRACE + ".";

    /** The name by which Java knows the class. */
    public String qualifiedName() {
        return packageName.isEmpty() ? className : packageName + "." + className;
    }

    /** The path below a source root, with slashes. */
    public String path() {
        return qualifiedName().replace('.', '/') + ".java";
    }
}
