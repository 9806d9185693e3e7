package dev.costate.runtime;

/**
 * A value outside of where it lives. The message names it, the value and the domain: {@code tau is -1.0, and its domain
 * is > 0}.
 */
public class DomainException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final double value;

    /**
     * Of an element of an input.
     *
     * @param name of the element, {@code w[3, 2]}
     * @param value its value, or for a domain of several elements together their sum, norm or the like
     * @param reason what is wrong with it
     */
    public DomainException(String name, double value, String reason) {
        super(name + " is " + value + ", and " + reason);
        this.name = name;
        this.value = value;
    }

    /** The same of a whole number. */
    public DomainException(String name, int value, String reason) {
        super(name + " is " + value + ", and " + reason);
        this.name = name;
        this.value = value;
    }

    /** What is outside of its domain, with subscripts. */
    public String name() {
        return name;
    }

    /** The value. */
    public double value() {
        return value;
    }
}
