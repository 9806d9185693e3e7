package dev.costate.compiler.testing;

import dev.costate.compiler.check.Checker;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.ModelFile;
import dev.costate.compiler.syntax.ModelParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random models with a few more derive clauses, of any form, output and inputs, made from the seed. */
public final class RandomForms {
    private static final String[] OF_SCALARS = {
        "hvp of %s",
        "hessian of %s",
        "diagonal hessian of %s",
        "directional of %s",
        "jacobian of %s",
        "vjp of %s",
        "taylor of %s order 3",
    };

    private static final String[] OF_ARRAYS = {
        "jacobian of %s",
        "jacobian of %s layout denominator",
        "directional of %s",
        "vjp of %s",
        "hvp of %s",
        "hessian of %s",
        "diagonal hessian of %s",
        "taylor of %s order 4",
    };

    private RandomForms() {}

    /** The model with a clause for a scalar output, and one for an array where an array depends on params. */
    public static RandomSource of(long seed, RandomSource source) {
        Model model = check(source.text());
        if (model == null) {
            return source;
        }
        Random random = new Random(seed);
        String text = source.text();
        for (boolean scalar : new boolean[] {true, false}) {
            List<Tensor> outputs = new ArrayList<>(model.outputs());
            outputs.removeIf(output -> output.shape().isEmpty() != scalar);
            String[] forms = scalar ? OF_SCALARS : OF_ARRAYS;
            String form = forms[random.nextInt(forms.length)];
            String more = text;
            if (!outputs.isEmpty()) {
                String subject = outputs.get(random.nextInt(outputs.size())).name() + inputs(model, random);
                more += "derive " + String.format(form, subject) + "\n";
            }
            text = check(more) == null ? text : more;
        }
        return new RandomSource.Of(text, source.dims(), source.inputs());
    }

    /** With respect to all params, or to some inputs in any order. */
    private static String inputs(Model model, Random random) {
        List<String> names = new ArrayList<>(model.inputs().stream()
                .filter(input -> input.type() == Tensor.Type.REAL && input.role() != Tensor.Role.CONST)
                .map(Tensor::name)
                .toList());
        if (names.isEmpty() || random.nextBoolean()) {
            return "";
        }
        Collections.shuffle(names, random);
        return " wrt " + String.join(", ", names.subList(0, 1 + random.nextInt(names.size())));
    }

    /** What a text says, or null if it is not valid. */
    static @Nullable Model check(String text) {
        Diagnostics diagnostics = new Diagnostics();
        ModelFile file = ModelParser.parse(new SourceFile("R.model", text), diagnostics);
        Checked checked = file == null ? null : Checker.check(file, diagnostics);
        return checked == null ? null : checked.model();
    }
}
