/**
 * Costate's functions as the optimisers and integrators of Hipparchus ask for them. Everything made here keeps results
 * of the last point, so it belongs to one thread, as the function it is made from does.
 */
package dev.costate.hipparchus;
