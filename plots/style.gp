# What every figure of lutdse shares: terminal, axes, colours. `lutdse plot` puts this before each script and sets:
#   format         pdf, svg or png            output         the file to write
#   x_min x_max    cost axis                  y_min y_max    error axis
#   x_log          1: logarithmic cost axis   zero_at        where an error of zero is drawn; 0: there is none
#   x_label y_label                           continuous     1: colour is a palette, not a list
#   colour_values  values behind the colours  colour_noun    "entries" or "bit"
#   shape_values   input widths behind the shapes
#   marks          1: proven-optimal members of a front are marked
#   picks          1: what is picked of a front is marked
#   own_height     inches of the sheet; 0: what is usual
#   more_height    inches to add, for many keys; may be left out
#   count          functions on the sheet; 0: a figure of one function

set encoding utf8

# Inches. One function fits a column of a two-column paper, the sheet of all functions both.
if (count > 0) {
  columns = count < 3 ? count : count == 4 ? 2 : count < 10 ? 3 : count < 17 ? 4 : 5
  rows = (count + columns - 1) / columns
  width = 7.0
  height = 0.72 + rows * (columns < 3 ? 2.1 : 1.35)
} else {
  width = 3.4
  height = 2.6
}
if (own_height > 0) {
  height = own_height
}
if (exists('more_height')) {
  height = height + more_height
}

# Text is 8 points high in print. The cairo terminals count 96 points to the inch, and pdfcairo halves them unless told.
font = 'Helvetica,8'
if (format eq 'pdf') {
  set terminal pdfcairo size width,height font font fontscale 0.75 linewidth 1 rounded
}
if (format eq 'svg') {
  set terminal svg size width*96,height*96 fixed enhanced font font fontscale 96/72.0 linewidth 0.8 \
    rounded background 'white'
}
if (format eq 'png') {
  # 600 dots per inch.
  set terminal pngcairo size width*600,height*600 font font fontscale 600/96.0 linewidth 5 pointscale 7 rounded \
    background 'white'
}
set output output
# The marks of the svg terminal are smaller than those of the others.
mark_scale = format eq 'svg' ? 1.7 : 1

set border 3 linewidth 0.75 linecolor rgb '#404040'
set tics nomirror out scale 0.6,0.3 textcolor rgb '#000000'
set grid xtics ytics linetype 1 linewidth 0.4 linecolor rgb '#dddddd'
set xrange [x_min:x_max]
set yrange [y_min:y_max]
set logscale y 10
set format y '10^{%T}'
set mytics 10
if (x_log) {
  # Labels at 1, 2, 5 of a decade where they have room, else at 1, 3 or at 1. A character is 0.055 inches wide.
  characters(x) = strlen(sprintf('%g', 10**floor(log10(x))))
  label_width = 0.055 * (characters(x_min) > characters(x_max) ? characters(x_min) : characters(x_max)) + 0.07
  decade_width = (count > 0 ? (width - 0.8) / columns - 0.1 : 2.2) / log10(x_max / x_min)
  x_labels = 0.30 * decade_width > label_width ? '1 2 5' : 0.47 * decade_width > label_width ? '1 3' : '1'
  set logscale x 10
  do for [decade = floor(log10(x_min)):floor(log10(x_max))] for [label in x_labels] {
    set xtics add (label * 10.0**decade)
  }
}

# One label per decade, fewer where there are many. Tics stop above zero's own place.
decades = log10(y_max / y_min)
y_step = decades > (count > 0 ? 12 : 18) ? 1e3 : decades > (count > 0 ? 6 : 9) ? 1e2 : 10
y_from = zero_at > 0 ? zero_at * 10 : y_min
set ytics y_from,y_step,y_max
if (y_step > 10) {
  unset mytics
}
if (zero_at > 0) {
  set ytics add ('0' zero_at)
}

# A step of 1, 2 or 5 times a power of ten that cuts the cost axis into at most n parts.
unit(raw) = 10**floor(log10(raw))
nice(raw) = unit(raw) * (raw <= unit(raw) ? 1 : raw <= 2 * unit(raw) ? 2 : raw <= 5 * unit(raw) ? 5 : 10)
x_step(n) = nice((x_max - x_min) / n)

# Okabe and Ito's colours, which colour-blind readers can tell apart; yellow, pale on white, comes last.
colours = '#0072b2 #e69f00 #009e73 #cc79a7 #d55e00 #56b4e9 #999999 #f0e442'
pale_colours = '#80b9d9 #f3cf80 #80cfb9 #e6bcd3 #eaaf80 #abdaf4 #cccccc #f4ea80'
colour_count = words(colour_values)
shape_count = words(shape_values)
colour(k) = word(colours, k)
pale(k) = word(pale_colours, k)
# Circle, square, diamond and so on: shapes that pdfcairo draws well when they are small. Where the input width needs no
# shape, the shape of a front's members helps to tell colours apart in grey print.
shape(k, s) = int(shape_count > 1 ? word('7 5 13 2', s) : word('7 5 13 15 7 5 13 15', k))
cloud_shape(s) = int(word('7 5 13 2', s))
colour_label(k) = word(colour_values, k).(colour_noun eq 'entries' ? ' entries' : '-bit input')
shape_label(s) = word(shape_values, s).'-bit'
# Rows of the legend, and its height in inches.
key_count = 1 + marks + picks + (continuous ? 0 : colour_count + (shape_count > 1 ? shape_count : 0))
key_columns = 4
key_height = 0.05 + 0.115 * ((key_count + key_columns - 1) / key_columns)

if (continuous) {
  # Cividis: readable in grey and to the colour-blind.
  set palette defined (0 '#00224e', 0.25 '#434e6c', 0.5 '#7d7c78', 0.75 '#bcae6c', 1 '#fee838')
  set cbrange [word(colour_values, 1):word(colour_values, 2)]
  set cblabel (colour_noun eq 'entries' ? 'Entries' : 'Input width (bit)')
  if (colour_noun eq 'entries') {
    set logscale cb 2
    set format cb '%g'
  }
  set colorbox noborder
}
