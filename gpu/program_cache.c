#include "gpu/program_cache.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "file.h"

/* A file is this line, the key's length and the image's, the image's checksum, the key and the image. */
static const char magic[] = "lutdse compiled kernels 1\n";

struct header {
  char magic[32];
  uint64_t key_size, image_size, checksum;
};

/* The key as one text; NULL if memory runs out. */
static char *key_text(const struct program_key *key) {
  char *text = NULL;
  const unsigned long long source = XXH3_64bits(key->source, strlen(key->source));
  const int length = asprintf(&text, "source %016llx\noptions %s\ndevice %s\ndriver %s\n", source, key->options,
                              key->device, key->driver);
  return length < 0 ? NULL : text;
}

/* The cache's folder, made if need be; false if there is nowhere to put it. */
static bool cache_folder(char folder[PATH_MAX]) {
  const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
  int length = 0;
  if (base != NULL && base[0] == '/')
    length = snprintf(folder, PATH_MAX, "%s", base);
  else if (home != NULL && home[0] == '/')
    length = snprintf(folder, PATH_MAX, "%s/.cache", home);
  if (length <= 0 || length + (int)sizeof "/lutdse" > PATH_MAX)
    return false;
  (void)mkdir(folder, 0700);
  memcpy(folder + length, "/lutdse", sizeof "/lutdse");
  (void)mkdir(folder, 0700);
  return true;
}

static bool cache_path(const char *text, char path[PATH_MAX]) {
  char folder[PATH_MAX];
  if (!cache_folder(folder))
    return false;
  const XXH128_hash_t hash = XXH3_128bits(text, strlen(text));
  const int length = snprintf(path, PATH_MAX, "%s/%016llx%016llx.kernels", folder, (unsigned long long)hash.high64,
                              (unsigned long long)hash.low64);
  return length > 0 && length < PATH_MAX;
}

/* The image within a file of the right key and checksum, or NULL. */
static const char *find_image(const char *data, size_t size, const char *text, size_t *image_size) {
  struct header header;
  const size_t key_size = strlen(text);
  if (size < sizeof header + key_size)
    return NULL;
  memcpy(&header, data, sizeof header);
  const char *key = data + sizeof header, *image = key + key_size;
  *image_size = size - sizeof header - key_size;
  if (memcmp(header.magic, magic, sizeof magic) != 0 || header.key_size != key_size ||
      header.image_size != *image_size || memcmp(key, text, key_size) != 0 ||
      header.checksum != XXH3_64bits(image, *image_size))
    return NULL;
  return image;
}

static void *load(const char *text, size_t *size) {
  char path[PATH_MAX];
  void *data = NULL;
  size_t data_size = 0;
  struct error ignored;
  if (!cache_path(text, path) || !file_read(path, &data, &data_size, &ignored))
    return NULL;
  const char *image = find_image(data, data_size, text, size);
  void *copy = image != NULL ? malloc(*size + 1) : NULL;
  if (copy != NULL)
    memcpy(copy, image, *size);
  free(data);
  return copy;
}

void *program_cache_load(const struct program_key *key, size_t *size) {
  char *text = key_text(key);
  if (text == NULL)
    return NULL;
  void *image = load(text, size);
  free(text);
  return image;
}

static void store(const char *text, const void *image, size_t size) {
  char path[PATH_MAX];
  struct error ignored;
  const size_t key_size = strlen(text), total = sizeof(struct header) + key_size + size;
  char *data = calloc(1, total);
  if (data == NULL || !cache_path(text, path)) {
    free(data);
    return;
  }
  struct header header = {.key_size = key_size, .image_size = size, .checksum = XXH3_64bits(image, size)};
  memcpy(header.magic, magic, sizeof magic);
  memcpy(data, &header, sizeof header);
  memcpy(data + sizeof header, text, key_size);
  memcpy(data + sizeof header + key_size, image, size);
  (void)file_write(path, data, total, &ignored);
  free(data);
}

void program_cache_store(const struct program_key *key, const void *image, size_t size) {
  char *text = key_text(key);
  if (text == NULL)
    return;
  store(text, image, size);
  free(text);
}
