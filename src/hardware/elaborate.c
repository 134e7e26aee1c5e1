#include "hardware/elaborate.h"

#include <stdlib.h>
#include <string.h>

#include "hardware/bits.h"

static void note_input(struct elaboration *on, struct input input) {
  const uint32_t number = on->graph.inputs;
  if (number >= on->input_capacity) {
    const uint32_t capacity = on->input_capacity == 0 ? 1024 : 2 * on->input_capacity;
    struct input *grown = realloc(on->input, capacity * sizeof *grown);
    if (grown == NULL) {
      on->graph.failed = true;
      return;
    }
    on->input = grown;
    on->input_capacity = capacity;
  }
  on->input[number] = input;
}

/* The values of an input's bit under the patterns. */
static void pattern_of(const struct patterns *patterns, enum source source, int bit, uint64_t *value) {
  memset(value, 0, patterns->words * sizeof *value);
  for (uint32_t k = 0; k < 64 * patterns->words; k++) {
    const uint64_t number = source == SOURCE_X ? (uint64_t)patterns->code[k] : patterns->scale[k];
    value[k / 64] |= (number >> bit & 1) << k % 64;
  }
}

struct word elaboration_input(struct assembly *path, enum source source, int bits) {
  struct elaboration *on = path->on;
  struct word word = {.bits = bits};
  for (int b = 0; b < bits; b++) {
    uint64_t pattern[PATTERN_WORDS_MAX];
    note_input(on, (struct input){.source = source, .bit = b});
    if (path->patterns != NULL)
      pattern_of(path->patterns, source, b, pattern);
    word.bit[b] = graph_input(&on->graph, path->patterns != NULL ? pattern : NULL);
  }
  return word;
}

struct word parameter_at_scales(struct assembly *path, const int64_t *value, int bits) {
  if (path->unit->storage == STORAGE_ROM)
    return constant_by_number(path, &path->scale, value, path->unit->scale_count, bits);
  struct word word = {.bits = bits};
  for (int b = 0; b < bits; b++) {
    uint32_t high = 0;
    for (int s = 0; s < path->unit->scale_count; s++)
      high |= (uint32_t)((uint64_t)value[s] >> b & 1) << s;
    note_input(path->on, (struct input){.source = SOURCE_PARAMETER, .high_at_scale = high});
    word.bit[b] = graph_input(&path->on->graph, NULL);
  }
  return word;
}

struct word parameter_same(struct assembly *path, int64_t value, int bits) {
  int64_t values[SCALE_MAX];
  for (int s = 0; s < path->unit->scale_count; s++)
    values[s] = value;
  return parameter_at_scales(path, values, bits);
}

static struct word choose_within(struct assembly *path, const struct word *number, int bit, const struct word *words,
                                 int count) {
  while (bit >= 0 && count <= 1 << bit)
    bit--;
  if (bit < 0)
    return words[0];
  const int half = 1 << bit;
  const struct word low = choose_within(path, number, bit - 1, words, half);
  const struct word high = choose_within(path, number, bit - 1, words + half, count - half);
  return word_mux(&path->on->graph, number->bit[bit], &high, &low);
}

struct word choose_by_number(struct assembly *path, const struct word *number, const struct word *words, int count) {
  return choose_within(path, number, number->bits - 1, words, count);
}

struct word constant_by_number(struct assembly *path, const struct word *number, const int64_t *value, int count,
                               int bits) {
  struct word words[SCALE_MAX];
  const int numbers = 1 << number->bits; /* those beyond the last count as the last */
  for (int i = 0; i < numbers; i++)
    words[i] = word_constant(value[i < count ? i : count - 1], bits);
  return choose_by_number(path, number, words, numbers);
}

struct word distance_by_scale(struct assembly *path, const int *distance) {
  const int count = path->unit->scale_count;
  const struct shift_range range = unit_shift_range(distance, count);
  int64_t beyond[SCALE_MAX];
  for (int s = 0; s < count; s++)
    beyond[s] = distance[s] - range.least;
  const int bits = bits_of_count(range.most - range.least + 1);
  return bits == 0 ? (struct word){.bits = 0} : constant_by_number(path, &path->scale, beyond, count, bits);
}

struct word shift_by_scale(struct assembly *path, const struct word *a, const int *distance, int bits) {
  const struct word amount = distance_by_scale(path, distance);
  const struct word shifted = word_shift_left(a, unit_shift_range(distance, path->unit->scale_count).least);
  const struct word wide = word_resize(&shifted, bits, true);
  return word_shift_left_by(&path->on->graph, &wide, &amount);
}

/* A register stage, counted as pipeline. */
static void stage(struct assembly *path, struct word *word) {
  path->on->graph.group = BLOCK_PIPELINE;
  *word = word_register(&path->on->graph, word);
}

