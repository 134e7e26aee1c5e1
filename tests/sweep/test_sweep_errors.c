/* Malformed sweeps: each fails with the right status and names the right line and key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sweep/sweep.h"

#define FILE_NAME      "tests/sweep/t.yaml"
#define GRID_ONLY      "grids:\n  - functions: gelu\n    entries: 8\n"
#define GRID           "name: t\n" GRID_ONLY /* four lines that are good by themselves */
#define DEFINE(fields) "name: t\ndefine:\n  - name: f\n" fields "grids: [{functions: f, entries: 8}]\n"

struct bad {
  const char *text;
  int line;         /* 0: the message names the file only */
  const char *key;  /* NULL: no key */
  const char *part; /* of the message */
};

static const struct bad structure[] = {
    {"", 1, NULL, "holds nothing"},
    {"# a comment only\n", 1, NULL, "holds nothing"},
    {"hello\n", 1, NULL, "must be a mapping"},
    {"- name: t\n", 1, NULL, "must be a mapping"},
    {"name: t\n---\nname: u\n", 2, NULL, "second YAML document"},
    {GRID "---\n[\n", 5, NULL, "second YAML document"},
    {"name: t\ngrids: [\n", 3, NULL, "malformed YAML"},
    {"name: t\n\tgrids: x\n", 2, NULL, "malformed YAML"},
    {"name: *nothing\n", 1, NULL, "undefined alias"},
    {"name: t\ndescription: \x01\n", 2, NULL, "control characters"},
    {"name: t\ndescription: \"\xff\xfe\"\n", 2, NULL, "UTF-8"},
    {"name: t\n", 1, "grids", "required"},
    {"grids: []\n", 1, "name", "required"},
    {"name: t\ngrids: []\n", 2, "grids", "list is empty"},
    {"name: t\ngrids:\n", 2, "grids", "must be a mapping"},
    {"name: t\ngrids:\n  - 5\n", 3, "grids", "must be a mapping"},
    {"name: t\nsede: 1\ngrids: []\n", 2, "sede", "unknown key (did you mean 'seed'?); allowed: name, description"},
    {"name: t\nqqqqqqqq: 1\ngrids: []\n", 2, "qqqqqqqq", "unknown key; allowed: name"},
    {"name: t\n[a, b]: 1\n", 2, NULL, "a key must be a word"},
    {"name: t\nseed: 1\nname: u\n", 3, "name", "given twice, first in line 1"},
    {GRID "    entries: 9\n", 5, "grids.entries", "given twice, first in line 4"},
    {GRID "    entires: 9\n", 5, "grids.entires", "did you mean 'entries'?"},
    {"name: t\ngrids:\n  - functions: gelu\n", 3, "grids.entries", "required"},
    {"name: t\ngrids:\n\n  - entries: 8\n", 4, "grids.functions", "required"},
    {GRID "    name: a\n  - {name: a, functions: exp, entries: 8}\n", 6, "grids", "taken by the grid in line 3"},
    {GRID "    name: grid2\n  - {functions: exp, entries: 8}\n", 6, "grids", "taken by the grid in line 3"},
    {GRID "    name: a/b\n", 5, "grids.name", "'a/b' is no name"},
    {"name: [a]\n", 1, "name", "not a list"},
    {"name: {a: b}\n", 1, "name", "not a mapping"},
    {"name:\ngrids: []\n", 1, "name", "empty"},
    {"name: .hidden\n", 1, "name", "is no name"},
    {"name: \"a b\"\n", 1, "name", "is no name"},
    {"name: \"a\\0b\"\n", 1, "name", "control character"},
    {"name: \"a\\nb\"\n", 1, "name", "control character"},
    {"name: a123456789a123456789a123456789a123456789a123456789a123456789a123456789\n", 1, "name", "is no name"},
    {"name: t\ndescription: [a]\n", 2, "description", "text"},
};

