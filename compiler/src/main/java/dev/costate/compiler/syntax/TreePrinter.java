package dev.costate.compiler.syntax;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The canonical text of a tree: what {@code explain --stage syntax} shows, and what parses to the same tree again. */
public final class TreePrinter {
    private final StringBuilder out = new StringBuilder();

    private TreePrinter() {}

    public static String print(ModelFile file) {
        TreePrinter printer = new TreePrinter();
        printer.doc(file.doc(), "");
        printer.out
                .append(file.library() ? "library " : "model ")
                .append(file.name())
                .append('\n');
        if (file.precision() != Precision.DOUBLE) {
            printer.line("", "precision " + file.precision().word());
        }
        file.declarations().forEach(d -> printer.declaration(d, ""));
        return printer.out.toString();
    }

    public static String print(Expression expression) {
        return ExpressionPrinter.print(expression);
    }

    private void doc(@Nullable String doc, String indent) {
        if (doc != null) {
            out.append(indent)
                    .append("/** ")
                    .append(doc.replace("\n", "\n" + indent + " * "))
                    .append(" */\n");
        }
    }

    private void declaration(Declaration declaration, String indent) {
        declaration.accept(new Lines(indent));
    }

    /** Prints a declaration at a margin. */
    private final class Lines implements Declaration.Visitor {
        private final String indent;

        Lines(String indent) {
            this.indent = indent;
        }

        @Override
        public void visit(Declaration.Dim d) {
            doc(d.doc(), indent);
            line(indent, "dim " + d.name() + suffix(" >= ", d.atLeast()) + suffix(" = ", d.value()));
        }

        @Override
        public void visit(Declaration.Const d) {
            doc(d.doc(), indent);
            line(indent, "const " + d.name() + axes(d.axes()) + type(d.type()) + suffix(" = ", d.value()));
        }

        @Override
        public void visit(Declaration.Input d) {
            doc(d.doc(), indent);
            String keyword = d.param() ? "param " : "data ";
            String what = keyword + d.name() + axes(d.axes()) + type(d.type()) + domain(d.domain());
            line(indent, what + suffix(" = ", d.defaultValue()));
        }

        @Override
        public void visit(Declaration.Noise d) {
            doc(d.doc(), indent);
            line(indent, "noise " + d.name() + axes(d.axes()) + (d.uniform() ? " uniform" : ""));
        }

        @Override
        public void visit(Declaration.Function d) {
            function(d, indent);
        }

        @Override
        public void visit(Declaration.Equation d) {
            doc(d.doc(), indent);
            String keyword = d.output() ? "output " : "let ";
            String name = d.name() + axes(d.subscripts()) + (d.integer() ? " : int" : "");
            line(indent, keyword + name + suffix(" = ", d.value()) + clause(d.ranges()));
        }

        @Override
        public void visit(Declaration.Results d) {
            doc(d.doc(), indent);
            String keyword = d.output() ? "output " : "let ";
            line(indent, keyword + targets(d.targets()) + suffix(" = ", d.call()) + clause(d.ranges()));
        }

        @Override
        public void visit(Declaration.ForBlock d) {
            line(indent, "for " + ranges(d.ranges()) + " {");
            block(d.body(), indent);
        }

        @Override
        public void visit(Declaration.Import d) {
            line(indent, "import " + d.path().stream().map(Identifier::name).collect(Collectors.joining(".")));
        }

        @Override
        public void visit(Declaration.Derive d) {
            line(indent, derive(d));
        }
    }

    private void function(Declaration.Function f, String indent) {
        doc(f.doc(), indent);
        String parameters = f.parameters().stream().map(TreePrinter::parameter).collect(Collectors.joining(", "));
        String head = "fn " + f.name() + "(" + parameters + ")";
        if (f.results().isEmpty()) {
            line(indent, head + suffix(" = ", f.value()));
        } else {
            line(indent, head + " -> " + targets(f.results()) + " {");
            block(f.body(), indent);
        }
    }

    private void block(List<Declaration> body, String indent) {
        body.forEach(d -> declaration(d, indent + "  "));
        line(indent, "}");
    }

    private void line(String indent, String text) {
        out.append(indent).append(text).append('\n');
    }

    private static String parameter(Declaration.Parameter parameter) {
        return parameter.name()
                + (parameter.isFunction()
                        ? "(" + String.join(", ", Collections.nCopies(parameter.takes(), "_")) + ")"
                        : axes(parameter.axes()) + domain(parameter.domain()));
    }

    private static String targets(List<Declaration.Target> targets) {
        String all = targets.stream().map(t -> t.name() + axes(t.axes())).collect(Collectors.joining(", "));
        return targets.size() == 1 ? all : "(" + all + ")";
    }

    private static String axes(List<Expression> axes) {
        return axes.isEmpty()
                ? ""
                : axes.stream().map(ExpressionPrinter::print).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String type(Declaration.Type type) {
        if (type instanceof Declaration.Type.IndexInto index) {
            return " in " + ExpressionPrinter.print(index.size());
        }
        return type instanceof Declaration.Type.Int ? " : int" : "";
    }

    private static String domain(@Nullable DomainExpression domain) {
        return domain == null
                ? ""
                : " " + domain.kind().words()
                        + domain.bounds().stream()
                                .map(bound -> " " + ExpressionPrinter.print(bound))
                                .collect(Collectors.joining(" .."));
    }

    private static String suffix(String before, @Nullable Expression expression) {
        return expression == null ? "" : before + ExpressionPrinter.print(expression);
    }

    private static String clause(List<Declaration.IndexRange> ranges) {
        return ranges.isEmpty() ? "" : " for " + ranges(ranges);
    }

    private static String ranges(List<Declaration.IndexRange> ranges) {
        return ranges.stream()
                .map(r -> r.index() + " in " + ExpressionPrinter.range(r.range()))
                .collect(Collectors.joining(", "));
    }

    private static String derive(Declaration.Derive d) {
        String wrt = d.wrt().stream().map(Identifier::name).collect(Collectors.joining(", "));
        String options =
                d.options().stream().map(o -> " " + o.word() + " " + o.value()).collect(Collectors.joining());
        return "derive " + d.kind() + " of " + d.output() + (wrt.isEmpty() ? "" : " wrt " + wrt) + options;
    }
}
