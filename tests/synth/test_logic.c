/* Boolean functions in Liberty's notation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "synth/logic.h"

static const char *const names[] = {"A", "B", "C[1]"};
static const uint32_t map[] = {0, 1, 2};

/* The truth table, bit i being the value where A is bit 0 of i, B bit 1, C[1] bit 2. */
static unsigned table_of(const char *text) {
  struct arena arena = {NULL};
  struct logic logic;
  assert_int_equal(logic_parse(&arena, text, names, 3, &logic), LOGIC_OK);
  unsigned table = 0;
  for (unsigned i = 0; i < 8; i++) {
    const uint8_t values[3] = {i & 1, i >> 1 & 1, i >> 2 & 1};
    table |= (unsigned)logic_value(&logic, values, map) << i;
  }
  arena_release(&arena);
  return table;
}

static void test_notation(void **unused) {
  (void)unused;
  assert_int_equal(table_of("A"), 0xaa);
  assert_int_equal(table_of("!A"), 0x55);
  assert_int_equal(table_of(" A' "), 0x55);
  assert_int_equal(table_of("!A'"), 0xaa);
  assert_int_equal(table_of("(A B)'"), 0x77);
  assert_int_equal(table_of("A*B"), 0x88);
  assert_int_equal(table_of("A&B|C[1]"), 0xf8);
  assert_int_equal(table_of("A+B C[1]"), 0xea);
  assert_int_equal(table_of("A ^ B"), 0x66);
  assert_int_equal(table_of("A B ^ C[1]"), 0x28); /* exclusive or binds more tightly than and */
  assert_int_equal(table_of("!(A+B)!C[1]"), 0x01);
  assert_int_equal(table_of("0"), 0x00);
  assert_int_equal(table_of("1"), 0xff);
}

static void test_refused(void **unused) {
  (void)unused;
  static const char *const malformed[] = {"", " ", "A B)", "(A", "A +", "!", "A ^", "'A", "A + + B", "A $ \x80"};
  struct arena arena = {NULL};
  struct logic logic;
  for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
    assert_int_not_equal(logic_parse(&arena, malformed[i], names, 3, &logic), LOGIC_OK);
    assert_int_equal(logic.count, 0);
  }
  assert_int_equal(logic_parse(&arena, "A D", names, 3, &logic), LOGIC_UNKNOWN_NAME);
  char deep[5000];
  for (size_t i = 0; i < sizeof deep - 1; i++)
    deep[i] = '(';
  deep[sizeof deep - 1] = '\0';
  assert_int_equal(logic_parse(&arena, deep, names, 3, &logic), LOGIC_MALFORMED);
  arena_release(&arena);
}

/* The longest functions that are read fit the evaluator's stack. */
static void test_deep(void **unused) {
  (void)unused;
  char text[200] = "";
  size_t length = 0;
  for (int i = 0; i < 14; i++) {
    text[length++] = 'A';
    text[length++] = '^';
    text[length++] = '(';
  }
  text[length++] = 'B';
  for (int i = 0; i < 14; i++)
    text[length++] = ')';
  assert_int_equal(table_of(text), 0xcc);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_notation),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_deep),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
