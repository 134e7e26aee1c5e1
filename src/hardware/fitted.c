/* Coefficients as `lutdse calibrate` printed them. */
#include "hardware/coefficients.h"

const struct coefficients fitted_coefficients = {.bit_area = {1}};
