#include "hardware/estimate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hardware/float_unit.h"
#include "hardware/random.h"

/* Successive codes of one stimulus: as many as a machine word has bits. */
enum { CYCLES = 64, STIMULI_MAX = 8 };

/* How many inputs of others each needed node drives; 0: not needed. Inputs of a node come before it. */
static uint32_t *count_fanout(const struct elaboration *elaboration) {
  const struct graph *graph = &elaboration->graph;
  uint32_t *fanout = calloc(graph->count, sizeof *fanout);
  if (fanout == NULL)
    return NULL;
  for (int r = 0; r < elaboration->roots; r++)
    fanout[elaboration->root[r] >> 1]++;
  for (uint32_t n = graph->count; n-- > 1;) {
    const struct node *node = &graph->node[n];
    if (fanout[n] == 0 || node->gate == GATE_INPUT)
      continue;
    fanout[node->a >> 1]++;
    fanout[node->b >> 1]++; /* node 0 for inputs that there are none */
    fanout[node->c >> 1]++;
  }
  return fanout;
}

/* Codes as the unit may see them: any, or of real numbers within [-4, 4). */
static void draw_codes(const struct elaboration *elaboration, int scale, uint64_t code[CYCLES]) {
  uint64_t state = (uint64_t)scale;
  for (int c = 0; c < CYCLES; c++) {
    code[c] = random_next(&state);
    if (elaboration->reals)
      code[c] = float_code(elaboration->format, 8 * ldexp((double)(code[c] >> 11), -53) - 4);
  }
}

static uint64_t input_value(const struct input *input, int scale, const uint64_t code[CYCLES]) {
  uint64_t value = 0;
  switch (input->source) {
  case SOURCE_X:
    for (int c = 0; c < CYCLES; c++)
      value |= (code[c] >> input->bit & 1) << c;
    return value;
  case SOURCE_SCALE:
    return (uint32_t)scale >> input->bit & 1 ? UINT64_MAX : 0;
  default:
    return input->high_at_scale >> scale & 1 ? UINT64_MAX : 0;
  }
}

static uint64_t value_of(const uint64_t *value, signal_t signal) {
  return value[signal >> 1] ^ (signal & 1 ? UINT64_MAX : 0);
}

/* A register shows what its input was a cycle before; the sequence is taken to repeat. */
static uint64_t delayed(uint64_t value) { return value << 1 | value >> (CYCLES - 1); }

static int toggles(uint64_t value) { return __builtin_popcountll(value ^ delayed(value)); }

static void simulate(const struct elaboration *elaboration, int scale, uint64_t *value) {
  const struct graph *graph = &elaboration->graph;
  uint64_t code[CYCLES];
  draw_codes(elaboration, scale, code);
  for (uint32_t n = 1; n < graph->count; n++) {
    const struct node *node = &graph->node[n];
    switch ((enum gate)node->gate) {
    case GATE_INPUT:
      value[n] = input_value(&elaboration->input[node->a], scale, code);
      break;
    case GATE_REGISTER:
      value[n] = delayed(value_of(value, node->a));
      break;
    case GATE_AND:
      value[n] = value_of(value, node->a) & value_of(value, node->b);
      break;
    case GATE_XOR:
      value[n] = value_of(value, node->a) ^ value_of(value, node->b);
      break;
    case GATE_MUX: {
      const uint64_t choose = value_of(value, node->a);
      value[n] = (choose & value_of(value, node->b)) | (~choose & value_of(value, node->c));
      break;
    }
    case GATE_CONSTANT:
      break;
    }
  }
}

static void add_gates(const struct graph *graph, const uint32_t *fanout, struct gate_count *count) {
  for (uint32_t n = 1; n < graph->count; n++) {
    struct gate_count *of = &count[graph->node[n].group];
    if (fanout[n] == 0)
      continue;
    of->and_gates += graph->node[n].gate == GATE_AND;
    of->xor_gates += graph->node[n].gate == GATE_XOR;
    of->multiplexers += graph->node[n].gate == GATE_MUX;
    of->flip_flops += graph->node[n].gate == GATE_REGISTER;
  }
}