static const struct bad axes[] = {
    {GRID "    in_bits: 3\n", 5, "grids.in_bits", "'3' is wrong; allowed: integers from 4 to 16"},
    {GRID "    in_bits: [8,\n      17]\n", 6, "grids.in_bits", "'17' is wrong"},
    {GRID "    in_bits: eight\n", 5, "grids.in_bits", "'eight' is wrong"},
    {GRID "    in_bits: -8\n", 5, "grids.in_bits", "'-8' is wrong"},
    {GRID "    in_bits: 8.0\n", 5, "grids.in_bits", "'8.0' is wrong"},
    {GRID "    in_bits: 0x8\n", 5, "grids.in_bits", "'0x8' is wrong"},
    {GRID "    in_bits: 8 9\n", 5, "grids.in_bits", "'8 9' is wrong"},
    {GRID "    in_bits: 99999999999999999999\n", 5, "grids.in_bits", "is wrong"},
    {GRID "    in_bits: []\n", 5, "grids.in_bits", "list is empty"},
    {GRID "    in_bits: [[8]]\n", 5, "grids.in_bits", "list within the list"},
    {GRID "    in_bits: &a [*a]\n", 5, "grids.in_bits", "list within the list"},
    {GRID "    in_bits:\n", 5, "grids.in_bits", "empty"},
    {GRID "    in_bits: 4..20\n", 5, "grids.in_bits", "'20' is wrong"},
    {GRID "    in_bits: 8..4\n", 5, "grids.in_bits", "8..4 holds nothing"},
    {GRID "    in_bits: 4..\n", 5, "grids.in_bits", "is wrong; allowed: an integer, FROM..TO"},
    {GRID "    in_bits: ..8\n", 5, "grids.in_bits", "is wrong"},
    {GRID "    in_bits: 4..8/\n", 5, "grids.in_bits", "is wrong"},
    {GRID "    in_bits: 4..8/0\n", 5, "grids.in_bits", "the step '0'"},
    {GRID "    in_bits: 4..8/-1\n", 5, "grids.in_bits", "the step '-1'"},
    {GRID "    in_bits: {from: 4}\n", 5, "grids.in_bits.to", "required"},
    {GRID "    in_bits:\n      from: 4\n      to: 8\n      steps: 2\n", 8, "grids.in_bits.steps", "'step'"},
    {GRID "    in_bits: {from: 4, to: [8]}\n", 5, "grids.in_bits.to", "not a list"},
    {GRID "  - {functions: gelu, entries: 1}\n", 5, "grids.entries", "integers from 2 to 64"},
    {GRID "  - {functions: gelu, entries: 65}\n", 5, "grids.entries", "integers from 2 to 64"},
    {GRID "  - {functions: gelo, entries: 8}\n", 5, "grids.functions",
     "unknown function 'gelo' (did you mean 'gelu'?)"},
    {GRID "  - {functions: [], entries: 8}\n", 5, "grids.functions", "list is empty"},
    {GRID "  - {functions: [gelu, [exp]], entries: 8}\n", 5, "grids.functions", "not a list"},
    {GRID "    tails: fre\n", 5, "grids.tails", "(did you mean 'free'?); allowed: free, asymptote, clamp"},
    {GRID "    slope: 8\n", 5, "grids.slope", "must be a mapping"},
    {GRID "    slope: [{bits: 8}]\n", 5, "grids.slope.frac", "required"},
    {GRID "    slope: [{bits: 8, frac: 6}, {bits: 25, frac: 6}]\n", 5, "grids.slope.bits", "'25' is wrong"},
    {GRID "    intercept: {bits: 1, frac: 6}\n", 5, "grids.intercept.bits", "'1' is wrong"},
    {GRID "    slope: [{bits: 8, frac: 6, exponents: 0}]\n", 5, "grids.slope.exponents", "'0' is wrong"},
    {GRID "    slope: [{bits: 8, frac: 6, exponents: 17}]\n", 5, "grids.slope.exponents", "'17' is wrong"},
    {GRID "    slope: [{bits: 20, frac: 6, exponents: 6}]\n", 5, "grids.slope", "span 25 bits; allowed: at most 24"},
    {GRID "    ranges: 17\n", 5, "grids.ranges", "'17' is wrong"},
    {GRID "    intercept: {bits: 8, frac: 25}\n", 5, "grids.intercept.frac", "'25' is wrong"},
    {GRID "    scale_sets: 1\n", 5, "grids.scale_sets", "list of lists"},
    {GRID "    scale_sets: [1, 0.5]\n", 5, "grids.scale_sets", "each set of scales is a list"},
    {GRID "    scale_sets: []\n", 5, "grids.scale_sets", "list is empty"},
    {GRID "    scale_sets: [[1], []]\n", 5, "grids.scale_sets", "list is empty"},
    {GRID "    scale_sets: [[0]]\n", 5, "grids.scale_sets", "allowed: 2^-24 to 2^24"},
    {GRID "    scale_sets: [[-1]]\n", 5, "grids.scale_sets", "allowed: 2^-24 to 2^24"},
    {GRID "    scale_sets: [[nan]]\n", 5, "grids.scale_sets", "'nan' is wrong"},
    {GRID "    scale_sets: [[.inf]]\n", 5, "grids.scale_sets", "'.inf' is wrong"},
    {GRID "    scale_sets: [[1e999]]\n", 5, "grids.scale_sets", "'1e999' is wrong"},
    {GRID "    scale_sets: [[0x1p-3]]\n", 5, "grids.scale_sets", "'0x1p-3' is wrong"},
    {GRID "    scale_sets: [[2^]]\n", 5, "grids.scale_sets", "'2^' is wrong"},
    {GRID "    scale_sets: [[2^-2000]]\n", 5, "grids.scale_sets", "is wrong"},
    {GRID "    scale_sets: [[1, 2^0]]\n", 5, "grids.scale_sets", "twice"},
    {GRID "    scale_sets: [[1..8]]\n", 5, "grids.scale_sets", "range of scales is one of powers"},
    {GRID "    scale_sets: [[2^8..2^-24]]\n", 5, "grids.scale_sets", "at most 32"},
    {GRID "    scale_sets: [[[1]]]\n", 5, "grids.scale_sets", "list within the list"},
    {GRID "    scale_sets: [[2^-25]]\n", 5, "grids.scale_sets", "allowed: 2^-24 to 2^24"},
    {GRID "    scale_sets: [[2^-24]]\n", 3, "grids", "impossible at gelu, 8-bit input, 1 scale from"},
    {GRID "  - {functions: [gelu, div], in_bits: 4, entries: 8, scale_sets: [[2^-4]]}\n", 5, "grids",
     "grid2: impossible at div, 4-bit input"},
    {GRID "    output: {bits: 8}\n", 5, "grids.output.scale", "required"},
    {GRID "    output: {bits: 33, scale: 1}\n", 5, "grids.output.bits", "integers from 2 to 32"},
    {GRID "    output: {bits: 8, scale: 0}\n", 5, "grids.output.scale", "2^-24 to 2^24"},
    {GRID "    output: {bits: 8, scale: [1, 2^25]}\n", 5, "grids.output.scale", "2^-24 to 2^24"},
    {GRID "    output: nothing\n", 5, "grids.output", "must be a mapping"},
};

