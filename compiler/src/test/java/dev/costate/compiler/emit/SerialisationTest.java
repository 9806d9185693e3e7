package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.runtime.DifferentiableFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Objects written to streams and read from them: whole, damaged, and by another version of their model. */
@Tag("slow")
class SerialisationTest {
    private static final String MODEL = """
            model Kept
            dim N
            dim K >= 2
            data x[N, K]
            data label[N] in K
            data scale
            data shift = 0.5
            param w[K]
            param b
            output y = sum(i) x[i, label[i]] * w[label[i]] * scale + b * shift
            derive gradient of y
            """;

    private static final double[] THETA = {1, -2, 0.25, 3};

    private static LoadedModel load(String text) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Kept.model", text), ModelCompiler.Options.of("kept"));
        assertThat(result.hasErrors()).isFalse();
        return LoadedModel.load(result);
    }

    private static ModelInstance bound(LoadedModel model) {
        return model.create(Map.of("N", 4, "K", 3))
                .set("x", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
                .set("label", 0, 2, 1, 2)
                .set("scale", 1.5);
    }

    private static byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes, LoadedModel model) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in =
                new Input(new ByteArrayInputStream(bytes), model.type().getClassLoader())) {
            return in.readObject();
        }
    }

    /** Finds the classes that were loaded from memory. */
    private static final class Input extends ObjectInputStream {
        private final ClassLoader loader;

        Input(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            return Class.forName(description.getName(), false, loader);
        }
    }

    private static double[] gradient(Object object) {
        double[] all = new double[THETA.length + 1];
        all[THETA.length] = ((DifferentiableFunction) object).value(THETA);
        double[] gradient = new double[THETA.length];
        ((DifferentiableFunction) object).valueAndGradient(THETA, gradient);
        System.arraycopy(gradient, 0, all, 0, gradient.length);
        return all;
    }

    @Test
    void whatIsReadComputesTheSame() throws Exception {
        LoadedModel model = load(MODEL);
        Object object = bound(model).object();

        assertThat(gradient(read(write(object), model))).isEqualTo(gradient(object));
    }

    @Test
    void whatWasNotBoundIsNotBound() throws Exception {
        LoadedModel model = load(MODEL);
        Object object = read(write(model.create(Map.of("N", 4, "K", 3)).object()), model);

        assertThatThrownBy(() -> gradient(object)).hasMessageContaining("x is not bound");
    }

    /** A bit or two of each byte of the stream in turn: what comes of it computes the same, or is refused. */
    @Test
    void damageIsSeen() throws Exception {
        LoadedModel model = load(MODEL);
        Object object = bound(model).object();
        byte[] bytes = write(object);
        double[] expected = gradient(object);
        int tried = 0;
        int refused = 0;
        for (int bit = 0; bit < 8 * bytes.length; bit += 5) {
            tried++;
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Object found;
            try {
                found = read(damaged, model);
            } catch (Exception | LinkageError | OutOfMemoryError e) {
                refused++;
                continue;
            }
            if (model.type().isInstance(found)) {
                assertThat(gradient(found))
                        .as("bit %d of byte %d", bit % 8, bit / 8)
                        .isEqualTo(expected);
            }
        }
        assertThat(refused).isGreaterThan(3 * tried / 4);
    }

    @Test
    void objectsOfAnotherVersionAreRefused() throws Exception {
        byte[] bytes = write(bound(load(MODEL)).object());

        for (String other : new String[] {
            MODEL.replace("param b", "param b\nparam c"),
            MODEL.replace("param w[K]\nparam b", "param b\nparam w[K]"),
            MODEL.replace("data x[N, K]", "data x[K, N]").replace("x[i, label[i]]", "x[label[i], i]"),
            MODEL.replace("dim N\ndim K >= 2", "dim K >= 2\ndim N")
        }) {
            LoadedModel model = load(other);
            assertThatThrownBy(() -> read(bytes, model)).isInstanceOf(InvalidClassException.class);
        }
    }
}
