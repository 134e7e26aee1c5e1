#include "operator/layernorm.h"

#include <math.h>

#include "operator/rounding.h"

uint64_t layernorm_epsilon(double epsilon, double scale, int length) {
  return (uint64_t)rint((double)length * length * (epsilon / (scale * scale)));
}

struct sums {
  int64_t first, second; /* of q and of q^2 */
};

static struct sums sums_of(const int32_t *q, int length) {
  struct sums sums = {0, 0};
  for (int i = 0; i < length; i++) {
    sums.first += q[i];
    sums.second += (int64_t)q[i] * q[i];
  }
  return sums;
}

static int32_t saturate(int64_t y, int bits) {
  const int64_t limit = INT64_C(1) << (bits - 1);
  return (int32_t)(y < -limit ? -limit : y >= limit ? limit - 1 : y);
}

/*
 * (L q - s1) r is below 2^(32 + 24). A shift to the left happens only where V is small, and is then harmless: the sum
 * of all (L q_i - s1)^2 is L times V without epsilon, so that an output with the right r is at most sqrt L = 2^8, and
 * rounding of x and the unit's width keep r below 8 times that: 2^35 at 24 fraction bits.
 */
void layernorm_run(const struct layernorm *layernorm, const int32_t *q, int length, int32_t *out) {
  const struct sums sums = sums_of(q, length);
  const uint64_t spread = (uint64_t)(length * sums.second - sums.first * sums.first) + layernorm->epsilon;
  const struct normalised x = octaves_normalise(&layernorm->octaves, spread > 0 ? spread : 1);
  const int64_t r = operator_unit_value(layernorm->rsqrt, x.code);
  const int shift = layernorm->rsqrt_frac + x.exponent - layernorm->out_frac;
  for (int i = 0; i < length; i++)
    out[i] = saturate(shift_signed((length * (int64_t)q[i] - sums.first) * r, shift), layernorm->out_bits);
}