/* What goes along with the data: x, on which side it was, at which scale. */
static void stage_inputs(struct assembly *path) {
  stage(path, &path->x);
  stage(path, &path->scale);
  stage(path, &path->range_left);
  if (path->unit->mirrored)
    path->low = graph_register(&path->on->graph, path->low);
}

/* Where blocks are apart: a word is an output of one of them, and an input of others that know nothing of it. */
static void part(struct assembly *path, struct word *word) {
  struct elaboration *on = path->on;
  for (int b = 0; path->apart && b < word->bits && on->roots < ELABORATION_ROOTS_MAX - WORD_BITS_MAX; b++) {
    on->root[on->roots++] = word->bit[b];
    note_input(on, (struct input){.source = SOURCE_PARAMETER});
    word->bit[b] = graph_input(&on->graph, NULL);
  }
}

static void part_compare(struct assembly *path) {
  struct word low = {.bits = 1, .bit = {path->low}};
  part(path, &path->entry);
  if (!path->unit->mirrored && !path->unit->clamp && path->unit->ranges == 0)
    return;
  part(path, &path->x);
  part(path, &path->range_left);
  part(path, &low);
  path->low = low.bit[0];
}

static void build(struct assembly *path) {
  struct graph *graph = &path->on->graph;
  const int pipeline = path->unit->pipeline;
  graph->group = BLOCK_COMPARE;
  elaborate_compare(path);
  part_compare(path);
  if (pipeline >= 3) {
    stage_inputs(path);
    stage(path, &path->entry);
  }
  graph->group = BLOCK_SELECT;
  elaborate_select(path);
  part(path, &path->slope);
  part(path, &path->intercept);
  part(path, &path->slope_exponent);
  part(path, &path->intercept_exponent);
  if (pipeline >= 1) {
    stage_inputs(path);
    stage(path, &path->slope);
    stage(path, &path->intercept);
    stage(path, &path->slope_exponent);
    stage(path, &path->intercept_exponent);
  }
  graph->group = BLOCK_MULTIPLY;
  elaborate_multiply(path);
  part(path, &path->product);
  graph->group = BLOCK_SHIFT;
  elaborate_shift(path);
  part(path, &path->shifted);
  if (path->slope_exponent.bits > 0)
    part(path, &path->product);
  if (pipeline >= 2) {
    stage(path, &path->product);
    stage(path, &path->shifted);
    stage_inputs(path);
  }
  graph->group = BLOCK_ADD;
  struct word sum = elaborate_add(path);
  part(path, &sum);
  graph->group = BLOCK_OUTPUT;
  const struct word y = elaborate_output(path, &sum);
  graph->group = BLOCK_PIPELINE;
  path->on->y = word_register(graph, &y);
}

void elaboration_begin(struct elaboration *out, struct assembly *path) {
  *out = (struct elaboration){.input = NULL};
  graph_init(&out->graph, path->patterns != NULL ? path->patterns->words : 0);
  path->on = out;
}

bool elaboration_end(struct elaboration *elaboration, struct error *err) {
  for (int b = 0; b < elaboration->y.bits; b++)
    elaboration->root[elaboration->roots++] = elaboration->y.bit[b];
  if (!graph_failed(&elaboration->graph))
    return true;
  elaboration_free(elaboration);
  return error_memory(err, "the cost of a unit");
}

static bool build_all(struct assembly *path, struct elaboration *out, struct error *err) {
  elaboration_begin(out, path);
  out->graph.group = BLOCK_PIPELINE;
  const struct word scale = elaboration_input(path, SOURCE_SCALE, path->unit->scale_bits);
  path->scale = word_register(&out->graph, &scale);
  const struct word x = elaboration_input(path, SOURCE_X, path->unit->x_bits);
  path->raw = word_register(&out->graph, &x);
  build(path);
  return elaboration_end(out, err);
}

/* Constants are propagated further than gate by gate. */
static bool elaborate_unit(struct assembly path, struct elaboration *out, struct error *err) {
  if (path.unit->storage != STORAGE_ROM)
    return build_all(&path, out, err);
  struct patterns *patterns = malloc(sizeof *patterns);
  if (patterns == NULL)
    return error_memory(err, "the cost of a unit");
  patterns_fill(patterns, path.unit, path.content);
  path.patterns = patterns;
  const bool ok = build_all(&path, out, err);
  free(patterns);
  return ok;
}

bool elaborate(struct elaboration *out, const struct unit *unit, const struct unit_content *content,
               struct error *err) {
  return elaborate_unit((struct assembly){.unit = unit, .content = content}, out, err);
}

bool elaborate_apart(struct elaboration *out, const struct unit *unit, const struct unit_content *content,
                     struct error *err) {
  return elaborate_unit((struct assembly){.unit = unit, .content = content, .apart = true}, out, err);
}

void elaboration_free(struct elaboration *elaboration) {
  graph_free(&elaboration->graph);
  free(elaboration->input);
  elaboration->input = NULL;
}
