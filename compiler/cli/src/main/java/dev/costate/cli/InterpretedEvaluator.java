package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.check.Model.Derivative;
import dev.costate.compiler.source.CompilerBug;
import java.util.List;

/** Not wired. */
final class InterpretedEvaluator implements Evaluator {
    @Override
    public Evaluation evaluate(Result compiled, Binding data, List<Derivative> derivatives) {
        throw new CompilerBug("eval", "not wired");
    }
}
