package dev.costate.compiler.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.testing.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every rule of rewriting, in the ways its formula is written, is applied and reported with its line: one model with an
 * output for each. That values and derivatives keep their digits is held by SpellingsTest and VariantsTest.
 */
class RewriteRulesTest {
    private static final Path FILE = Path.of("src/test/resources/oracle/rewrites.tsv");
    private static final Pattern LINE = Pattern.compile("M\\.model:(\\d+):1: (.+)");

    @Test
    void eachSpellingIsReported() throws IOException {
        List<String> spellings = new ArrayList<>();
        for (String rule : Files.readAllLines(FILE)) {
            String[] columns = rule.split("\t", -1);
            spellings.addAll(Arrays.asList(columns).subList(1, columns.length));
        }
        StringBuilder model = new StringBuilder("dim K\ndata c[K]\nparam z[K]\nparam u\nparam v\nparam w\n");
        for (int k = 0; k < spellings.size(); k++) {
            model.append("output r")
                    .append(k)
                    .append(" = ")
                    .append(spellings.get(k))
                    .append('\n');
        }
        List<String> missing = new ArrayList<>(spellings);
        // The outputs begin in the eighth line.
        Stages.of("rewrites", model.toString()).lines().forEach(line -> {
            Matcher place = LINE.matcher(line);
            assertThat(place.matches()).as(line).isTrue();
            missing.remove(spellings.get(Integer.parseInt(place.group(1)) - 8));
        });
        assertThat(spellings).hasSizeGreaterThan(150);
        assertThat(missing).isEmpty();
    }
}
