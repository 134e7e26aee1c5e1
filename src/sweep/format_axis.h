/* Fixed-point formats {bits, frac, exponents} and output stages {bits, scale} of a sweep. */
#ifndef LUTDSE_SWEEP_FORMAT_AXIS_H
#define LUTDSE_SWEEP_FORMAT_AXIS_H

#include "model/significant.h"
#include "sweep/yaml_reader.h"

/* A format as points have it: the wide one of all codes if its codes are of so many significant bits (model/spec.h). */
struct format_choice {
  struct format format;
  int significant;
};

/* Read one {bits, frac, exponents}, each an integer axis, and append their product to a list of struct format_choice.
 */
yaml_read format_axis_item;

/* Read one {bits, scale} or the word "none" and append the product to a list of struct output_stage. */
yaml_read output_axis_item;

#endif
