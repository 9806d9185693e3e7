package dev.costate.compiler.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Variables that hold elements: they are read in their place, and in that of copies. */
final class HeldElements {
    private final Map<Place, Map<Code.Element, Local>> held = new HashMap<>();
    private final Map<Local, Local> copies = new HashMap<>();

    void put(Code.Element element, Local variable) {
        held.computeIfAbsent(element.place(), place -> new HashMap<>()).put(element, variable);
    }

    /** Forgets what statements change. */
    void forget(ReadsWrites touched) {
        touched.places().stream().filter(touched::changes).forEach(held::remove);
    }

    /** The statement, none if it copies what a variable holds. */
    List<Statement> image(Statement statement) {
        return held.isEmpty() && copies.isEmpty() ? List.of(statement) : images(List.of(statement));
    }

    private List<Statement> images(List<Statement> body) {
        List<Statement> images = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Define define
                    && image(define.value()) instanceof Code.Variable variable
                    && define.value() instanceof Code.Element) {
                copies.put(define.local(), variable.local());
            } else {
                images.add(statement.map(local -> local, this::image, this::images));
            }
        }
        return images;
    }

    Code image(Code code) {
        if (code instanceof Code.Element element) {
            Local variable = held.getOrDefault(element.place(), Map.of()).get(element);
            return variable == null ? code : new Code.Variable(variable);
        } else if (code instanceof Code.Variable variable) {
            Local original = copies.get(variable.local());
            return original == null ? code : new Code.Variable(original);
        }
        return code.map(this::image);
    }
}
