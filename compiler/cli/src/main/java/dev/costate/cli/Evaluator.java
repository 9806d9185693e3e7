package dev.costate.cli;

import dev.costate.compiler.ModelCompiler.Result;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.data.DataException;
import dev.costate.compiler.model.Model.Derivative;
import java.util.List;

/** Evaluates a compiled model at one point: every output, and the derivatives asked for. */
interface Evaluator {
    /**
     * The results.
     *
     * @throws DataException if the data leads out of the range of an array
     */
    Evaluation evaluate(Result compiled, Binding data, List<Derivative> derivatives) throws DataException;

    /**
     * The results for params that were given by their free numbers.
     *
     * @param derivatives those by the free numbers
     * @throws DataException if the data leads out of the range of an array
     */
    FreePoint constrain(Result compiled, Binding data, List<Derivative> derivatives) throws DataException;
}
