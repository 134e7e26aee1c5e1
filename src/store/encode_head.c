#include "store/encode_text.h"
#include "store/metric.h"

static void encode_tail(const struct tail *tail, char name[8], double *slope, double *intercept) {
  name_text(name, 8, tail->present ? "line" : "none");
  *slope = tail->present ? tail->slope : 0;
  *intercept = tail->present ? tail->intercept : 0;
}

void encode_function(const struct function *function, struct function_row *row) {
  const double *x, *y;
  COPY_TEXT(row->name, function->name);
  COPY_TEXT(row->formula, function->formula);
  name_text(row->kind, sizeof row->kind,
            function->samples != NULL      ? "samples"
            : function->expression != NULL ? "expression"
                                           : "builtin");
  row->lo = function->lo;
  row->hi = function->hi;
  encode_tail(&function->left, row->left_tail, &row->left_slope, &row->left_intercept);
  encode_tail(&function->right, row->right_tail, &row->right_slope, &row->right_intercept);
  row->samples = (int64_t)function_samples(function, &x, &y);
  row->hash = function_hash(function);
}

void encode_weight(const struct weight *weight, struct weight_row *row) {
  COPY_TEXT(row->name, weight->name);
  name_text(row->kind, sizeof row->kind, weight_describe(weight->kind)->name);
  memcpy(row->parameters, weight->parameter, sizeof row->parameters);
  row->bins = (int64_t)weight->bins;
  row->hash = weight->hash;
}

static const char *function_text(const struct results *head, size_t function) { return head->functions[function].name; }

static const char *weight_text(const struct results *head, size_t weight) {
  return weight_name(weight == SIZE_MAX ? NULL : &head->weights[weight]);
}

static int64_t weight_number(size_t weight) { return weight == SIZE_MAX ? -1 : (int64_t)weight; }

void encode_front(const struct results *head, const struct front_row *front, struct front_table_row *row) {
  row->function_row = (int64_t)front->function;
  row->weight_row = weight_number(front->weight);
  name_text(row->function, sizeof row->function, function_text(head, front->function));
  name_text(row->weight, sizeof row->weight, weight_text(head, front->weight));
  name_text(row->error_metric, sizeof row->error_metric, error_metric_name((enum error_metric)front->error_metric));
  name_text(row->cost_metric, sizeof row->cost_metric, cost_metric_name((enum cost_metric)front->cost_metric));
  row->design = (int64_t)front->design;
  row->error = front->error;
  row->cost = front->cost;
}

void encode_range(const struct results *head, const struct range_row *range, struct range_table_row *row) {
  row->function_row = (int64_t)range->function;
  row->weight_row = weight_number(range->weight);
  name_text(row->function, sizeof row->function, function_text(head, range->function));
  name_text(row->weight, sizeof row->weight, weight_text(head, range->weight));
  name_text(row->metric, sizeof row->metric, metric_name(range->metric));
  row->designs = (int64_t)range->designs;
  row->least = range->least;
  row->most = range->most;
}

void encode_run(const struct run_record *run, struct run_record *row) {
  COPY_TEXT(row->version, run->version);
  COPY_TEXT(row->commit, run->commit);
  COPY_TEXT(row->host, run->host);
  COPY_TEXT(row->device, run->device);
  COPY_TEXT(row->driver, run->driver);
  COPY_TEXT(row->command, run->command);
  COPY_TEXT(row->started, run->started);
  COPY_TEXT(row->finished, run->finished);
  row->points = run->points;
  row->evaluations = run->evaluations;
  row->seconds = run->seconds;
}
