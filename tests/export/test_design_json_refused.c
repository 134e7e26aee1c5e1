/* Design files that are refused: malformed values, texts that are not JSON, cuts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export/design_json.h"
#include "export/json_reader.h"
#include "plain_design.h"

struct malformed {
  const char *key, *value; /* no value: the key is deleted */
  const char *words;       /* the message has them */
};

#define ERRORS(mse, scale)                                                                                             \
  "{\"mse\": " mse ", \"mae\": 1, \"max_abs\": 1, \"per_scale\": ["                                                    \
  "{\"scale\": 1, \"codes\": 9, \"mse\": 1, \"mae\": 1, \"max_abs\": 1}, " scale "]}"

#define OPTIMUM(objective, value, kind)                                                                                \
  "{\"objective\": \"" objective "\", \"value\": " value ", \"kind\": \"" kind "\"}"

static const struct malformed malformed[] = {
    {"function", NULL, "f.json: function: missing"},
    {"function", "3", "f.json: function: not a string"},
    {"function", "\"gelo\"", "'gelo' is no built-in function"},
    {"in_bits", "3", "in_bits: not an integer from 4 to 16"},
    {"in_bits", "8.5", "in_bits: not an integer"},
    {"in_bits", "\"8\"", "in_bits: not an integer"},
    {"scales", "[]", "scales: 0 numbers, expected 1 to 32"},
    {"scales", "[1, \"a\"]", "scales: element 1 is not a number"},
    {"scales", "[1, 1]", "f.json: scales: 1 is there twice"},
    {"scales", "[0]", "f.json: scales"},
    {"scales", "1", "scales: not an array"},
    {"slope", "{\"bits\": 8}", "slope.frac: missing"},
    {"slope", "{\"bits\": 99, \"frac\": 6}", "slope.bits: not an integer from"},
    {"slope", "{\"bits\": 8, \"frac\": 6, \"sign\": 1}", "slope.sign: unknown key"},
    {"intercept", "[8, 6]", "intercept: not an object"},
    {"tails", "\"none\"", "'none' is not one of free, asymptote, clamp"},
    {"output", "{\"bits\": 1, \"scale\": 1}", "output.bits"},
    {"output", "{\"bits\": 8, \"scale\": 0}", "f.json: output: scale 0"},
    {"entries", "4", "breakpoints: 2 numbers, expected 3"},
    {"entries", "1000000", "entries: not an integer from 2 to 64"},
    {"breakpoints", "[1, -1]", "f.json: breakpoints[1]: smaller than the one before"},
    {"breakpoints", "[-1, 1e300]", "f.json: breakpoints[1]: 1e+300 is out of range"},
    {"breakpoints", "[null, 1]", "breakpoints: element 0 is not a number"},
    {"slopes", "[1, 1]", "slopes: 2 numbers, expected 3"},
    {"intercepts", NULL, "intercepts: missing"},
    {"slops", "[1]", "f.json: slops: unknown key"},
    {"cost", "3", "cost: not an object"},
    {"hardware", "\"rom\"", "hardware: not an object"},
    {"hardware", "{\"storage\": \"ram\"}", "hardware.storage: 'ram' is not one of enable, gated, rom"},
    {"hardware", "{\"select\": 1}", "hardware.select: not a string"},
    {"hardware", "{\"digits\": 9}", "hardware.digits: not an integer from 0 to 8"},
    {"hardware", "{\"symmetry\": \"third\"}", "hardware.symmetry: 'third' is not one of none, half"},
    {"hardware", "{\"pipeline\": -1}", "hardware.pipeline: not an integer from 0 to 3"},
    {"hardware", "{\"pipe\": 1}", "hardware.pipe: unknown key"},
    {"hardware", "{\"technology\": \"paper29\"}", "hardware.technology: 'paper29' is no built-in technology"},
    {"hardware", "{\"technology\": {\"name\": \"x\"}}", "hardware.technology.ge_um2: missing"},
    {"hardware", "{\"technology\": {\"name\": \"\"}}", "hardware.technology.name: not a name"},
    {"hardware", "{\"technology\": {\"name\": \"x\", \"ge_um2\": 0}}", "hardware.technology.ge_um2: 0; allowed"},
    {"point", "3", "point: not a string"},
    {"optimum", "3", "optimum: not an object"},
    {"optimum", "{\"value\": 1, \"kind\": \"exact\"}", "optimum.objective: missing"},
    {"optimum", OPTIMUM("mse_requantised", "1", "exact"), "optimum.objective: 'mse_requantised' is not one of mse,"},
    {"optimum", OPTIMUM("mse", "-1", "exact"), "optimum.value: -1; an error is at least 0"},
    {"optimum", OPTIMUM("mse", "1", "none"), "optimum.kind: 'none' is not one of bound, exact"},
    {"optimum", OPTIMUM("mse", "1", "exact\", \"gap\": \"0"), "optimum.gap: not a number"},
    {"optimum", OPTIMUM("mse", "1", "exact\", \"max_abs_limit\": \"0"), "optimum.max_abs_limit: not a number"},
    {"optimum", OPTIMUM("mse", "1", "exact\", \"why\": \"x"), "optimum.why: unknown key"},
    {"errors", "{\"mse\": 1}", "errors.mae: missing"},
    {"errors", "{\"mse\": 1, \"mae\": 1, \"max_abs\": 1, \"per_scale\": []}", "errors.per_scale: 0 scales, expected 2"},
    {"errors", ERRORS("1", "3"), "errors.per_scale: element 1 is not an object"},
    {"errors", ERRORS("1", "{\"scale\": 2}"), "errors.per_scale[1].codes: missing"},
    {"errors", ERRORS("1", "{\"scale\": 2, \"codes\": 1, \"mse\": 1, \"mae\": 1, \"max_abs\": 1}"),
     "errors.per_scale[1].scale: 2, but scales has 0.25 there"},
    {"definition", "{}", "definition.domain: missing"},
    {"definition", "{\"domain\": [1, 1], \"builtin\": \"gelu\"}", "definition.domain: [1, 1]"},
    {"definition", "{\"domain\": [0, 1]}", "exactly one of expression, samples and builtin"},
    {"definition", "{\"domain\": [0, 1], \"expression\": \"x +\"}", "f.json: definition.expression: "},
    {"definition", "{\"domain\": [0, 1], \"builtin\": \"exp\"}", "definition.builtin: 'exp', but function is 'gelu'"},
    {"definition", "{\"domain\": [0, 1], \"samples\": {\"x\": [0, 1], \"y\": [0]}}", "definition.samples.y: 1 numbers"},
    {"definition", "{\"domain\": [0, 1], \"samples\": {\"x\": [1, 0], \"y\": [0, 1]}}", "f.json: definition.samples: "},
    {"definition", "{\"domain\": [0, 1], \"expression\": \"x\", \"left_tail\": {\"slope\": 1}}",
     "definition.left_tail.intercept: missing"},
    {"weight", "3", "weight: not an object"},
    {"weight", "{\"normal\": {\"mean\": 0, \"sd\": 1}}", "weight.name: missing"},
    {"weight", "{\"name\": \"w\"}", "weight: exactly one of normal"},
    {"weight", "{\"name\": \"w\", \"normal\": {}, \"range\": {}}", "weight: exactly one of normal"},
    {"weight", "{\"name\": \"w\", \"norml\": {}}", "weight.norml: unknown key"},
    {"weight", "{\"name\": \"w\", \"normal\": 5}", "weight.normal: not an object"},
    {"weight", "{\"name\": \"w\", \"normal\": {\"mean\": 0}}", "weight.normal.sd: missing"},
    {"weight", "{\"name\": \"w\", \"normal\": {\"mean\": 0, \"sd\": 0}}", "f.json: weight: sd: 0 is out of range"},
    {"weight", "{\"name\": \"\\u001b\", \"normal\": {\"mean\": 0, \"sd\": 1}}", "f.json: weight: weight name"},
    {"weight", "{\"name\": \"w\", \"half_normal\": {\"sd\": 1, \"sign\": 0}}", "sign: 0 is out of range"},
    {"weight", "{\"name\": \"w\", \"histogram\": {\"edges\": [0, 1], \"counts\": [1, 2]}}", "counts: 2 numbers"},
    {"weight", "{\"name\": \"w\", \"histogram\": {\"edges\": [1, 0], \"counts\": [1]}}", "f.json: weight: histogram"},
    {"weight", "{\"name\": \"w\", \"range\": {\"low\": 8, \"high\": 9}}", "f.json: weights: 'w' gives every code"},
};

