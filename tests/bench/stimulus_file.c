#include "stimulus_file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "hardware/random.h"
#include "text_file.h"

enum { PORTS_MAX = 64, WIDTH_MAX = 4096, CYCLES_MAX = 1000000 };

struct reader {
  struct stimulus *stimulus;
  struct arena *arena;
  struct stimulus_port *ports;
  uint8_t *bits;
  size_t width, capacity;
  uint64_t random;
  const char *path;
  int line;
  struct error *err;
};

static bool wrong(const struct reader *reader, const char *what) {
  return error_set(reader->err, ERROR_INPUT, "%s:%d: %s", reader->path, reader->line, what);
}

static bool grow(struct reader *reader) {
  struct stimulus *stimulus = reader->stimulus;
  if (stimulus->cycles < reader->capacity)
    return true;
  const size_t capacity = reader->capacity > 0 ? 2 * reader->capacity : 256;
  uint8_t *bits = capacity <= CYCLES_MAX ? arena_take(reader->arena, capacity * reader->width) : NULL;
  if (bits == NULL)
    return error_memory(reader->err, "a stimulus");
  if (stimulus->cycles > 0)
    memcpy(bits, reader->bits, stimulus->cycles * reader->width);
  stimulus->bits = reader->bits = bits;
  reader->capacity = capacity;
  return true;
}

/* One more cycle, which starts as the last one; NULL if memory runs out. */
static uint8_t *add_cycle(struct reader *reader) {
  if (!grow(reader))
    return NULL;
  uint8_t *bits = reader->bits + reader->stimulus->cycles * reader->width;
  if (reader->stimulus->cycles++ > 0)
    memcpy(bits, bits - reader->width, reader->width);
  return bits;
}

static bool read_port(struct reader *reader, char **rest) {
  const char *name = strtok_r(NULL, " \t\r", rest), *width = strtok_r(NULL, " \t\r", rest);
  const long number = width != NULL ? strtol(width, NULL, 10) : 0;
  struct stimulus *stimulus = reader->stimulus;
  if (number < 1 || number > WIDTH_MAX || stimulus->port_count == PORTS_MAX || stimulus->cycles > 0)
    return wrong(reader, "a port is a name and a width, before all cycles");
  const char *copy = arena_text(reader->arena, name, strlen(name));
  if (copy == NULL)
    return error_memory(reader->err, "a stimulus");
  reader->ports[stimulus->port_count++] = (struct stimulus_port){copy, (size_t)number};
  reader->width += (size_t)number;
  return true;
}

static bool set_port(uint8_t *bits, size_t width, const char *hex) {
  size_t digit = strlen(hex);
  for (size_t i = 0; i < width; i += 4) {
    const char text[2] = {digit > 0 ? hex[--digit] : '0', '\0'};
    if (!isxdigit((unsigned char)text[0]))
      return false;
    const unsigned long value = strtoul(text, NULL, 16);
    for (size_t k = 0; k < 4 && i + k < width; k++)
      bits[i + k] = value >> k & 1;
  }
  return true;
}

static bool read_cycle(struct reader *reader, char **rest) {
  uint8_t *bits = add_cycle(reader);
  if (bits == NULL)
    return false;
  for (size_t p = 0; p < reader->stimulus->port_count; p++) {
    const char *hex = strtok_r(NULL, " \t\r", rest);
    if (hex == NULL || !set_port(bits, reader->ports[p].width, hex))
      return wrong(reader, "a cycle has a hexadecimal value for each port");
    bits += reader->ports[p].width;
  }
  return true;
}

static bool mark_ports(struct reader *reader, bool *marked, char **rest) {
  for (const char *name = strtok_r(NULL, " \t\r", rest); name != NULL; name = strtok_r(NULL, " \t\r", rest)) {
    size_t p = 0;
    while (p < reader->stimulus->port_count && strcmp(reader->ports[p].name, name) != 0)
      p++;
    if (p == reader->stimulus->port_count)
      return wrong(reader, "there is no such port");
    marked[p] = true;
  }
  return true;
}

static bool add_cycles(struct reader *reader, char **rest) {
  const char *count = strtok_r(NULL, " \t\r", rest);
  const long number = count != NULL ? strtol(count, NULL, 10) : 0;
  bool random[PORTS_MAX] = {false};
  if (number < 1 || number > CYCLES_MAX)
    return wrong(reader, "a count is missing");
  if (!mark_ports(reader, random, rest))
    return false;
  for (long i = 0; i < number; i++) {
    uint8_t *bits = add_cycle(reader);
    if (bits == NULL)
      return false;
    for (size_t p = 0; p < reader->stimulus->port_count; bits += reader->ports[p++].width)
      for (size_t k = 0; random[p] && k < reader->ports[p].width; k++)
        bits[k] = random_next(&reader->random) >> 40 & 1;
  }
  return true;
}

static bool read_line(struct reader *reader, char *line) {
  char *rest = NULL;
  line[strcspn(line, "#")] = '\0';
  const char *word = strtok_r(line, " \t\r", &rest);
  if (word == NULL)
    return true;
  if (strcmp(word, "port") == 0)
    return read_port(reader, &rest);
  if (strcmp(word, "cycle") == 0)
    return read_cycle(reader, &rest);
  if (strcmp(word, "repeat") == 0 || strcmp(word, "random") == 0)
    return add_cycles(reader, &rest);
  if (strcmp(word, "warmup") != 0)
    return wrong(reader, "expected port, cycle, repeat, random or warmup");
  reader->stimulus->warmup = reader->stimulus->cycles;
  return true;
}

bool stimulus_file_read(struct stimulus *stimulus, struct arena *arena, const char *path, struct error *err) {
  char *text = NULL;
  size_t size = 0;
  *stimulus = (struct stimulus){.cycles = 0};
  struct reader reader = {.stimulus = stimulus, .arena = arena, .path = path, .err = err};
  stimulus->ports = reader.ports = arena_take(arena, PORTS_MAX * sizeof *reader.ports);
  if (reader.ports == NULL)
    return error_memory(err, "a stimulus");
  if (!text_file_read(path, (size_t)1 << 30, &text, &size, err))
    return false;
  bool ok = true;
  for (char *line = text; ok && line != NULL;) {
    char *next = strchr(line, '\n');
    if (next != NULL)
      *next++ = '\0';
    reader.line++;
    ok = read_line(&reader, line);
    line = next;
  }
  free(text);
  return ok;
}
