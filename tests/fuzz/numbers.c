#include "numbers.h"

#include <float.h>
#include <math.h>

int64_t numbers_whole(unsigned index) {
  static const int64_t numbers[] = {0,
                                    1,
                                    2,
                                    3,
                                    4,
                                    5,
                                    6,
                                    7,
                                    8,
                                    12,
                                    16,
                                    24,
                                    31,
                                    32,
                                    33,
                                    63,
                                    64,
                                    65,
                                    127,
                                    128,
                                    255,
                                    1000,
                                    -1,
                                    -2,
                                    -8,
                                    INT32_MAX,
                                    INT32_MIN,
                                    INT64_MAX,
                                    INT64_MIN,
                                    (int64_t)1 << 32,
                                    (int64_t)1 << 62};
  return numbers[index % (sizeof numbers / sizeof numbers[0])];
}

double numbers_real(unsigned index) {
  static const double numbers[] = {0,
                                   -0.0,
                                   1,
                                   -1,
                                   0.5,
                                   2,
                                   0.1,
                                   3,
                                   1e-9,
                                   1e-300,
                                   1e300,
                                   0x1p-1074,
                                   DBL_MIN,
                                   DBL_MAX,
                                   1e16,
                                   0x1p-24,
                                   0x1p24,
                                   0x1p-25,
                                   0.0625,
                                   (double)NAN,
                                   (double)INFINITY,
                                   -(double)INFINITY};
  return numbers[index % (sizeof numbers / sizeof numbers[0])];
}
