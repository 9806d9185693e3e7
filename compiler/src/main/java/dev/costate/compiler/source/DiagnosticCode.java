package dev.costate.compiler.source;

/**
 * Every kind of diagnostic: a number that never changes, a title, and an explanation for people who look it up.
 *
 * <p>Numbers by theme: 1xx text and syntax, 2xx names, 3xx sizes and indices, 4xx kinds and expressions, 5xx
 * subscripts out of range and definitions, 6xx derivatives, 7xx what the language has and this version does not
 * compile yet, 8xx files and libraries.
 *
 * <p>Long, since it is the list of them all, each with the words of its section in docs/diagnostics.md.
 */
public enum DiagnosticCode {
    // 1xx: text and syntax.
    SYNTAX(
            101,
            Severity.ERROR,
            "syntax error",
            "The text does not follow the grammar of the language. The message names what was found and "
                    + "what could have stood there. Of each declaration only the first such error is reported, "
                    + "since what follows it is often a consequence."),
    BAD_CHARACTER(
            102,
            Severity.ERROR,
            "character without meaning",
            "The file holds a character that the language has no use for. Names consist of letters, "
                    + "digits and underscores; operators are written in ASCII, such as `*`, `<=` and `^2`."),
    MALFORMED_NUMBER(
            103,
            Severity.ERROR,
            "malformed number",
            "A number is written `12`, `0.5`, `1e-8` or `1.5E3`. A point stands between digits, and a "
                    + "product needs its `*`: `2 * x`, never `2x`. A number larger than the largest double is an "
                    + "error too."),
    UNTERMINATED_COMMENT(
            104,
            Severity.ERROR,
            "comment never closed",
            "A comment that starts with `/*` runs to the next `*/`, and this file has none after it. "
                    + "Comments do not nest."),
    UNBALANCED_BRACKET(
            105,
            Severity.ERROR,
            "unbalanced bracket",
            "Every `(`, `[` and `{` needs its partner in the same declaration. A declaration ends where "
                    + "the next keyword starts a line, so a missing bracket does not reach further."),
    NESTING(
            106,
            Severity.ERROR,
            "nesting too deep",
            "Parentheses, subscripts, blocks, `if`, binders, signs and exponents may be nested 500 "
                    + "levels deep in one declaration. A part of such an expression can have a name of its own "
                    + "with `let`. Long sums, products and `else if` chains are not nested and have no limit."),
    EMPTY_FILE(
            107,
            Severity.ERROR,
            "empty file",
            "The file holds nothing but space and comments. A model starts with `model` and its name."),
    NOT_UTF_8(
            108,
            Severity.ERROR,
            "file is not UTF-8",
            "Model files are encoded in UTF-8, and this one has bytes that are not. It was probably "
                    + "saved in an older encoding such as Latin-1; save it as UTF-8."),
    RESERVED_WORD(
            109,
            Severity.ERROR,
            "reserved word as a name",
            "A reserved word of the language stands where a name is expected. Words that are reserved "
                    + "only in Java are fine as names."),
    NOT_AT_LINE_START(
            110,
            Severity.ERROR,
            "declaration inside a line",
            "Every declaration starts a line with its keyword. This one follows another on the same " + "line."),
    CONTINUATION(
            111,
            Severity.WARNING,
            "continuation line at column 1",
            "An expression may run over several lines, but a line that goes on with the one above and "
                    + "starts at column 1 looks like a declaration whose keyword was forgotten. Indent it to say "
                    + "that it belongs to the line above."),
    HEADER(
            112,
            Severity.ERROR,
            "misplaced or missing header",
            "A file starts with `model` or `library` and a name, and has one such line. Only comments "
                    + "may stand before it."),
    MODEL_NAME(
            113,
            Severity.ERROR,
            "name of the model is not that of the file",
            "`Logistic.model` holds `model Logistic`: the file is found by the name. Upper and lower " + "case count."),
    UNREADABLE(
            114,
            Severity.ERROR,
            "file that cannot be read",
            "The file does not exist, is a folder, or may not be read by this user. "
                    + "Check the path and its permissions."),
    LONG_NAME(
            115,
            Severity.ERROR,
            "name that is too long",
            "Names are at most 200 letters long, since classes and files are called by them, and a file system "
                    + "takes no longer ones."),
    PRECISION(
            116,
            Severity.ERROR,
            "wrong precision",
            "The line after `model` may say in which numbers the model is computed: `precision double`, which is so "
                    + "without it, `precision float` or `precision mixed`. Libraries take that of the model."),

