legend_count = continuous ? 0 : colour_count
legend_columns = 4
