package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Tensor;
import java.util.List;

/** Sizes of arrays in generated code: expressions, and the helpers that check them. */
final class Sizes {
    private Sizes() {}

    /** A call that multiplies the sizes of the axes and checks that there can be such an array. */
    static String product(String receiver, String name, List<String> axes) {
        String rest = axes.isEmpty() ? "" : ", " + String.join(", ", axes);
        return receiver + "product(\"" + name + "\"" + rest + ")";
    }

    static String product(Tensor tensor, String name, Integers integers) {
        List<String> axes =
                tensor.shape().stream().map(integers::wide).map(Text::text).toList();
        return product("", name, axes);
    }

    /** The body of {@code static int product(String name, long... axes)}. */
    static String productBody(String model) {
        Lines lines = new Lines(2 * Lines.INDENT);
        lines.add("long size = 1;");
        lines.open("for (long axis : axes) {");
        lines.open("if (axis < 0) {");
        lines.add("throw new IllegalArgumentException(\"" + model
                + ".\" + name + \" would have a negative size, \" + axis);");
        lines.close("}");
        lines.open("if (axis > Integer.MAX_VALUE || size * axis > Integer.MAX_VALUE) {");
        lines.add(
                "throw new IllegalArgumentException(\"" + model + ".\" + name + \" is larger than an array can be\");");
        lines.close("}");
        lines.add("size *= axis;");
        lines.close("}");
        lines.add("return (int) size;");
        return lines.toString();
    }

    /** The body of {@code static void required(String name, int actual, int expected)}. */
    static String requiredBody(String model) {
        Lines lines = new Lines(2 * Lines.INDENT);
        lines.open("if (actual != expected) {");
        lines.add("throw new IllegalArgumentException(");
        lines.add("        \"" + model + ": \" + name + \" has length \" + actual + \", must have \" + expected);");
        lines.close("}");
        return lines.toString();
    }
}
