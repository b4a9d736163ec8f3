"""Charts as geometry: numbers in, places in an SVG out. Pure; the templates in `components/charts` draw them."""
