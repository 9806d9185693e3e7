/**
 * Folders of models, as Maven has them: in come folders and jars, out go Java files and manifests of libraries. Here it
 * is decided what has changed and must be compiled, what has vanished and must be removed, and that no file of another
 * origin is touched. What a model means is none of its business.
 */
@NullMarked
package dev.costate.compiler.project;

import org.jspecify.annotations.NullMarked;
