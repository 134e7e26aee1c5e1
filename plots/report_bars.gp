# Bars of several methods in groups, a panel for each entry count, on one logarithmic axis. Besides what panels.gp and
# report_keys.gp need:
#   group_count, groups   array of the groups' names
# and the column files bars_1_1.dat (group, place in the group from 0, median, least, largest, number of the method),
# bars_2_1.dat and so on.
bars_file(i) = data.'bars_'.i.'_1.dat'
bar_width = 0.8 / bar_count
centre(group, place) = group + (place - (bar_count - 1) / 2.0) * bar_width
top = (legend_height + 0.02) / height
# Names that are too long for their groups go on in a second line, after the first comma.
room = 0.95 * panel_width * width * 72 / group_count
two_lines = 0
do for [g = 1:group_count] {
  two_lines = two_lines || (3.9 * strlen(groups[g]) > room && strstrt(groups[g], ', ') > 0)
}
comma(g) = two_lines ? strstrt(groups[g], ', ') : 0
first_line(g) = comma(g) > 0 ? groups[g][:comma(g) - 1] : groups[g]
second_line(g) = comma(g) > 0 ? groups[g][comma(g) + 2:] : ''
group_text(g) = first_line(g).(comma(g) > 0 ? "\n" : '').second_line(g)
longest_line = 1
do for [g = 1:group_count] {
  longest_line = strlen(first_line(g)) > longest_line ? strlen(first_line(g)) : longest_line
  longest_line = strlen(second_line(g)) > longest_line ? strlen(second_line(g)) : longest_line
}
bottom = (two_lines ? 0.38 : 0.26) / height
panel_height = (1 - bottom - top) / rows - name_height
unset xtics
unset grid
set grid ytics linetype 1 linewidth 0.4 linecolor rgb '#dddddd'
set style fill solid noborder
set multiplot
unset key
do for [i = 1:panels] {
  set lmargin at screen panel_left(i)
  set rmargin at screen panel_left(i) + panel_width
  set bmargin at screen panel_bottom(i)
  set tmargin at screen panel_bottom(i) + panel_height
  set format y y_format
  if (zero_at > 0) { set ytics add ('0' zero_at) }
  set label 1 names[i] at graph 0.5,1 center offset 0,0.55 noenhanced font ',7'
  if (i == panels) {
    do for [g = 1:group_count] {
      group_size = 3.9 * longest_line > room ? 7.0 * room / (3.9 * longest_line) : 7
      set label (100 + g) group_text(g) at g,y_min center offset 0,(two_lines ? -1.1 : -0.75) noenhanced \
        font sprintf(',%.1f', group_size)
    }
  }
  plot for [k = 1:line_count] bars_file(i) using (centre($1, $2)):($6 == k ? $3 : NaN):(centre($1, $2) - 0.45 * bar_width):\
      (centre($1, $2) + 0.45 * bar_width):(y_min):3 with boxxyerror fillstyle solid linecolor rgb line_colours[k], \
    bars_file(i) using (centre($1, $2)):4:(0):($5 - $4) with vectors nohead linewidth 0.9 linecolor rgb '#303030'
}
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset grid
unset logscale
do for [g = 1:group_count] {
  unset label (100 + g)
}
set xrange [0:1]
set yrange [0:1]
unset label 1
set label 2 y_label at screen 0.11 / width,bottom + (1 - bottom - top) / 2 center rotate
set key at screen 0.5,1 - 0.03 / height center top horizontal maxcols legend_columns Left reverse samplen 0.9 width 1 font ',7'
plot NaN notitle, for [k in shown_lines] keyentry with boxes fillstyle solid noborder \
  linecolor rgb line_colours[int(k)] title labels[int(k)] noenhanced
unset multiplot
unset output
