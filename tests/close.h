/* cmocka compares floating-point numbers as float only; this is its assert_float_equal() for double. */
#ifndef LUTDSE_TESTS_CLOSE_H
#define LUTDSE_TESTS_CLOSE_H

#include <math.h>

/* Fails the test, with both values, unless |a - b| <= tolerance. Include after cmocka.h. */
#define assert_close(a, b, tolerance)                                                                                  \
  do {                                                                                                                 \
    const double close_a = (a), close_b = (b);                                                                         \
    if (!(fabs(close_a - close_b) <= (tolerance)))                                                                     \
      fail_msg("%.17g and %.17g differ by %g", close_a, close_b, fabs(close_a - close_b));                             \
  } while (0)

#endif
