package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowSlotsTest {
    /** Rows with the columns {@code 0 2|1|0 1}. */
    private static final SparsePattern PATTERN =
            SparsePattern.ofRows(Shape.of("3 × 3", 3, 3), new int[] {0, 2}, new int[] {1}, new int[] {0, 1});

    /** Sets of one input each, of none for -1. */
    private static IndexSet[] columns(int... numbers) {
        IndexSet[] each = new IndexSets("test", 3).each();
        return Arrays.stream(numbers)
                .mapToObj(k -> k < 0 ? IndexSet.none() : each[k])
                .toArray(IndexSet[]::new);
    }

    @Test
    void derivativesGoToTheirEntries() {
        RowSlots slots = RowSlots.of(PATTERN, columns(2, 0, 1, 0, 1), 2, 1, 2);
        assertThat(slots.table()).containsExactly(1, 0, 2, 3, 4, 5);
        double[] values = new double[5];
        assertThat(slots.room()).isEmpty();
        assertThat(slots.target(values, slots.room())).isSameAs(values);
    }

    @Test
    void oneInputTwiceIsOneSlot() {
        RowSlots slots = RowSlots.of(PATTERN, columns(2, 0, 1, 1, 1, 0), 2);
        assertThat(slots.table()).containsExactly(1, 0, 2, 2, 4, 3, 5);
    }

    /** What is no entry goes behind the entries, and what no derivative is written to stays zero. */
    @Test
    void otherDerivativesAreLeftOut() {
        RowSlots slots = RowSlots.of(PATTERN, columns(2, 1, 1, -1, 0, 1), 2);
        assertThat(slots.table()).containsExactly(1, 5, 2, 5, 3, 4, 6);
        double[] values = {9, 9, 9, 9, 9};
        double[] target = slots.target(values, slots.room());
        assertThat(target).hasSize(6).isNotSameAs(values);
        for (int k = 0; k < 6; k++) {
            target[slots.table()[k]] = k + 1;
        }
        slots.gather(target, values);
        assertThat(values).containsExactly(0, 1, 3, 5, 6);
        assertThatThrownBy(() -> slots.gather(target, new double[4])).isInstanceOf(ShapeException.class);
    }
}