static void expect_refused(const char *text, size_t size, const char *words) {
  struct design_file file;
  struct error err = {.kind = ERROR_NONE};
  if (design_json_parse(&file, text, size, "f.json", &err))
    fail_msg("accepted, expected '%s': %s", words, text);
  assert_int_equal(err.kind, ERROR_INPUT);
  assert_null(strchr(err.text, '\n'));
  if (strstr(err.text, words) == NULL)
    fail_msg("no '%s' in '%s'", words, err.text);
}

static void test_malformed(void **unused) {
  (void)unused;
  for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
    json_t *root = json_loads(plain_design, 0, NULL);
    if (malformed[i].value != NULL)
      assert_int_equal(
          json_object_set_new(root, malformed[i].key, json_loads(malformed[i].value, JSON_DECODE_ANY, NULL)), 0);
    else
      assert_int_equal(json_object_del(root, malformed[i].key), 0);
    char *text = json_dumps(root, 0);
    expect_refused(text, strlen(text), malformed[i].words);
    free(text);
    json_decref(root);
  }
}

static void test_not_json(void **unused) {
  (void)unused;
  static const struct {
    const char *text, *words;
  } cases[] = {
      {"", "f.json:1: not valid JSON"},
      {"{\n\"in_bits\": 8,\n}", "f.json:3: not valid JSON"},
      {"{\"in_bits\": NaN}", "f.json:1: not valid JSON"},
      {"{\"in_bits\": 1e999}", "f.json:1: not valid JSON"},
      {"{\"in_bits\": 8, \"in_bits\": 8}", "duplicate"},
      {"[1]", "not a JSON object"},
      {"{} {}", "not valid JSON"},
      {"\xff\xfe", "not valid JSON"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    expect_refused(cases[i].text, strlen(cases[i].text), cases[i].words);
  /* Every cut of a valid design is refused, never a crash. */
  for (size_t size = 0; size + 1 < sizeof plain_design - 1; size++)
    expect_refused(plain_design, size, "not valid JSON");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_malformed),
      cmocka_unit_test(test_not_json),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
