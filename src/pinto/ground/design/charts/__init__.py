"""Charts and maps: pure functions, numbers in, SVG text out.

Every picture has ``role="img"``, a title and a description with all its values,
and ids that begin with the prefix its caller gives, so that several stand on one
page. Each has a twin, a :class:`~pinto.ground.design.charts.table.Table` with the
same numbers. Colours are classes: dark pages, paper and forced colours are the
sheet's business. A value that is not known is None, and is drawn as a gap.
"""