    // 2xx: names.
    DUPLICATE_NAME(
            201,
            Severity.ERROR,
            "name declared twice",
            "Every name is declared once in a model. Dims, constants, inputs, functions, lets and "
                    + "outputs share one name space, so a param and a let cannot bear one name either."),
    UNDECLARED(
            202,
            Severity.ERROR,
            "name that is not declared",
            "The name is not declared in this model, is not an index in scope here, and is not a "
                    + "constant or function of the language. Upper and lower case count. Declarations may stand "
                    + "in any order."),
    HIDES_BUILTIN(
            203,
            Severity.WARNING,
            "declaration that hides a name of the language",
            "The language has a constant, function or binder of this name. In this model the name "
                    + "stands for the declaration, everywhere. Choose another name if the built-in meaning is "
                    + "needed."),
    INDEX_SHADOWS(
            204,
            Severity.ERROR,
            "index with the name of something declared",
            "An index variable must not bear the name of a dim, an input or anything else that is "
                    + "declared, since `x[n]` would then have two readings. Give the index a name of its own."),
    INDEX_REBOUND(
            205,
            Severity.ERROR,
            "index bound again within its scope",
            "A binder introduces an index that already has a meaning at this place. One name may be "
                    + "used for indices side by side, but not one within the other."),
    UNUSED(
            206,
            Severity.WARNING,
            "unused name",
            "The name is declared and nothing uses it. It may be left over, or the place that should "
                    + "use it has another name by mistake."),
    NOT_VISIBLE(
            207,
            Severity.ERROR,
            "name that cannot be used here",
            "Sizes are made of dims, constants of literals and other constants, and functions see "
                    + "only constants, constant dims, other functions and their own parameters. Hand what else "
                    + "a function needs to it as an argument."),
    NOT_AN_INDEX(
            208,
            Severity.ERROR,
            "softmax over what is not an index in scope",
            "`softmax(j)` and `logsoftmax(j)` bind no new index. They normalise over one index that "
                    + "is in scope, over the values that it takes there, and so have neither a range nor a "
                    + "condition of their own, nor indices in their body whose range depends on that index."),