static const struct bad settings[] = {
    {GRID "seed: -1\n", 5, "seed", "integers from 0 to 18446744073709551615"},
    {GRID "seed: 18446744073709551616\n", 5, "seed", "is wrong"},
    {GRID "repeats: 0\n", 5, "repeats", "integers from 1"},
    {GRID "repeats: [1, 2]\n", 5, "repeats", "not an axis"},
    {GRID "engine: iland\n", 5, "engine.name", "unknown engine 'iland' (did you mean 'islands'?)"},
    {GRID "engine: {name: what}\n", 5, "engine.name", "unknown engine 'what'"},
    {GRID "engine: {name: islands,\n  popluation: 64}\n", 6, "engine.popluation", "did you mean 'population'?"},
    {GRID "engine: {population: 20}\n", 5, "engine.population",
     "20 is out of range; allowed: 16 to 1024, multiples of"},
    {GRID "engine: {name: gqa, population: 1}\n", 5, "engine.population",
     "1 is out of range; allowed: 2 to 1024, whole numbers"},
    {GRID "engine: {population: [64, 2048]}\n", 5, "engine.population", "2048 is out of range"},
    {GRID "engine: {population: lots}\n", 5, "engine.population", "'lots' is wrong"},
    {GRID "engine: {redraw: 0..1/0}\n", 5, "engine.redraw", "the step '0'"},
    {GRID "engine: {redraw: 1..0/0.1}\n", 5, "engine.redraw", "holds nothing"},
    {GRID "engine: {population: 64, population: 32}\n", 5, "engine.population", "twice"},
    {GRID "    engine: {generations: 0}\n", 5, "grids.engine.generations", "out of range"},
    {GRID "engine: {generations: 1..1000000, epoch: 1..1000000}\n", 5, "engine", "too many combinations"},
    {GRID "engine: {name: exact, objective: max_bas}\n", 5, "engine.objective",
     "(did you mean 'max_abs'?); allowed: mse, mae"},
    {GRID "engine: {name: exact, objective: 1}\n", 5, "engine.objective", "unknown word '1'"},
    {GRID "engine: {name: exact, max_abs: -1}\n", 5, "engine.max_abs", "-1 is out of range"},
    {GRID "engine:\n  {name: exact, objective: [mse, mae], max_abs: 0.1}\n", 6, "engine",
     "goes with objective mse only"},
    {GRID "engine: {redraw: 0..1/1e-9}\n", 5, "engine.redraw", "too many values"},
    {GRID "engine: {name: gqa, offset: 7}\n", 5, "engine.offset",
     "unknown word '7'; allowed: auto, 0, 1, 2, 3, 4, 5, 6"},
    {GRID "engine: [islands, gqa]\nhardware: {digits: 2}\n", 3, "grids",
     "engine: gqa cannot keep slopes to 2 signed digits; use any slopes, or islands, uniform or exact"},
    {GRID "engine: gade\nhardware: {symmetry: [none, half]}\n", 3, "grids", "engine: gade searches whole tables"},
    {GRID "engine: nnlut\nhardware: {digits: 2}\n", 3, "grids", "engine: nnlut cannot keep slopes to 2 signed digits"},
    {GRID "hardware: {storage: ram}\n", 5, "hardware.storage", "(did you mean 'rom'?); allowed: enable, gated, rom"},
    {GRID "hardware: {select: hot}\n", 5, "hardware.select", "allowed: one_hot, tree, binary, uniform, power2"},
    {GRID "hardware: {digits: 0}\n", 5, "hardware.digits", "'0' is wrong; allowed: integers from 1 to 8"},
    {GRID "hardware: {digits: [full, 9]}\n", 5, "hardware.digits", "'9' is wrong"},
    {GRID "hardware: {digits: ful}\n", 5, "hardware.digits", "'ful' is wrong; allowed: full, integers from 1 to 8"},
    {GRID "hardware: {digits: [[1, 2]]}\n", 5, "hardware.digits", "not a list"},
    {GRID "hardware: {digits: {from: 2}}\n", 5, "hardware.digits.to", "required"},
    {GRID "hardware: {digits: []}\n", 5, "hardware.digits", "list is empty"},
    {GRID "hardware: {symmetry: quarter}\n", 5, "hardware.symmetry", "allowed: none, half"},
    {GRID "hardware: {symmetry: hal}\n", 5, "hardware.symmetry", "did you mean 'half'?"},
    {GRID "hardware: {pipeline: 4}\n", 5, "hardware.pipeline", "'4' is wrong; allowed: integers from 0 to 3"},
    {GRID "hardware: {pipeline: deep}\n", 5, "hardware.pipeline", "'deep' is wrong"},
    {GRID "hardware: {pipe: 1}\n", 5, "hardware.pipe", "unknown key"},
    {GRID "    output: {bits: 8, scale: 0.3}\n", 3, "grids",
     "8 entries, hardware enable one_hot: output: scale 0.3 is no power of two times the input's scale 1"},
    {GRID "    scale_sets: [[1, 0.3]]\n    hardware: {storage: [enable, rom], select: [tree, uniform]}\n", 3, "grids",
     "hardware enable uniform: "},
    {GRID "  - functions: [gelu, exp]\n    entries: 8\n    hardware: {symmetry: half, digits: 2, pipeline: 1}\n", 5,
     "grids", "impossible at exp, "},
    {GRID "  - functions: [gelu, exp]\n    entries: 8\n    hardware: {symmetry: half, digits: 2, pipeline: 1}\n", 5,
     "grids", "hardware enable one_hot digits=2 symmetry=half pipeline=1: symmetry: exp on [-8, 0] has none about 0"},
    {GRID "hardware: {technology: paper29}\n", 5, "hardware.technology", "did you mean 'paper28'?"},
    {GRID "hardware: {technology: {name: x}}\n", 5, "hardware.technology.ge_um2", "required"},
    {GRID "hardware: {technology: {name: paper28, ge_um2: 1, flip_flop_ge: 5, energy_scale: 1, delay_scale: 1, "
          "clock_mhz: 1}}\n",
     5, "hardware.technology.name", "taken by a built-in"},
    {GRID "hardware: {technology: {name: x, ge_um2: 0, flip_flop_ge: 5, energy_scale: 1, delay_scale: 1, "
          "clock_mhz: 1}}\n",
     5, "hardware.technology.ge_um2", "over 0"},
    {GRID "hardware: enable\n", 5, "hardware", "must be a mapping"},
    {GRID "    seed: 0..3999999\n    repeats: 26\n", 3, "grids", "more than 100000000 points"},
    {GRID "    seed: 0..18446744073709551615\n", 5, "grids.seed", "too many values"},
    {GRID "    seed: 0..3999999\n    repeats: 25\n  - {functions: exp, entries: 8}\n", 7, "grids",
     "or run it in (more) shards"},
};

