package dev.costate.compiler.project;

import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.runtime.CostateGenerated;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which model makes which class. No two may make one; names that differ by case only are one, since they are one file
 * on many systems; and no class may be called like a package, be it of models or of the runtime. A class and a package
 * whose names differ by case only are no clash: Java tells them apart, and so do file systems, since a class's file has
 * an extension.
 */
public final class ClassNames {
    private static final String JAVA = ".java";
    /** The package of the runtime, which generated classes import from. */
    private static final String RUNTIME = CostateGenerated.class.getPackageName();

    /** Who made a class, and which. */
    private record Made(String model, String className) {}

    private final Map<String, Made> classes = new HashMap<>();
    private final Map<String, Made> packages = new HashMap<>();

    public ClassNames() {
        Made runtime = new Made("Costate's runtime", CostateGenerated.class.getName());
        prefixes(runtime.className()).forEach(p -> packages.put(p, runtime));
    }

    /** A name such that those of one file on a system without upper and lower case are equal. */
    static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /**
     * Notes that a model makes these files, and reports an error if it must not.
     *
     * @param model the model; its name tells it from others
     * @param files the Java files, as paths below the output folder
     */
    public void claim(SourceFile model, Collection<String> files, Diagnostics diagnostics) {
        String clash = claim(model.name(), files);
        if (clash != null) {
            diagnostics.report(
                    DiagnosticCode.CLASS_CLASH,
                    new Span(model, 0, 0),
                    clash,
                    "Rename the model, or move it to another package.");
        }
    }

    /** Notes that a model makes these files, unless there is a reason against it, which is given. */
    @Nullable
    String claim(String model, Collection<String> files) {
        for (String file : files) {
            String clash = clash(model, name(file));
            if (clash != null) {
                return clash;
            }
        }
        for (String file : files) {
            Made made = new Made(model, name(file));
            classes.putIfAbsent(folded(made.className()), made);
            prefixes(made.className()).forEach(p -> packages.putIfAbsent(p, made));
        }
        return null;
    }

    /** Whether a model makes this very file. */
    boolean isMade(String file) {
        Made made = classes.get(folded(name(file)));
        return made != null && made.className().equals(name(file));
    }

    private @Nullable String clash(String model, String name) {
        Made same = classes.get(folded(name));
        if (same != null && !same.model().equals(model)) {
            return same.className().equals(name)
                    ? "this model makes the class `" + name + "`, which " + same.model() + " makes, too"
                    : "this model makes the class `" + name + "`, and " + same.model() + " makes `" + same.className()
                            + "`: these are one file where upper and lower case are not told apart";
        }
        if (name.startsWith(RUNTIME + ".")) {
            return "this model is in the package `" + RUNTIME + "`, which is Costate's own";
        }
        Made inside = packages.get(name);
        if (inside != null) {
            return "this model makes the class `" + name + "`, and " + inside.model() + " the package of that name";
        }
        for (String prefix : prefixes(name)) {
            Made outer = classes.get(folded(prefix));
            if (outer != null && outer.className().equals(prefix)) {
                return "this model is in the package `" + prefix + "`, and " + outer.model()
                        + " makes a class of that name";
            }
        }
        return null;
    }

    private static String name(String file) {
        return file.substring(0, file.length() - JAVA.length()).replace('/', '.');
    }

    /** The package of a class and those that this one is in. */
    private static List<String> prefixes(String name) {
        List<String> prefixes = new ArrayList<>();
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            prefixes.add(name.substring(0, dot));
        }
        return prefixes;
    }
}