    // 3xx: sizes and indices.
    INDEX_SIZES(
            301,
            Severity.ERROR,
            "index that walks axes of different sizes",
            "An index without a stated range walks the axes that it is a bare subscript of, and these "
                    + "must be of one size. Sizes are compared as formulas: with `dim N` and `dim M` an N axis "
                    + "is not an M axis, even if both are 5 when the model runs."),
    TRANSPOSED(
            302,
            Severity.ERROR,
            "subscripts the wrong way round",
            "Two subscripts of this array walk axes of other sizes than these indices do everywhere "
                    + "else, and would fit if they were exchanged. The first subscript walks the first axis of "
                    + "the declaration."),
    SUBSCRIPT_COUNT(
            303,
            Severity.ERROR,
            "wrong number of subscripts",
            "An array takes one subscript for each axis, a scalar none. An array without subscripts "
                    + "is no number."),
    NO_RANGE(
            304,
            Severity.ERROR,
            "index without a range",
            "The range of an index follows from the axes that it is a bare subscript of; here there "
                    + "is none. A range is stated with `for i in N` after the equation, or in a binder with "
                    + "`sum(i in N)`."),
    FOR_INDEX(
            305,
            Severity.ERROR,
            "for clause that does not fit its equation",
            "A `for` clause or block states the ranges of indices on the left of the equation, each "
                    + "once. An index that only the right side needs is bound there, as in `sum(j in K)`."),
    NEGATIVE_SIZE(
            306,
            Severity.ERROR,
            "negative size",
            "A size is the number of entries along an axis. It may be 0 and cannot be negative."),
    SIZE_FORM(
            307,
            Severity.ERROR,
            "bound of a dim that is no integer",
            "The least value of a dim is an integer from 0 on, as in `dim N >= 2`. Without one, a dim "
                    + "is at least 1."),
    ARGUMENT_SHAPE(
            308,
            Severity.ERROR,
            "argument of another shape than the function takes",
            "The signature of a function says how many axes each argument has. An axis with a fixed size "
                    + "takes only that size; a name stands for one size throughout the signature. The message "
                    + "gives both sizes."),
    UNKNOWN_SIZE(
            309,
            Severity.ERROR,
            "size that no argument gives",
            "A size in the signature of a function is matched from an argument with an axis that is just "
                    + "its name. In `fn f(h[2*n + 1], x[n])`, `x` gives `n`, and `h` is checked against it."),
    UNEQUAL_SHAPES(
            310,
            Severity.ERROR,
            "elements or branches of different shapes",
            "The elements of an array literal are all numbers, or all arrays of one shape, and so are "
                    + "the branches of a choice."),
    LARGE_SIZE(
            311,
            Severity.ERROR,
            "size beyond what arrays hold",
            "An array, and the range of an index, has at most 2147483647 entries. Sizes that are given when the "
                    + "generated object is made are checked there."),
    EMPTY_MEAN(
            312,
            Severity.ERROR,
            "mean of nothing",
            "A mean over an index that takes no value has no value either. A sum is 0 there, a maximum -inf."),
    SIZE_OF_DATA(
            313,
            Severity.ERROR,
            "size that dims do not say",
            "Arrays have their sizes when the object is made, and integer data are bound later: they may bound "
                    + "the indices of sums, and not those on the left. The range of an index on the left grows or "
                    + "shrinks evenly with those before it."),
    LEFT_OUT(
            314,
            Severity.WARNING,
            "first elements left out",
            "An index without a range of its own takes that of the index that narrows it, from where that one "
                    + "starts. State its range if it is to start at 0."),

