# The labels of all axes and the heading, in a plot of its own over the whole sheet; the script after this plots the keys.
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset grid
unset logscale
set xrange [0:1]
set yrange [0:1]
set label 1 x_label at screen left + (1 - left - right) / 2,0.08 / height center font ',8'
set label 2 y_label at screen 0.11 / width,bottom + (1 - bottom - top) / 2 center rotate
if (count > 0) {
  set label 3 heading[1] at screen left + (1 - left - right) / 2,1 - (legend_height + 0.08) / height center noenhanced
}
# gnuplot counts a key for the plot without a title or the loop without a turn that some legends have.
set key at screen 0.5,1 - 0.03 / height center top horizontal maxcols legend_columns + 1 Left reverse samplen 1.6 font ',7'
