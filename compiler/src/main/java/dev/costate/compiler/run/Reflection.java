package dev.costate.compiler.run;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Calls of methods known by name; what they throw is thrown as it is. */
public final class Reflection {
    private Reflection() {}

    public static Object call(
            Class<?> type, @Nullable Object receiver, String name, Class<?>[] parameters, Object[] arguments) {
        try {
            Object result = type.getMethod(name, parameters).invoke(receiver, arguments);
            return result == null ? Void.class : result;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the generated " + type.getName() + " has no " + name, e);
        }
    }
}
