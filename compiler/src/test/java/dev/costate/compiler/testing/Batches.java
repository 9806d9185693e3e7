package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Random models by the dozen: one run of javac compiles many, with all its warnings as errors, and each is held against
 * the interpreter.
 */
public final class Batches {
    private static final int SIZE = 40;
    /** After so many failures the rest is not looked at. */
    private static final int MOST = 200;

    private static final List<String> STRICT = List.of("-Xlint:all", "-Werror");

    private final double tolerance;
    private final LongFunction<RandomSource> models;

    /** @param models makes a model of a seed */
    public Batches(double tolerance, LongFunction<RandomSource> models) {
        this.tolerance = tolerance;
        this.models = models;
    }

    /** Looks at one model, which agrees with the interpreter already. */
    public interface Look {
        void at(long seed, Agreement agreement);
    }

    /** How a model is compiled, by its seed. */
    public interface Options {
        ModelCompiler.Options of(long seed, ModelCompiler.Options plain);
    }

    /**
     * Holds the models of {@code count} seeds from the first one on, and fails with the models that do not agree; all
     * seeds are looked at, unless a great many fail.
     */
    public void hold(long first, int count, Options options, Look look) {
        List<AssertionError> failures = new ArrayList<>();
        for (long from = first; from < first + count && failures.size() < MOST; from += SIZE) {
            batch(from, Math.min(from + SIZE, first + count), options, look, failures);
        }
        if (!failures.isEmpty()) {
            AssertionError failure = failures.get(0);
            failures.subList(1, failures.size()).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void batch(long from, long to, Options options, Look look, List<AssertionError> failures) {
        Map<Long, RandomSource> sources = new LinkedHashMap<>();
        List<ModelCompiler.Result> results = new ArrayList<>();
        for (long seed = from; seed < to; seed++) {
            RandomSource model = RandomForms.of(seed, models.apply(seed));
            try {
                results.add(compile(model, options.of(seed, ModelCompiler.Options.of("s" + seed))));
                sources.put(seed, model);
            } catch (RuntimeException | AssertionError e) {
                failures.add(failure(seed, model, e));
            }
        }
        List<Long> seeds = List.copyOf(sources.keySet());
        List<LoadedModel> loaded = load(seeds, sources, results, failures);
        for (int k = 0; k < loaded.size(); k++) {
            long seed = seeds.get(k);
            RandomSource model = sources.get(seed);
            try {
                Agreement agreement = Agreement.of(
                        "seed " + seed, loaded.get(k), requireNonNull(model).dims(), model.inputs(), tolerance);
                look.at(seed, agreement.values().derivatives());
            } catch (RuntimeException | AssertionError e) {
                failures.add(failure(seed, requireNonNull(model), e));
            }
        }
    }

    /** All of them or, if javac refuses any, none, and those that it refuses are failures. */
    private static List<LoadedModel> load(
            List<Long> seeds,
            Map<Long, RandomSource> sources,
            List<ModelCompiler.Result> results,
            List<AssertionError> failures) {
        try {
            return LoadedModel.load(results, STRICT);
        } catch (IllegalStateException refused) {
            for (int k = 0; k < results.size(); k++) {
                try {
                    LoadedModel.load(List.of(results.get(k)), STRICT);
                } catch (IllegalStateException e) {
                    failures.add(failure(seeds.get(k), requireNonNull(sources.get(seeds.get(k))), e));
                }
            }
            return List.of();
        }
    }

    private static ModelCompiler.Result compile(RandomSource model, ModelCompiler.Options options) {
        ModelCompiler.Result result = ModelCompiler.compile(new SourceFile("R.model", model.text()), options);
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static AssertionError failure(long seed, RandomSource model, Throwable cause) {
        return new AssertionError("seed " + seed + ": " + cause.getMessage() + "\n" + model.text(), cause);
    }
}
