package dev.costate.compiler.names;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds outputs that depend on {@code detach}. It counts what it holds as constant, so that their derivatives are not
 * those of their values, and cannot be held against these.
 */
public final class Detaching {
    /** A declared name, and where it is declared. */
    private record Declared(Model.File file, String name) {}

    /** The expressions that each name of a file stands for. */
    private final Map<Model.File, Map<String, List<Expression>>> files = new HashMap<>();

    private Detaching() {}

    /** Whether the output depends on it, directly or through others and functions. */
    public static boolean isIn(Model model, Tensor output) {
        return new Detaching().reaches(new Declared(model.file(), output.name()));
    }

    private boolean reaches(Declared output) {
        Set<Declared> seen = new HashSet<>(Set.of(output));
        Deque<Declared> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Declared at = open.pop();
            for (Expression e : expressions(at.file()).getOrDefault(at.name(), List.of())) {
                for (FreeNames.Mention mention : FreeNames.of(e)) {
                    Declared used = find(at.file(), mention.name());
                    if (used == null && mention.name().equals(Builtins.DETACH)) {
                        return true;
                    } else if (used != null && seen.add(used)) {
                        open.push(used);
                    }
                }
            }
        }
        return false;
    }

    private @Nullable Declared find(Model.File file, String name) {
        if (expressions(file).containsKey(name)) {
            return new Declared(file, name);
        }
        return file.imports().stream()
                .filter(library -> expressions(library).containsKey(name))
                .map(library -> new Declared(library, name))
                .findFirst()
                .orElse(null);
    }

    private Map<String, List<Expression>> expressions(Model.File file) {
        return files.computeIfAbsent(file, f -> {
            Map<String, List<Expression>> expressions = new HashMap<>();
            f.tree().declarations().forEach(declaration -> add(declaration, expressions));
            return expressions;
        });
    }

    private static void add(Declaration declaration, Map<String, List<Expression>> expressions) {
        if (declaration instanceof Declaration.Equation equation) {
            add(equation.name().name(), equation.value(), expressions);
        } else if (declaration instanceof Declaration.Results results) {
            results.equations().forEach(e -> add(e, expressions));
        } else if (declaration instanceof Declaration.ForBlock block) {
            block.body().forEach(e -> add(e, expressions));
        } else if (declaration instanceof Declaration.Function function) {
            Map<String, List<Expression>> body = new HashMap<>();
            function.body().forEach(e -> add(e, body));
            List<Expression> all = expressions.computeIfAbsent(function.name().name(), name -> new ArrayList<>());
            body.values().forEach(all::addAll);
            if (function.value() != null) {
                all.add(function.value());
            }
        }
    }

    private static void add(String name, Expression value, Map<String, List<Expression>> expressions) {
        expressions.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
}
