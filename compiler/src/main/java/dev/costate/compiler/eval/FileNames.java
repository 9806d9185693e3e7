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

/** The declarations of a file, read. */
final class FileNames implements Declared {
    private final Map<String, Env.Item> items = new LinkedHashMap<>();
    private final Map<String, Function> functions = new HashMap<>();
    private final Map<String, Declaration> declarations = new HashMap<>();
    private final List<FileNames> imports;

    private FileNames(List<FileNames> imports) {
        this.imports = imports;
    }

    /**
     * The names of the model's file.
     *
     * @param inputs what the dims and inputs of the model are
     */
    static FileNames of(Meaning meaning, Model.File file, Inputs inputs) {
        FileNames names = of(meaning, file, inputs, new IdentityHashMap<>());
        Quantity.of(meaning, TreeWalk.equations(file.tree().declarations()), () -> new Env(names))
                .forEach(names.items::put);
        return names;
    }

    private static FileNames of(
            Meaning meaning, Model.File file, @Nullable Inputs inputs, IdentityHashMap<Model.File, FileNames> known) {
        List<FileNames> imports = new ArrayList<>();
        for (Model.File library : file.imports()) {
            FileNames names = known.get(library);
            if (names == null) {
                names = of(meaning, library, null, known);
                known.put(library, names);
            }
            imports.add(names);
        }
        FileNames names = new FileNames(imports);
        for (Declaration declaration : file.tree().declarations()) {
            names.declare(meaning, declaration, inputs);
        }
        return names;
    }

    private void declare(Meaning meaning, Declaration declaration, @Nullable Inputs inputs) {
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
                            ? new Value.Whole(new ExactIntegers(meaning).whole(dim.value(), env))
                            : Objects.requireNonNull(inputs).dim(dim, env)));
        } else if (declaration instanceof Declaration.Const constant) {
            items.put(constant.name().name(), new Env.Lazy(() -> Inputs.constant(meaning, constant, env)));
        } else if (declaration instanceof Declaration.Noise noise) {
            items.put(
                    noise.name().name(),
                    new Env.Lazy(() -> Objects.requireNonNull(inputs).noise(noise, env)));
        } else if (declaration instanceof Declaration.Input input) {
            items.put(
                    input.name().name(),
                    new Env.Lazy(() -> Objects.requireNonNull(inputs).input(input, env)));
        }
    }

    @Override
    public Env.@Nullable Item find(String name) {
        Env.Item own = items.get(name);
        if (own != null || functions.containsKey(name)) {
            return own;
        }
        for (FileNames library : imports) {
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
        for (FileNames library : imports) {
            if (library.items.containsKey(name)) {
                return library.declarations.get(name);
            }
        }
        return null;
    }

    @Override
    public boolean isSize(String name) {
        return declaration(name) != null;
    }

    @Override
    public boolean isConstant(String name) {
        Declaration declaration = declaration(name);
        return declaration instanceof Declaration.Const
                || (declaration instanceof Declaration.Dim dim
                        && dim.value() != null
                        && TreeWalk.names(dim.value()).stream().allMatch(this::isConstant));
    }

    @Override
    public @Nullable Function function(String name) {
        Function own = functions.get(name);
        if (own != null || items.containsKey(name)) {
            return own;
        }
        for (FileNames library : imports) {
            if (library.functions.containsKey(name)) {
                return library.functions.get(name);
            }
        }
        return null;
    }
}
