package dev.costate.compiler.names;

import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.LibraryFinder;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The functions of the compiler's own libraries, for who calls one without an import. Read when first asked. */
final class OwnNames {
    private static final Map<String, String> LIBRARIES = read();

    /** How names of densities end elsewhere, and here. */
    private static final Map<String, String> ENDINGS =
            Map.of("_lpdf", "_logpdf", "_lpmf", "_logpmf", "_lcdf", "_logcdf", "_lccdf", "_logccdf");

    /** What distributions are called elsewhere, and here. */
    private static final Map<String, String> DISTRIBUTIONS = Map.of(
            "double_exponential", "laplace",
            "inv_gamma", "inverse_gamma",
            "neg_binomial_2", "negative_binomial",
            "neg_binomial_2_log", "negative_binomial_log",
            "lkj_corr_cholesky", "lkj_cholesky",
            "ordered_logistic", "ordinal_logit",
            "ordered_probit", "ordinal_probit");

    private OwnNames() {}

    /**
     * A hint for a function that one of the libraries has, by this name or one of other languages; or null.
     *
     * @param imported whether a name is imported
     */
    static @Nullable String hint(String function, Predicate<String> imported) {
        String own = own(function);
        String library = LIBRARIES.get(own);
        if (library == null) {
            return null;
        } else if (imported.test(own)) {
            return "It is `" + own + "`.";
        }
        return "It is " + (own.equals(function) ? "" : "`" + own + "`, ") + "in the library `" + library + "`: `import "
                + library + "`.";
    }

    /** The name here of a distribution, or of a density of other languages; other names are their own. */
    private static String own(String function) {
        for (String ending : List.of("_logpdf", "_logpmf")) {
            if (LIBRARIES.containsKey(function + ending)) {
                return function + ending;
            }
        }
        for (Map.Entry<String, String> ending : ENDINGS.entrySet()) {
            if (function.endsWith(ending.getKey())) {
                String distribution = function.substring(
                        0, function.length() - ending.getKey().length());
                return DISTRIBUTIONS.getOrDefault(distribution, distribution) + ending.getValue();
            }
        }
        return function;
    }

    private static Map<String, String> read() {
        Map<String, String> libraries = new TreeMap<>();
        SourceFile nowhere = new SourceFile("", "");
        for (String library : LibraryFinder.OWN.names(nowhere, List.of(""))) {
            Diagnostics unread = new Diagnostics();
            LibraryFinder.Library found = LibraryFinder.OWN.find(nowhere, List.of(library));
            SourceFile source = found == null ? null : found.read(unread);
            ModelFile tree = source == null ? null : ModelParser.parse(source, unread);
            if (tree != null) {
                tree.declarations().stream()
                        .filter(Declaration.Function.class::isInstance)
                        .forEach(f -> libraries.putIfAbsent(
                                ((Declaration.Function) f).name().name(), library));
            }
        }
        return libraries;
    }
}
