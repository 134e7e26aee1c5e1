/* Netlists: reading them, toggles that can be counted by hand, and the energy of these. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "synth/energy.h"
#include "synth/simulate.h"
#include "synth/small_library.h"

enum { NETS_MAX = 64 };

static struct liberty small;

static int set_up(void **unused) {
  (void)unused;
  struct error err;
  return liberty_parse(&small, small_library, sizeof small_library - 1, "small.lib", &err) ? 0 : 1;
}

static int tear_down(void **unused) {
  (void)unused;
  liberty_release(&small);
  return 0;
}

#define MODULE(ports, cells)        "{\"modules\": {\"top\": {\"ports\": {" ports "}, \"cells\": {" cells "}}}}"
#define PORT(name, direction, bits) "\"" name "\": {\"direction\": \"" direction "\", \"bits\": [" bits "]}"
#define GATE(name, type, a, b, y)                                                                                      \
  "\"" name "\": {\"type\": \"" type "\", \"connections\": {\"A\": [" a "], \"B\": [" b "], \"Y\": [" y "]}}"
#define FLIP_FLOP(name, clock, d, q)                                                                                   \
  "\"" name "\": {\"type\": \"DFF\", \"connections\": {\"CK\": [" clock "], \"D\": [" d "], \"R\": [\"1\"], "          \
  "\"Q\": [" q "]}}"

/* Net 2 is the clock, 3 to 6 the count, 7 to 10 what it becomes. */
static const char counter[] = MODULE(
    PORT("clk", "input", "2") "," PORT("q", "output", "3, 4, 5, 6"),
    FLIP_FLOP("f0", "2", "7", "3") "," FLIP_FLOP("f1", "2", "8", "4") "," FLIP_FLOP("f2", "2", "9", "5") "," FLIP_FLOP(
        "f3", "2", "10",
        "6") "," GATE("x3", "XOR2", "6", "12",
                      "10") "," GATE("x2", "XOR2", "5", "11",
                                     "9") "," GATE("x1", "XOR2", "4", "3",
                                                   "8") "," GATE("a3", "AND2", "5", "11",
                                                                 "12") "," GATE("a2", "AND2", "4", "3",
                                                                                "11") ","
                                                                                      "\"i0\": {\"type\": \"INV\", "
                                                                                      "\"connections\": {\"A\": [3], "
                                                                                      "\"Y\": [7]}}");

/* Net 2 is the clock, 3 its enable, 4 the data, 5 the latched enable, 6 the gated clock, 7 the register. */
static const char gated[] = MODULE(
    PORT("clk", "input", "2") "," PORT("en", "input", "3") "," PORT("d", "input", "4") "," PORT("q", "output", "7"),
    FLIP_FLOP("f", "6", "4",
              "7") "," GATE("g", "AND2", "2", "5",
                            "6") ","
                                 "\"i\": {\"type\": \"INV\", \"connections\": {\"A\": [2], \"Y\": [8]}},"
                                 "\"l\": {\"type\": \"LATCH\", \"connections\": {\"G\": [8], \"D\": [3], \"Q\": [5]}}");

/* The same latch of gates: it is a loop. */
static const char looped[] = MODULE(
    PORT("clk", "input", "2") "," PORT("en", "input", "3") "," PORT("d", "input", "4") "," PORT("q", "output", "7"),
    GATE("other", "NAND2", "10", "5", "11") "," GATE("state", "NAND2", "9", "11", "5") "," GATE(
        "set", "NAND2", "3", "8",
        "9") "," GATE("reset", "NAND2", "9", "8",
                      "10") ","
                            "\"i\": {\"type\": \"INV\", \"connections\": {\"A\": [2], \"Y\": [8]}}," FLIP_FLOP(
                                "f", "6", "4", "7") "," GATE("g", "AND2", "2", "5", "6"));

static void parse(const char *text, struct netlist *netlist) {
  struct error err;
  if (!netlist_parse(netlist, &small, text, strlen(text), "text", "top", &err))
    fail_msg("%s", err.text);
  assert_true(netlist->net_count <= NETS_MAX);
}

static void run(const struct netlist *netlist, const struct stimulus *stimulus, uint64_t *toggles, uint8_t *outputs) {
  struct error err;
  if (!simulate_run(netlist, stimulus, toggles, outputs, &err))
    fail_msg("%s", err.text);
}

static void test_counter(void **unused) {
  (void)unused;
  struct netlist netlist;
  uint64_t toggles[NETS_MAX];
  uint8_t outputs[37 * 4];
  const struct stimulus stimulus = {.clock = "clk", .cycles = 37, .warmup = 5};
  parse(counter, &netlist);
  assert_int_equal(netlist.cell_count, 10);
  run(&netlist, &stimulus, toggles, outputs);
  for (unsigned cycle = 0; cycle < 37; cycle++)
    for (unsigned bit = 0; bit < 4; bit++)
      assert_int_equal(outputs[4 * cycle + bit], (cycle + 1) >> bit & 1);
  assert_int_equal(toggles[2], 64); /* 32 cycles */
  for (unsigned bit = 0; bit < 4; bit++)
    assert_int_equal(toggles[3 + bit], 32 >> bit);
  assert_int_equal(toggles[7], 32);
  assert_int_equal(toggles[11], 16); /* bits 0 and 1 are both set in one cycle of four */
  assert_int_equal(toggles[12], 8);
  netlist_release(&netlist);
}

/* Enable, data: in each cycle, before the clock rises. */
static const uint8_t gated_bits[] = {0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 0, 0};

