package dev.costate.compiler.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words why a file cannot be read or written; most exceptions of the JDK hold nothing but its name. */
public final class FileProblem {
    private FileProblem() {}

    /** The file, if it is known, and the reason: {@code target/A.java: permission denied}. */
    public static String text(IOException problem) {
        return problem instanceof FileSystemException inFile && inFile.getFile() != null
                ? inFile.getFile() + ": " + reason(problem)
                : reason(problem);
    }

    /** The reason alone. */
    public static String reason(IOException problem) {
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        } else if (problem instanceof NoSuchFileException) {
            return "there is no such file or folder";
        } else if (problem instanceof FileAlreadyExistsException || problem instanceof NotDirectoryException) {
            return "this is a file, and a folder is needed";
        } else if (problem instanceof DirectoryNotEmptyException) {
            return "this is a folder, and a file is to be written";
        } else if (problem instanceof FileSystemLoopException) {
            return "this link leads back to a folder that it is in";
        } else if (problem instanceof FileSystemException inFile && inFile.getReason() != null) {
            return inFile.getReason();
        }
        return String.valueOf(problem.getMessage());
    }
}
