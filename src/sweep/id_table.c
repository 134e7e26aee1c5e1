#include "sweep/id_table.h"

static int digit_value(char digit) {
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Sixteen digits. Returns false if there are others. */
static bool parse_word(uint64_t *word, const char *hex) {
  *word = 0;
  for (int i = 0; i < 16; i++) {
    const int value = digit_value(hex[i]);
    if (value < 0)
      return false;
    *word = *word << 4 | (uint64_t)value;
  }
  return true;
}

/* An identity is a hash already. Returns false if the text is none. */
static bool parse(struct table_key *key, const struct point_id *id) {
  return parse_word(&key->high, id->hex) && parse_word(&key->low, id->hex + 16);
}

bool id_table_add(struct id_table *table, const struct point_id *id, size_t *position, bool *added) {
  struct table_key key;
  return parse(&key, id) && key_table_add(&table->keys, key, position, added);
}

size_t id_table_find(const struct id_table *table, const struct point_id *id) {
  struct table_key key;
  return parse(&key, id) ? key_table_find(&table->keys, key) : SIZE_MAX;
}

static void print_word(char *hex, uint64_t word) {
  static const char digits[] = "0123456789abcdef";
  for (int i = 15; i >= 0; i--, word >>= 4)
    hex[i] = digits[word & 15];
}

struct point_id id_table_at(const struct id_table *table, size_t position) {
  const struct table_key *const key = &table->keys.key[position];
  struct point_id id = {{0}};
  print_word(id.hex, key->high);
  print_word(id.hex + 16, key->low);
  return id;
}

void id_table_release(struct id_table *table) { key_table_release(&table->keys); }
