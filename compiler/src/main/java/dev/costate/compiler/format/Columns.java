package dev.costate.compiler.format;

import dev.costate.compiler.syntax.Lexeme;
import dev.costate.compiler.syntax.Lexeme.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Extra space that puts the names and the equals signs of neighbouring declarations of one sort below each other. */
final class Columns {
    /** Equals signs are aligned if the sides before them differ by no more. */
    private static final int SPREAD = 12;

    private static final Map<String, String> SORT =
            Map.of("data", "input", "param", "input", "let", "equation", "output", "equation");

    private Columns() {}

    /** How many spaces to add before a lexeme. */
    static Map<Lexeme, Integer> of(List<Item> items) {
        Map<Lexeme, Integer> extra = new HashMap<>();
        List<Item> run = new ArrayList<>();
        for (Item item : items) {
            if (!run.isEmpty() && !follows(run.get(run.size() - 1), item)) {
                align(run, extra);
                run.clear();
            }
            run.add(item);
        }
        align(run, extra);
        return extra;
    }

    private static boolean follows(Item before, Item item) {
        return isPlain(before)
                && isPlain(item)
                && !item.apart
                && item.depth == before.depth
                && sort(before).equals(sort(item));
    }

    private static boolean isPlain(Item item) {
        return !item.isComment() && !item.opensBlock() && item.lexemes.size() > 1;
    }

    private static String sort(Item item) {
        return SORT.getOrDefault(item.keyword(), item.keyword());
    }

    private static void align(List<Item> run, Map<Lexeme, Integer> extra) {
        if (run.size() < 2 || run.get(0).keyword().equals("fn")) {
            return;
        }
        int keyword = run.stream().mapToInt(i -> i.keyword().length()).max().orElse(0);
        run.forEach(i -> extra.put(i.lexemes.get(1), keyword - i.keyword().length()));
        Map<Lexeme, Integer> signs = new HashMap<>();
        run.forEach(i -> equals(i, signs));
        int longest = signs.values().stream().mapToInt(w -> w).max().orElse(0);
        int shortest = signs.values().stream().mapToInt(w -> w).min().orElse(0);
        if (longest - shortest <= SPREAD) {
            signs.forEach((sign, width) -> extra.put(sign, longest - width));
        }
    }

    /** Notes the equals sign of a declaration with the width of what is between it and the keyword. */
    private static void equals(Item item, Map<Lexeme, Integer> signs) {
        int width = 0;
        for (int i = 1; i < item.lexemes.size(); i++) {
            Lexeme lexeme = item.lexemes.get(i);
            if (lexeme.kind() == Kind.ASSIGN) {
                signs.put(lexeme, width);
                return;
            }
            if (lexeme.isComment()) {
                return;
            }
            boolean space = i > 1 && Spacing.between(item.lexemes.get(i - 1), lexeme);
            width += lexeme.text().codePointCount(0, lexeme.text().length()) + (space ? 1 : 0);
        }
    }
}