static const struct bad definitions[] = {
    {DEFINE(""), 3, "define", "none of expression"},
    {DEFINE("    expression: x\n    function: gelu\n"), 3, "define", "several of expression"},
    {DEFINE("    expression: x\n"), 4, "define.expression", "needs a domain"},
    {DEFINE("    expression: x +\n    domain: [0, 1]\n"), 4, "define.expression", ""},
    {DEFINE("    expression: 1/x\n    domain: [0, 1]\n"), 4, "define.expression", ""},
    {DEFINE("    expression: x\n    domain: [1, 0]\n"), 5, "define.domain", "is no domain"},
    {DEFINE("    expression: x\n    domain: [0, 1, 2]\n"), 5, "define.domain", "is no domain"},
    {DEFINE("    expression: x\n    domain: 1\n"), 5, "define.domain", "is no domain"},
    {DEFINE("    expression: x\n    domain: [0, b]\n"), 5, "define.domain", "'b' is wrong"},
    {DEFINE("    expression: x\n    domain: [0, 1]\n    left_tail: {slope: 1}\n"), 6, "define.left_tail.intercept",
     "required"},
    {DEFINE("    expression: x\n    domain: [0, 1]\n    right_tail: {slope: y, intercept: 0}\n"), 6,
     "define.right_tail.slope", "'y' is wrong"},
    {DEFINE("    function: nothing\n"), 4, "define.function", "unknown built-in function"},
    {DEFINE("    function: div\n    domain: [-1, 1]\n"), 5, "define.domain", "no finite value at x = 0"},
    {DEFINE("    samples: data/bad_number.csv\n"), 4, "define.samples", "data/bad_number.csv:3: this is no sample"},
    {DEFINE("    samples: data/not_increasing.csv\n"), 4, "define.samples", "not_increasing.csv:3: x = 1 does not"},
    {DEFINE("    samples: data/one_sample.csv\n"), 4, "define.samples", "one_sample.csv: 1 samples"},
    {DEFINE("    samples: data/two_titles.csv\n"), 4, "define.samples", "two_titles.csv:2: this is no sample"},
    {DEFINE("    samples: data/three_columns.csv\n"), 4, "define.samples", "three_columns.csv:2: this is no sample"},
    {DEFINE("    samples: data/infinite.csv\n"), 4, "define.samples", "infinite.csv:2: this is no sample"},
    {DEFINE("    samples: data/zero_byte.csv\n"), 4, "define.samples", "zero_byte.csv:2: the file holds a zero byte"},
    {DEFINE("    samples: data/good.csv\n    domain: [0, 5]\n"), 5, "define.domain", "leaves the samples"},
    {"name: t\ndefine: [{name: gelu, expression: x, domain: [0, 1]}]\n" GRID_ONLY, 2, "define.name", "is taken"},
    {"name: t\ndefine: [{name: all, expression: x, domain: [0, 1]}]\n" GRID_ONLY, 2, "define.name", "is taken"},
    {"name: t\ndefine: [{name: 1st, expression: x, domain: [0, 1]}]\n" GRID_ONLY, 2, "define.name", "is no name"},
    {"name: t\ndefine: [{name: a-b, expression: x, domain: [0, 1]}]\n" GRID_ONLY, 2, "define.name", "is no name"},
    {"name: t\ndefine: &d\n  - {name: f, function: exp}\n  - {name: f, function: exp}\n" GRID_ONLY, 4, "define.name",
     "is taken"},
};