static void check_gated(const char *text) {
  static const struct stimulus_port ports[] = {{"en", 1}, {"d", 1}};
  static const uint8_t wanted[] = {0, 1, 1, 0, 1, 1};
  struct netlist netlist;
  uint64_t toggles[NETS_MAX];
  uint8_t outputs[6];
  const struct stimulus stimulus = {
      .clock = "clk", .ports = ports, .port_count = 2, .bits = gated_bits, .cycles = 6, .warmup = 0};
  parse(text, &netlist);
  run(&netlist, &stimulus, toggles, outputs);
  assert_memory_equal(outputs, wanted, 6);
  assert_int_equal(toggles[2], 11); /* it starts low */
  assert_int_equal(toggles[6], 6);  /* up and down in three enabled cycles */
  assert_int_equal(toggles[7], 3);
  netlist_release(&netlist);
}

static void test_gated(void **unused) {
  (void)unused;
  check_gated(gated);
}

static void test_looped(void **unused) {
  (void)unused;
  check_gated(looped);
}

/* One flip-flop and one gate, by hand: 1 V, so half of C V^2 is C / 2. */
static void test_energy(void **unused) {
  (void)unused;
  static const char text[] = MODULE(PORT("clk", "input", "2") "," PORT("d", "input", "3") "," PORT("y", "output", "5"),
                                    FLIP_FLOP("f", "2", "3", "4") "," GATE("g", "AND2", "4", "\"1\"", "5"));
  struct netlist netlist;
  struct energy energy;
  struct error err;
  uint64_t toggles[NETS_MAX] = {0};
  parse(text, &netlist);
  toggles[2] = 8;
  toggles[3] = 2;
  toggles[4] = 4;
  toggles[5] = 4;
  assert_true(energy_of_toggles(&netlist, &small, "clk", toggles, 4, &energy, &err));
  /* The clock pin: (1 + 3 + 4 + 4) / 4 within, and 0.125 pF. */
  assert_true(fabs(energy.clock - 2 * (3 + 0.125 / 2)) < 1e-12);
  /* Q: 0.5, for clear does not count; Y: no load, a slew of 0.75: 1 + 0.75 * 2. */
  assert_true(fabs(energy.internal - (0.5 + 2.5)) < 1e-12);
  assert_true(fabs(energy.switching - (0.5 * 0.5 / 2 + 0.5 / 2)) < 1e-12);
  assert_true(fabs(energy.total - energy.clock - energy.internal - energy.switching) < 1e-12);
  netlist_release(&netlist);
}

static void refuse(const char *text, const char *message) {
  struct netlist netlist;
  struct error err = {.kind = ERROR_NONE};
  assert_false(netlist_parse(&netlist, &small, text, strlen(text), "text", "top", &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  if (strstr(err.text, message) == NULL)
    fail_msg("'%s' does not say '%s'", err.text, message);
}

static void test_refused_netlists(void **unused) {
  (void)unused;
  refuse("{", "text:1: ");
  refuse("[]", "there is no module 'top'");
  refuse("{\"modules\": {\"other\": {}}}", "there is no module 'top'");
  refuse(MODULE(PORT("a", "inout", "2"), ""), "port 'a' is neither input nor output");
  refuse(MODULE(PORT("a", "input", "-7"), ""), "bits of 'a'");
  refuse(MODULE(PORT("a", "input", "99999999999"), ""), "bits of 'a'");
  refuse(MODULE("\"a\": 3", ""), "port 'a'");
  refuse(MODULE("", "\"c\": {}"), "cell 'c'");
  refuse(MODULE("", GATE("c", "$_SR_PP_", "2", "3", "4")), "no cell for '$_SR_PP_' (c)");
  refuse(MODULE("", GATE("c", "TRI", "2", "3", "4")), "cell 'TRI' is neither");
}

static void refuse_stimulus(const char *text, const struct stimulus *stimulus, const char *message) {
  struct netlist netlist;
  struct error err = {.kind = ERROR_NONE};
  uint64_t toggles[NETS_MAX];
  parse(text, &netlist);
  assert_false(simulate_run(&netlist, stimulus, toggles, NULL, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  if (strstr(err.text, message) == NULL)
    fail_msg("'%s' does not say '%s'", err.text, message);
  netlist_release(&netlist);
}

static void test_refused_stimuli(void **unused) {
  (void)unused;
  static const struct stimulus_port wide[] = {{"en", 2}}, output[] = {{"q", 1}};
  static const uint8_t bits[4] = {0};
  struct stimulus stimulus = {.clock = "clk", .bits = bits, .cycles = 2, .warmup = 2};
  refuse_stimulus(gated, &stimulus, "no cycle after its warm-up");
  stimulus.warmup = 0;
  stimulus.clock = "clock";
  refuse_stimulus(gated, &stimulus, "'clock', which is no input port");
  stimulus.clock = "clk";
  stimulus.port_count = 1;
  stimulus.ports = wide;
  refuse_stimulus(gated, &stimulus, "2 bits of port 'en', which has 1");
  stimulus.ports = output;
  refuse_stimulus(gated, &stimulus, "'q', which is no input port");
}

static void test_swinging_loop(void **unused) {
  (void)unused;
  static const char ring[] = MODULE("", "\"i\": {\"type\": \"INV\", \"connections\": {\"A\": [2], \"Y\": [2]}}");
  const struct stimulus stimulus = {.cycles = 1};
  refuse_stimulus(ring, &stimulus, "does not settle");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_counter),          cmocka_unit_test(test_gated),
      cmocka_unit_test(test_looped),           cmocka_unit_test(test_energy),
      cmocka_unit_test(test_refused_netlists), cmocka_unit_test(test_refused_stimuli),
      cmocka_unit_test(test_swinging_loop),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
