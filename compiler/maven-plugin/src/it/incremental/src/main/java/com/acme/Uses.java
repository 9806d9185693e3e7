package com.acme;

/** Compiles only if Maven compiles what the plugin wrote. */
interface Uses {
    Class<?> GENERATED = Stays.class;
}