static const struct bad files[] = {
    {DEFINE("    samples: missing.csv\n"), 4, "define.samples", "no such file"},
    {DEFINE("    samples: data\n"), 4, "define.samples", "no such file"},
};

static void check(const struct bad *bad, enum error_kind kind) {
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  char start[128];
  (void)snprintf(start, sizeof start, "%s:%d: %s%s", FILE_NAME, bad->line, bad->key == NULL ? "" : bad->key,
                 bad->key == NULL ? "" : ": ");
  if (sweep_parse(&sweep, bad->text, strlen(bad->text), FILE_NAME, &err))
    fail_msg("accepted:\n%s", bad->text);
  if (strncmp(err.text, start, strlen(start)) != 0 || strstr(err.text, bad->part) == NULL)
    fail_msg("%sgave: %s\nexpected: %s...%s", bad->text, err.text, start, bad->part);
  assert_int_equal(err.kind, kind);
  assert_null(sweep.rows);
  assert_null(sweep.functions);
  assert_null(sweep.text);
}

#define CHECK_ALL(cases, kind)                                                                                         \
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases)[0]; i++)                                                        \
  check(&(cases)[i], kind)

static void test_structure(void **state) {
  (void)state;
  CHECK_ALL(structure, ERROR_INPUT);
}

