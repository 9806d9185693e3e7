package dev.costate.runtime;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that the compiler wrote. Coverage tools leave out what bears an annotation whose name contains
 * "Generated" and that is kept in the class file.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CostateGenerated {
    /** The model the class was compiled from, by its name. */
    String value() default "";
}
