package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Severity;
import dev.costate.compiler.source.SourceFile;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every word that means something in Java, or that the generated code uses itself, in every role of a model; and the
 * classes that the generated code imports as its name.
 */
@Tag("slow")
class NamesTest {
    private static final List<String> STRICT = List.of("-Xlint:all", "-Werror", "--release", "17");

    private static final String KEYWORDS = "abstract assert boolean break byte case catch char class const continue "
            + "default do double else enum extends final finally float for goto if implements import instanceof int "
            + "interface long native new package private protected public return short static strictfp super switch "
            + "synchronized this throw throws transient try void volatile while true false null _ var yield record "
            + "sealed permits when exports module open opens provides requires to transitive uses with non";

    private static final String OTHERS = "serialVersionUID serialPersistentFields readObject readObjectNoData "
            + "writeObject readResolve writeReplace Object String Math System Override Integer Double Float Long "
            + "Thread Record Enum Iterable Exception RuntimeException Void java javax dev org com α Ω x⃝ été "
            + "forwardUnit backwardUnit gradientUnit hasA Forward Gradient lossAt lossGradient lossFunction "
            + "LossGradientWrt widest makeRoom work kept scalars";

    /** A name for each {@code #}. */
    private static final String MODEL = """
            model #
            dim #0
            dim #1 = 2 * #0
            dim #2 = 3
            const #3[3] = [1, 2, 3]
            const #4 = 0.5
            const #5[2] : int = [0, 1]
            data #6
            data #7[#0]
            data #8 : int
            data #9[#0] in #2
            data #10 = 2
            param #11
            param #12[#1]
            fn #13(#14) = #14 * 2 + #4
            let #15[#16] = #13(#7[#16]) + #3[#9[#16]] for #16 in #0
            let #17 = #6 * #8 + #10 + #3[#5[1]]
            output #18 = sum(#19) #12[#19]^2 * #11 + sum(#20) #15[#20] * #17 + #0
            output #21[#22] = #11 * #15[#22]
            """;

    private static final int ROLES = 23;

    private static final String MANY = "derive gradient of #18\nderive gradient of #18 wrt #7, #11\n";
    private static final String ONE = "derive gradient of #18\n";

    private static String model(String template, String name, List<String> words, int first) {
        String text = template.replaceFirst("#", name);
        for (int role = ROLES - 1; role >= 0; role--) {
            text = text.replace("#" + role, words.get((first + 7 * role) % words.size()));
        }
        return text;
    }

    /** Words of Java, of its root class, and all identifiers in what is generated of names that are nowhere else. */
    private static List<String> words() {
        Set<String> words = new TreeSet<>(List.of((KEYWORDS + " " + OTHERS).split(" ")));
        Arrays.stream(Object.class.getDeclaredMethods()).map(Method::getName).forEach(words::add);
        List<String> own = new ArrayList<>();
        for (int role = 0; role < ROLES; role++) {
            own.add("zq" + role);
        }
        for (String clauses : List.of(ONE, MANY)) {
            for (JavaSource source :
                    compile(model(MODEL + clauses, "Zq", own, 0), "zq").files()) {
                Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*")
                        .matcher(source.text())
                        .results()
                        .map(MatchResult::group)
                        .filter(word -> !word.toLowerCase(Locale.ROOT).contains("zq"))
                        .forEach(words::add);
            }
        }
        // Words that the language of models reserves, or that the model itself needs.
        String reserved = "model library import dim const data param fn let output derive for in where if then else "
                + "and or not sum lambda$";
        return words.stream()
                .filter(word -> !List.of(reserved.split(" ")).contains(word))
                .toList();
    }

    /** The classes that generated code imports, whose names are a model's where it has one of them. */
    private static List<String> classes() {
        return JavaType.words().stream()
                .filter(word -> !JavaType.unqualified().contains(word))
                .toList();
    }

