# A key for each entry count, and for each engine where there are several; fewer in a row where names are long.
engine_keys = engine_count > 1 ? engine_count : 0
legend_count = (continuous ? 0 : colour_count) + engine_keys
longest = 10
do for [e = 1:engine_keys] {
  longest = strlen(engines[e]) > longest ? strlen(engines[e]) : longest
}
legend_columns = int((width - 0.3) / (0.08 * longest + 0.4))
legend_columns = legend_columns > 4 ? 4 : legend_columns
legend_columns = legend_columns > legend_count ? legend_count : legend_columns
legend_columns = legend_columns < 1 ? 1 : legend_columns
