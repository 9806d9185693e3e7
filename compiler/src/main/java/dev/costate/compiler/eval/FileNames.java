package dev.costate.compiler.eval;

import dev.costate.compiler.model.Model;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
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
        declaration.accept(new Declaring(meaning, inputs));
    }

    /** Adds what a declaration of the file declares to those who read it. */
    private final class Declaring implements Declaration.Visitor {
        private final Meaning meaning;
        private final @Nullable Inputs inputs;
        private final Env env = new Env(FileNames.this);

        Declaring(Meaning meaning, @Nullable Inputs inputs) {
            this.meaning = meaning;
            this.inputs = inputs;
        }

        private void item(Identifier name, Supplier<Value> value) {
            items.put(name.name(), new Env.Lazy(value));
        }

        private Inputs given() {
            return Objects.requireNonNull(inputs);
        }

        @Override
        public void visit(Declaration.Import declaration) {
            // Its names are those of other files.
        }

        @Override
        public void visit(Declaration.Dim dim) {
            declarations.put(dim.name().name(), dim);
            item(
                    dim.name(),
                    () -> dim.value() != null
                            ? new Value.Whole(new ExactIntegers(meaning).whole(dim.value(), env))
                            : given().dim(dim, env));
        }

        @Override
        public void visit(Declaration.Const constant) {
            declarations.put(constant.name().name(), constant);
            item(constant.name(), () -> Inputs.constant(meaning, constant, env));
        }

        @Override
        public void visit(Declaration.Input input) {
            item(input.name(), () -> given().input(input, env));
        }

        @Override
        public void visit(Declaration.Noise noise) {
            item(noise.name(), () -> given().noise(noise, env));
        }

        @Override
        public void visit(Declaration.Function function) {
            functions.put(function.name().name(), new Function(function, FileNames.this));
        }

        @Override
        public void visit(Declaration.Equation equation) {
            // Equations are those of the model, in the order in which they are computed.
        }

        @Override
        public void visit(Declaration.Results results) {
            // As other equations.
        }

        @Override
        public void visit(Declaration.ForBlock block) {
            // As other equations.
        }

        @Override
        public void visit(Declaration.Derive derive) {
            // Declares nothing.
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
