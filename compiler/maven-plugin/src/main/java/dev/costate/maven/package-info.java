/** The goals of the Maven plugin; what they do is the compiler's. */
package dev.costate.maven;
