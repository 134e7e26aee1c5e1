/* The fake NVRTC: an "image" says what it was compiled for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exports.h"
#include "fake.h"

enum { NVRTC_OUT_OF_MEMORY = 1, NVRTC_INVALID_INPUT = 3, NVRTC_INVALID_OPTION = 5, NVRTC_COMPILATION = 6 };

struct program {
  bool has_kernels; /* the source is what it should be */
  bool compiled;
  struct fake_image image;
  char log[2048];
};

static struct program *program_of(nvrtc_program program) { return (struct program *)program; }

int nvrtcVersion(int *major, int *minor) {
  *major = 13;
  *minor = (int)fake_number("FAKE_CUDA_NVRTC_MINOR", 0);
  return 0;
}

/* The architectures from the environment; returns how many. */
static int list_archs(int *archs) {
  const char *text = getenv("FAKE_CUDA_ARCHS");
  if (text == NULL)
    text = "75,80,86,89,90";
  int count = 0;
  while (*text != '\0') {
    char *rest = NULL;
    const long arch = strtol(text, &rest, 10);
    if (rest == text)
      break;
    if (archs != NULL)
      archs[count] = (int)arch;
    count++;
    text = *rest == ',' ? rest + 1 : rest;
  }
  return count;
}

int nvrtcGetNumSupportedArchs(int *count) {
  *count = list_archs(NULL);
  return 0;
}

int nvrtcGetSupportedArchs(int *archs) {
  (void)list_archs(archs);
  return 0;
}

int nvrtcCreateProgram(nvrtc_program *program, const char *source, const char *name, int headers, const char **contents,
                       const char **names) {
  (void)name;
  struct program *made = calloc(1, sizeof *made);
  if (made == NULL)
    return NVRTC_OUT_OF_MEMORY;
  made->has_kernels = headers == 0 && contents == NULL && names == NULL && strstr(source, "islands_epoch(") != NULL &&
                      strstr(source, "islands_score(") != NULL && strstr(source, "cost_table(") != NULL &&
                      strstr(source, "optimum_row(") != NULL && strstr(source, "probe(") != NULL &&
                      strstr(source, "gqa_epoch(") != NULL && strstr(source, "gade_epoch(") != NULL &&
                      strstr(source, "philox4x32_R(") != NULL && strstr(source, "#include \"") == NULL;
  *program = (nvrtc_program)made;
  return 0;
}

static bool knows(int arch) {
  int archs[64];
  const int count = list_archs(archs);
  for (int i = 0; i < count; i++)
    if (archs[i] == arch)
      return true;
  return false;
}

/* Options seen so far. */
struct seen {
  bool architecture, no_contraction, device_functions, pack;
};

static bool take_option(struct fake_image *image, struct seen *seen, const char *option) {
  int end = 0;
  if (sscanf(option, "--gpu-architecture=sm_%d%n", &image->architecture, &end) == 1 && option[end] == '\0') {
    image->machine_code = seen->architecture = true;
    return knows(image->architecture);
  }
  if (sscanf(option, "--gpu-architecture=compute_%d%n", &image->architecture, &end) == 1 && option[end] == '\0') {
    seen->architecture = true;
    return knows(image->architecture);
  }
  if (strcmp(option, "--fmad=false") == 0)
    return (seen->no_contraction = true);
  if (strcmp(option, "--device-as-default-execution-space") == 0)
    return (seen->device_functions = true);
  if (strcmp(option, "-DPACK=1") == 0)
    return (seen->pack = true);
  if (strcmp(option, "-DPROBLEMS_ONLY") == 0)
    return (image->problems = 1) != 0;
  if (strcmp(option, "-DISLANDS_ONLY") == 0)
    return (image->islands = 1) != 0;
  if (strcmp(option, "-DBASELINES_ONLY") == 0)
    return (image->baselines = 1) != 0;
  if (strcmp(option, "-DTABLES_ONLY") == 0)
    return (image->tables_only = 1) != 0;
  return sscanf(option, "-DENTRIES=%u%n", &image->entries, &end) == 1 ||
         sscanf(option, "-DPOPULATION=%u%n", &image->population, &end) == 1;
}

