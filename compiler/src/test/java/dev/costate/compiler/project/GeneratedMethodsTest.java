package dev.costate.compiler.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.run.MethodSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedMethodsTest {
    @TempDir
    private Path folder;

    @Test
    void findsTheMethodsTheJitLeavesAlone() throws IOException {
        String body = String.join(
                "\n", IntStream.range(0, 2000).mapToObj(i -> "x += " + i + ";").toList());
        String text = "class Large { static class In { int huge(int x) {\n" + body + "return x; } } void small() {} }";
        Path output = Files.createDirectories(folder.resolve("java"));
        Path source = Files.writeString(output.resolve("Large.java"), text);
        Manifest made = new Manifest("java", "src");
        made.put("Large.model", new Manifest.Entry("k", new TreeMap<>(Map.of("Large.java", "h"))));
        Files.writeString(folder.resolve("java.manifest"), made.text());
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", folder.toString(), "-proc:none", source.toString());
        assertThat(status).isZero();
        List<MethodSizes.Method> found = GeneratedMethods.tooLarge(output, folder);
        assertThat(found).extracting(m -> m.className() + "." + m.name()).containsExactly("Large$In.huge");
    }
}