    private static ModelCompiler.Result compile(String text, String packageName) {
        String name = text.substring("model ".length(), text.indexOf('\n'));
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile(name + ".model", text), ModelCompiler.Options.of(packageName));
        List<Diagnostic> errors = result.diagnostics().stream()
                .filter(d -> d.severity() == Severity.ERROR)
                .toList();
        assertThat(errors).as(text).isEmpty();
        return result;
    }

    private static void accepted(List<JavaSource> sources) {
        Set<String> paths = sources.stream()
                .map(source -> source.path().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(paths).as("files that differ by more than case").hasSameSizeAs(sources);
        Set<String> classes = InMemoryCompiler.compile(sources, STRICT).keySet();
        assertThat(classes.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct())
                .as("classes that differ by more than case")
                .hasSameSizeAs(classes);
    }

    @Test
    void everyWordIsFineInEveryRole() {
        List<String> words = words();
        assertThat(words).hasSizeGreaterThan(200).contains("layout", "Checks", "theta", "binding", "yield");
        List<JavaSource> sources = new ArrayList<>();
        List<String> classes = classes();
        assertThat(classes).hasSizeGreaterThan(40).contains("Shape", "Arrays");
        for (int first = 0; first < words.size(); first++) {
            String clauses = first % 2 == 0 ? ONE : MANY;
            String name = first < classes.size() ? classes.get(first) : "Model" + first;
            List<JavaSource> made =
                    compile(model(MODEL + clauses, name, words, first), "words").files();
            assertThat(made.get(0).className()).as("the class of the model").isEqualTo(name);
            sources.addAll(made);
        }
        accepted(sources);
    }

    @Test
    void namesThatDifferByCaseMakeDifferentFiles() {
        String text = """
                model Case
                param x
                param X
                output loss = x * X
                output Loss = x + X^2
                derive gradient of loss
                derive gradient of Loss
                derive gradient of loss wrt x
                derive gradient of Loss wrt x
                derive gradient of loss wrt X
                derive gradient of Loss wrt X
                """;
        accepted(compile(text, "words").files());
    }

    @Test
    void theLongestNamesMakeFilesThatAFolderCanHold() {
        String letters = "abcdefghijklmnopqrstuvwxyz".repeat(8).substring(1, 200);
        StringBuilder text = new StringBuilder("model L" + letters + "\n");
        StringBuilder sum = new StringBuilder("0");
        StringBuilder wrt = new StringBuilder();
        for (int k = 0; k < 30; k++) {
            String name = (char) ('a' + k % 26) + "" + k + letters.substring(3);
            text.append("param ").append(name).append('\n');
            sum.append(" + ").append(name).append("^2");
            wrt.append(k == 0 ? "" : ", ").append(name);
        }
        text.append("output y").append(letters).append(" = ").append(sum).append("\nparam z\n");
        for (String part : List.of(wrt.toString(), wrt.substring(0, wrt.lastIndexOf(",")))) {
            text.append("derive gradient of y")
                    .append(letters)
                    .append(" wrt ")
                    .append(part)
                    .append('\n');
        }
        List<JavaSource> sources = compile(text.toString(), "words").files();
        accepted(sources);
        assertThat(InMemoryCompiler.compile(sources, STRICT).keySet())
                .allSatisfy(name -> assertThat(name.length()).isLessThan(255 - ".class".length()));
    }

    /** All in one package, so that a class of one model could be taken for what the others mean. */
    @ParameterizedTest
    @ValueSource(strings = {"", "words"})
    void everyWordNamesAModel(String packageName) {
        TreeMap<String, JavaSource> sources = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String word : words()) {
            String text =
                    "model %s\ndim N\ndata x[N] in N\nparam p[N]\noutput y = sum(i) exp(p[x[i]])\n".formatted(word);
            for (JavaSource source :
                    compile(text + "derive gradient of y\n", packageName).files()) {
                sources.putIfAbsent(source.path(), source);
            }
        }
        accepted(List.copyOf(sources.values()));
    }

    /** A name of a method of an interface is the user's where the class has no such method with those arguments. */
    @Test
    void usersNamesWin() throws ReflectiveOperationException {
        String text = """
                model Mine
                dim outputs
                data weights[outputs]
                data dimension
                data value = 2
                data bins[2, 3, outputs] in outputs
                param p[outputs]
                output r[i] = weights[i] * (p[i]^value - dimension) + sum(k in 2, l in 3) p[bins[k, l, i]] for i in outputs
                derive sparse jacobian of r
                """;
        List<JavaSource> sources = compile(text, "words").files();
        accepted(sources);
        Class<?> type = InMemoryCompiler.load(sources);
        assertThat(type.getMethod("weights", double[].class).getReturnType()).isEqualTo(type);
        assertThat(type.getMethod("dimension", double.class).getReturnType()).isEqualTo(type);
        assertThat(type.getMethod("value", double.class).getReturnType()).isEqualTo(type);
        assertThat(type.getMethod("bins", int[][][].class).getReturnType()).isEqualTo(type);
        assertThat(type.getMethod("outputs_").getReturnType()).isEqualTo(int.class);

        String values = "model Value\nparam at\noutput value = at^2\noutput weights = at\n";
        Class<?> plain = InMemoryCompiler.load(compile(values, "words").files());
        assertThat(plain.getMethod("value", double[].class)).isNotNull();
        assertThat(plain.getMethod("weights", double[].class)).isNotNull();
    }

    /** What is reserved of an interface is what it has. */
    @ParameterizedTest
    @EnumSource
    void interfacesHaveTheMethodsThatAreReserved(FunctionKind kind) throws ReflectiveOperationException {
        List<String> methods = Arrays.stream(
                        Class.forName(kind.type().canonicalName()).getMethods())
                .map(method -> method.getName() + "/" + method.getParameterCount())
                .toList();
        assertThat(kind.methods()).containsExactlyInAnyOrderElementsOf(methods);
    }
}
