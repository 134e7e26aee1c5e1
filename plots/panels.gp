# A sheet of panels on the same axes, for the settings of one function; one panel fits a column of a paper. Besides what
# style.gp needs:
#   heading   array with the function's name
#   names     array of the settings' names; not shown where there is one
#   data      prefix of the column files
# and of the script before this: legend_count and legend_columns, how many keys there are and how many go in a row.
panels = count > 0 ? count : 1
if (count == 0) {
  columns = 1
  rows = 1
}
left = 0.62 / width
right = (continuous ? 0.72 : 0.12) / width
bottom = 0.42 / height
legend_height = 0.05 + 0.115 * ((legend_count + legend_columns - 1) / legend_columns)
top = (legend_height + (count > 0 ? 0.14 : 0)) / height
gap = 0.10
name_height = 0.18 / height
panel_width = (1 - left - right - (columns - 1) * gap / width) / columns
panel_height = (1 - bottom - top) / rows - name_height
column_of(i) = (i - 1) % columns
row_of(i) = (i - 1) / columns
panel_left(i) = left + column_of(i) * (panel_width + gap / width)
panel_bottom(i) = 1 - top - (row_of(i) + 1) * (panel_height + name_height)
# A long name is set smaller, to stay over its panel.
name_size(name) = strlen(name) * 4.4 > panel_width * width * 72 ? panel_width * width * 72 / strlen(name) * 1.6 : 7
file(what, i) = data.what.'_'.i.'.dat'
y_format = '10^{%T}'
set tics font ',7'
set xtics offset 0,0.3
