package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every method of a derivative keeps to: it tells arrays apart and their lengths, says when it comes too early,
 * works at one point again, and allocates nothing.
 */
class DerivativeMethodsTest {
    private static final List<String> FORMS = List.of(
            "directional of %s",
            "vjp of %s",
            "jacobian of %s",
            "jacobian of %s layout denominator",
            "sparse jacobian of %s",
            "hessian of %s",
            "sparse hessian of %s",
            "diagonal hessian of %s",
            "hvp of %s",
            "taylor of %s order 2");

    /** Every form of a scalar and of an array; all arrays but those of coefficients have n or n² elements. */
    private static Object object(int n) {
        StringBuilder text = new StringBuilder("model Any\nparam x[" + n + "]\n"
                + "output y = sum(i) exp(x[i])\noutput r[i] = x[i] * y for i in " + n + "\nderive gradient of y\n");
        for (String form : FORMS) {
            for (String output : new String[] {"y", "r"}) {
                text.append("derive ").append(String.format(form, output)).append('\n');
            }
        }
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Any.model", text.toString()), ModelCompiler.Options.of(""));
        return LoadedModel.load(result).create(Map.of()).object();
    }

    /** The methods of y and r that take nothing but arrays. */
    private static List<Method> methods(Object object) {
        return Stream.of(object.getClass().getMethods())
                .filter(m -> m.getName().matches("[yr]([A-Z].*)?") && m.getParameterCount() > 0)
                .filter(m -> Arrays.stream(m.getParameterTypes()).allMatch(type -> type == double[].class))
                .sorted(Comparator.comparing(Method::toString))
                .toList();
    }

    private static void call(Object object, Method method, double[]... arrays) throws Throwable {
        try {
            method.invoke(object, (Object[]) arrays);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static double[][] arrays(Method method, int length) {
        double[][] arrays = new double[method.getParameterCount()][];
        Arrays.setAll(arrays, k -> new double[length]);
        return arrays;
    }

    @Test
    void tellsArraysApart() {
        Object object = object(1);
        List<Method> methods = methods(object);
        assertThat(methods).hasSizeGreaterThan(25);
        double[] one = {0.5};
        for (Method method : methods) {
            int count = method.getParameterCount();
            boolean writes = count > 1 && !method.getName().equals("yDirectional");
            if (writes && !method.getName().contains("Taylor")) {
                double[][] same = new double[count][];
                Arrays.fill(same, one);
                assertThatThrownBy(() -> call(object, method, same))
                        .as("%s", method)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("are the same array");
            }
        }
    }

    @Test
    void tellsLengths() {
        Object object = object(3);
        for (Method method : methods(object)) {
            assertThatThrownBy(() -> call(object, method, arrays(method, 2)))
                    .as("%s", method)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("\\w+: expected \\d+ values, got 2");
        }
    }

    @Test
    void tellsWhatMustComeFirst() throws Throwable {
        Object object = object(1);
        Method value = object.getClass().getMethod("yValue");
        assertThatThrownBy(() -> call(object, value)).isInstanceOf(IllegalStateException.class);
        Method values = object.getClass().getMethod("rValue", double[].class);
        assertThatThrownBy(() -> call(object, values, new double[1])).isInstanceOf(IllegalStateException.class);
        List<Method> again =
                methods(object).stream().filter(m -> isAgain(object, m)).toList();
        assertThat(again).hasSize(6);
        for (Method method : again) {
            assertThatThrownBy(() -> call(object, method, arrays(method, 1)))
                    .as("%s", method)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    /** Whether there is a method of this name that takes the point as well. */
    private static boolean isAgain(Object object, Method method) {
        return methods(object).stream()
                .anyMatch(m -> m.getName().equals(method.getName())
                        && m.getParameterCount() == method.getParameterCount() + 1);
    }

    @Test
    void worksAtOnePointAgain() throws Throwable {
        Object object = object(2);
        double[] theta = {0.25, -1};
        call(object, object.getClass().getMethod("forward", double[].class), theta);
        for (Method again :
                methods(object).stream().filter(m -> isAgain(object, m)).toList()) {
            Class<?>[] types = new Class<?>[again.getParameterCount() + 1];
            Arrays.fill(types, double[].class);
            Method whole = object.getClass().getMethod(again.getName(), types);
            double[][] arrays = arrays(again, 2);
            arrays[0] = again.getName().equals("yVjp") ? new double[] {2} : new double[] {2, 3};
            double[][] atPoint = Stream.concat(
                            Stream.of(theta), Arrays.stream(arrays).map(double[]::clone))
                    .toArray(double[][]::new);
            Object first = again.invoke(object, (Object[]) arrays);
            Object second = whole.invoke(object, (Object[]) atPoint);
            assertThat(first).as("%s", again).isEqualTo(second);
            assertThat(arrays[arrays.length - 1]).as("%s", again).containsExactly(atPoint[arrays.length]);
        }
    }

    @Test
    void allocatesNothing() throws Throwable {
        Object object = object(1);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        call(object, object.getClass().getMethod("forward", double[].class), new double[1]);
        for (Method method : methods(object)) {
            double[][] arrays = arrays(method, 1);
            if (method.getName().contains("Taylor")) {
                arrays[arrays.length - 1] = new double[3];
            }
            for (int k = 0; k < 50; k++) {
                method.invoke(object, (Object[]) arrays);
            }
            // Reflection boxes the value that is returned.
            long least = Long.MAX_VALUE;
            for (int k = 0; k < 20; k++) {
                long before = threads.getThreadAllocatedBytes(thread);
                method.invoke(object, (Object[]) arrays);
                least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
            }
            assertThat(least).as("%s", method).isLessThanOrEqualTo(64);
        }
    }
}