    // 4xx: kinds and expressions.
    NUMBER_EXPECTED(
            401,
            Severity.ERROR,
            "condition, integer or array where a real number is needed",
            "Conditions are not numbers. `if x > 0 then 1 else 0` makes a number of one, and `count(i "
                    + "where x[i] > 0)` counts how often one holds. Params are real, since only these have "
                    + "derivatives. Arrays are arguments of functions, or have a subscript for each axis."),
    CONDITION_EXPECTED(
            402,
            Severity.ERROR,
            "number where a condition is needed",
            "`if`, `where`, `and`, `or` and `not` take conditions: comparisons, and what is made of "
                    + "these. A number is not one, 0 and 1 included."),
    NOT_INTEGER(
            403,
            Severity.ERROR,
            "real number where an integer is needed",
            "Sizes, ranges and subscripts are made of integers: literals without a point, dims, "
                    + "indices, and `+ - * / div mod min max` of these. `div` and `mod` are of integers only."),
    NOT_A_FUNCTION(
            404,
            Severity.ERROR,
            "call of what is not a function",
            "Arguments in parentheses follow the name of a function. Arrays take their subscripts in "
                    + "brackets, and a product needs its `*`."),
    ARITY(
            405,
            Severity.ERROR,
            "wrong number of arguments",
            "A function takes as many arguments as it has parameters, no fewer and no more."),
    FUNCTION_RECURSION(
            406,
            Severity.ERROR,
            "function that calls itself",
            "Functions are put in where they are called, so a function can call itself, directly or by way of "
                    + "others, only where the sizes in its signature are constants that shrink with every call. "
                    + "The message shows the circle of calls."),
    CALL_DEPTH(
            407,
            Severity.ERROR,
            "calls nested too deep",
            "Functions may call functions that call others, up to 50 deep. Beyond that, name a part "
                    + "of the result with `let`."),
    UNUSED_INDEX(
            408,
            Severity.WARNING,
            "index that nothing uses",
            "The body of this binder, or the right side of this equation, is the same for all values of the index. "
                    + "A sum of it is just a multiple, which is more often a mistake than meant. No warning is given "
                    + "for what is made of literals and constants."),
    FACTOR_WITHOUT_INDEX(
            409,
            Severity.WARNING,
            "factor without the index under a binder",
            "A binder takes the rest of its product as its body. Under `prod`, `max`, `min`, "
                    + "`logsumexp` and `norm` it makes a difference whether a factor that does not use the "
                    + "index stands inside or outside."),
    INTEGER_ARITHMETIC(
            410,
            Severity.ERROR,
            "integer arithmetic that fails",
            "Integers have 64 bits, their quotient in sizes and subscripts must be exact, and nothing "
                    + "is divided by zero. `div` rounds down where that is meant."),
    DEFAULT(
            411,
            Severity.ERROR,
            "default where there can be none",
            "Only scalar data may have a default, an expression of literals and constants. Arrays of "
                    + "data are always given, and params are what the caller varies."),
    NOT_A_VALUE(
            412,
            Severity.ERROR,
            "function or binder without an argument",
            "The name of a function stands before its arguments, that of a binder before its indices. "
                    + "By itself it is no number."),
    FUNCTION_RESULT(
            413,
            Severity.ERROR,
            "block that does not define the result of its function",
            "The signature of a function with a block names the result and its axes, `fn f(x[n]) -> y[n] { … }`. "
                    + "The block holds lets, one of which defines just that."),
    CONSTANT_SHAPE(
            414,
            Severity.ERROR,
            "constant of another shape",
            "A constant array is written as a literal with as many elements on each axis as its "
                    + "declaration says, `const A[2, 2] = [[1, 2], [3, 4]]`; all its sizes are constant."),
    RESULT_COUNT(
            415,
            Severity.ERROR,
            "number of results that does not fit",
            "A function has as many results as stand after its `->`. Several are named where it is called, in order: "
                    + "`let (l, v) = eig(a, b)`; `_` leaves one out. In an expression stands a function with one."),
    FUNCTION_ARGUMENT(
            416,
            Severity.ERROR,
            "argument that should be a function",
            "A parameter such as `f(_, _)` stands for a function of that many arguments. The call hands it over by its "
                    + "name alone: a function of the model, of a library or of the language, that takes no functions "
                    + "itself."),
    DOMAIN(
            417,
            Severity.ERROR,
            "domain that cannot be",
            "Behind its name and axes a param or data may say where it lives: `> a`, `>= a`, `< b`, `<= b`, `in a"
                    + " .. b` "
                    + "with its ends included, or, of real params with an axis, `ordered`, `positive ordered`,"
                    + " `simplex`, "
                    + "`sum to zero`, `unit`, `cholesky correlation`. A bound is made of constants, sizes, scalar"
                    + " data, and of "
                    + "lets and params declared above, or is the name of an array with the same axes."),
    INTEGER_EQUATION(
            418,
            Severity.ERROR,
            "equation of integers that cannot be",
            "A let is of integers with `: int` behind its subscripts, in all of its equations. It is made of sizes,"
                    + " integer "
                    + "data, other integers, and counts, sums, greatest and least ones of them, and is computed from "
                    + "data before all else; a `count`, `sum`, `max` or `min` that is not all of it stands outside of "
                    + "branches, and `max` and `min` run over what is never empty. Outputs and the quantities of "
                    + "functions are real."),
    ARGUMENT_OUTSIDE(
            419,
            Severity.WARNING,
            "param that may leave the range of a parameter",
            "The signature of the function says between which numbers it expects a parameter, such as `sigma > 0`, and"
                    + " nothing keeps the param there. A param says behind its name where it lives. Beyond the range"
                    + " the function has no meaning, which an optimiser or sampler finds out by NaN."),

