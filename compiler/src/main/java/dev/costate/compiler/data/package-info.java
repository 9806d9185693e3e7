/**
 * Data for a model: read from JSON, held against what the model declares, and ready to be handed to its class. Whoever
 * runs models for a user, the command and the plugin, takes data in this one form.
 */
@NullMarked
package dev.costate.compiler.data;

import org.jspecify.annotations.NullMarked;