static void test_axes(void **state) {
  (void)state;
  CHECK_ALL(axes, ERROR_INPUT);
}

static void test_settings(void **state) {
  (void)state;
  CHECK_ALL(settings, ERROR_INPUT);
}

static void test_definitions(void **state) {
  (void)state;
  CHECK_ALL(definitions, ERROR_INPUT);
}

static void fails(const char *text, size_t size, const char *part) {
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  assert_false(sweep_parse(&sweep, text, size, FILE_NAME, &err));
  assert_int_equal(err.kind, ERROR_INPUT);
  if (strstr(err.text, part) == NULL)
    fail_msg("%s", err.text);
}

static void test_zero_byte(void **state) {
  (void)state;
  static const char text[] = "name: t\n\0grids: []\n";
  fails(text, sizeof text - 1, ":2: the file holds a zero byte");
}

static void test_too_large(void **state) {
  (void)state;
  const size_t size = SWEEP_TEXT_MAX + 1;
  char *const text = malloc(size);
  assert_non_null(text);
  memset(text, '\n', size);
  fails(text, size, "too large");
  free(text);
}

/* An alias of a list may be used any number of times, but the work stays bounded. */
static void test_aliases_are_bounded(void **state) {
  (void)state;
  static const char item[] = "*a,";
  const size_t items = 2000;
  char *const text = malloc(items * sizeof item + 256);
  assert_non_null(text);
  size_t length = (size_t)sprintf(text, "name: t\ngrids: [&a {functions: all, entries: 2..64},");
  for (size_t i = 0; i < items; i++)
    length += (size_t)sprintf(text + length, "%s", item);
  length += (size_t)sprintf(text + length, "]\n");
  fails(text, length, "too many grids");
  free(text);
}

