#include "operator/vectors.h"

#include <math.h>

#include "gpu/philox.h"

/* What a draw is for. */
enum purpose { OF_SPREAD, OF_VALUE, OF_OUTLIER, OF_PEAK, PURPOSES };

static const double outlier_share = 0.01, outlier_factor = 10, peak_height = 8;

/* Two independent numbers, uniform in (0, 1). */
struct uniform_pair {
  double a, b;
};

static double open_unit(uint32_t high, uint32_t low) {
  const uint64_t bits = ((uint64_t)high << 32 | low) >> 12;
  return ldexp((double)bits + 0.5, -52);
}

static struct uniform_pair uniform_draw(const struct vector_source *source, uint32_t index, enum purpose purpose,
                                        uint32_t element) {
  const philox4x32_ctr_t word = draw((uint32_t)source->seed, (uint32_t)(source->seed >> 32), (uint32_t)source->length,
                                     (uint32_t)source->distribution * PURPOSES + purpose, index, element);
  return (struct uniform_pair){open_unit(word.v[0], word.v[1]), open_unit(word.v[2], word.v[3])};
}

static double normal(struct uniform_pair u) { return sqrt(-2 * log(u.a)) * cos(6.283185307179586477 * u.b); }

/* All of standard deviation 1. */
static double laplace(double u) { return (u < 0.5 ? log(2 * u) : -log(2 - 2 * u)) * 0.70710678118654752440; }
static double uniform(double u) { return (2 * u - 1) * 1.7320508075688772935; }

static double value(const struct vector_source *source, uint32_t index, uint32_t element) {
  const struct uniform_pair u = uniform_draw(source, index, OF_VALUE, element);
  switch (source->distribution) {
  case OPERATOR_LAPLACE:
    return laplace(u.a);
  case OPERATOR_UNIFORM:
    return uniform(u.a);
  case OPERATOR_OUTLIERS:
    return normal(u) * (uniform_draw(source, index, OF_OUTLIER, element).a < outlier_share ? outlier_factor : 1);
  default:
    return normal(u);
  }
}

void vector_draw(const struct vector_source *source, uint32_t index, double *x) {
  const double spread = source->spread * exp2(2 * uniform_draw(source, index, OF_SPREAD, 0).a - 1);
  for (int i = 0; i < source->length; i++)
    x[i] = spread * value(source, index, source->distribution == OPERATOR_CONSTANT ? 0 : (uint32_t)i);
  if (source->distribution == OPERATOR_PEAKED)
    x[(int)(uniform_draw(source, index, OF_PEAK, 0).a * source->length)] += peak_height * spread;
}

void vector_quantise(const double *x, int length, double scale, int bits, int32_t *q) {
  const double limit = ldexp(1, bits - 1);
  for (int i = 0; i < length; i++)
    q[i] = (int32_t)fmin(fmax(rint(x[i] / scale), -limit), limit - 1);
}