static int fail(struct program *program, int code, const char *text) {
  (void)snprintf(program->log, sizeof program->log, "%s\n", text);
  return code;
}

int nvrtcCompileProgram(nvrtc_program handle, int count, const char **options) {
  struct program *program = program_of(handle);
  struct fake_image *image = &program->image;
  *image = (struct fake_image){.magic = FAKE_IMAGE_MAGIC};
  struct seen seen = {false, false, false, false};
  char text[512] = "";
  size_t length = 0;
  for (int i = 0; i < count; i++) {
    if (!take_option(image, &seen, options[i]))
      return fail(program, NVRTC_INVALID_OPTION, options[i]);
    length += (size_t)snprintf(text + length, length < sizeof text ? sizeof text - length : 0, " %s", options[i]);
  }
  fake_log("compile%s", text);
  if (getenv("FAKE_CUDA_COMPILE_ERROR") != NULL)
    return fail(program, NVRTC_COMPILATION, getenv("FAKE_CUDA_COMPILE_ERROR"));
  if (!program->has_kernels)
    return fail(program, NVRTC_INVALID_INPUT, "fake NVRTC: this is not the kernel source");
  if (!seen.architecture || !seen.no_contraction || !seen.device_functions || !seen.pack ||
      image->problems + image->islands + image->baselines != 1 || (image->entries == 0) != (image->population == 0))
    return fail(program, NVRTC_INVALID_OPTION, "fake NVRTC: an option is missing");
  if (image->islands == 0 && (image->entries != 0 || image->tables_only != 0))
    return fail(program, NVRTC_INVALID_OPTION, "fake NVRTC: only kernels for islands depend on a size");
  program->compiled = true;
  return 0;
}

int nvrtcGetProgramLogSize(nvrtc_program program, size_t *size) {
  *size = strlen(program_of(program)->log) + 1;
  return 0;
}

int nvrtcGetProgramLog(nvrtc_program program, char *log) {
  memcpy(log, program_of(program)->log, strlen(program_of(program)->log) + 1);
  return 0;
}

static int size_of(const struct program *program, bool machine_code, size_t *size) {
  *size = sizeof program->image;
  return program->compiled && (program->image.machine_code != 0) == machine_code ? 0 : NVRTC_INVALID_INPUT;
}

static int take(const struct program *program, bool machine_code, char *image) {
  size_t size;
  const int code = size_of(program, machine_code, &size);
  if (code == 0)
    memcpy(image, &program->image, size);
  return code;
}

int nvrtcGetCUBINSize(nvrtc_program program, size_t *size) { return size_of(program_of(program), true, size); }

int nvrtcGetCUBIN(nvrtc_program program, char *image) { return take(program_of(program), true, image); }

int nvrtcGetPTXSize(nvrtc_program program, size_t *size) { return size_of(program_of(program), false, size); }

int nvrtcGetPTX(nvrtc_program program, char *ptx) { return take(program_of(program), false, ptx); }

int nvrtcDestroyProgram(nvrtc_program *program) {
  free(*program);
  *program = NULL;
  return 0;
}

const char *nvrtcGetErrorString(int code) {
  switch (code) {
  case NVRTC_OUT_OF_MEMORY:
    return "NVRTC_ERROR_OUT_OF_MEMORY";
  case NVRTC_INVALID_INPUT:
    return "NVRTC_ERROR_INVALID_INPUT";
  case NVRTC_INVALID_OPTION:
    return "NVRTC_ERROR_INVALID_OPTION";
  case NVRTC_COMPILATION:
    return "NVRTC_ERROR_COMPILATION";
  default:
    return "NVRTC_SUCCESS";
  }
}
