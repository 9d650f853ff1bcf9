"""The documentation site: `make docs` builds it, without a warning and without a network."""

import nabij

project = "nabij"
author = "the nabij contributors"
release = version = nabij.__version__

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
exclude_patterns = ["_build"]
nitpicky = True

# Pages are read on code hosts as well: the same links, the same anchors of headings.
myst_heading_anchors = 4
suppress_warnings = ["config.cache"]

# Docstrings: types stand in their sections; `name` links to what has that name, if anything has.
default_role = "autolink"
autosummary_generate = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
# Other packages' objects: nothing is fetched to link to them.
OTHERS = "folium|geopandas|matplotlib|pandas|pathlib|pyarrow|shapely"
nitpick_ignore_regex = [("py:.*", rf"({OTHERS})\..*")]
nitpick_ignore = [("py:class", "ValueError"), ("py:class", "Exception")]

# Every public docstring is complete: a summary, every parameter, what comes back.
numpydoc_validation_checks = {
    "GL03", "GL05", "GL06", "GL07", "GL08", "GL09", "GL10",
    "SS01", "SS02", "SS03", "SS04", "SS05",
    "PR01", "PR02", "PR05", "PR06", "PR07", "PR08", "PR09", "PR10",
    "RT01", "RT02", "YD01",
}  # fmt: skip
# Made by functions and not by their users; told elsewhere; told in Rust.
numpydoc_validation_exclude = {
    rf"nabij\.{name}$"
    for name in (
        "AreaExplanation", "AreaPage", "Areas", "Comparison", "Criteria", "Distributed",
        "Explanation", "Facilities", "Network", "Origins", "Study", "set_threads",
    )
}  # fmt: skip

html_theme = "furo"
html_title = "nabij"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
