/* The text of a design that is good, for tests that change it. */
#ifndef LUTDSE_TESTS_EXPORT_PLAIN_DESIGN_H
#define LUTDSE_TESTS_EXPORT_PLAIN_DESIGN_H

/* A valid design written by hand, with everything optional left out. */
static const char plain_design[] = "{\"function\": \"gelu\", \"in_bits\": 8, \"scales\": [1, 0.25],"
                                   " \"slope\": {\"bits\": 8, \"frac\": 6}, \"intercept\": {\"bits\": 8, \"frac\": 6},"
                                   " \"tails\": \"free\", \"entries\": 3, \"breakpoints\": [-1, 1],"
                                   " \"slopes\": [0, 0.5, 1], \"intercepts\": [0, 0.125, 0]}";

#endif
