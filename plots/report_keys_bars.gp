# Panels of bars stand one above the other, the keys over them.
columns = 1
rows = count
bar_count = 0
longest = 8
shown_lines = ''
do for [k = 1:line_count] {
  bar_count = bar_count + shown[k]
  shown_lines = shown_lines.(shown[k] ? sprintf(' %d', k) : '')
  longest = shown[k] && strlen(labels[k]) > longest ? strlen(labels[k]) : longest
}
legend_count = bar_count
legend_columns = int((width - 0.3) / (0.065 * longest + 0.35))
legend_columns = legend_columns > legend_count ? legend_count : legend_columns
legend_columns = legend_columns < 1 ? 1 : legend_columns
