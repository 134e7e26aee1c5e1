#include "run/unit_stimulus.h"

#include <stdlib.h>

#include "hardware/parameter_words.h"
#include "hardware/random.h"

enum { CODES = 256 };

/* Where the next bit of the stimulus goes. */
struct cursor {
  uint8_t *bit;
};

static void put(struct cursor *cursor, parameter_word value, size_t bits) {
  for (size_t b = 0; b < bits; b++)
    *cursor->bit++ = (uint8_t)(value >> b & 1);
}

static void add_port(struct unit_stimulus *out, const char *name, int width) {
  if (width > 0)
    out->ports[out->stimulus.port_count++] = (struct stimulus_port){name, (size_t)width};
}

static size_t width_of(const struct unit_stimulus *out) {
  size_t width = 0;
  for (size_t p = 0; p < out->stimulus.port_count; p++)
    width += out->ports[p].width;
  return width;
}

bool unit_stimulus_create(struct unit_stimulus *out, const struct unit *unit, const struct unit_content *content,
                          int scale, struct error *err) {
  const bool loaded = unit->storage != STORAGE_ROM;
  const struct parameter_words layout = loaded ? parameter_words(unit) : (struct parameter_words){.count = 0};
  *out = (struct unit_stimulus){.stimulus = {.clock = "clk"}};
  add_port(out, "load", loaded);
  add_port(out, "address", layout.address_bits);
  add_port(out, "data", layout.bits);
  add_port(out, "x", unit->x_bits);
  add_port(out, "scale", unit->scale_bits);
  out->stimulus.ports = out->ports;
  out->stimulus.warmup = (size_t)layout.count + 2 + (size_t)unit->pipeline;
  out->stimulus.cycles = out->stimulus.warmup + CODES;
  out->bits = malloc(out->stimulus.cycles * width_of(out) + 1);
  if (out->bits == NULL)
    return error_memory(err, "a stimulus");
  parameter_word word[PARAMETER_WORDS_MAX];
  if (loaded)
    parameter_words_fill(unit, content, scale, word);
  struct cursor cursor = {out->bits};
  uint64_t state = (uint64_t)scale;
  for (size_t cycle = 0; cycle < out->stimulus.cycles; cycle++) {
    const bool load = cycle < (size_t)layout.count;
    if (loaded) {
      put(&cursor, load, 1);
      put(&cursor, load ? cycle : 0, (size_t)layout.address_bits);
      put(&cursor, load ? word[cycle] : 0, (size_t)layout.bits);
    }
    put(&cursor, random_next(&state), (size_t)unit->x_bits);
    put(&cursor, (parameter_word)scale, (size_t)unit->scale_bits);
  }
  out->stimulus.bits = out->bits;
  return true;
}

void unit_stimulus_release(struct unit_stimulus *stimulus) { free(stimulus->bits); }