    // 5xx: bounds and definitions.
    OUT_OF_RANGE(
            501,
            Severity.ERROR,
            "subscript out of range",
            "For the sizes and indices in the message the subscript is below 0 or not below the size "
                    + "of its axis. Subscripts count from 0. Ranges and the conditions of enclosing `if` and "
                    + "`where` are taken into account, so either can exclude the case."),
    CYCLE(
            503,
            Severity.ERROR,
            "definition in a circle",
            "A quantity is defined by itself, with no shift of an index between: there is no order in "
                    + "which to compute it. The message shows the circle."),
    NO_OUTPUT(
            504,
            Severity.ERROR,
            "model without output",
            "A model computes its outputs, and this one has none. Declare what is wanted with " + "`output`."),
    NOT_DEFINED(
            505,
            Severity.ERROR,
            "element that no equation defines",
            "The equations of an array together define each of its elements, from 0 to the greatest "
                    + "subscript on their left, exactly once. The message names an element that none defines."),
    DEFINED_TWICE(
            506,
            Severity.ERROR,
            "element defined twice",
            "Each element of an array is defined by one equation. The message names one that two "
                    + "equations define, for the sizes it states."),
    LEFT_SUBSCRIPT(
            507,
            Severity.ERROR,
            "subscript on the left",
            "On the left of an equation each subscript is an index, an index plus or minus an integer, "
                    + "or a size, and is never negative. The same index may stand twice, for a diagonal."),
    UNKNOWN_LENGTH(
            508,
            Severity.ERROR,
            "array of unknown length",
            "An axis is as long as the greatest subscript on the left of the equations of the array "
                    + "says. For that it must be known which of them is the greatest."),

    // 6xx: derivatives.
    UNKNOWN_DERIVATIVE(
            601,
            Severity.ERROR,
            "unknown kind of derivative",
            "The words after `derive` name a kind of derivative, such as `gradient` or `hessian`."),
    NOT_AN_OUTPUT(
            602,
            Severity.ERROR,
            "derivative of what is not an output",
            "Only outputs are derived. A let becomes one when it is declared with `output`."),
    NOT_SCALAR(
            603,
            Severity.ERROR,
            "gradient of an array",
            "The gradient is of a scalar output. An array has a Jacobian; a sum of its elements has a " + "gradient."),
    WRT(
            604,
            Severity.ERROR,
            "derivative with respect to what is no input",
            "`wrt` names params and real data, each once. Derivatives with respect to lets, constants "
                    + "and sizes are not defined."),
    INDEPENDENT(
            605,
            Severity.ERROR,
            "gradient of what depends on no input",
            "The output uses none of the inputs that its derivative is asked for, directly or by way "
                    + "of lets, so every entry would be 0. Probably a formula lacks a term, or the wrong output "
                    + "is named."),
    DUPLICATE_CLAUSE(
            606,
            Severity.ERROR,
            "derivative asked for twice",
            "Two clauses ask for the same derivative of the same output with respect to the same "
                    + "inputs. One of them is enough, or was meant to be another."),
    DERIVE_OPTION(
            607,
            Severity.ERROR,
            "option that this derivative does not have",
            "`layout` is an option of Jacobians and `order` of Taylor coefficients. A gradient has " + "none."),
    PARAM_WITHOUT_EFFECT(
            608,
            Severity.WARNING,
            "param that no output depends on",
            "No output uses the param, directly or by way of lets, so its derivative is 0 and an "
                    + "optimiser cannot find its value."),
    ZERO_DERIVATIVE(
            609,
            Severity.WARNING,
            "derivative that is 0 everywhere",
            "The clause names an input that the output does not depend on, or asks for second derivatives of what is "
                    + "linear. The derivative is 0."),
    NOISE_JUMP(
            610,
            Severity.WARNING,
            "jump that derivatives of a mean over noise do not see",
            "Derivatives of a mean over random numbers are taken draw by draw. Where a draw changes sides, at a"
                    + " condition, "
                    + "a `step` or a rounding that depends on the noise and on what is derived by, the mean has a"
                    + " derivative "
                    + "that no draw has; in second derivatives the same is so of kinks, such as those of `max` and"
                    + " `abs`. "
                    + "What the two sides of a condition are where it changes is found by numbers: `if S > K then S -"
                    + " K else 0` has a kink and no jump, and a choice between forms of one function, each for where"
                    + " it keeps its digits, has neither."),

