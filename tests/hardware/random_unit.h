/* Random units over every choice of a datapath, with designs that keep the restrictions they need. */
#ifndef LUTDSE_TESTS_RANDOM_UNIT_H
#define LUTDSE_TESTS_RANDOM_UNIT_H

#include "hardware/unit.h"
#include "reference/random_problem.h"

/* What a unit shall be; everything else is drawn. */
struct unit_choice {
  enum storage storage;
  enum selector selector;
  int slope_digits;
  bool mirrored, clamp, prescaled, output;
  bool slope_dynamic, intercept_dynamic; /* fixed point with exponents of their own */
  int ranges;                            /* input ranges; 0: none */
  bool added;                            /* codes of ranges are added to, not shifted */
  int pipeline;
  int entries; /* of the whole table */
  int x_bits;
  int scales;
};

/* Every other choice, drawn. Codes times scales stay below 4096. */
struct unit_choice random_choice(struct random_stream *stream);

struct random_unit {
  struct function function; /* a copy, on a domain of its own if there are ranges */
  struct spec spec;         /* points at it, so that the struct must not move; passes spec_check() */
  struct design design;
  struct hardware hardware;
  struct unit unit;
  struct unit_content content;
};

void random_unit_draw(struct random_unit *out, const struct unit_choice *choice, struct random_stream *stream);

/* The choices as text, for messages. */
const char *random_unit_text(const struct random_unit *unit, char *text, size_t size);

#endif
