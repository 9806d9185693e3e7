package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.Corpus;
import dev.costate.compiler.testing.RandomInputs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The models with recurrences, each of whose dims is a constant 1, 2 or 3 in turn: what can then never depend on each
 * other needs no order, and what is left of it is computed as the interpreter says.
 */
class ConstantExtentsTest {
    /** An array that is defined from its own elements. */
    private static final Pattern RECURRENCE =
            Pattern.compile("(?m)^\\s*(?:let|output) +(\\w+)\\[[^=]*\\][^=]*=.*\\b\\1\\[");

    private static final Pattern DIM = Pattern.compile("(?m)^dim +(\\w+)(?: *>= *\\d+)? *(?://.*)?$");

    @Test
    void agreeWithTheInterpreter() {
        int held = 0;
        for (Map.Entry<String, Corpus> model : Corpus.all().entrySet()) {
            String text = model.getValue().source().text();
            Matcher dim = DIM.matcher(text);
            while (RECURRENCE.matcher(text).find() && dim.find()) {
                for (int size = 1; size <= 3; size++) {
                    String constant = text.substring(0, dim.start()) + "dim " + dim.group(1) + " = " + size
                            + text.substring(dim.end());
                    held += hold(model.getKey(), constant) ? 1 : 0;
                }
            }
        }
        assertThat(held).isGreaterThan(40);
    }

    /** Whether it is a model at all; if it is, it must be right. */
    private static boolean hold(String name, String text) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile(name + ".model", text), ModelCompiler.Options.of(""));
        if (result.hasErrors()) {
            return false;
        }
        Map<String, Integer> dims = new LinkedHashMap<>();
        requireNonNull(result.model()).dims().stream()
                .filter(dim -> dim.given())
                .forEach(dim -> dims.put(dim.dim().name(), (int) Math.max(dim.atLeast(), 3)));
        Map<String, double[]> inputs = RandomInputs.of(result.model(), dims, 1);
        Agreement.of(text, result, dims, inputs, 1e-10).values().derivatives();
        return true;
    }
}
