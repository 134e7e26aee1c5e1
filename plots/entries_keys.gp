# One key for the optimum and one for each engine; fewer in a row where names are long.
legend_count = 1 + bounds + colour_count
longest = 14
do for [k = 1:colour_count] {
  longest = strlen(engines[k]) > longest ? strlen(engines[k]) : longest
}
legend_columns = int((width - 0.3) / (0.08 * longest + 0.4))
legend_columns = legend_columns > 4 ? 4 : legend_columns
legend_columns = legend_columns > legend_count ? legend_count : legend_columns
legend_columns = legend_columns < 1 ? 1 : legend_columns
mark = count > 0 ? 0.32 : 0.45
