package dev.costate.compiler.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodSizesTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheCodeOfEveryMethod() throws IOException {
        try (InputStream in = MethodSizesTest.class.getResourceAsStream("MethodSizesTest.class")) {
            assertThat(MethodSizes.of(in))
                    .anySatisfy(m -> {
                        assertThat(m.name()).isEqualTo("three");
                        assertThat(m.className()).isEqualTo(MethodSizesTest.class.getName());
                        assertThat(m.bytes()).isEqualTo(2); // iconst_3, ireturn
                    })
                    .extracting(MethodSizes.Method::name)
                    .contains("<init>", "three");
        }
    }

    static int three() {
        return 3;
    }

    @Test
    void findsTheMethodsTheJitLeavesAlone() throws IOException {
        String body = String.join(
                "\n", IntStream.range(0, 2000).mapToObj(i -> "x += " + i + ";").toList());
        String text = "class Large { static class In { int huge(int x) {\n" + body + "return x; } } void small() {} }";
        Path output = Files.createDirectories(folder.resolve("java"));
        Path source = Files.writeString(output.resolve("Large.java"), text);
        Files.writeString(folder.resolve("java.manifest"), "costate 1\nk Large.model\n  h Large.java\n");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", folder.toString(), "-proc:none", source.toString());
        assertThat(status).isZero();
        List<MethodSizes.Method> found = MethodSizes.tooLarge(output, folder);
        assertThat(found).extracting(m -> m.className() + "." + m.name()).containsExactly("Large$In.huge");
    }
}
