package dev.costate.compiler.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.testing.Agreement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The models of the cookbook, compiled and interpreted, where axes are as short as can be, and where they differ. */
class CookbookSizesTest {
    private static final double TOLERANCE = 1e-11;

    @TestFactory
    List<DynamicTest> models() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : Cookbook.models()) {
            tests.add(DynamicTest.dynamicTest(name + " 1", () -> check(name, 1, 1)));
            tests.add(DynamicTest.dynamicTest(name + " 2 3 4", () -> check(name, 2, 3)));
        }
        return tests;
    }

    /** With dims from {@code least} on, {@code different} in a row. */
    private static void check(String name, int least, int different) {
        ModelCompiler.Result result = Cookbook.compile(name);
        Model model = result.model();
        assertThat(model).as("%s", result.diagnostics()).isNotNull();
        Map<String, Integer> dims = new LinkedHashMap<>();
        for (Model.Dimension dim : requireNonNull(model).dims()) {
            if (dim.given()) {
                dims.put(dim.dim().name(), Math.max((int) dim.atLeast(), least + dims.size() % different));
            }
        }
        Random random = new Random(name.hashCode());
        Map<String, double[]> inputs = new LinkedHashMap<>();
        for (Tensor input : model.inputs()) {
            if (input.role() != Tensor.Role.CONST) {
                inputs.put(input.name(), elements(input, dims, random));
            }
        }
        Agreement.of(name, result, dims, inputs, TOLERANCE).values().derivatives();
    }

    static double[] elements(Tensor input, Map<String, Integer> dims, Random random) {
        int size = input.shape().stream()
                .mapToInt(axis -> Cookbook.value(axis, dims))
                .reduce(1, Math::multiplyExact);
        double[] values = new double[size];
        Arrays.setAll(
                values,
                k -> input.below() == null ? 0.3 + random.nextDouble() : k % Cookbook.value(input.below(), dims));
        return values;
    }
}
