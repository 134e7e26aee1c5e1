#include "run/proof_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "file.h"

/* "ID KIND VALUE HASH": the value in hexadecimal, the hash of what comes before it. */
enum { LINE_SIZE = 128, HASH_SIZE = 17 };

static void path_in(const char *folder, char *path, size_t size) {
  (void)snprintf(path, size, "%s/proofs.txt", folder);
}

void proof_log_init(struct proof_log *log, const char *folder) {
  *log = (struct proof_log){.descriptor = -1};
  path_in(folder, log->path, sizeof log->path);
}

bool proof_log_add(struct proof_log *log, const struct point_id *id, const struct optimum *optimum, struct error *err) {
  if (log->capacity - log->length < LINE_SIZE) {
    const size_t capacity = 2 * log->capacity + LINE_SIZE;
    char *const text = realloc(log->text, capacity);
    if (text == NULL)
      return error_memory(err, "proofs");
    log->text = text;
    log->capacity = capacity;
  }
  char *const line = log->text + log->length;
  const int length = snprintf(line, LINE_SIZE, "%s %s %a", id->hex, optimum_kind_name(optimum->kind), optimum->value);
  const uint64_t hash = XXH3_64bits(line, (size_t)length);
  log->length +=
      (size_t)length + (size_t)snprintf(line + length, LINE_SIZE - (size_t)length, " %016" PRIx64 "\n", hash);
  return true;
}

/* The first line begins anew, whatever a killed process left of its last. */
static bool open_log(struct proof_log *log, struct error *err) {
  log->descriptor = open(log->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  const off_t end = log->descriptor < 0 ? -1 : lseek(log->descriptor, 0, SEEK_END);
  if (end < 0)
    return file_error(err, "write", log->path, errno);
  log->end = (uint64_t)end;
  const int failed = end == 0 ? 0 : file_write_at(log->descriptor, "\n", 1, log->end++);
  return failed == 0 || file_error(err, "write", log->path, failed);
}

bool proof_log_keep(struct proof_log *log, struct error *err) {
  if (log->length == 0)
    return true;
  if (log->descriptor < 0 && !open_log(log, err))
    return false;
  int failed = file_write_at(log->descriptor, log->text, log->length, log->end);
  if (failed == 0 && fsync(log->descriptor) != 0)
    failed = errno;
  log->end += log->length;
  log->length = 0;
  return failed == 0 || file_error(err, "write", log->path, failed);
}

void proof_log_close(struct proof_log *log) {
  if (log->descriptor >= 0)
    (void)close(log->descriptor);
  free(log->text);
  *log = (struct proof_log){.descriptor = -1};
}

/* Take a line apart, which is zero-terminated. Returns false if it is damaged. */
static bool parse_line(char *line, struct point_id *id, struct optimum *optimum) {
  char *const last = strrchr(line, ' ');
  if (last == NULL || strlen(last) != HASH_SIZE)
    return false;
  char *end;
  const uint64_t hash = strtoull(last + 1, &end, 16);
  if (*end != '\0' || hash != XXH3_64bits(line, (size_t)(last - line)))
    return false;
  *last = '\0';
  char *const kind = strchr(line, ' '), *const value = kind == NULL ? NULL : strchr(kind + 1, ' ');
  if (value == NULL || (size_t)(kind - line) != sizeof id->hex - 1)
    return false;
  *kind = *value = '\0';
  memcpy(id->hex, line, sizeof id->hex);
  const int known = optimum_kind_parse(kind + 1);
  *optimum = (struct optimum){(enum optimum_kind)known, strtod(value + 1, &end)};
  return known > OPTIMUM_NONE && *end == '\0';
}

bool proof_log_read(const char *folder, proof_log_take *take, void *context, struct error *err) {
  char path[sizeof((struct proof_log *)0)->path], line[LINE_SIZE];
  path_in(folder, path, sizeof path);
  FILE *const file = fopen(path, "re");
  if (file == NULL)
    return errno == ENOENT || errno == ENOTDIR || file_error(err, "read", path, errno);
  while (fgets(line, sizeof line, file) != NULL) {
    struct point_id id;
    struct optimum optimum;
    line[strcspn(line, "\n")] = '\0';
    if (parse_line(line, &id, &optimum))
      take(context, &id, &optimum);
  }
  const bool ok = ferror(file) == 0;
  (void)fclose(file);
  return ok || file_error(err, "read", path, EIO);
}
