package dev.costate.compiler.run;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Methods of a generated object with their arguments: calling one takes a nanosecond or two longer than from Java. */
final class DirectCall {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();

    private DirectCall() {}

    /** Calls a method. */
    private interface Call {
        double now() throws Throwable;
    }

    /** A method that takes arrays and returns a number. */
    static DoubleSupplier number(Object object, String method, double[]... arguments) {
        MethodHandle handle = find(object, method, double.class, arguments);
        Call call = () -> (double) handle.invokeExact();
        return () -> call(call);
    }

    /** A method that takes arrays and writes the last of them: its first element. */
    static DoubleSupplier array(Object object, String method, double[]... arguments) {
        MethodHandle handle = find(object, method, void.class, arguments);
        double[] out = arguments[arguments.length - 1];
        Call call = () -> {
            handle.invokeExact();
            return out.length == 0 ? 0 : out[0];
        };
        return () -> call(call);
    }

    private static MethodHandle find(Object object, String method, Class<?> result, double[][] arguments) {
        Class<?>[] types = new Class<?>[arguments.length];
        Arrays.fill(types, double[].class);
        MethodType type = MethodType.methodType(result, types);
        try {
            MethodHandle handle =
                    LOOKUP.findVirtual(object.getClass(), method, type).bindTo(object);
            return MethodHandles.insertArguments(handle, 0, (Object[]) arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the generated " + object.getClass() + " has no " + method + type, e);
        }
    }

    private static double call(Call call) {
        try {
            return call.now();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
