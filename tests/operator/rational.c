#include "operator/rational.h"

#include <stdlib.h>

wide rational_round(wide numerator, int exponent, wide denominator) {
  for (; exponent > 0; exponent--)
    numerator *= 2;
  for (; exponent < 0; exponent++) {
    /* Beyond this nothing but 0 can come out, and the denominator would overflow. */
    if (denominator > (wide)1 << 100)
      return 0;
    denominator *= 2;
  }
  const bool negative = numerator < 0;
  const wide magnitude = negative ? -numerator : numerator;
  wide whole = magnitude / denominator;
  const wide twice = 2 * (magnitude % denominator);
  if (twice > denominator || (twice == denominator && whole % 2 != 0))
    whole++;
  return negative ? -whole : whole;
}

struct rational_code rational_normalise(wide v, int low, int step, int scale_log2) {
  for (int m = -40; m <= 80; m++) {
    const int shift = step * m - scale_log2; /* code = v / 2^shift */
    if (shift < -40 || shift > 80)
      continue;
    /* The octaves hold v / 2^shift before rounding. */
    const wide up = shift < 0 ? v << -shift : v, unit = shift > 0 ? (wide)1 << shift : 1;
    if (up < unit << low || up >= unit << (low + step))
      continue;
    const wide code = rational_round(v, -shift, 1);
    return code == (wide)1 << (low + step) ? (struct rational_code){1 << low, m + 1}
                                           : (struct rational_code){(int32_t)code, m};
  }
  abort();
}
