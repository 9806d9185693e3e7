package dev.costate.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Models with words exchanged, left out or put in are checked without a crash and with few messages. */
class MutationTest {
    private static final int MUTANTS = 3000;

    private static final String MODEL = """
            dim N >= 2
            dim D
            dim T = N * ( N - 1 ) / 2
            const c = 2 * pi
            data X [ N , D ]
            data y [ N ]
            data r = c / 2
            param w [ D ]
            param b
            fn sq ( x ) = x * x
            fn pw ( x , n ) = sum ( k in n ) sq ( x ) ^ k
            let z [ i ] = b + sum ( j ) w [ j ] * X [ i , j ]
            let p [ i ] = softmax ( i ) z [ i ]
            let s [ i ] = if i > 0 then z [ i - 1 ] else - z [ i ]
            output q [ k ] = max ( i != k where y [ i ] > 0 ) ( z [ i ] + p [ k ] ) for k in N
            output loss = mean ( i ) ( softplus ( z [ i ] ) - y [ i ] ) + sum ( i , j < i ) s [ i ] * s [ j ] + pw ( r , 3 ) * T
            derive gradient of loss wrt w , b
            """;

    @Test
    void neverCrashes() {
        Random random = new Random(7);
        assertThat(Models.diagnostics(MODEL)).isEmpty();
        int most = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String mutant = mutate(MODEL, random);
            try {
                most = Math.max(most, Models.diagnostics(mutant).size());
            } catch (RuntimeException e) {
                throw new AssertionError(mutant, e);
            }
        }
        assertThat(most).isLessThanOrEqualTo(12);
    }

    private static String mutate(String text, Random random) {
        List<String> words = new ArrayList<>(Arrays.asList(text.split("(?<=\n)| ", -1)));
        int at = random.nextInt(words.size());
        int other = random.nextInt(words.size());
        switch (random.nextInt(4)) {
            case 0 -> words.remove(at);
            case 1 -> words.add(at, words.get(other));
            case 2 -> words.set(at, words.get(other));
            default -> Collections.swap(words, at, Math.min(words.size() - 1, at + 2));
        }
        return String.join(" ", words).replace("\n ", "\n");
    }
}