static void add_toggles(const struct graph *graph, const uint32_t *fanout, const uint64_t *value, double operations,
                        struct gate_count *count) {
  for (uint32_t n = 1; n < graph->count; n++) {
    struct gate_count *of = &count[graph->node[n].group];
    if (fanout[n] == 0)
      continue;
    const double each = toggles(value[n]) / operations;
    of->load_toggles += each * fanout[n];
    of->and_toggles += graph->node[n].gate == GATE_AND ? each : 0;
    of->xor_toggles += graph->node[n].gate == GATE_XOR ? each : 0;
    of->multiplexer_toggles += graph->node[n].gate == GATE_MUX ? each : 0;
    of->flip_flop_toggles += graph->node[n].gate == GATE_REGISTER ? each : 0;
  }
}

bool estimate_gates(const struct elaboration *elaboration, int scale_count, struct gate_count count[BLOCKS],
                    struct error *err) {
  const struct graph *graph = &elaboration->graph;
  uint32_t *fanout = count_fanout(elaboration);
  uint64_t *value = calloc(graph->count, sizeof *value);
  const bool ok = fanout != NULL && value != NULL;
  memset(count, 0, BLOCKS * sizeof *count);
  if (ok) {
    const int stimuli = scale_count < STIMULI_MAX ? scale_count : STIMULI_MAX;
    add_gates(graph, fanout, count);
    for (int i = 0; i < stimuli; i++) {
      simulate(elaboration, i * scale_count / stimuli, value);
      add_toggles(graph, fanout, value, (double)CYCLES * stimuli, count);
    }
  }
  free(fanout);
  free(value);
  return ok || error_memory(err, "the cost of a unit");
}

double path_delay(const struct gate_path *path, const struct gate_path *weights) {
  return weights->compare_and_gates * path->compare_and_gates + weights->and_gates * path->and_gates +
         weights->late_and_gates * path->late_and_gates + weights->xor_gates * path->xor_gates +
         weights->multiplexers * path->multiplexers + weights->loads * path->loads;
}

/* The later of two. */
static struct gate_path later(struct gate_path a, struct gate_path b, const struct gate_path *weights) {
  return path_delay(&a, weights) >= path_delay(&b, weights) ? a : b;
}

bool estimate_path(const struct elaboration *elaboration, const struct gate_path *weights, struct gate_path *out,
                   struct error *err) {
  const struct graph *graph = &elaboration->graph;
  uint32_t *fanout = count_fanout(elaboration);
  struct gate_path *arrival = calloc(graph->count, sizeof *arrival);
  const bool ok = fanout != NULL && arrival != NULL;
  *out = (struct gate_path){0, 0, 0, 0, 0, 0};
  for (uint32_t n = 1; ok && n < graph->count; n++) {
    const struct node *node = &graph->node[n];
    if (fanout[n] == 0)
      continue;
    const enum gate gate = (enum gate)node->gate;
    if (gate == GATE_REGISTER)
      *out = later(arrival[node->a >> 1], *out, weights);
    if (gate > GATE_REGISTER) {
      const struct gate_path of_two = later(arrival[node->a >> 1], arrival[node->b >> 1], weights);
      arrival[n] = later(of_two, arrival[node->c >> 1], weights);
    }
    const bool late = node->group == BLOCK_ADD || node->group == BLOCK_OUTPUT;
    const bool compare = node->group == BLOCK_COMPARE;
    arrival[n].compare_and_gates += gate == GATE_AND && compare;
    arrival[n].and_gates += gate == GATE_AND && !late && !compare;
    arrival[n].late_and_gates += gate == GATE_AND && late;
    arrival[n].xor_gates += gate == GATE_XOR;
    arrival[n].multiplexers += gate == GATE_MUX;
    arrival[n].loads += fmax(0, log2((double)fanout[n]) - 2);
  }
  free(fanout);
  free(arrival);
  return ok || error_memory(err, "the delay of a unit");
}
