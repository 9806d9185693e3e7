package dev.costate.compiler.eval;

import dev.costate.compiler.model.Model;
import dev.costate.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the names of a file stand for: what it declares, then what it imports. */
final class Names {
    /** A function and the file whose names its body uses. */
    record Function(Declaration.Function declaration, Names home) {}

    private final Map<String, Env.Item> items = new LinkedHashMap<>();
    private final Map<String, Function> functions = new HashMap<>();
    private final Map<String, Declaration> declarations = new HashMap<>();
    private final List<Names> imports;

    private Names(List<Names> imports) {
        this.imports = imports;
    }

    /**
     * The names of the model's file.
     *
     * @param inputs what the dims and inputs of the model are
     */
    static Names of(Evaluator evaluator, Model.File file, Inputs inputs) {
        Names names = of(evaluator, file, inputs, new IdentityHashMap<>());
        Quantity.of(evaluator, equations(file.tree().declarations()), () -> new Env(names))
                .forEach(names.items::put);
        return names;
    }

    private static Names of(
            Evaluator evaluator, Model.File file, @Nullable Inputs inputs, IdentityHashMap<Model.File, Names> known) {
        List<Names> imports = new ArrayList<>();
        for (Model.File library : file.imports()) {
            Names names = known.get(library);
            if (names == null) {
                names = of(evaluator, library, null, known);
                known.put(library, names);
            }
            imports.add(names);
        }
        Names names = new Names(imports);
        for (Declaration declaration : file.tree().declarations()) {
            names.declare(evaluator, declaration, inputs);
        }
        return names;
    }

    private void declare(Evaluator evaluator, Declaration declaration, @Nullable Inputs inputs) {
        Env env = new Env(this);
        if (declaration instanceof Declaration.Dim dim) {
            declarations.put(dim.name().name(), dim);
        } else if (declaration instanceof Declaration.Const constant) {
            declarations.put(constant.name().name(), constant);
        }
        if (declaration instanceof Declaration.Function function) {
            functions.put(function.name().name(), new Function(function, this));
        } else if (declaration instanceof Declaration.Dim dim) {
            items.put(
                    dim.name().name(),
                    new Env.Lazy(() -> dim.value() != null
                            ? new Value.Whole(evaluator.integers.whole(dim.value(), env))
                            : Objects.requireNonNull(inputs).dim(dim, env)));
        } else if (declaration instanceof Declaration.Const constant) {
            items.put(constant.name().name(), new Env.Lazy(() -> Inputs.constant(evaluator, constant, env)));
        } else if (declaration instanceof Declaration.Input input) {
            items.put(
                    input.name().name(),
                    new Env.Lazy(() -> Objects.requireNonNull(inputs).input(input, env)));
        }
    }

    /** The equations among these, also those in blocks, each with the clause of its blocks. */
    static List<Declaration.Equation> equations(List<Declaration> declarations) {
        List<Declaration.Equation> equations = new ArrayList<>();
        for (Declaration declaration : declarations) {
            if (declaration instanceof Declaration.Equation equation) {
                equations.add(equation);
            } else if (declaration instanceof Declaration.ForBlock block) {
                for (Declaration.Equation e : equations(block.body())) {
                    List<Declaration.IndexRange> ranges = new ArrayList<>(block.ranges());
                    ranges.addAll(e.ranges());
                    equations.add(new Declaration.Equation(
                            e.output(), e.name(), e.subscripts(), e.value(), ranges, e.doc(), e.span()));
                }
            }
        }
        return equations;
    }

    Env.@Nullable Item find(String name) {
        Env.Item own = items.get(name);
        if (own != null || functions.containsKey(name)) {
            return own;
        }
        for (Names library : imports) {
            if (library.items.containsKey(name)) {
                return library.items.get(name);
            }
        }
        return null;
    }

    private @Nullable Declaration declaration(String name) {
        Declaration own = declarations.get(name);
        if (own != null || items.containsKey(name)) {
            return own;
        }
        for (Names library : imports) {
            if (library.items.containsKey(name)) {
                return library.declarations.get(name);
            }
        }
        return null;
    }

    /** Whether it is a dim or a constant. */
    boolean isSize(String name) {
        return declaration(name) != null;
    }

    /** Whether it is a constant, or a dim that is made of constants. */
    boolean isConstant(String name) {
        Declaration declaration = declaration(name);
        return declaration instanceof Declaration.Const
                || (declaration instanceof Declaration.Dim dim
                        && dim.value() != null
                        && Walk.names(dim.value()).stream().allMatch(this::isConstant));
    }

    @Nullable
    Function function(String name) {
        Function own = functions.get(name);
        if (own != null || items.containsKey(name)) {
            return own;
        }
        for (Names library : imports) {
            if (library.functions.containsKey(name)) {
                return library.functions.get(name);
            }
        }
        return null;
    }
}
