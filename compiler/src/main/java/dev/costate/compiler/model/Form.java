package dev.costate.compiler.model;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A kind of derivative, as data: the weights of the outputs that go through it in reverse, the directions that go
 * through it forward, and what the result is indexed by. The passes, the emitter and the command know only that.
 */
public enum Form {
    /** The derivatives of a scalar by each input. */
    GRADIENT("gradient", Seeds.ONE, Directions.NONE, "gradient", Space.INPUTS, null, "Backward"),
    /** The derivative of an output in one direction of the inputs. */
    DIRECTIONAL("directional", Seeds.NONE, Directions.GIVEN, "out", Space.OUTPUT, null, "Directional"),
    /** The gradient of a weighted sum of the elements of an output. */
    VJP("vjp", Seeds.GIVEN, Directions.NONE, "out", Space.INPUTS, null, "Vjp"),
    /** The derivatives of each element of an output by each input. */
    JACOBIAN("jacobian", Seeds.NONE, Directions.EACH, "jacobian", Space.OUTPUT, Space.INPUTS, null),
    /** The second derivatives of a scalar, or of a weighted sum of the elements of an array, by each pair of inputs. */
    HESSIAN("hessian", Seeds.WEIGHTS, Directions.EACH, "hessian", Space.INPUTS, Space.INPUTS, null),
    /** The product of those and a direction. */
    HVP("hvp", Seeds.WEIGHTS, Directions.GIVEN, "out", Space.INPUTS, null, "Hvp"),
    /** Of the Hessian, what is on its diagonal. */
    DIAGONAL_HESSIAN("diagonal hessian", Seeds.WEIGHTS, Directions.EACH, "out", Space.INPUTS, null, null),
    /** The coefficients of the Taylor series of an output along a direction. */
    TAYLOR("taylor", Seeds.NONE, Directions.GIVEN, "coefficients", Space.OUTPUT, Space.COEFFICIENTS, null),
    /** Of the Jacobian, the entries that need not be zero. */
    SPARSE_JACOBIAN("sparse jacobian", Seeds.NONE, Directions.EACH, Space.OUTPUT, Space.INPUTS),
    /** Of the Hessian's lower triangle, the entries that need not be zero. */
    SPARSE_HESSIAN("sparse hessian", Seeds.WEIGHTS, Directions.EACH, Space.INPUTS, Space.INPUTS);

    /** With which weights of the elements of the output reverse mode starts. */
    public enum Seeds {
        /** There is no reverse sweep. */
        NONE,
        /** The output is a scalar; its weight is 1. */
        ONE,
        /** With those that the caller gives. */
        GIVEN,
        /** With those that the caller gives for an array, with 1 for a scalar. */
        WEIGHTS
    }

    /** In which directions of the inputs forward mode goes. */
    public enum Directions {
        /** There is no forward sweep. */
        NONE,
        /** In one that the caller gives. */
        GIVEN,
        /** In each in which one input moves. */
        EACH
    }

    /** What an axis of a result, or of what the caller gives, runs over. */
    public enum Space {
        /** The elements of the output, row-major. */
        OUTPUT,
        /** The elements of the inputs of the clause, one input after the other. */
        INPUTS,
        /** The orders of a series, from 0 to that of the clause. */
        COEFFICIENTS,
        /** The entries of a matrix that need not be zero, by row, then column. */
        ENTRIES
    }

    /** What a slot is for. */
    public enum Use {
        /** The weights of the output. */
        SEED,
        /** The direction of the inputs. */
        DIRECTION,
        /** What the caller receives. */
        RESULT,
        /** What the caller may receive as well, since it is there. */
        BESIDE
    }

    /** An array that the caller hands over, or a number if it has no axes. */
    public record Slot(String name, Use use, List<Space> axes) {
        public Slot {
            axes = List.copyOf(axes);
        }
    }

    private final String words;
    private final Seeds seeds;
    private final Directions directions;
    private final String result;
    private final Space rows;
    private final @Nullable Space columns;
    private final @Nullable String again;
    private final boolean sparse;

    Form(
            String words,
            Seeds seeds,
            Directions directions,
            String result,
            Space rows,
            @Nullable Space columns,
            @Nullable String again) {
        this.words = words;
        this.seeds = seeds;
        this.directions = directions;
        this.result = result;
        this.rows = rows;
        this.columns = columns;
        this.again = again;
        this.sparse = false;
    }

    /** A matrix of which only the entries are written that need not be zero. */
    Form(String words, Seeds seeds, Directions directions, Space rows, Space columns) {
        this.words = words;
        this.seeds = seeds;
        this.directions = directions;
        this.result = "values";
        this.rows = rows;
        this.columns = columns;
        this.again = null;
        this.sparse = true;
    }

    /** How a clause calls it. */
    public String words() {
        return words;
    }

    /** What it is called where the clause has a short name for it. */
    public String description() {
        return switch (this) {
            case DIRECTIONAL -> "directional derivative";
            case VJP -> "vector-Jacobian product";
            case HVP -> "Hessian-vector product";
            case DIAGONAL_HESSIAN -> "diagonal of the Hessian";
            case TAYLOR -> "Taylor coefficients";
            default -> words;
        };
    }

    /** What the names of methods and classes call it: {@code SparseJacobian}. */
    public String title() {
        StringBuilder title = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            title.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return title.toString();
    }

    /** Whether the clause says how many coefficients there are. */
    public boolean isSeries() {
        return columns == Space.COEFFICIENTS;
    }

    /** Whether the clause may say which way round the result is. */
    public boolean hasLayout() {
        return rows == Space.OUTPUT && columns == Space.INPUTS && !sparse;
    }

    /** Whether of second derivatives it has those with respect to one input twice. */
    public boolean isDiagonal() {
        return seeds == Seeds.WEIGHTS && directions == Directions.EACH && columns == null;
    }

    /** Whether it has all derivatives of all elements of an output: one by one of the inputs, or of the outputs. */
    public boolean isEitherWay() {
        return seeds == Seeds.NONE && directions == Directions.EACH;
    }

    public Seeds seeds() {
        return seeds;
    }

    public Directions directions() {
        return directions;
    }

    /** Whether the caller receives only those entries of a matrix that need not be zero. */
    public boolean isSparse() {
        return sparse;
    }

    /** What is computed: what the caller receives, or the matrix of which the caller receives entries. */
    public Slot computed() {
        String name = sparse ? "matrix" : result;
        return new Slot(name, Use.RESULT, columns == null ? List.of(rows) : List.of(rows, columns));
    }

    /** The gradient, where a reverse sweep has it on the way to a matrix that the caller receives; else null. */
    public @Nullable Slot beside() {
        boolean matrix = seeds == Seeds.WEIGHTS && directions == Directions.EACH && columns != null && !sparse;
        return matrix ? new Slot("gradient", Use.BESIDE, List.of(Space.INPUTS)) : null;
    }

    /** What the caller receives. */
    public Slot result() {
        return sparse ? new Slot(result, Use.RESULT, List.of(Space.ENTRIES)) : computed();
    }

    /** As {@link #title}, for the computation at a point where the outputs are known; null if there is none. */
    public @Nullable String again() {
        return again;
    }
}
