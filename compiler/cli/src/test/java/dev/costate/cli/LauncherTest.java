package dev.costate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script: what it does for a fast start must never show. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    @TempDir
    private Path folder;

    /** Archives that are none, and options that would contradict those of the script. */
    @ParameterizedTest
    @ValueSource(strings = {"COSTATE_ARCHIVE=never", "COSTATE_ARCHIVE=", "JDK_JAVA_OPTIONS=-XX:+UseParallelGC"})
    void runsTheJar(String variable) throws Exception {
        install();
        Path model = Files.writeString(folder.resolve("A.model"), "model A\nparam x\noutput y = x +\n");
        String[] setting = variable.split("=", 2);
        ProcessBuilder builder = new ProcessBuilder(folder.resolve("costate").toString(), "check", model.toString());
        builder.environment().put(setting[0], setting[1]);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(err.replaceFirst("NOTE: Picked up JDK_JAVA_OPTIONS.*\n", ""))
                .startsWith(model + ":3:")
                .doesNotContain("warning", "archive");
    }

    @Test
    void saysThatThereIsNoJar() throws Exception {
        install();
        Files.delete(folder.resolve("costate-cli-0-all.jar"));
        Process process = new ProcessBuilder(folder.resolve("costate").toString(), "--version").start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(70);
        assertThat(err).contains("no costate-cli-*-all.jar").hasLineCount(1);
    }

    /** The script beside a jar that is no more than the class path of this test. */
    private void install() throws IOException {
        Path script = Files.copy(Path.of("costate"), folder.resolve("costate"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "dev.costate.cli.Costate");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> Path.of(entry).toAbsolutePath().toUri().toString())
                        .collect(Collectors.joining(" ")));
        Path jar = folder.resolve("costate-cli-0-all.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }
}
