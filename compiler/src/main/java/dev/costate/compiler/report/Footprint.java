package dev.costate.compiler.report;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The memory of a generated object: its fields and arrays, and those of the objects of its loader that it holds. */
public final class Footprint {
    private static final int REFERENCE = 8;
    private static final Map<Class<?>, Integer> BYTES = Map.of(
            double.class,
            8,
            long.class,
            8,
            float.class,
            4,
            int.class,
            4,
            short.class,
            2,
            char.class,
            2,
            byte.class,
            1,
            boolean.class,
            1);

    private final ClassLoader loader;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private long bytes;

    private Footprint(ClassLoader loader) {
        this.loader = loader;
    }

    /** Bytes of all fields and elements, without object headers and padding, a reference counted as 8. */
    public static long of(Object object) {
        Footprint footprint = new Footprint(object.getClass().getClassLoader());
        footprint.reach(object);
        while (!footprint.open.isEmpty()) {
            footprint.count(footprint.open.pop());
        }
        return footprint.bytes;
    }

    private void reach(@Nullable Object object) {
        if (object != null && seen.add(object)) {
            open.push(object);
        }
    }

    private void count(Object object) {
        Class<?> type = object.getClass();
        if (type.isArray()) {
            bytes += (long) Array.getLength(object) * size(type.getComponentType());
            if (object instanceof Object[] elements) {
                for (Object element : elements) {
                    reach(element);
                }
            }
        } else if (type.getClassLoader() == loader) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    bytes += size(field.getType());
                    reach(value(field, object));
                }
            }
        }
    }

    private static int size(Class<?> type) {
        return BYTES.getOrDefault(type, REFERENCE);
    }

    private static @Nullable Object value(Field field, Object object) {
        if (field.getType().isPrimitive()) {
            return null;
        }
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