/* libyaml's time grows with the square of depth and of anchors; both are refused before it does. */
static void test_pathological_yaml(void **state) {
  (void)state;
  enum { COUNT = 200000 };
  char *const text = malloc(8 * COUNT);
  assert_non_null(text);
  memset(text, '[', COUNT);
  fails(text, COUNT, ":1: lists and mappings within one another; allowed: 32 deep");
  size_t length = (size_t)sprintf(text, "name: [");
  for (size_t i = 0; i < 1001; i++)
    length += (size_t)sprintf(text + length, "&a%zu x,", i);
  length += (size_t)sprintf(text + length, "]");
  fails(text, length, ":1: too many anchors; allowed: at most 1000");
  free(text);
}

static void test_too_many_values(void **state) {
  (void)state;
  const size_t size = 2 * 1000001 + 7;
  char *const text = malloc(size);
  assert_non_null(text);
  memcpy(text, "name: [", 7);
  for (size_t i = 7; i < size; i += 2)
    memcpy(text + i, "a,", 2);
  fails(text, size, ":1: too many values; allowed: at most 1000000");
  free(text);
}

static void test_lower_limit(void **state) {
  (void)state;
  static const char text[] = GRID "    in_bits: 8..12\n";
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  assert_false(sweep_parse_limited(&sweep, text, strlen(text), FILE_NAME, (struct shard){0, 0}, 4, &err));
  assert_non_null(strstr(err.text, "at most 4"));
  assert_true(sweep_parse_limited(&sweep, text, strlen(text), FILE_NAME, (struct shard){0, 0}, 5, &err));
  sweep_release(&sweep);
}

/* A message stays whole behind a path that is longer than it. */
static void test_long_path(void **state) {
  (void)state;
  char path[3000];
  memset(path, 'p', sizeof path - 1);
  path[sizeof path - 1] = '\0';
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  assert_false(sweep_parse(&sweep, "name: t\n", 8, path, &err));
  assert_non_null(strstr(err.text, "p:1: grids: the key is missing"));
}

static void test_files(void **state) {
  (void)state;
  CHECK_ALL(files, ERROR_IO);
  struct sweep sweep;
  struct error err = {ERROR_NONE, ""};
  assert_false(sweep_load(&sweep, "tests/sweep/missing.yaml", (struct shard){0, 0}, &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_non_null(strstr(err.text, "missing.yaml"));
  assert_false(sweep_load(&sweep, "tests/sweep", (struct shard){0, 0}, &err));
  assert_int_equal(err.kind, ERROR_IO);
  assert_null(sweep.rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_structure),
      cmocka_unit_test(test_axes),
      cmocka_unit_test(test_settings),
      cmocka_unit_test(test_definitions),
      cmocka_unit_test(test_zero_byte),
      cmocka_unit_test(test_too_large),
      cmocka_unit_test(test_long_path),
      cmocka_unit_test(test_aliases_are_bounded),
      cmocka_unit_test(test_files),
      cmocka_unit_test(test_lower_limit),
      cmocka_unit_test(test_pathological_yaml),
      cmocka_unit_test(test_too_many_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
