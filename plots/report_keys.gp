# A key for each line that is shown; fewer in a row where names are long. Needs
#   line_count                             how many lines there may be
#   marks_alone                            if it is there, keys have no lines
#   labels, line_colours, line_shapes, line_dashes, shown   arrays of that many
legend_count = 0
longest = 8
shown_lines = ''
do for [k = 1:line_count] {
  legend_count = legend_count + shown[k]
  shown_lines = shown_lines.(shown[k] ? sprintf(' %d', k) : '')
  longest = shown[k] && strlen(labels[k]) > longest ? strlen(labels[k]) : longest
}
legend_columns = int((width - 0.3) / (0.065 * longest + 0.4))
legend_columns = legend_columns > legend_count ? legend_count : legend_columns
legend_columns = legend_columns < 1 ? 1 : legend_columns
