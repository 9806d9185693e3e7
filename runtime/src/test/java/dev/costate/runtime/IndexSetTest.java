package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IndexSetTest {
    @Test
    void gathersWhatASetOfIntegersDoes() {
        IndexSet[] each = new IndexSets("test", 50).each();
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            IndexSet set = IndexSet.none();
            IndexSet union = IndexSet.none();
            TreeSet<Integer> expected = new TreeSet<>();
            for (int k = random.nextInt(80); k > 0; k--) {
                int a = random.nextInt(50);
                int b = random.nextInt(50);
                IndexSet both = IndexSet.union(each[a], each[b]);
                set = IndexSet.add(set, both);
                union = IndexSet.union(both, union);
                expected.add(a);
                expected.add(b);
            }
            assertThat(set.toArray())
                    .containsExactly(
                            expected.stream().mapToInt(Integer::intValue).toArray());
            assertThat(union.toArray()).containsExactly(set.toArray());
        }
        assertThat(each[7].toArray()).containsExactly(7);
        assertThat(IndexSet.none().size()).isZero();
    }

    @Test
    void aUnionThatAddsNothingIsTheSetItself() {
        IndexSet[] each = new IndexSets("test", 3).each();
        IndexSet pair = IndexSet.union(each[2], each[0]);
        assertThat(IndexSet.union(pair, each[2])).isSameAs(pair);
        assertThat(IndexSet.union(IndexSet.none(), pair)).isSameAs(pair);
    }

    @Test
    void rowsBecomePatterns() {
        IndexSets sets = new IndexSets("test", 3);
        IndexSet[] each = sets.each();
        IndexSet[] rows = {IndexSet.union(each[0], each[2]), IndexSet.none(), each[1]};
        assertThat(sets.pattern(rows)).hasToString("3 × 3, 3 entries: [0, 0] [0, 2] [2, 1]");
        assertThat(sets.lowerTriangle(rows)).hasToString("3 × 3, 2 entries: [0, 0] [2, 1]");
    }

    @Test
    void tellsWhichArrayTakesTooMuch() {
        IndexSets sets = new IndexSets("sparse jacobian of y", 100, 1000);
        IndexSet[] each = sets.each();
        sets.array("small", 1);
        IndexSet[] large = sets.array("z", 100);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < large.length; i++) {
                        for (int k = 0; k <= i; k++) {
                            large[i] = IndexSet.add(large[i], each[k]);
                        }
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "the pattern of the sparse jacobian of y takes too much memory: the elements of z")
                .hasMessageContaining("there is room for 1000");
    }
}
