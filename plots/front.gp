# One function: every design as a dot, the Pareto front as a step line, thin where it goes on to the edges. Besides what style.gp needs:
#   names   array with the function's name
#   data    prefix of the column files: data.'cloud.dat', 'members.dat', 'steps.dat'
set tmargin at screen 1 - (key_height + 0.2) / height
set key at screen 0.54,1 - 0.03 / height center top horizontal maxcols key_columns Left reverse samplen 0.6 spacing 1 width -3 font ',7'
set tics font ',7'
set xtics offset 0,0.3
if (!x_log) {
  set xtics x_step(6)
}
# The fifth column of the members; nothing is marked where the figure is of another error than the proofs.
optimal(x) = marks == 1 && x == 1
# Whether a value is in the dark half of the palette.
dark(x) = x < sqrt(real(word(colour_values, 1)) * real(word(colour_values, words(colour_values))))
set xlabel x_label offset 0,0.8
set ylabel y_label offset 0.8,0
set label 1 names[1] at graph 0.5,1 center offset 0,0.6 noenhanced font ',8'

if (continuous) {
  plot data.'cloud.dat' using 1:2:3 with points pointtype 7 pointsize mark_scale * 0.22 linecolor palette notitle, \
    data.'steps.dat' with steps linewidth 0.6 linecolor rgb 'black' notitle, \
    data.'members.dat' with steps linewidth 1.4 linecolor rgb 'black' title 'Pareto front', \
    data.'members.dat' using 1:2 with points pointtype 7 pointsize mark_scale * 0.5 linecolor rgb 'black' notitle, \
    data.'members.dat' using 1:2:3 with points pointtype 7 pointsize mark_scale * 0.32 linecolor palette notitle, \
    data.'members.dat' using (optimal($5) && dark($3) ? $1 : NaN):2 with points pointtype 7 pointsize mark_scale * 0.13 \
      linecolor rgb 'white' notitle, \
    data.'members.dat' using (optimal($5) && !dark($3) ? $1 : NaN):2 with points pointtype 7 pointsize mark_scale * 0.13 \
      linecolor rgb 'black' notitle, \
    for [m = 1:marks] keyentry with points pointtype 6 pointsize mark_scale * 0.3 linewidth 1.2 linecolor rgb 'black' \
      title 'optimal', \
    for [p = 1:picks] data.'picks.dat' using 1:2 with points pointtype 6 pointsize mark_scale * 0.9 linewidth 1.4 \
      linecolor rgb 'black' title 'knee and ends'
} else {
  plot for [k = 1:colour_count] for [s = 1:shape_count] \
      data.'cloud.dat' using (($3 == k && $4 == s) ? $1 : NaN):2 with points pointtype cloud_shape(s) pointsize mark_scale * 0.25 \
      linecolor rgb pale(k) notitle, \
    data.'steps.dat' with steps linewidth 0.6 linecolor rgb 'black' notitle, \
    data.'members.dat' with steps linewidth 1.4 linecolor rgb 'black' title 'Pareto front', \
    for [k = 1:colour_count] for [s = 1:shape_count] \
      data.'members.dat' using (($3 == k && $4 == s) ? $1 : NaN):2 with points pointtype shape(k, s) pointsize mark_scale * 0.58 \
      linecolor rgb 'black' notitle, \
    for [k = 1:colour_count] for [s = 1:shape_count] \
      data.'members.dat' using (($3 == k && $4 == s) ? $1 : NaN):2 with points pointtype shape(k, s) pointsize mark_scale * 0.38 \
      linecolor rgb colour(k) notitle, \
    data.'members.dat' using (optimal($5) ? $1 : NaN):2 with points pointtype 7 pointsize mark_scale * 0.22 linecolor rgb 'black' \
      notitle, \
    data.'members.dat' using (optimal($5) ? $1 : NaN):2 with points pointtype 7 pointsize mark_scale * 0.14 linecolor rgb 'white' \
      notitle, \
    for [m = 1:marks] keyentry with points pointtype 6 pointsize mark_scale * 0.3 linewidth 1.2 linecolor rgb 'black' \
      title 'optimal', \
    for [k = 1:colour_count] keyentry with points pointtype shape(k, 1) pointsize mark_scale * 0.5 linecolor rgb colour(k) \
      title colour_label(k), \
    for [s = 1:(shape_count > 1 ? shape_count : 0)] keyentry with points pointtype shape(1, s) pointsize mark_scale * 0.5 \
      linecolor rgb '#606060' title shape_label(s), \
    for [p = 1:picks] data.'picks.dat' using 1:2 with points pointtype 6 pointsize mark_scale * 0.9 linewidth 1.4 \
      linecolor rgb 'black' title 'knee and ends'
}
unset output