    // 8xx: files and libraries.
    PACKAGE_FOLDER(
            801,
            Severity.ERROR,
            "folder is no package",
            "The package of a model is its folder below the source root, or what `--package` says; every part must"
                    + " be a "
                    + "name in Java."),
    CLASS_CLASH(
            802,
            Severity.ERROR,
            "two models make one class",
            "Each model makes a class of its name, and a very large one further classes whose names start with it; "
                    + "these must differ, and by more than upper and lower case, since some systems keep such files as "
                    + "one. Nor may a class be called like the package of another, or be in or called like those of"
                    + " Costate's runtime."),
    UNKNOWN_LIBRARY(
            803,
            Severity.ERROR,
            "library that is not found",
            "A library is looked for beside the file that imports it, below the source roots, in the library folders "
                    + "and jars (`-I`), in a Maven build along the compile class path, and among the compiler's own. "
                    + "`import com.acme.Shapes` is `Shapes.model` in the folder `com/acme` of any of these. The"
                    + " message "
                    + "lists the places."),
    NOT_A_LIBRARY(
            804,
            Severity.ERROR,
            "import of what is no library",
            "The file that was found starts with `model`, and only what starts with `library` can be "
                    + "imported. What two models share goes into a library that both import."),
    IMPORT_CIRCLE(
            805,
            Severity.ERROR,
            "libraries that import each other in a circle",
            "A library cannot import itself, directly or by way of others. The message shows the circle; "
                    + "what the libraries share can go into a further one."),
    LIBRARY_CONTENT(
            806,
            Severity.ERROR,
            "declaration that a library cannot hold",
            "A library holds constants, constant dims and functions. Sizes that are given, inputs, equations and "
                    + "derivatives belong to models."),
    IMPORT_CLASH(
            807,
            Severity.ERROR,
            "name that is declared and imported, or imported twice",
            "Imported names stand among the declared ones, and each means one thing. Names that a library itself "
                    + "imports are not handed on."),
    REPEATED_IMPORT(
            808, Severity.WARNING, "library imported twice", "One `import` of a library takes in all its names."),
    FOREIGN_FILE(
            809,
            Severity.ERROR,
            "file in the place of a class",
            "Where the Java of a model is to go, there is a file that Costate did not make, as it lacks the annotation "
                    + "`@CostateGenerated`. It is never overwritten."),
    CLASS_LIMIT(
            810,
            Severity.ERROR,
            "more than a Java class can hold",
            "The sizes of a model are the arguments of the method that makes an object, and a method in Java has at "
                    + "most 255. Sizes that follow from others, `dim M = 2 * N`, do not count."),
    JAVA_NAME(
            811,
            Severity.WARNING,
            "method with another name",
            "Methods of a generated class are named after outputs and clauses. Where Java or the class itself has"
                    + " such a "
                    + "method or word, or an output declared before, the name gets an underscore.");

    private final int number;
    private final Severity severity;
    private final String title;
    private final String explanation;

    DiagnosticCode(int number, Severity severity, String title, String explanation) {
        this.number = number;
        this.severity = severity;
        this.title = title;
        this.explanation = explanation;
    }

    /** The stable name, such as {@code C101}. */
    public String id() {
        return "C" + number;
    }

    public Severity severity() {
        return severity;
    }

    public String title() {
        return title;
    }

    public String explanation() {
        return explanation;
    }
}
