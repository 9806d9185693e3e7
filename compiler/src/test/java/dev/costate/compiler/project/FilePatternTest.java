package dev.costate.compiler.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePatternTest {
    @ParameterizedTest
    @CsvSource({
        "**/*.model, A.model, true",
        "**/*.model, com/acme/A.model, true",
        "**/*.model, A.modelx, false",
        "*.model, com/A.model, false",
        "com/**, com/acme/A.model, true",
        "com/, com/acme/A.model, true",
        "com/**, common/A.model, false",
        "com/**/A.model, com/A.model, true",
        "com/**/A.model, com/x/y/A.model, true",
        "**/draft*, a/draft1.model, true",
        "?.model, A.model, true",
        "?.model, AB.model, false",
        "A+.model, AA.model, false",
    })
    void matchesAsBuildToolsDo(String pattern, String path, boolean matches) {
        assertThat(FilePattern.anyOf(List.of(pattern)).test(path)).isEqualTo(matches);
    }
}
